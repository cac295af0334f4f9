"""Tables rehearsals as a page prints them."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from ridgeway.fluency.tables_check import TABLES
from ridgeway.foundations.activities.rehearsals import Rehearsals, Share
from ridgeway.foundations.heat import short_name
from ridgeway.schools.models import Pupil
from ridgeway.web.charts import Cell, Heading, HeatMap, Level, heat_map, level_of

SHOWN_SCORES: Final = 6
"""The last rehearsals of each pupil; older ones hardly matter."""

NAMED_PUPILS: Final = 6

LEVELS: Final = (
    Level("–", "not asked yet"),
    Level("0", "less than half right"),
    Level("50", "half"),
    Level("75", "three quarters"),
    Level("90", "nine in ten"),
    Level("100", "all right"),
)
EDGES: Final = (0.0, 50.0, 75.0, 90.0, 100.0)


class ScoreRow(NamedTuple):
    """A pupil's last scores with their days, the latest last, and the best of all."""

    pupil: Pupil
    scores: Sequence[tuple[dt.date, int]]
    best: int | None


class FactRow(NamedTuple):
    """A fact that went wrong: how often, of how many times asked, and for whom."""

    text: str
    wrong: int
    asked: int
    pupils: str


def score_rows(rehearsals: Rehearsals) -> list[ScoreRow]:
    """A row for each pupil: those with the lowest last score first, those without any at the end."""
    rows = [
        ScoreRow(each.pupil, each.scores[-SHOWN_SCORES:], max((score for _, score in each.scores), default=None))
        for each in rehearsals.pupils
    ]
    return sorted(rows, key=lambda row: (not row.scores, row.scores[-1][1] if row.scores else 0))


def table_map(rehearsals: Rehearsals) -> HeatMap:
    """The share right of each table: the class, then each pupil who has rehearsed."""
    rows: list[tuple[Heading | str, list[Cell]]] = [
        ("Class", [_cell("the class", table, rehearsals.tables[table]) for table in TABLES])
    ]
    rows += [
        (
            Heading(short_name(each.pupil), hint=str(each.pupil)),
            [_cell(each.pupil.forename, table, rehearsals.by_pupil[each.pupil.pk][table]) for table in TABLES],
        )
        for each in rehearsals.pupils
        if each.scores
    ]
    title = "The share of questions right, by table, in per cent"
    columns = [Heading(f"× {table}", hint=f"{table} times table") for table in TABLES]
    return heat_map(title, levels=LEVELS, columns=columns, rows=rows, corner="Pupil")


def fact_rows(rehearsals: Rehearsals) -> list[FactRow]:
    """The facts that went wrong, most often first."""
    return [
        FactRow(fact.text, fact.share.asked - fact.share.right, fact.share.asked, _named(fact.pupils))
        for fact in rehearsals.facts
    ]


def _cell(whose: str, table: int, share: Share) -> Cell:
    if share.percent is None:
        return Cell(0, hint=f"{whose}: {table} times table, not asked yet")
    hint = f"{whose}: {table} times table, {share.right} of {share.asked} right"
    return Cell(level_of(share.percent, EDGES), f"{share.percent:.0f}", hint)


def _named(pupils: Sequence[Pupil]) -> str:
    names = ", ".join(map(short_name, pupils[:NAMED_PUPILS]))
    more = len(pupils) - NAMED_PUPILS
    return f"{names} and {more} more" if more > 0 else names
