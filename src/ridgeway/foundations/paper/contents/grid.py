"""Grids: a table to fill in. Where the two numbers of a cell meet, or where the cell says what to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Final, Literal, Self

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.facts import Fact
from ridgeway.foundations.paper.contents.content import Cell, Content, ContentError, Question, Row

SIGNS: Final[Mapping[str, str]] = {"add": "+", "sub": "−", "mul": "×", "div": "÷"}


def fact_question(strand: str, a: int, b: int) -> Question:
    """The question about a pair: a + b, a × b, or what undoes them, (a + b) − b and (a × b) ÷ b."""
    fact = Fact(strand, a, b)
    worded = fact.wording
    known = fact.item_id in whole_catalogue()
    return Question(worded.prompt, str(worded.answer), fact.item_id if known else None)


@dataclass(frozen=True, slots=True)
class Grid(Content):
    """A table of sums or products: every number in `down` with every number in `across`."""

    strand: Literal["add", "mul"]
    across: tuple[int, ...]
    down: tuple[int, ...]

    FORM: ClassVar[str] = "grid"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The facts, row by row."""
        return tuple(fact_question(self.strand, a, b) for a, b in product(self.down, self.across))

    @property
    def top(self) -> tuple[str, ...]:
        return (SIGNS[self.strand], *map(str, self.across))

    def rows(self) -> list[Row]:
        return _rows(tuple(map(str, self.down)), self.questions)

    def asked(self) -> str:
        across, down = ", ".join(map(str, self.across)), ", ".join(map(str, self.down))
        return f"Along the top: {SIGNS[self.strand]}, {across}. Down the side: {down}."

    def solved(self) -> str:
        return _row_by_row(self.rows())

    def fields(self) -> dict[str, Any]:
        return {"grid": self.strand, "across": list(self.across), "down": list(self.down)}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        if record["grid"] not in {"add", "mul"}:
            raise ContentError(f"There is no grid of {record['grid']!r}.")
        return cls(record["grid"], tuple(record["across"]), tuple(record["down"]))

    def drawn(self) -> dict[str, Any]:
        return {"top": self.top, "side": [str(a) for a in self.down], "starts": None}


@dataclass(frozen=True, slots=True)
class StartGrid(Content):
    """A table of differences or quotients, which have no whole answer for every pair of numbers.

    So each cell says what to begin with: the row "÷ 7" has cells 42, 14, 63. `starts` has a row for each number
    in `down`.
    """

    strand: Literal["sub", "div"]
    down: tuple[int, ...]
    starts: tuple[tuple[int, ...], ...]

    FORM: ClassVar[str] = "start-grid"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The facts, row by row."""
        return tuple(
            fact_question(self.strand, start - b if self.strand == "sub" else start // b, b)
            for b, starts in zip(self.down, self.starts, strict=True)
            for start in starts
        )

    @property
    def _side(self) -> tuple[str, ...]:
        return tuple(f"{SIGNS[self.strand]}\N{NO-BREAK SPACE}{b}" for b in self.down)

    def rows(self) -> list[Row]:
        return _rows(self._side, self.questions)

    def asked(self) -> str:
        rows = zip(self._side, self.starts, strict=True)
        return "; ".join(f"{side}: from {', '.join(map(str, starts))}" for side, starts in rows)

    def solved(self) -> str:
        return _row_by_row(self.rows())

    def fields(self) -> dict[str, Any]:
        return {"grid": self.strand, "down": list(self.down), "starts": [list(row) for row in self.starts]}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        if record["grid"] not in {"sub", "div"} or len(record["down"]) != len(record["starts"]):
            raise ContentError(f"There is no grid of {record['grid']!r} with so many rows.")
        return cls(record["grid"], tuple(record["down"]), tuple(tuple(row) for row in record["starts"]))

    def drawn(self) -> dict[str, Any]:
        return {"top": None, "side": self._side, "starts": [[str(start) for start in row] for row in self.starts]}


def _rows(side: tuple[str, ...], questions: tuple[Question, ...]) -> list[Row]:
    cells = [Cell(place, question) for place, question in enumerate(questions)]
    width = len(cells) // len(side)
    return [Row(heading, tuple(cells[row * width : (row + 1) * width])) for row, heading in enumerate(side)]


def _row_by_row(rows: list[Row]) -> str:
    return "; ".join(f"{row.heading}: {', '.join(cell.question.answer for cell in row.cells)}" for row in rows)
