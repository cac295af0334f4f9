"""What a release holds: each table with its columns, declared once for the files and for their dictionary.

A row never carries a name, a UPN, a date of birth or a key of the database: pupils and schools stand in it under
their pseudonyms, and days as the week they are in.
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["text", "whole number", "number", "date"]


@dataclass(frozen=True, slots=True)
class PracticeWeek:
    """A pupil's practice of one strand on one kind of device, summed over a week."""

    pupil: str
    week: dt.date
    strand: str
    device: str
    days: int
    answers: int
    correct: int
    timed: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class KnowledgeWeek:
    """What a pupil knew of a subject at the end of a week's practice."""

    pupil: str
    week: dt.date
    subject: str
    met: int
    fluent: int
    secure: int


@dataclass(frozen=True, slots=True)
class TimedCount:
    """How many a pupil got right and wrong in a time."""

    pupil: str
    week: dt.date
    kind: str
    about: str
    device: str
    seconds: int
    correct: int
    errors: int


TableRow = PracticeWeek | KnowledgeWeek | TimedCount


class Column(NamedTuple):
    """A column: its name, what kind of values it holds, and what they mean with their unit."""

    name: str
    kind: Kind
    meaning: str
    value: Callable[[Any], object]
    values: str = ""


def _is(name: str, kind: Kind, meaning: str) -> Column:
    """A column that is a field of the row."""
    return Column(name, kind, meaning, lambda row: getattr(row, name))


_PUPIL: Final = _is("pupil", "text", "Pupil, under a pseudonym of this release")
_WEEK: Final = Column("week", "date", "The Monday of the week", lambda row: row.week.isoformat())

TABLES: Final[Mapping[str, tuple[str, tuple[Column, ...]]]] = {
    "practice_weeks": (
        "Practice: minutes, answers and how many were right, by week and strand",
        (
            _PUPIL,
            _WEEK,
            _is("strand", "text", "What was practised: add, sub, mul, div and others"),
            _is("device", "text", "How it was answered: touch, keyboard, paper"),
            _is("days", "whole number", "Days with practice in the week"),
            _is("answers", "whole number", "Answers given"),
            _is("correct", "whole number", "Of them right"),
            _is("timed", "whole number", "Right answers without a shown answer whose time is known"),
            Column(
                "minutes",
                "number",
                "Time on all answers, in minutes",
                lambda row: round(row.milliseconds / 60_000, 2),
            ),
        ),
    ),
    "knowledge_weeks": (
        "Knowledge: items met, known fluently and securely, by week and subject",
        (
            _PUPIL,
            _WEEK,
            _is("subject", "text", "Subject of practice, such as number-facts"),
            _is("met", "whole number", "Items met by the end of the week’s last day of practice"),
            _is("fluent", "whole number", "Of them known fluently"),
            _is("secure", "whole number", "Of them known securely"),
        ),
    ),
    "timed_counts": (
        "Timed counts: right and wrong in a time, from probes, sheets, writing and readings",
        (
            _PUPIL,
            _WEEK,
            _is("kind", "text", "What was counted: probe, a kind of sheet, writing or reading"),
            _is("about", "text", "The set, strand or numbers it was about, if any"),
            _is("device", "text", "How it was done: touch, keyboard, paper, speech"),
            _is("seconds", "whole number", "Time, in seconds"),
            _is("correct", "whole number", "Right answers, words or letters"),
            _is("errors", "whole number", "Wrong answers, words or letters"),
        ),
    ),
}
"""Table → what it holds, and its columns; the table of pupils stands in every release."""

PUPILS: Final = "pupils"
DICTIONARY: Final = ("file", "column", "type", "meaning", "values")


def as_csv(columns: Sequence[Column], rows: Iterable[object]) -> bytes:
    """Rows as a CSV file. They are sorted, so that their order tells nothing of the order they were kept in."""
    cells = sorted([[str(column.value(row)) for column in columns] for row in rows])
    return _written([[column.name for column in columns], *cells])


def dictionary(tables: Mapping[str, Sequence[Column]]) -> bytes:
    """The data dictionary: a line for each column of each file."""
    lines = [
        [f"{table}.csv", column.name, column.kind, column.meaning, column.values]
        for table, columns in tables.items()
        for column in columns
    ]
    return _written([list(DICTIONARY), *lines])


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
