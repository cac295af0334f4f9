"""What measures and facts are called in a report: plain English for the Department's names, any other as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

_SUBJECTS: Final = {
    "RWM": "reading, writing and maths",
    "READWRITTAMAT": "reading, writing and maths",
    "READ": "reading",
    "MAT": "maths",
    "GPS": "grammar, punctuation and spelling",
    "WRITTA": "writing",
    "WRIT": "writing",
}
_SUBJECT: Final = "|".join(_SUBJECTS)

_KINDS: Final[tuple[tuple[str, str, str], ...]] = (
    (rf"PT({_SUBJECT})_EXP", "expected standard", "the share at the expected standard in {}"),
    (rf"PT({_SUBJECT})_HIGH", "higher standard", "the share at the higher standard in {}"),
    (rf"({_SUBJECT})_AVERAGE", "average scaled score", "the average scaled score in {}"),
    (rf"({_SUBJECT})PROG", "progress since key stage 1", "progress in {}"),
    (rf"PT({_SUBJECT})4B", "level 4B and above", "the share at level 4B and above in {}"),
    (rf"PT({_SUBJECT})AX", "level 5 and above", "the share at level 5 and above in {}"),
    (rf"PT({_SUBJECT})X", "level 4 and above", "the share at level 4 and above in {}"),
)
"""The column of a measure with its subject, then its name in a heading and in the middle of a sentence."""

_FACTS: Final = {
    "roll": "pupils on roll",
    "pupils": "pupils in the year group",
    "disadvantaged": "disadvantaged pupils (%)",
    "eal": "pupils with English as an additional language (%)",
    "not_mobile": "pupils who have not moved school (%)",
    "sen_support": "pupils with support for special needs (%)",
    "prior": "points at key stage 1",
    "la": "local authority",
}
"""Facts of the Department's tables, by the names that a panel gives them."""

_BEFORE: Final = re.compile(r"(.+) (level|trend|cohort) before")


def heading_of(measure: str) -> str:
    """Return the name of a measure as a heading, such as "Maths: average scaled score"."""
    found = _matched(measure)
    if found is None:
        return f"{measure[:1].upper()}{measure[1:]}"
    subject, name, _ = found
    return f"{subject[0].upper()}{subject[1:]}: {name}"


def phrase_of(measure: str) -> str:
    """Return a measure in the middle of a sentence, such as "the average scaled score in maths"."""
    found = _matched(measure)
    return measure if found is None else found[2].format(found[0])


def fact_of(name: str) -> str:
    """Return the name of what schools were compared in, such as "Maths: average scaled score, trend before"."""
    match = _BEFORE.fullmatch(name)
    if match is None:
        known = _FACTS.get(name, name)
        return f"{known[:1].upper()}{known[1:]}"
    if match[2] == "cohort":
        return "Pupils in the year group"
    return f"{heading_of(match[1])}, {match[2]} before"


def in_words(measures: Iterable[str]) -> Callable[[str], str]:
    """Return a function that puts plain English for these measures' names into a text, and true minus signs."""
    known = sorted(measures, key=len, reverse=True)
    names = "|".join(map(re.escape, known)) or r"(?!)"
    pattern = re.compile(rf"(?<![\w.])({names})(?: (level|trend|cohort) before)?(?!\w)")

    def said(match: re.Match[str]) -> str:
        if match[2] == "cohort":
            return "pupils in the year group before"
        phrase = phrase_of(match[1])
        return f"the {match[2]} before of {phrase}" if match[2] else phrase

    def told(text: str) -> str:
        return re.sub(r"(?<![\w.])-(?=\d)", "−", pattern.sub(said, text))

    return told


def _matched(measure: str) -> tuple[str, str, str] | None:
    for pattern, name, phrase in _KINDS:
        if match := re.fullmatch(pattern, measure):
            return _SUBJECTS[match[1]], name, phrase
    return None
