"""Reading one school's pupils and their practice for a release, inside the scope of that school.

What comes out stands under pseudonyms already: no name, date of birth or key of the database leaves this file.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Sum
from django.db.models.functions import TruncWeek

from ridgeway.evaluation.research.anonymity import Facts
from ridgeway.evaluation.research.columns import KnowledgeWeek, PracticeWeek, TableRow, TimedCount
from ridgeway.evaluation.research.facts import KINDS, NO, NOT_KNOWN, YES
from ridgeway.evaluation.research.pseudonyms import Pseudonyms
from ridgeway.foundations.models import KnowledgeDay, PracticeDay
from ridgeway.foundations.timings.counts import counts_of
from ridgeway.schools.models import AcademicYear, School, YearPlacement
from ridgeway.schools.models.pupils import Sex, characteristics_on

DAY: Final = dt.timedelta(days=1)
_SEN: Final = {"K": "support", "E": "plan"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a release is to hold: school years by their September, the names of characteristics and of tables."""

    first_year: int
    last_year: int
    characteristics: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """The part of a school: each pupil's facts by pseudonym, in the order of the release's ladders."""

    school: School
    facts: Mapping[str, Facts]


@dataclass(frozen=True, slots=True)
class _Placed:
    """The pupils of a school by key, each with the last chosen year and the year group in it."""

    years: Sequence[AcademicYear]
    last: Mapping[int, tuple[AcademicYear, str, str]]


def read_facts(school: School, asked: Asked, names: Pseudonyms) -> SchoolPart:
    """The pupils who were at the school in the chosen years, and what a release tells of them."""
    placed = _placed(asked)
    held = {
        (year.pk, name): characteristics_on(year.ends - DAY, kind=KINDS[name])
        for year in placed.years
        for name in asked.characteristics
        if name in KINDS
    }
    called = names.of("school", school.pk)
    facts: dict[str, Facts] = {}
    for key, (year, year_group, sex) in placed.last.items():
        told = [
            _sex(sex) if name == "sex" else _told(name, held[year.pk, name].get(key))
            for name in asked.characteristics
        ]
        facts[names.of("pupil", key)] = (called, str(year), year_group, *told)
    return SchoolPart(school, facts)


def read_table(table: str, asked: Asked, names: Pseudonyms) -> Iterator[TableRow]:
    """The rows of a table for all pupils of the school in scope, those too that a release leaves out."""
    placed = _placed(asked)
    if not placed.years:
        return iter(())
    called = {key: names.of("pupil", key) for key in placed.last}
    since, until = placed.years[0].starts, placed.years[-1].ends
    return _READERS[table](called, since, until)


def _placed(asked: Asked) -> _Placed:
    years = list(
        AcademicYear.objects.filter(start_year__gte=asked.first_year, start_year__lte=asked.last_year).order_by(
            "start_year"
        )
    )
    by_key = {year.pk: year for year in years}
    rows = YearPlacement.objects.filter(academic_year__in=years).order_by("academic_year__start_year")
    last = {
        key: (by_key[year], group, sex)
        for key, year, group, sex in rows.values_list("pupil_id", "academic_year_id", "year_group", "pupil__sex")
    }
    return _Placed(years, last)


def _sex(value: str) -> str:
    return NOT_KNOWN if value == Sex.UNKNOWN else value


def _told(name: str, held: Sequence[str] | None) -> str:
    if name == "sen":
        return _SEN.get(held[0], "support") if held else "none"
    return YES if held else NO


def _practice(called: Mapping[int, str], since: dt.date, until: dt.date) -> Iterator[PracticeWeek]:
    rows = (
        PracticeDay.objects.filter(pupil__in=called, day__gte=since, day__lt=until)
        .annotate(week=TruncWeek("day"))
        .values("pupil_id", "week", "strand", "device")
        .annotate(
            days=Count("day"),
            of=Sum("answers"),
            right=Sum("correct"),
            measured=Sum("timed"),
            time=Sum("milliseconds"),
        )
    )
    columns = ("pupil_id", "week", "strand", "device", "days", "of", "right", "measured", "time")
    for key, *rest in rows.values_list(*columns):
        yield PracticeWeek(called[key], *rest)


def _knowledge(called: Mapping[int, str], since: dt.date, until: dt.date) -> Iterator[KnowledgeWeek]:
    rows = (
        KnowledgeDay.objects.filter(pupil__in=called, day__gte=since, day__lt=until)
        .annotate(week=TruncWeek("day"))
        .order_by("pupil_id", "subject", "week", "-day")
        .distinct("pupil_id", "subject", "week")
    )
    for key, *rest in rows.values_list("pupil_id", "week", "subject", "met", "fluent", "secure"):
        yield KnowledgeWeek(called[key], *rest)


def _counts(called: Mapping[int, str], since: dt.date, until: dt.date) -> Iterator[TimedCount]:
    for count in counts_of(called, since, until):
        week = count.day - count.day.weekday() * DAY
        yield TimedCount(called[count.pupil_id], week, *count[2:])


_READERS: Final[Mapping[str, Callable[[Mapping[int, str], dt.date, dt.date], Iterator[TableRow]]]] = {
    "practice_weeks": _practice,
    "knowledge_weeks": _knowledge,
    "timed_counts": _counts,
}
"""The tables, and what reads them."""
