"""The imported key stage 2 tables as the files of a study: wide tables in the Department's own form.

Only the columns that the study reads are written: its outcomes, and the facts that schools may be compared by. So
the files can be read by `ridgeway evaluate` on any machine, and stay as they were when the study was frozen.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from django.db.models import Q

from ridgeway.evaluation.answers import Answers, school_year_name
from ridgeway.evaluation.protocol import LINKS, table_name
from ridgeway.exchange.ks2.table import Reason
from ridgeway.exchange.models import AreaResults, SchoolResults
from ridgeway.exchange.results.measures import ELIGIBLE, TOPICS
from ridgeway.exchange.results.reading import ABSENT, files_of, measures_of, results_for, years_held
from ridgeway.impact.panel.wide import NUMBERS
from ridgeway.schools.models import SchoolLink

OUTCOMES: Final = tuple(
    measure.column
    for topic in TOPICS
    for measure in topic.measures
    if measure.column not in {ELIGIBLE, *NUMBERS.values()}
)
"""The measures of the tables that a study may ask about."""

_AREAS: Final = {"la": "3", "england": "4", "state_funded": "5"}
_HEAD: Final = ("RECTYPE", "LEA", "URN")


def years_of_tables() -> list[int]:
    """The years of which there are tables, each by the year in which it ends."""
    return [int(year[:4]) + 1 for year in years_held()]


def schools_unknown(schools: Iterable[str], years: Sequence[int]) -> list[str]:
    """Those of the schools that no table of these years has, under their own number or one they are linked to."""
    asked = set(schools)
    numbers = {school: int(school) for school in asked if school.isdecimal() and len(school) == 6}
    names = [school_year_name(year) for year in years]
    links = SchoolLink.objects.filter(
        Q(predecessor__urn__in=numbers.values()) | Q(successor__urn__in=numbers.values())
    ).values_list("predecessor__urn", "successor__urn")
    kin: dict[int, set[int]] = {}
    for old, new in links:
        kin.setdefault(old, set()).add(new)
        kin.setdefault(new, set()).add(old)
    everyone = set(numbers.values()).union(*kin.values())
    held = set(SchoolResults.objects.filter(urn__in=everyone, file__year__in=names).values_list("urn", flat=True))
    known = {school for school, urn in numbers.items() if urn in held or kin.get(urn, set()) & held}
    return sorted(asked - known)


def all_mainstream(schools: Iterable[str], years: Sequence[int]) -> bool:
    """Whether the tables of these years call none of the schools a special school."""
    urns = [int(school) for school in schools if school.isdecimal()]
    names = [school_year_name(year) for year in years]
    return not SchoolResults.objects.filter(urn__in=urns, file__year__in=names).exclude(record_type=1).exists()


def files_for(answers: Answers) -> dict[str, bytes]:
    """The files that a study on the imported tables names, by name."""
    files = {table_name(year): _table(school_year_name(year), answers.outcomes) for year in answers.years}
    if links := _links():
        files[LINKS] = links
    return files


def _table(year: str, outcomes: Sequence[str]) -> bytes:
    held = measures_of(year)
    columns = [name for name in dict.fromkeys([*NUMBERS.values(), *outcomes]) if name in held]
    return _as_csv([*_HEAD, *columns], [*_schools(year, columns), *_averages(year, columns)])


def _schools(year: str, columns: Sequence[str]) -> Iterator[list[str]]:
    """A row for each school, of the latest table that has it."""
    rows = SchoolResults.objects.filter(file__year=year).order_by("file")
    about = {urn: (kind, la) for urn, kind, la in rows.values_list("urn", "record_type", "la")}
    urns = sorted(about)
    panel = results_for(urns, columns, [year])
    for at, urn in enumerate(urns):
        kind, la = about[urn]
        cells = zip(panel.values[at, 0], panel.reasons[at, 0], strict=True)
        yield [str(kind), str(la or ""), str(urn), *(_cell(float(value), int(why)) for value, why in cells)]


def _averages(year: str, columns: Sequence[str]) -> Iterator[list[str]]:
    """A row for each area, of the latest table that has it."""
    seen: set[tuple[str, int]] = set()
    for file in files_of(year):
        for row in AreaResults.objects.filter(file=file).order_by("area", "la"):
            if (row.area, row.la) in seen:
                continue
            seen.add((row.area, row.la))
            told = dict(zip(file.measures, zip(row.values, row.reasons, strict=True), strict=True))
            cells = (told.get(name, (np.nan, ABSENT)) for name in columns)
            yield [_AREAS[row.area], str(row.la or ""), "", *(_cell(value, why) for value, why in cells)]


def _links() -> bytes | None:
    """The register's links between schools, None where there are none."""
    links = SchoolLink.objects.order_by("predecessor__urn", "successor__urn")
    rows = links.values_list("predecessor__urn", "successor__urn", "linked")
    told = [[str(old), str(new), day.isoformat() if day else ""] for old, new, day in rows]
    return _as_csv(["old", "new", "on"], told) if told else None


def _cell(value: float, why: int) -> str:
    """A figure, or the Department's code for there being none."""
    if why == Reason.NUMBER:
        return f"{value:.10g}"
    return "" if why in (ABSENT, Reason.BLANK) else Reason(why).name


def _as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue().encode()
