"""What a report is made of: sections of words, lists, pictures and tables, the same for every kind of paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from ridgeway.web.charts import Chart, DataTable


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. A `lead` says the most important thing, a `note` qualifies what stands above it."""

    kind: ClassVar = "words"
    text: str
    tone: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    kind: ClassVar = "points"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A few large numbers, each with what it counts."""

    kind: ClassVar = "figures"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one outcome: figure and interval, the paragraph, and how firm it stands with the reasons."""

    kind: ClassVar = "finding"
    name: str
    figure: str
    interval: str
    text: str
    footing: Chart
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; its numbers stand in a table beside it or at the end. `caption` is for where its title says again
    what stands above it, `note` says how to read it."""

    kind: ClassVar = "picture"
    chart: Chart
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption."""

    kind: ClassVar = "table"
    title: str
    data: DataTable


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what stands behind each."""

    kind: ClassVar = "facts"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Objections:
    """What speaks against the findings, the gravest first."""

    kind: ClassVar = "objections"
    items: tuple[Objected, ...]


@dataclass(frozen=True, slots=True)
class Objected:
    """One objection: `against` names the outcomes, `severity` is serious, notable or minor."""

    title: str
    severity: str
    figure: str
    text: str
    source: str
    against: str


@dataclass(frozen=True, slots=True)
class Questions:
    """What was asked of a finding, and how it stands."""

    kind: ClassVar = "questions"
    items: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its figure and answer; `verdict` is holds, doubt or not possible."""

    question: str
    figure: str
    text: str
    verdict: str


Block: TypeAlias = Words | Heading | Points | Figures | Finding | Picture | Table | Facts | Objections | Questions


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `key` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `summary` is a line below the title; `digest` the hash of what is `hashed`."""

    title: str
    summary: str
    digest: str
    version: str
    sections: tuple[Section, ...] = field(default=())
    kind: str = "Report of a study"
    hashed: str = "Data, study file and code"
