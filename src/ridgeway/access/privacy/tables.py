"""Everything held about one pupil as tables in plain English: titles, what the columns mean, and every row."""

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone
from django.utils.formats import date_format

from ridgeway.access.privacy.holdings import Holding, holdings
from ridgeway.access.privacy.mentions import mentions
from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.traces import all_traces
from ridgeway.access.privacy.words import words_of

NAMED_ELSEWHERE: Final = "Texts about something else that name the pupil"

ALWAYS_THE_SAME: Final = frozenset({"id", "school", "pupil"})
CHECKS: Final = frozenset({"digest", "words_of"})
PACKED: Final = (models.UUIDField, models.BinaryField, models.JSONField)

MOST_ON_A_PAGE: Final = 20
LONGEST_ON_A_PAGE: Final = 300
NOTHING: Final = "–"

Cell = Any
"""Text, a number, yes or no, a day or a moment, nothing, or a list or mapping of such."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table about one pupil. `columns` are name → meaning; each of `rows` has a cell a column. Those that are
    `unread` tell a reader nothing: keys, checks and what is packed for the program."""

    title: str
    about: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[Cell]]
    unread: frozenset[str] = frozenset()
    is_history: bool = False
    names_others: bool = False

    @property
    def few(self) -> bool:
        """Whether its rows can be read on a page."""
        return len(self.rows) <= MOST_ON_A_PAGE and not self.is_history

    @property
    def shown_columns(self) -> list[str]:
        """The columns worth reading, in words."""
        return [name.replace("_", " ").capitalize() for name in self._worth_reading()]

    @property
    def shown_rows(self) -> list[list[str]]:
        """The cells of those columns, as people say them."""
        places = [place for place, name in enumerate(self.columns) if name in self._worth_reading()]
        return [[said(row[place]) for place in places] for row in self.rows]

    @property
    def only_row(self) -> list[tuple[str, str, str]]:
        """Of a table with one row: column, meaning and cell of what is known."""
        (row,) = self.shown_rows
        shown = zip(self._worth_reading(), row, strict=True)
        return [(name, self.columns[name], cell) for name, cell in shown if cell != NOTHING]

    def _worth_reading(self) -> list[str]:
        return [name for name in self.columns if name not in self.unread]


def tables_about(subject: Subject) -> list[Table]:
    """Everything about the subject, whose school's scope is open; tables without rows are left out."""
    spoken = _Spoken()
    found = [_of_holding(each, subject, spoken) for each in holdings()]
    for trace in all_traces():
        rows = [
            [spoken.cell(each[name]) for name in trace.columns] for each in trace.rows(subject, DEFAULT_DB_ALIAS)
        ]
        found.append(Table(trace.title, trace.about, trace.columns, rows))
    found.append(_of_mentions(subject, spoken))
    return sorted((table for table in found if table.rows), key=lambda table: table.is_history)


def _of_holding(holding: Holding, subject: Subject, spoken: "_Spoken") -> Table:
    words = words_of(holding.model)
    fields = holding.model._meta.concrete_fields
    readers = [spoken.reader(field, words.withheld.get(field.name)) for field in fields]
    rows = [[read(row) for read in readers] for row in _in_order(holding, subject)]
    columns = {field.name: words.columns[field.name] for field in fields}
    unread = ALWAYS_THE_SAME | CHECKS | {field.name for field in fields if isinstance(field, PACKED)}
    return Table(words.title, words.about, columns, rows, unread, is_history=holding.tracked is not None)


def _in_order(holding: Holding, subject: Subject) -> Iterator[models.Model]:
    key = "pgh_id" if holding.tracked else "pk"
    rows: Iterator[models.Model] = holding.rows(subject).order_by(key).iterator(chunk_size=2000)
    return rows


def _of_mentions(subject: Subject, spoken: "_Spoken") -> Table:
    columns = {
        "place": "What the text is about.",
        "column": "Which part of it names the pupil.",
        "text": "What it says.",
    }
    rows = [
        [str(mention.row._meta.verbose_name), name, spoken.cell(getattr(mention.row, name))]
        for mention in mentions(subject)
        for name in mention.columns
    ]
    about = (
        "Notes, titles and the like that are about somebody or something else, and in which the full name stands."
    )
    return Table(NAMED_ELSEWHERE, about, columns, rows, names_others=True)


def said(cell: Cell) -> str:
    """A cell as a page says it."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.date):
        day = date_format(cell, "D j M Y")
        return f"{day}, {cell:%H:%M}" if isinstance(cell, dt.datetime) else day
    if isinstance(cell, list):
        return ", ".join(map(said, cell)) or NOTHING
    if isinstance(cell, dict):
        return "; ".join(f"{name}: {said(each)}" for name, each in cell.items()) or NOTHING
    words = str(cell)
    return words if len(words) <= LONGEST_ON_A_PAGE else f"{words[:LONGEST_ON_A_PAGE]}… (all of it is in the file)"


class _Spoken:
    """Turns values into what a parent can read. What others are called is asked once each."""

    def __init__(self) -> None:
        self._names: dict[tuple[Any, Any], str] = {}

    def reader(self, field: Any, withheld: str | None) -> Callable[[models.Model], Cell]:
        """What reads this column off a row."""
        if withheld is not None:
            return lambda row: f"({withheld})"
        if isinstance(field, models.ForeignKey) and not _is_internal(field):
            return lambda row: self._named(row, field)
        if field.choices:
            labels = dict(field.flatchoices)
            return lambda row: str(
                labels.get(value := getattr(row, field.attname), "" if value is None else value)
            )
        return lambda row: self.cell(getattr(row, field.attname))

    def cell(self, value: Any) -> Cell:
        """A value as JSON can say it."""
        match value:
            case dt.datetime():
                return timezone.localtime(value).replace(microsecond=0)
            case bytes() | memoryview():
                return base64.b64encode(bytes(value)).decode()
            case None | bool() | int() | float() | str() | dt.date():
                return value
            case list() | tuple():
                return [self.cell(each) for each in value]
            case Mapping():
                return {str(key): self.cell(each) for key, each in value.items()}
        return str(value)

    def _named(self, row: models.Model, field: Any) -> Cell:
        key = (field.related_model, getattr(row, field.attname))
        if key[1] is None:
            return None
        if key not in self._names:
            found = field.related_model._base_manager.filter(pk=key[1]).first()
            self._names[key] = str(found) if found else f"number {key[1]}"
        return self._names[key]


def _is_internal(field: Any) -> bool:
    """The audit trail's own references, which are numbers."""
    return str(field.name).startswith("pgh_")
