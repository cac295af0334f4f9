"""The page of a finished study: the report's answer, pictures and objections, the table of outcomes, the files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ridgeway.evaluation.engine import PAGE, REPORTS, RESULT, STUDY
from ridgeway.evaluation.models import Run, RunFile, Study
from ridgeway.evaluation.page import Page
from ridgeway.evaluation.report.figures import NONE, chance, interval, signed
from ridgeway.evaluation.report.names import fact_of, heading_of

THOROUGH: Final = ("funder", "researchers")
"""Readers for whom the working lies open at once."""

ARCHIVE: Final = "study.zip"
FILES: Final = {
    REPORTS[1]: "Report to print (PDF)",
    REPORTS[0]: "Report to read on screen (HTML)",
    RESULT: "All figures for programs (JSON)",
    STUDY: "Study file (YAML)",
    ARCHIVE: "Study file with its data, to evaluate again anywhere (ZIP)",
}
"""What can be downloaded, and what it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """An outcome in the table of all of them."""

    name: str
    difference: str
    interval: str
    chance: str
    size: str
    size_interval: str
    months: str
    treated: int
    comparison: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the schools were in one thing before, in standard deviations: all of them, and those compared."""

    name: str
    before: str
    after: str


def page_of(study: Study, run: Run) -> dict[str, Any]:
    """What the page shows."""
    found = run.found
    page = Page.from_json(json.loads(RunFile.objects.get(run=run, name=PAGE).content))
    return {
        "page": page,
        "picture": page.pictures[0] if page.pictures else None,
        "more_pictures": page.pictures[1:],
        "rows": list(_rows(found["outcomes"])),
        "several": len(found["outcomes"]) > 1,
        "level": f"{found['study']['design']['level']:.0%}",
        "likeness": [_likeness(row) for row in found["balance"]],
        "notes": found["study"]["notes"],
        "protocol_notes": found["study"]["protocol"],
        "pinned": found["study"]["frozen"],
        "deviations": found["study"]["deviations"],
        "data_hash": found["study"]["hash"],
        "files": FILES,
        "open": study.draft.get("readers", {}).get("readers", [""])[0] in THOROUGH,
    }


def _rows(outcomes: Mapping[str, Any]) -> Iterator[Row]:
    for name, told in outcomes.items():
        size, months = told["effect_size"], told["months"]
        yield Row(
            heading_of(name),
            signed(told["estimate"]),
            interval(told["ci_low"], told["ci_high"]),
            chance(told["p_adjusted"]),
            NONE if size is None else signed(round(size, 2)),
            "" if size is None else interval(*(round(end, 2) for end in told["effect_ci"])),
            NONE if months is None else signed(months),
            told["n_treated"],
            told["n_comparison"],
        )


def _likeness(row: Mapping[str, Any]) -> Likeness:
    before, after = (row[when]["difference"] for when in ("before", "after"))
    return Likeness(fact_of(row["name"]), signed(before), signed(after))
