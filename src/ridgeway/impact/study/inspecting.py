"""Inspection grades of a study's schools, on the scale of their time, beside schools with the same grade before.

The grade at the start is that of the last inspection before a school's own start, for other schools before the
first one; the later grade that of the last inspection since. A school year begins on 1 September.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from ridgeway.impact.describe import Grades, Movement, Share, grades_moved, movement
from ridgeway.impact.errors import ImpactError, TooLittleError
from ridgeway.impact.panel.inspections import Inspection
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded


def inspected(study: Study, loaded: Loaded) -> dict[str, Any] | None:
    """Return how many treated schools are good or better since, beside schools with the same grade at the start.

    `refused` says why it cannot be told. None where the study names no inspections.
    """
    if loaded.inspections is None:
        return None
    try:
        moved = _moved(loaded)
        treated = [each for each in moved if each.school in loaded.starts]
        others = [each for each in moved if each.school not in loaded.starts]
        return _told(movement(treated, others, level=study.choices.level))
    except ImpactError as refusal:
        return {"refused": str(refusal)}


def _moved(loaded: Loaded) -> tuple[Grades, ...]:
    first: dict[str, Inspection] = {}
    later: list[Inspection] = []
    known = set(loaded.panel.schools)
    for inspection in sorted(loaded.inspections or (), key=lambda each: each.on):
        if inspection.school not in known:
            continue
        start = loaded.starts.get(inspection.school, loaded.first_start)
        if inspection.on < dt.date(start - 1, 9, 1):
            first[inspection.school] = inspection
        else:
            later.append(inspection)
    if not first:
        raise TooLittleError("inspections before the start", 0, "Schools need a grade at the start.")
    return grades_moved(first.values(), [each for each in later if each.school in first])


def _told(found: Movement) -> dict[str, Any]:
    return {
        "grade": found.grade,
        "reached": _share(found.reached),
        "of_all": _share(found.of_all),
        "base_rate": list(found.base_rate),
        "difference": list(found.difference),
        "by_start": [
            {"start": each.start, "treated": _share(each.treated), "others": _share(each.others)}
            for each in found.by_start
        ],
        "words": found.words,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "count": share.count,
        "of": share.of,
        "share": share.share,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
    }
