"""A page of questions, read column after column, with what is new to the pupil shown above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from ridgeway.foundations.paper.contents.content import Content, Question, Row, in_columns

COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class FactPage(Content):
    """Questions by the ids of their items. `learning` are those shown with their answers, to look at first."""

    learning: tuple[str, ...]
    items: tuple[str, ...]
    columns: int = COLUMNS

    FORM: ClassVar[str] = "facts"

    @property
    def models(self) -> tuple[Question, ...]:
        """What is shown with its answers."""
        return tuple(map(Question.of, self.learning))

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in the order of their numbers on the page."""
        return tuple(map(Question.of, self.items))

    def rows(self) -> list[Row]:
        return in_columns(self.questions, self.columns)

    def fields(self) -> dict[str, Any]:
        return {"learning": list(self.learning), "items": list(self.items), "columns": self.columns}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        return cls(tuple(record["learning"]), tuple(record["items"]), record.get("columns", COLUMNS))

    def drawn(self) -> dict[str, Any]:
        return {
            "models": [model.solved for model in self.models],
            "questions": [question.prompt for question in self.questions],
            "columns": self.columns,
        }
