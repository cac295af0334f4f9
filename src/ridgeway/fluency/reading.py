"""A reading heard aloud: what the teacher's marks say of it, how hard the text was, and which text comes next.

The rules are those of oral reading fluency (S. L. Deno, *Curriculum-based measurement: the emerging alternative*,
Exceptional Children 52, 1985; J. Hasbrouck and G. Tindal, *An update to compiled ORF norms*, 2017). A word that
was said otherwise, left out, or supplied by the teacher after three seconds is an error. What a reader puts right
without help is correct, and a word too many is no error: both are noted, because they tell how somebody reads.

How hard a text was follows M. M. Clay, *Running records for classroom teachers*, 2000: with 95 of 100 words right
it was easy, from 90 it was right for teaching, below it was hard.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from ridgeway.fluency.errors import OutOfRangeError, require_number, require_one_of
from ridgeway.fluency.growth.rates import Rates
from ridgeway.fluency.growth.rates import reading as reading_rates
from ridgeway.fluency.passages import Passage, passages

MarkKind = Literal["substitution", "omission", "hesitation", "self-correction", "insertion"]
Difficulty = Literal["easy", "right", "hard"]

MARK_KINDS: Final[tuple[MarkKind, ...]] = get_args(MarkKind)
ERRORS: Final[frozenset[MarkKind]] = frozenset({"substitution", "omission", "hesitation"})

HESITATION_SECONDS: Final = 3
"""After so long the teacher says the word (Hasbrouck and Tindal 2017)."""

EASY: Final = 0.95
RIGHT: Final = 0.90
"""Shares of words read right from which a text was easy, and right for teaching (Clay 2000)."""

SHORTEST: Final = 1
LONGEST: Final = 600
"""A reading lasts so many seconds."""

_LEVELS: Final[Mapping[int, tuple[int, int, int]]] = {
    1: (1, 1, 2), 2: (3, 3, 4), 3: (5, 5, 5), 4: (6, 6, 6), 5: (7, 7, 7), 6: (8, 8, 8),
}  # fmt: skip
"""The level of passages for a school year in autumn, spring and summer."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader did at a word; `word` is its place in the passage, counted from 1."""

    word: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading: how many words were reached, how many of them were errors, and the time taken.

    `words` is the place of the last word read, and so the number of words that the reader met.
    """

    words: int
    errors: int
    seconds: float

    def __post_init__(self) -> None:
        require_number("words", self.words, at_least=0)
        require_number("errors", self.errors, at_least=0, at_most=self.words)
        require_number("seconds", self.seconds, at_least=SHORTEST, at_most=LONGEST)

    @classmethod
    def of(cls, marks: Iterable[Mark], *, last_word: int, seconds: float) -> Reading:
        """Count the marks up to the last word read; what was marked after it was not read in the time."""
        counted = count_marks(marks, last_word=last_word)
        return cls(last_word, sum(counted[kind] for kind in ERRORS), seconds)

    @property
    def correct(self) -> int:
        """Words read correctly."""
        return self.words - self.errors

    @property
    def rates(self) -> Rates:
        """Words a minute, correct and not."""
        return reading_rates(words=self.words, errors=self.errors, seconds=self.seconds)

    @property
    def words_correct_a_minute(self) -> float:
        """60 × (words − errors) ÷ seconds."""
        return self.rates.correct

    @property
    def accuracy(self) -> float | None:
        """The share of the words that was right; None where no word was read."""
        return self.correct / self.words if self.words else None

    @property
    def difficulty(self) -> Difficulty | None:
        """How hard the text was for this reader; None where no word was read."""
        if self.accuracy is None:
            return None
        return "easy" if self.accuracy >= EASY else "right" if self.accuracy >= RIGHT else "hard"


def count_marks(marks: Iterable[Mark], *, last_word: int) -> Counter[MarkKind]:
    """Return how often each kind was marked up to the last word read."""
    return Counter(mark.kind for mark in marks if mark.word <= last_word)


def read_marks(entries: Sequence[tuple[object, object]], *, words: int) -> tuple[Mark, ...]:
    """Return marks made of pairs of place and kind, in order of place, or refuse what cannot be.

    A passage has so many `words`; a word has one mark at most.
    """
    marks: dict[int, Mark] = {}
    for place, kind in entries:
        if not isinstance(place, int) or isinstance(place, bool) or not 1 <= place <= words:
            raise OutOfRangeError("word", place, f"it must be a whole number from 1 to {words}")
        if place in marks:
            raise OutOfRangeError("word", place, "a word has one mark at most")
        require_one_of("kind", str(kind), MARK_KINDS)
        marks[place] = Mark(place, kind)  # type: ignore[arg-type]
    return tuple(marks[place] for place in sorted(marks))


def level_for(year: int, day: dt.date) -> int | None:
    """Return the level of passages for a school year at that time of it; None before Year 1 and after Year 6."""
    third = 2 if 4 <= day.month <= 8 else 1 if day.month <= 3 else 0
    levels = _LEVELS.get(year)
    return None if levels is None else levels[third]


def next_form(level: int, heard: Sequence[str]) -> Passage:
    """Return the form to hear next: the first that was never heard, else the one heard longest ago.

    `heard` holds the ids of the passages that the reader has read, the latest last.
    """
    latest = {passage_id: place for place, passage_id in enumerate(heard)}
    return min(passages(level=level), key=lambda form: latest.get(form.id, -1))
