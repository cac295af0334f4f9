"""Writing for a minute: the alphabet, a sentence to copy, or one from memory. Letters are what is counted.

Capitals and small letters count alike; spaces and marks do not count. The scoring copy says behind each word how
many letters there are up to its end, so that whoever marks it need not count from the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_lowercase
from typing import Any, ClassVar, Final, Literal, Self, get_args

from ridgeway.foundations.paper.contents.content import Content, ContentError, Question, Row

Task = Literal["alphabet", "copying", "from-memory"]

TASKS: Final[tuple[Task, ...]] = get_args(Task)

LETTERS_ENOUGH: Final = 200
"""More than a pupil writes in a minute: precision teaching aims at 80 to 120 letters copied."""

ALPHABET_IN: Final = ("abcdefg", "hijklmn", "opqrst", "uvwxyz")
"""The alphabet in four parts, so that the count behind each is near wherever the pupil stopped."""


@dataclass(frozen=True, slots=True)
class WritingPage(Content):
    """A task and its text, written again and again until the time is over."""

    task: Task
    text: str

    FORM: ClassVar[str] = "writing"

    @property
    def questions(self) -> tuple[Question, ...]:
        """None: letters are counted, not questions."""
        return ()

    @property
    def counted(self) -> list[list[tuple[str, int]]]:
        """The scoring copy: for each time through the text, its words and the letters up to the end of each."""
        words = list(ALPHABET_IN) if self.task == "alphabet" else self.text.split()
        once = sum(map(letters_in, words))
        times = -(-LETTERS_ENOUGH // once)
        counts = list(accumulate(map(letters_in, words * times)))
        return [
            list(zip(words, counts[turn * len(words) : (turn + 1) * len(words)], strict=True))
            for turn in range(times)
        ]

    @property
    def count(self) -> int:
        return self.counted[-1][-1][1]

    def rows(self) -> list[Row]:
        return []

    def fields(self) -> dict[str, Any]:
        return {"task": self.task, "text": self.text}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        task, text = record["task"], record["text"]
        if task not in TASKS or not letters_in(text):
            raise ContentError(f"There is nothing to write of {task!r} in {text!r}.")
        return cls(task, text)

    def drawn(self) -> dict[str, Any]:
        return {"task": self.task, "text": self.text, "counted": self.counted}


def letters_in(text: str) -> int:
    """How many letters and figures a text has."""
    return sum(character.isalnum() for character in text)


def alphabet_page() -> WritingPage:
    """The alphabet in order."""
    return WritingPage("alphabet", ascii_lowercase)
