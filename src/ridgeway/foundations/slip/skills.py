"""What a pupil is quick and sure of, in words that parents know and that are true of each fact behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from django.utils.text import get_text_list

from ridgeway.fluency import catalogue
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.stages import FLUENT

NEARLY: Final = 0.8
"""A skill is nearly there from this share of its facts on."""

WITHIN: Final = (5, 10, 20)
TABLES: Final = tuple(range(2, 13))


class Kind(NamedTuple):
    """Skills that differ by a number only.

    `form` is that of their facts; `holds` says of a fact's pair and the number whether the fact is one of them.
    `one`, `several` and `all` tell one number, several, and all of `numbers`, where those can be told together.
    """

    form: str
    numbers: Sequence[int]
    holds: Callable[[int, int, int], bool]
    one: str
    several: str = ""
    all: str = ""


KINDS: Final = (
    Kind("add", WITHIN, lambda a, b, n: a + b <= n, "adding within {}"),
    Kind("add", (10,), lambda a, b, n: a + b == n, "pairs of numbers that make {}"),
    Kind("add", (10,), lambda a, b, n: a == b <= n, "doubles of numbers up to {}"),
    Kind("sub", WITHIN, lambda a, b, n: a + b <= n, "taking away within {}"),
    Kind("sub", (10,), lambda a, b, n: a + b == n, "taking away from {}"),
    Kind(
        "mul",
        TABLES,
        lambda a, b, n: n in (a, b),
        "the {} times table",
        "the {} times tables",
        "all times tables up to 12",
    ),
    Kind(
        "div",
        TABLES,
        lambda a, b, n: b == n,
        "dividing by {}",
        "dividing by {}",
        "dividing by all numbers up to 12",
    ),
)


@dataclass(frozen=True, slots=True)
class Skill:
    """Facts that have a name together: their kind, the number, and where they stand in the catalogue."""

    kind: int
    number: int
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """What is sure and what is nearly there, each phrase a part of a sentence.

    `places` are those in the catalogue of all facts that the sure phrases tell of.
    """

    sure: tuple[str, ...] = ()
    nearly: tuple[str, ...] = ()
    places: frozenset[int] = frozenset()


def tell_skills(stages: Whole) -> Told:
    """What one pupil's stages of the number facts mean.

    A skill is sure when every one of its facts is fluent, and nearly there from `NEARLY` of them on. What lies
    within a wider skill that is told is not told again.
    """
    fluent = stages >= FLUENT
    share = {skill: float(np.mean([fluent[place] for place in skill.places])) for skill in skills()}
    sure = _widest([skill for skill in share if share[skill] == 1])
    nearly = _widest([skill for skill in share if NEARLY <= share[skill] < 1])
    places = frozenset(place for skill in sure for place in skill.places)
    return Told(_in_words(sure), _in_words(nearly), places)


@cache
def skills() -> tuple[Skill, ...]:
    """Every skill that can be told."""
    facts = [(place, item.fact) for place, item in enumerate(catalogue()) if item.fact is not None]
    return tuple(
        Skill(
            at,
            number,
            frozenset(
                place for place, fact in facts if fact.form == kind.form and kind.holds(fact.a, fact.b, number)
            ),
        )
        for at, kind in enumerate(KINDS)
        for number in kind.numbers
    )


def _widest(told: Sequence[Skill]) -> list[Skill]:
    return [each for each in told if not any(each.places < other.places for other in told)]


def _in_words(told: Iterable[Skill]) -> tuple[str, ...]:
    numbers: dict[int, list[int]] = {}
    for skill in told:
        numbers.setdefault(skill.kind, []).append(skill.number)
    return tuple(_phrase(KINDS[kind], found) for kind, found in sorted(numbers.items()))


def _phrase(kind: Kind, numbers: Sequence[int]) -> str:
    if kind.all and len(numbers) == len(kind.numbers):
        return kind.all
    listed = get_text_list([str(number) for number in numbers], "and")
    return (kind.one if len(numbers) == 1 else kind.several).format(listed)
