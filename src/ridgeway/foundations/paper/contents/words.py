"""Pages of words: a list to be dictated, and rows to read, cover, write and compare (facts as well as words)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from ridgeway.foundations.paper.contents.content import Content, Question, Row, in_columns, shared_out
from ridgeway.foundations.paper.look import Look

LINES, LARGE_LINES = 20, 10
"""Words that a page has lines for: usually, and in large print."""

ROWS, LARGE_ROWS = 12, 7
"""Rows of a page that are high enough to write in: usually, and in large print."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word to spell, with a sentence to dictate it in if there is one. `item` is None for a teacher's own."""

    text: str
    sentence: str = ""
    item: str | None = None

    def record(self) -> list[str | None]:
        """The word as a record keeps it."""
        return [self.text, self.sentence, self.item]


@dataclass(frozen=True, slots=True)
class Dictation(Content):
    """Numbered lines to write on. What is read out stands with the answers, on a page of the teacher's own."""

    words: tuple[Word, ...]

    FORM: ClassVar[str] = "dictation"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The words, as questions that are heard."""
        return tuple(Question("", word.text, word.item) for word in self.words)

    def rows(self) -> list[Row]:
        return in_columns(self.questions, columns_of(self.count))

    def parts(self, look: Look) -> list[range]:
        return shared_out(self.count, LARGE_LINES if look.large else LINES)

    def fields(self) -> dict[str, Any]:
        return {"words": [word.record() for word in self.words]}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        return cls(tuple(Word(*word) for word in record["words"]))

    def drawn(self) -> dict[str, Any]:
        return {"sentences": [word.sentence for word in self.words]}


@dataclass(frozen=True, slots=True)
class CoverCopy(Content):
    """Rows to read, cover, write and compare. An entry is a whole model: "7 + 8 = 15", or a word."""

    entries: tuple[Question, ...]

    FORM: ClassVar[str] = "cover"
    LOOKED_AT: ClassVar[bool] = True

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is to be written, row by row."""
        return self.entries

    def rows(self) -> list[Row]:
        return in_columns(self.entries, columns_of(self.count))

    def parts(self, look: Look) -> list[range]:
        return shared_out(self.count, LARGE_ROWS if look.large else ROWS)

    def fields(self) -> dict[str, Any]:
        return {"entries": [[entry.prompt, entry.answer, entry.item] for entry in self.entries]}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        return cls(tuple(Question(*entry) for entry in record["entries"]))

    def drawn(self) -> dict[str, Any]:
        return {"models": [entry.solved for entry in self.entries]}


def columns_of(count: int) -> int:
    """In how many columns so many words are marked on a screen: a long list is not to be scrolled far."""
    return 1 if count <= ROWS else 2
