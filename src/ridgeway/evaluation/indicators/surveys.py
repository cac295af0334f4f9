"""Surveys that a network has made: which share of those who answered agreed, group by group, day by day."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db import transaction

from ridgeway.evaluation.indicators.models import Survey, SurveyFigure
from ridgeway.evaluation.report.figures import percent
from ridgeway.impact.describe import Share, share
from ridgeway.impact.panel.table import ROW, Table
from ridgeway.schools.models import Network
from ridgeway.schools.small_numbers import hide_small_counts

COLUMNS: Final = ("survey", "date", "question", "group", "n", "agree")
EVERYBODY: Final = ""
"""The group of all who were asked; the other groups of a question are parts of it."""
_REMEDY: Final = (
    "The columns are survey, date, question, group (empty for everybody), n (answers) and agree (share)."
)
_LONGEST: Final = {"survey": 120, "question": 300, "group": 120}


class Asked(NamedTuple):
    """A line of a file: `agree` is a share from 0 to 1."""

    survey: str
    day: dt.date
    question: str
    group: str
    answers: int
    agree: float


def read_file(content: bytes, name: str) -> list[Asked]:
    """The lines of a CSV file. Raises `DataError` naming row, value and remedy."""
    table = Table.of(content, file=name)
    table.require(COLUMNS, _REMEDY)
    found: dict[tuple[str, dt.date, str, str], Asked] = {}
    for cells in table.cells(COLUMNS).iter_rows(named=True):
        row = cells[ROW]
        for column, longest in _LONGEST.items():
            if len(cells[column]) > longest or (not cells[column] and column != "group"):
                table.refuse(row, column, cells[column], f"Write something here, up to {longest} letters.")
        day = table.day(row, "date", cells["date"])
        line = Asked(
            cells["survey"],
            day,
            cells["question"],
            cells["group"],
            _answers(table, row, cells["n"]),
            _share(table, row, cells["agree"]),
        )
        if line[:4] in found:
            table.refuse(
                row, "question", line.question, "This group has answered it in a row above: take one out."
            )
        found[line[:4]] = line
    return list(found.values())


def _answers(table: Table, row: int, text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        table.refuse(row, "n", text, "It is how many answered: a whole number from 1.")
    return int(text)


def _share(table: Table, row: int, text: str) -> float:
    number, percent = text.removesuffix("%").strip(), text.endswith("%")
    try:
        value = float(number) / (100 if percent else 1)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        table.refuse(row, "agree", text, "It is a share of those who answered, such as 0.83 or 83%.")
    return value


def record_surveys(network: Network, lines: Sequence[Asked]) -> int:
    """Keeps surveys, and returns how many; one of the same name and day is replaced as a whole."""
    surveys: dict[tuple[str, dt.date], list[Asked]] = {}
    for line in lines:
        surveys.setdefault((line.survey, line.day), []).append(line)
    with transaction.atomic():
        for (name, day), its in surveys.items():
            survey, _ = Survey.objects.get_or_create(network=network, name=name, day=day)
            SurveyFigure.objects.filter(survey=survey).delete()
            SurveyFigure.objects.bulk_create(
                SurveyFigure(
                    network=network,
                    survey=survey,
                    question=each.question,
                    group=each.group,
                    answers=each.answers,
                    agree=each.agree,
                )
                for each in its
            )
    return len(surveys)


@dataclass(frozen=True, slots=True)
class Answered:
    """One group's answers on one day; None where nobody was asked. With `hidden` so few answered that nothing may
    be shown."""

    share: Share | None = None
    hidden: bool = False

    @property
    def words(self) -> str:
        """The share and the number who answered, such as "83% of 24"."""
        return f"{percent(self.share.share)} of {self.share.of}" if self.share else ""

    @property
    def interval(self) -> str:
        """The interval of the share."""
        return f"{percent(self.share.ci_low)} to {percent(self.share.ci_high)}" if self.share else ""


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """A survey: a row for each question and group, a cell for each day."""

    name: str
    days: list[dt.date]
    rows: list[tuple[str, str, list[Answered]]]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return 1 + len(self.days)


def tables_of(kept: Iterable[SurveyFigure]) -> list[SurveyTable]:
    """The surveys by name, with small numbers hidden; the figures come with their surveys."""
    figures = list(kept)
    names = sorted({each.survey.name for each in figures})
    return [_table(name, [each for each in figures if each.survey.name == name]) for name in names]


def _table(name: str, figures: Sequence[SurveyFigure]) -> SurveyTable:
    days = sorted({each.survey.day for each in figures})
    asked = dict.fromkeys((each.question, each.group) for each in figures)
    questions = list(dict.fromkeys(question for question, _ in asked))
    cells: dict[tuple[str, str, dt.date], Answered] = {}
    for question in questions:
        for day in days:
            its = [each for each in figures if each.question == question and each.survey.day == day]
            for each, hidden in zip(its, _hidden(its), strict=True):
                cells[question, each.group, day] = Answered(hidden=True) if hidden else Answered(_agreed(each))
    rows = [
        (question, group or "Everybody", [cells.get((question, group, day), Answered()) for day in days])
        for question, group in sorted(asked, key=lambda each: questions.index(each[0]))
    ]
    return SurveyTable(name, days, rows)


def _hidden(figures: Sequence[SurveyFigure]) -> list[bool]:
    """Which figures of one question on one day must be hidden.

    Those of everybody who are in none of the groups count as a group: whoever knows the whole could take the
    others from it.
    """
    whole = [each.answers for each in figures if each.group == EVERYBODY]
    parts = [each.answers for each in figures if each.group != EVERYBODY]
    rest = max(sum(whole) - sum(parts), 0)
    few = iter(hide_small_counts([*parts, rest]))
    return [hide_small_counts(whole)[0] if each.group == EVERYBODY else next(few) for each in figures]


def _agreed(figure: SurveyFigure) -> Share:
    return share(round(figure.agree * figure.answers), figure.answers)
