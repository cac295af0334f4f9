"""What every page has in common, whatever stands on it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.paper.look import Look

VERSION: Final = 1


class ContentError(ValueError):
    """A stored page cannot be read, or a page was asked for that does not exist."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer. `item` is its id in the catalogue; None for what no catalogue holds, 11 + 12 say.

    A word to spell has no prompt: it is read, or heard.
    """

    prompt: str
    answer: str
    item: str | None = None

    @classmethod
    def of(cls, item_id: str) -> Self:
        """The question that an item of any subject asks."""
        item = whole_catalogue()[item_id]
        return cls(item.prompt, item.answer, item_id)

    @property
    def solved(self) -> str:
        """The question with its answer in place: 7 + 8 = 15, for 7 + □ = 15 too; a word as it is."""
        if "□" in self.prompt:
            return self.prompt.replace("□", self.answer)
        return f"{self.prompt} = {self.answer}" if self.prompt else self.answer


@dataclass(frozen=True, slots=True)
class Cell:
    """One question on a screen: its place in the page's questions from 0, and what is shown there."""

    place: int
    question: Question

    @property
    def number(self) -> int:
        """The question's number as it is printed."""
        return self.place + 1


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; `heading` is what stands at their left, empty on a page of questions."""

    heading: str
    cells: tuple[Cell, ...]


class Content(ABC):
    """What is printed on a pupil's page: plain data that survives being stored as a record and read back.

    `FORM` names it in records, and is the name of the Typst file that draws it. `LOOKED_AT` says that the answers
    stand on the page, to be looked at and covered just before they are written.
    """

    FORM: ClassVar[str]
    LOOKED_AT: ClassVar[bool] = False

    @property
    @abstractmethod
    def questions(self) -> tuple[Question, ...]:
        """The questions; a question's place here is its cell's number. None where letters are counted."""

    @property
    def count(self) -> int:
        """How many things can be right on the page."""
        return len(self.questions)

    def parts(self, look: Look) -> list[range]:
        """The places of the questions on each of the pupil's pages: nearly always one page has them all."""
        return [range(self.count)]

    @property
    def top(self) -> tuple[str, ...]:
        """The headings above the cells, with that of the corner first; empty where there are none."""
        return ()

    @abstractmethod
    def rows(self) -> list[Row]:
        """The questions in rows as they lie on the paper, for marking them on a screen."""

    def asked(self) -> str:
        """The questions as somebody would read them out who cannot see the page."""
        return "; ".join(f"{number}: {each.prompt}" for number, each in enumerate(self.questions, start=1))

    def solved(self) -> str:
        """The answers as somebody would read them out."""
        return "; ".join(f"{number}: {each.answer}" for number, each in enumerate(self.questions, start=1))

    @abstractmethod
    def fields(self) -> dict[str, Any]:
        """The page's own entries of its record."""

    @classmethod
    @abstractmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        """The page that a record describes. What it lacks is a KeyError, what it cannot hold a TypeError."""

    @abstractmethod
    def drawn(self) -> dict[str, Any]:
        """What the Typst file is told."""

    def record(self) -> dict[str, Any]:
        """The page in a form that JSON can keep."""
        return {"version": VERSION, "form": self.FORM, **self.fields()}


def in_columns(questions: tuple[Question, ...], columns: int) -> list[Row]:
    """Questions that are read column after column, as rows."""
    cells = [Cell(place, question) for place, question in enumerate(questions)]
    depth = -(-len(cells) // columns)
    return [Row("", tuple(cells[row::depth])) for row in range(depth)]


def shared_out(count: int, most: int) -> list[range]:
    """So many places on as few pages as hold up to `most` each, as evenly as can be: 20 with 12 to a page are 10
    and 10."""
    pages = -(-count // most)
    return [range(count * page // pages, count * (page + 1) // pages) for page in range(pages)]
