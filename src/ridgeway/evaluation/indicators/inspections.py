"""Inspections of a network's schools, each on the scale of its time, before a school joined and since."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from ridgeway.evaluation.indicators.models import SchoolInspection
from ridgeway.evaluation.indicators.schools import Member
from ridgeway.impact.describe import GOOD, Share, share
from ridgeway.impact.errors import DataError
from ridgeway.impact.panel import FRAMEWORKS, OVERALL, Inspection, framework_on, why_not_comparable
from ridgeway.impact.panel.table import ROW, Table
from ridgeway.schools.models import Network

COLUMNS: Final = ("school", "date", "outcome", "framework")
JUDGEMENT: Final = "judgement"
_REMEDY: Final = (
    "The columns are school (URN), date, outcome, framework (2005, 2012, 2019, 2024 or 2025), and judgement where "
    "it is not overall effectiveness."
)


def read_file(content: bytes, name: str, members: Sequence[Member]) -> list[Inspection]:
    """The inspections in a CSV file. Raises `DataError` naming row, value and remedy, for a school that does not
    belong to the network and for an outcome that was not given at its time."""
    table = Table.of(content, file=name)
    table.require(COLUMNS, _REMEDY)
    judged = JUDGEMENT in table.names
    rows = table.cells([*COLUMNS, JUDGEMENT] if judged else COLUMNS)
    ours = {str(each.urn) for each in members}
    grades: dict[tuple[str, dt.date], dict[str, str]] = {}
    for cells in rows.iter_rows(named=True):
        row, school = cells[ROW], cells["school"]
        if school not in ours:
            table.refuse(row, "school", school, "This school is not one of the network’s: take the row out.")
        day = table.day(row, "date", cells["date"])
        _check_framework(table, row, cells["framework"], day)
        judgement = (cells.get(JUDGEMENT) or OVERALL).lower()
        outcome = cells["outcome"].lower()
        try:
            Inspection(school, day, {judgement: outcome})
        except DataError as error:
            raise DataError(table.place(row, "outcome"), error.found, error.remedy) from error
        its = grades.setdefault((school, day), {})
        if judgement in its:
            table.refuse(
                row, "outcome", outcome, f"{judgement.capitalize()} stands in the file twice: take one out."
            )
        its[judgement] = outcome
    return [Inspection(school, day, its) for (school, day), its in grades.items()]


def _check_framework(table: Table, row: int, given: str, day: dt.date) -> None:
    held = framework_on(day)
    if given != held:
        table.refuse(
            row, "framework", given, f"On {day.isoformat()} schools were inspected under the framework of {held}."
        )


def record_inspections(network: Network, inspections: Sequence[Inspection]) -> None:
    """Keeps inspections; one of the same school and day is replaced."""
    with transaction.atomic():
        for each in inspections:
            SchoolInspection.objects.update_or_create(
                network=network, urn=int(each.school), on=each.on, defaults={"grades": dict(each.grades)}
            )


def inspections_of(rows: Iterable[SchoolInspection]) -> list[Inspection]:
    """What is kept, as the engine takes it."""
    return [Inspection(str(row.urn), row.on, row.grades) for row in rows]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A school's last inspection before it joined and its last since; `apart`: why they may not be compared."""

    name: str
    before: Inspection | None
    since: Inspection | None
    apart: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The network's schools at their inspections.

    `good_before` and `good_since`: judged good or better overall, of those inspected under four grades.
    `as_expected`: no area below the expected standard, of those with a report card.
    """

    schools: list[Inspected]
    good_before: Share | None
    good_since: Share | None
    as_expected: Share | None


def standing_of(members: Sequence[Member], inspections: Sequence[Inspection]) -> Standing:
    """Each school's last inspection before it joined and since, and how many stood well."""
    schools = [_inspected(each, [it for it in inspections if it.school == str(each.urn)]) for each in members]
    cards = [each.since for each in schools if each.since and each.since.framework == "2025"]
    expected = share(sum(card.none_below_expected() for card in cards), len(cards)) if cards else None
    return Standing(
        [each for each in schools if each.before or each.since],
        _good([each.before for each in schools]),
        _good([each.since for each in schools]),
        expected,
    )


def _inspected(member: Member, its: Sequence[Inspection]) -> Inspected:
    def last(among: list[Inspection]) -> Inspection | None:
        return max(among, key=lambda each: each.on, default=None)

    before = last([each for each in its if each.on < member.joined])
    since = last([each for each in its if each.on >= member.joined])
    apart = why_not_comparable(before, since) if before and since else None
    return Inspected(member.name, before, since, apart)


def _good(found: Sequence[Inspection | None]) -> Share | None:
    graded = [each.number() for each in found if each and OVERALL in each.grades]
    return share(sum(number <= GOOD for number in graded), len(graded)) if graded else None


def scales() -> list[tuple[str, dt.date, str]]:
    """The frameworks, since when they hold, and their grades, for those who prepare a file."""
    return [
        (name, first, "; ".join(dict.fromkeys(", ".join(grades) for grades in judgements.values())))
        for name, (first, judgements) in FRAMEWORKS.items()
    ]
