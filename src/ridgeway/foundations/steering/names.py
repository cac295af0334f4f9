"""What decisions are about, by the ids of the catalogue and in words: strands, sets, and single facts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from ridgeway.fluency import SUBJECTS, Catalogue, Subject, catalogue
from ridgeway.fluency.progression import strand_titles
from ridgeway.foundations.steering.models import Kind, Steer

SUBJECT_NAMES: Final[dict[Subject, str]] = {
    "number-facts": "Number facts",
    "missing-numbers": "Missing numbers",
    "spelling": "Spelling",
    "tool-speed": "Tool speed: copying digits and letters",
    "phonics": "Phonics: sounds, and words read at sight",
}

SIGNS: Final = str.maketrans({"-": "−", "*": "×", "x": "×", "/": "÷", "?": "□", "_": "□"})
"""What people type for the signs of a question."""

NAMED_BEFORE_COUNTED: Final = 4
"""So many names are said before the others are counted."""


def whole_strand(strand: str) -> str:
    """A strand in words: "All of addition"."""
    title = strand_titles()[strand]
    return f"All of {title[0].lower()}{title[1:]}"


def what_can_be_named(items: Catalogue) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For each strand its title, and what of it can be named: the whole of it, then its sets in teaching order."""
    for strand in items.strands:
        sets = [(each.id, each.title) for each in items.sets if each.strand == strand]
        yield strand_titles()[strand], [(strand, whole_strand(strand)), *sets]


def find_fact(text: str, subjects: Iterable[Subject]) -> str | None:
    """The id of the item whose question somebody typed, with a keyboard's signs; None if there is none."""
    asked = _plain(text)
    return next((found for each in subjects if (found := _by_question(each).get(asked))), None)


def in_words(name: str) -> str:
    """What a name of a decision stands for; the name itself where it is no longer taught."""
    for subject in SUBJECTS:
        items = catalogue(subject)
        if name in items:
            return items[name].prompt
        if name in items.strands:
            return whole_strand(name)
        title = next((each.title for each in items.sets if each.id == name), None)
        if title is not None:
            return title
    return name


def decision_in_words(steer: Steer) -> str:
    """A decision in one line: "Aim of 4.5 seconds: 7 times table"."""
    if steer.kind == Kind.SLOWER:
        return "Fewer new ones: half as many a session"
    if steer.kind == Kind.AIM:
        seconds = (steer.milliseconds or 0) / 1000
        return f"Aim of {seconds:g} second{'' if seconds == 1 else 's'}: {_listed(steer.names)}"
    return f"{steer.get_kind_display()}: {_listed(steer.names)}"


def _listed(names: Sequence[str]) -> str:
    said = ", ".join(map(in_words, names[:NAMED_BEFORE_COUNTED]))
    more = len(names) - NAMED_BEFORE_COUNTED
    return f"{said} and {more} more" if more > 0 else said


@cache
def _by_question(subject: Subject) -> dict[str, str]:
    return {_plain(item.prompt): item.id for item in catalogue(subject)}


def _plain(question: str) -> str:
    """Questions are the same whatever their spaces, capitals and signs; "6x" in a word is no multiplication."""
    squeezed = re.sub(r"\s+", "", question.lower())
    return squeezed.translate(SIGNS) if any(sign.isdigit() for sign in squeezed) else squeezed
