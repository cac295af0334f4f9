"""The strands of Fast Learning that leaders can look at: what becomes known item by item, and what is timed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ridgeway.fluency import Subject
from ridgeway.foundations.growth.names import READING
from ridgeway.foundations.timings.counts import Source, readings, sheets, writing
from ridgeway.foundations.timings.models import Writing


@dataclass(frozen=True, slots=True)
class Strand:
    """One strand: its key in an address, its name, and what is counted in it.

    What becomes known item by item is a `subject` of the catalogue. What is timed instead is all that `sources`
    count of these `kinds`.
    """

    key: str
    name: str
    counted: str
    subject: Subject | None = None
    sources: Sequence[Source] = ()
    kinds: frozenset[str] = frozenset()


NUMBER_FACTS: Final = Strand("number-facts", "Number facts", "facts", subject="number-facts")

STRANDS: Final = (
    NUMBER_FACTS,
    Strand("spelling", "Spelling", "words", subject="spelling"),
    Strand("writing", "Writing", "letters", sources=(writing, sheets), kinds=frozenset(Writing.values)),
    Strand("reading", "Reading", "words", sources=(readings,), kinds=frozenset({READING})),
)


def strand_asked(key: str | None) -> Strand:
    """The strand of this key; number facts where there is none such."""
    return next((each for each in STRANDS if each.key == key), NUMBER_FACTS)
