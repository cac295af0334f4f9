"""How much a pupil knew at the end of each day of practice, a measure of growth that harder facts do not spoil.

Seconds an item may rise while a pupil grows, because the plan brings in slower facts as quick ones are secure. The
number of facts that are fluent does not suffer from that.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from ridgeway.fluency import Knowledge, Subject
from ridgeway.fluency.stages import FLUENT, NEW, SECURE
from ridgeway.foundations.fold import Event, aims_within, fold
from ridgeway.statements import as_json, run

PUT = """
INSERT INTO foundations_knowledgeday (school_id, pupil_id, subject, day, met, fluent, secure)
SELECT %s, * FROM json_to_recordset(%s) AS looked (pupil_id bigint, subject text, day date, met int, fluent int,
    secure int)
ON CONFLICT (school_id, pupil_id, subject, day) DO UPDATE SET
    met = excluded.met, fluent = excluded.fluent, secure = excluded.secure
"""

REPLACE = """
WITH told AS (
    SELECT * FROM json_to_recordset(%s) AS looked (pupil_id bigint, subject text, day date, met int, fluent int,
        secure int)
), stored AS (
    SELECT * FROM foundations_knowledgeday WHERE school_id = %s AND pupil_id = ANY(%s::bigint[])
), gone AS (
    DELETE FROM foundations_knowledgeday WHERE id IN (
        SELECT id FROM stored WHERE (pupil_id, subject, day) NOT IN (SELECT pupil_id, subject, day FROM told)
    )
)
INSERT INTO foundations_knowledgeday (school_id, pupil_id, subject, day, met, fluent, secure)
SELECT %s, new.* FROM (
    SELECT * FROM told EXCEPT SELECT pupil_id, subject, day, met, fluent, secure FROM stored
) AS new
ON CONFLICT (school_id, pupil_id, subject, day) DO UPDATE SET
    met = excluded.met, fluent = excluded.fluent, secure = excluded.secure
"""


class Snapshot(NamedTuple):
    """How many items of a subject were met, fluent and secure after the last answer of a day."""

    day: dt.date
    met: int
    fluent: int
    secure: int


Snapshots = Mapping[tuple[int, Subject], Sequence[Snapshot]]
"""Snapshots by pupil key and subject."""


def fold_by_day(knowledge: Knowledge, told: Iterable[Event]) -> tuple[Knowledge, list[Snapshot]]:
    """Folds events given in their order, and looks at what is known after the subject's last one of each day.

    A day on which only tool speed was practised is none of the subject's.
    """
    zone = timezone.get_default_timezone()
    snapshots = []
    for day, answers in groupby(told, key=lambda each: each.at.astimezone(zone).date()):
        given = list(answers)
        own = [place for place, each in enumerate(given) if each.item in knowledge.items]
        last = own[-1] + 1 if own else 0
        knowledge = fold(knowledge, given[:last])
        if own:
            snapshots.append(look(knowledge, day, given[last - 1]))
        knowledge = fold(knowledge, given[last:])
    return knowledge, snapshots


def put_snapshots(school_id: int, snapshots: Snapshots) -> None:
    """Stores snapshots; a later one of the same day takes the place of an earlier one."""
    rows = _rows(snapshots)
    if rows:
        run(PUT, school_id, as_json(rows))


def replace_snapshots(school_id: int, pupils: Sequence[int], snapshots: Snapshots) -> None:
    """Puts snapshots in the place of all that are stored of some pupils; what is right already stays as it is."""
    run(REPLACE, as_json(_rows(snapshots)), school_id, list(pupils), school_id)


def _rows(snapshots: Snapshots) -> list[dict[str, object]]:
    looked = sorted((*whose, each) for whose, own in snapshots.items() for each in own)
    return [{"pupil_id": key, "subject": subject, **each._asdict()} for key, subject, each in looked]


def look(knowledge: Knowledge, day: dt.date, last: Event) -> Snapshot:
    """How much is known after the last event of a day, by the aims that held at it."""
    stages = knowledge.stages(year=last.year, own_aims=aims_within(knowledge.items, last.own_aims))
    return Snapshot(day, int((stages > NEW).sum()), int((stages >= FLUENT).sum()), int((stages >= SECURE).sum()))
