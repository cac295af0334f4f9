"""From a study file to its outcomes: the files it names are read, checked against one another, and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from ridgeway.impact.errors import DesignError, StudyFileError
from ridgeway.impact.outcomes import Outcomes
from ridgeway.impact.panel import (
    Columns,
    Panel,
    join_lineage,
    read_ees,
    read_ks2,
    read_links,
    read_long,
    read_mapped,
    require_acknowledged,
)
from ridgeway.impact.panel.inspections import Inspection, read_inspections
from ridgeway.impact.panel.table import ROW, Table
from ridgeway.impact.panel.years import school_year
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.section import Section, unknown

_SOURCES: Final = ("panel", "ks2", "ees", "csv", "pupils", "series")
_COLUMNS: Final = ("school", "year", "measure", "value", "values", "weight", "facts", "codes", "scales")
_INSPECTED: Final = {"school": "URN", "on": "INSPECTIONDT", "grade": "OFSTEDRATING"}
"""What a file of inspections must say, and the columns in which the Department's tables say it."""
_LISTS: Final = ("values", "facts", "codes", "scales")


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """The data of a study: `starts` are the treated schools' first years, `outcomes` one grid for each outcome.

    `without` names, by outcome, the treated schools that have no result of it and are left out there. `digest` is
    the hash of data, protocol and code. `inspections` are under the numbers of the panel, None where the study
    names no file of them.
    """

    panel: Panel
    starts: Mapping[str, int]
    outcomes: Mapping[str, Outcomes]
    without: Mapping[str, tuple[str, ...]]
    digest: str
    inspections: tuple[Inspection, ...] | None = None

    @property
    def first_start(self) -> int:
        """The first year in which any school was treated."""
        return min(self.starts.values())

    @property
    def staggered(self) -> bool:
        """Whether schools started in different years."""
        return len(set(self.starts.values())) > 1


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What may be known before a programme begins: the panel of the years before the first start, and starts."""

    panel: Panel
    starts: Mapping[str, int]


def load_before(study: Study) -> Prior:
    """Read what a study names, without any result from the first start on: those rows are dropped when a file is
    opened, and wide tables of such years are not opened at all. Raises what `load` raises of files and schools."""
    for key in ("pupils", "series"):
        if key in study.data:
            remedy = "Only a study of schools over years can be frozen: results of pupils have no years before."
            study.data.refuse(key, study.data.values[key], remedy)
    files = Files(study)
    starts = _starts(study, files)
    first = min(starts.values())
    panel = _panel(study, files, before=first)
    panel = replace(
        panel,
        results=panel.results.filter(pl.col("year") < first),
        facts=panel.facts.filter(pl.col("year").is_null() | (pl.col("year") < first)),
    )
    panel, starts, _ = _joined(study, files, panel, starts)
    return Prior(_chosen(panel, study.data), starts)


def load(study: Study) -> Loaded:
    """Read what a study names. Raises `StudyFileError`, `DataError` or `DesignError`, with place and remedy."""
    files = Files(study)
    panel, starts, now = _joined(study, files, _panel(study, files), _starts(study, files))
    panel = _chosen(panel, study.data)
    _require_fitting(study, panel, starts)
    if study.plan.method == "waitlist":
        panel, starts = _waiting(study, panel, starts)
    made = {name: _outcome(study, panel, name, starts) for name in study.outcomes}
    without = {
        name: tuple(sorted(set(starts) - {each for each in outcomes.schools if each in starts}))
        for name, outcomes in made.items()
    }
    inspections = _inspections(study, files, now)
    return Loaded(panel, starts, made, without, digest_of(study, files), inspections)


def load_pupils(study: Study) -> tuple[bytes, Section, str]:
    """Return the file of a study's pupils, its part of the study file, and the hash of data, protocol and code."""
    if others := [key for key in study.data.values if key != "pupils"]:
        remedy = "Results of pupils stand alone: leave the other sources out."
        raise StudyFileError(f"{study.path.name}, data", others, remedy)
    files, value = Files(study), study.data.values["pupils"]
    told = {"file": value} if isinstance(value, str) else value
    section = Section.of(told, ("file", "school"), file=study.path.name, path="data.pupils")
    content = files.bytes_of(section.values.get("file"), section, "file")
    return content, section, digest_of(study, files)


def _joined(
    study: Study, files: Files, panel: Panel, starts: dict[str, int]
) -> tuple[Panel, dict[str, int], Mapping[str, str]]:
    """Return panel and starts, academies under one number with the schools they were where links are given, and
    for each number that was joined the one it now goes under."""
    if "links" not in study.data:
        return panel, starts, {}
    links = files.bytes_of(study.data.values["links"], study.data, "links")
    lineage = join_lineage(panel, read_links(links))
    return lineage.panel, lineage.starts(starts), lineage.now


def _inspections(study: Study, files: Files, now: Mapping[str, str]) -> tuple[Inspection, ...] | None:
    """Return the inspections of the file that a study names, of each school on one day once."""
    if "inspections" not in study.data:
        return None
    value = study.data.values["inspections"]
    told = {"file": value} if isinstance(value, str) else value
    section = Section.of(told, ("file", *_INSPECTED), file=study.path.name, path="data.inspections")
    name = section.values.get("file")
    columns = {key: section.text(key, usual) for key, usual in _INSPECTED.items()}
    read = read_inspections(files.bytes_of(name, section, "file"), **columns, file=str(name))
    found = {(each.school, each.on): replace(each, school=now.get(each.school, each.school)) for each in read}
    return tuple(found.values())


def _waiting(study: Study, panel: Panel, starts: Mapping[str, int]) -> tuple[Panel, dict[str, int]]:
    """Return the schools on the list up to the year before the second start, and those that started first."""
    years = sorted(set(starts.values()))
    if len(years) < 2:
        remedy = (
            "On a waiting list schools start in different years: give those still waiting the year they start."
        )
        raise StudyFileError(f"{study.path.name}, treated", years, remedy)
    first, second = years[:2]
    listed = panel.only(list(starts))
    results = listed.results.filter(pl.col("year") < second)
    return replace(listed, results=results), {name: year for name, year in starts.items() if year == first}


def _require_fitting(study: Study, panel: Panel, starts: Mapping[str, int]) -> None:
    """Refuse outcomes or schools that are not in the data, and breaks passed over in silence."""
    for name in study.outcomes:
        if name not in panel.measures:
            raise StudyFileError(f"{study.path.name}, outcomes", name, unknown("measure", name, panel.measures))
    if strangers := sorted(set(starts) - set(panel.schools)):
        where = f"{study.path.name}, treated"
        raise StudyFileError(
            where,
            strangers,
            "These schools are not in the data. Write them as the data do; `only` may have left them out.",
        )
    breaks = [found for name in study.outcomes for found in panel.breaks(name, study.choices.years)]
    try:
        require_acknowledged(breaks, study.choices.acknowledge)
    except DesignError as silent:
        raise StudyFileError(f"{study.path.name}, options.acknowledge", silent.found, silent.remedy) from silent


class Files:
    """The files of a study, each read once, with their bytes for the hash."""

    def __init__(self, study: Study) -> None:
        self.folder = study.path.parent
        self.read: dict[str, bytes] = {}

    def bytes_of(self, name: object, section: Section, key: str) -> bytes:
        """Return a file's content; refused where there is none."""
        if not isinstance(name, str):
            section.refuse(key, name, "It must be the name of a file.")
        if name not in self.read:
            path = self.folder / name
            if not path.is_file():
                remedy = f"There is no such file. Names are read from the study file's folder, {self.folder}."
                section.refuse(key, name, remedy)
            self.read[name] = path.read_bytes()
        return self.read[name]


def _panel(study: Study, files: Files, *, before: int | None = None) -> Panel:
    """Return the panel of the source; wide tables said to be of the year `before` or later are passed over."""
    data = study.data
    named = [key for key in _SOURCES if key in data]
    if len(named) != 1:
        place = f"{study.path.name}, data"
        raise StudyFileError(place, named, f"A study has one source: {', '.join(_SOURCES)}.")
    value = data.values[named[0]]
    match named[0]:
        case "panel":
            return read_long(files.bytes_of(value, data, "panel"), file=str(value))
        case "ks2":
            tables = [each for each in (value if isinstance(value, list) else [value]) if _earlier(each, before)]
            return Panel.of(*(_wide(study, files, table) for table in tables))
        case "ees":
            return _explored(files, data)
        case _:
            return _mapped(files, data)


def _earlier(table: object, before: int | None) -> bool:
    """Whether a wide table may be of a year before another: those that do not say their year are looked into."""
    year = table.get("year") if isinstance(table, dict) else None
    return before is None or year is None or school_year(year, where="data.ks2") < before


def _wide(study: Study, files: Files, table: object) -> Panel:
    """Return a year of the wide tables, with outcomes that are not read unless they are asked for."""
    told = {"file": table} if isinstance(table, str) else table
    section = Section.of(told, ("file", "year"), file=study.path.name, path="data.ks2")
    name, year = section.values.get("file"), section.values.get("year")
    content = files.bytes_of(name, section, "file")
    panel = read_ks2(content, year, file=str(name))
    columns = Table.of(content, file=str(name)).names
    if more := [each for each in study.outcomes if each not in panel.measures and each in columns]:
        panel = Panel.of(panel, read_ks2(content, year, measures=more, file=str(name)))
    return panel


def _explored(files: Files, data: Section) -> Panel:
    value = data.values["ees"]
    told = {"file": value} if isinstance(value, str) else value
    section = Section.of(told, ("file", "breakdown", "information"), file=data.file, path="data.ees")
    other = section.values.get("information")
    return read_ees(
        files.bytes_of(section.values.get("file"), section, "file"),
        breakdown=section.text("breakdown", "Total"),
        information=None if other is None else files.bytes_of(other, section, "information"),
        file=str(section.values.get("file")),
    )


def _mapped(files: Files, data: Section) -> Panel:
    section = data.section("csv", ("file", "columns"))
    columns = section.section("columns", _COLUMNS)
    columns.require("school", "Name the column of the school.")
    columns.require("year", "Name the column of the year, or give a year.")
    content = files.bytes_of(section.values.get("file"), section, "file")
    chosen = {key: _column(columns, key) for key in columns.values}
    return read_mapped(content, Columns(**chosen), file=str(section.values["file"]))


def _column(columns: Section, key: str) -> Any:
    """Return what a key of the mapping names: a column, a year, or a list of names with what they stand for."""
    value = columns.values[key]
    if key in _LISTS:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            columns.refuse(key, value, "Give names and what each stands for, such as {reading: READ_AVERAGE}.")
        return {str(name): each for name, each in value.items()}
    return value if key == "year" and isinstance(value, int) else columns.text(key)


def _chosen(panel: Panel, data: Section) -> Panel:
    """Return the panel of the schools that are asked for."""
    facts = [name for name in panel.facts.columns if name not in ("school", "year")]
    for fact in data.section("only", facts).values if "only" in data else ():
        wanted = data.section("only", facts).values[fact]
        among = wanted if isinstance(wanted, list) else [wanted]
        panel = panel.where(pl.col(fact).cast(pl.String).is_in([str(each) for each in among]))
        if not panel.schools:
            data.refuse("only", {fact: wanted}, "No school is left with it.")
    return panel


def _starts(study: Study, files: Files) -> dict[str, int]:
    treated = study.treated
    rows = _inline(study, treated) if isinstance(treated, list) else _from_file(treated, files)
    starts: dict[str, int] = {}
    for place, school, year in rows:
        if school in starts:
            raise StudyFileError(place, school, "Each treated school may stand there once.")
        starts[school] = school_year(year, where=place)
    if not starts:
        raise StudyFileError(f"{study.path.name}, treated", 0, "At least two treated schools are needed.")
    return starts


def _from_file(treated: Section, files: Files) -> list[tuple[str, str, str]]:
    name = treated.require("file", "Name the file of the treated schools, with the columns school and from.")
    table = Table.of(files.bytes_of(name, treated, "file"), file=str(name))
    table.require(("school", "from"), "The columns are school and from.")
    rows = table.cells(("school", "from")).iter_rows(named=True)
    return [(table.place(row[ROW]), row["school"], row["from"]) for row in rows]


def _inline(study: Study, treated: list[Any]) -> list[tuple[str, str, str]]:
    found = []
    for at, entry in enumerate(treated, start=1):
        row = Section.of(entry, ("school", "from"), file=study.path.name, path=f"treated, entry {at}")
        for key in ("school", "from"):
            row.require(key, "Each entry is like {school: 116235, from: 2018}.")
        found.append((row.place("from"), row.text("school"), row.text("from")))
    return found


def _outcome(study: Study, panel: Panel, name: str, starts: Mapping[str, int]) -> Outcomes:
    known = panel.results.filter(pl.col("measure") == name, pl.col("value").is_not_null())
    if study.choices.years:
        known = known.filter(pl.col("year").is_in(study.choices.years))
    have = set(known["school"])
    present = {school: start for school, start in starts.items() if school in have}
    return panel.outcomes(name, present, standardise=study.plan.standardise, years=study.choices.years)


def digest_of(study: Study, files: Files) -> str:
    """Return the SHA-256 of code, protocol and data: equal where all three are."""
    total = hashlib.sha256(code_digest().encode())
    total.update(json.dumps(study.written, sort_keys=True, default=str).encode())
    for name, content in sorted(files.read.items()):
        total.update(f"\0{name}\0".encode() + hashlib.sha256(content).digest())
    return total.hexdigest()


@cache
def code_digest() -> str:
    """Return the SHA-256 of all that evaluates: the programs and tables of `ridgeway.impact`."""
    room = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(each for each in room.rglob("*") if each.suffix in (".py", ".yaml", ".csv")):
        total.update(path.relative_to(room).as_posix().encode() + path.read_bytes())
    return total.hexdigest()
