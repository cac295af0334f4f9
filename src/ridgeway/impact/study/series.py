"""Series of results of a few cases (pupils, sets, classes), and when the practice of each was changed.

A CSV with `case`, `session` (a whole number) or `day`, and a column for each outcome (`value` where there is one).
When the change came stands in the study file or a file of it (`case`, `from`, and what chance could have drawn:
`earliest`, `latest`), or in a column `phase` of the series, which changes once in each case.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import numpy as np
import polars as pl

from ridgeway.impact.errors import DataError, StudyFileError
from ridgeway.impact.outcomes import Floats
from ridgeway.impact.panel.table import ROW, Table
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Files, digest_of
from ridgeway.impact.study.section import Section, unknown

_CHANGE: Final = ("case", "from", "earliest", "latest")
_NO_CHANGE: Final = "Give each case its change, such as treated: [{case: Ada, from: 9}], or a column phase."

Refuse = Callable[[str, object, str], NoReturn]
"""Refuses what stands in a column: its name, what stands there, and the remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case's results of an outcome at all times of the study, NaN where it has none, shape (times,).

    The change holds from place `start` on; chance could have drawn the places `admissible`, empty where it drew
    none.
    """

    name: str
    values: Floats
    start: int
    admissible: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AllSeries:
    """The series of a study, by outcome. `times` are the sessions, or days as ordinals where `by_day`; `digest` is
    the hash of data, study file and code."""

    cases: Mapping[str, tuple[Case, ...]]
    times: tuple[int, ...]
    by_day: bool
    digest: str

    def called(self, place: int) -> str:
        """Return what the time at a place is called in a sentence."""
        if place >= len(self.times):
            return "after the last result"
        time = self.times[place]
        return f"{dt.date.fromordinal(time):%-d %b %Y}" if self.by_day else f"session {time}"


@dataclass(frozen=True, slots=True)
class _Change:
    """When a case was changed; chance could have drawn any time from `earliest` to `latest`."""

    start: int
    earliest: int | None = None
    latest: int | None = None


def load_series(study: Study) -> AllSeries:
    """Read the series that a study names. Raises `StudyFileError` or `DataError`, with place and remedy."""
    if others := [key for key in study.data.values if key != "series"]:
        remedy = "Series of cases stand alone: leave the other sources out."
        raise StudyFileError(f"{study.path.name}, data", others, remedy)
    files, name = Files(study), study.data.values["series"]
    table = Table.of(files.bytes_of(name, study.data, "series"), file=str(name))
    columns = {outcome: _column(study, table, outcome) for outcome in study.outcomes}
    rows, by_day = _in_order(table, tuple(dict.fromkeys(columns.values())))
    changes = _changes(study, files, table, rows, by_day=by_day)
    made = {name: _cases(study, table, rows, column, changes) for name, column in columns.items()}
    return AllSeries(made, _times(rows), by_day, digest_of(study, files))


def _column(study: Study, table: Table, outcome: str) -> str:
    if outcome in table:
        return outcome
    if len(study.outcomes) == 1 and "value" in table:
        return "value"
    raise StudyFileError(f"{study.path.name}, outcomes", outcome, unknown("column", outcome, table.names))


def _in_order(table: Table, values: Sequence[str]) -> tuple[pl.DataFrame, bool]:
    """Return the rows with their `time`, ordered by case and time, and whether times are days."""
    by_day = "day" in table and "session" not in table
    column = "day" if by_day else "session"
    table.require(("case", column), "Series have the columns case, session or day, and the outcomes.")
    phase = ("phase",) if "phase" in table else ()
    rows = table.cells(("case", column, *values, *phase))
    times = [
        _time(cell, column, _in_row(table, row), by_day=by_day)
        for row, cell in rows.select(ROW, column).iter_rows()
    ]
    rows = rows.with_columns(time=pl.Series(times, dtype=pl.Int64)).sort("case", "time")
    twice = rows.filter(pl.struct("case", "time").is_duplicated())
    if len(twice):
        row = twice.row(1, named=True)
        remedy = "A case has one result at a time: number its sessions, or take one of the two out."
        table.refuse(row[ROW], column, row[column], remedy)
    return rows, by_day


def _time(cell: str, column: str, refuse: Refuse, *, by_day: bool) -> int:
    """Return a session's number, or a day as its ordinal."""
    try:
        return dt.date.fromisoformat(cell).toordinal() if by_day else int(cell)
    except ValueError:
        how = "A day is written like 2026-10-05." if by_day else "Sessions are whole numbers, counted on."
        refuse(column, cell, how)


def _in_row(table: Table, row: int) -> Refuse:
    def refuse(column: str, found: object, remedy: str) -> NoReturn:
        table.refuse(row, column, found, remedy)

    return refuse


def _changes(
    study: Study, files: Files, table: Table, rows: pl.DataFrame, *, by_day: bool
) -> Mapping[str, _Change]:
    """Return when each case was changed, from one of the two places that may say so."""
    told = study.treated
    if not told:
        if "phase" not in rows.columns:
            raise StudyFileError(f"{study.path.name}, treated", None, _NO_CHANGE)
        return _by_phase(table, rows)
    if "phase" in rows.columns:
        remedy = "Say once when the change came: leave this out, or the column phase."
        raise StudyFileError(f"{study.path.name}, treated", "and a column phase", remedy)
    entries = _listed(study, told) if isinstance(told, list) else _from_file(told, files)
    found: dict[str, _Change] = {}
    for case, cells, refuse in entries:
        if case in found:
            refuse("case", case, "Each case may stand there once: a change that is taken back cannot be told.")
        times = {key: _time(cell, key, refuse, by_day=by_day) for key, cell in cells.items()}
        found[case] = _Change(times["from"], times.get("earliest"), times.get("latest"))
    return found


_Entry = tuple[str, dict[str, str], Refuse]
"""A case, what is said of its change by column, and how to refuse it."""


def _from_file(told: Section, files: Files) -> list[_Entry]:
    name = told.require("file", "Name the file of the changes, with the columns case and from.")
    table = Table.of(files.bytes_of(name, told, "file"), file=str(name))
    table.require(("case", "from"), "The columns are case and from, and earliest and latest where chance drew.")
    rows = table.cells([column for column in _CHANGE if column in table])
    return [(row["case"], _cells(row), _in_row(table, row[ROW])) for row in rows.iter_rows(named=True)]


def _listed(study: Study, told: Sequence[object]) -> list[_Entry]:
    found: list[_Entry] = []
    for at, entry in enumerate(told, start=1):
        row = Section.of(entry, _CHANGE, file=study.path.name, path=f"treated, entry {at}")
        for key in ("case", "from"):
            row.require(key, "Each entry is like {case: Ada, from: 9}.")
        found.append((row.text("case"), _cells(row.values), row.refuse))
    return found


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    named = {"from": row["from"], "earliest": row.get("earliest"), "latest": row.get("latest")}
    return {key: str(cell) for key, cell in named.items() if key == "from" or cell not in (None, "")}


def _by_phase(table: Table, rows: pl.DataFrame) -> dict[str, _Change]:
    """Return where the phase of each case changes; refused where it does not, or more than once."""
    found = {}
    for (case,), part in rows.group_by("case", maintain_order=True):
        phases, times = part["phase"].to_list(), part["time"].to_list()
        turns = [at for at in range(1, len(phases)) if phases[at] != phases[at - 1]]
        if len(turns) != 1:
            remedy = (
                f"The phase of a case changes once, from before to after; that of {case} does {len(turns)} times."
            )
            table.refuse(part[ROW][turns[1] if turns else 0], "phase", phases[turns[1] if turns else 0], remedy)
        found[str(case)] = _Change(times[turns[0]])
    return found


def _cases(
    study: Study, table: Table, rows: pl.DataFrame, column: str, changes: Mapping[str, _Change]
) -> tuple[Case, ...]:
    """Return every case on the times of all of them, so that a start means the same for each."""
    names, times = rows["case"].unique(maintain_order=True).to_list(), _times(rows)
    if strangers := sorted(set(names) ^ set(changes)):
        remedy = "Every case needs results in the series and its change: write it the same in both."
        raise StudyFileError(f"{study.path.name}, treated", strangers, remedy)
    numbers = table.with_values(rows.select(ROW, "case", "time", cell=column), column=column)
    made = []
    for name in names:
        part = numbers.filter(pl.col("case") == name)
        values = np.full(len(times), np.nan)
        values[np.searchsorted(times, part["time"].to_numpy())] = part["value"].fill_null(float("nan")).to_numpy()
        start = bisect_left(times, changes[name].start)
        made.append(Case(name, values, start, _admissible(study, name, times, changes)))
    return tuple(made)


def _times(rows: pl.DataFrame) -> tuple[int, ...]:
    return tuple(rows["time"].unique().sort().to_list())


def _admissible(study: Study, name: str, times: Sequence[int], changes: Mapping[str, _Change]) -> tuple[int, ...]:
    """Return the places chance could have drawn: all between two times, or the starts that were used."""
    change = changes[name]
    match study.plan.lot:
        case None:
            return ()
        case "order":
            return tuple(sorted({bisect_left(times, each.start) for each in changes.values()}))
        case "starts":
            if change.earliest is None or change.latest is None:
                remedy = "Say of each case between which times chance drew its start: earliest and latest."
                raise DataError(f"{study.path.name}, treated, {name}", "no earliest and latest", remedy)
            return tuple(range(bisect_left(times, change.earliest), bisect_right(times, change.latest)))
