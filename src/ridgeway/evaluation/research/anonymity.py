"""Making pupils alike: nobody in a release stands out by the facts that others may know of them.

k-anonymity (P. Samarati, "Protecting respondents' identities in microdata release", IEEE Transactions on Knowledge
and Data Engineering 13, 2001; L. Sweeney, "Achieving k-anonymity privacy protection using generalization and
suppression", International Journal on Uncertainty, Fuzziness and Knowledge-based Systems 10, 2002): every
combination of facts in the release is that of at least k pupils. A fact is told more coarsely for everybody, and
the few pupils that still stand out are left out. Of all ways to do so the one that loses least is taken; the loss
is Sweeney's precision metric, with a worth for each fact.

It hides who a pupil is, not what is true of all who are alike: what all of them did is known of each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from ridgeway.impact.outcomes import Flags, Whole

ANY: Final = "any"
"""What a fact says that is not told."""

MOST_LEFT_OUT: Final = 0.05
"""The share of pupils that may be left out before facts are told more coarsely instead."""

Facts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A fact, and how to tell it more and more coarsely: each step is value → coarser value, the last is `ANY`.

    `worth`: how much a study loses where the fact is not told, beside other facts.
    """

    name: str
    steps: tuple[Mapping[str, str], ...] = ()
    worth: float = 1.0

    @property
    def height(self) -> int:
        """The number of steps, the last one counted."""
        return len(self.steps) + 1

    def told(self, value: str, level: int) -> str:
        """The value as it is told at a level: 0 as it is, `height` not at all."""
        if level == self.height:
            return ANY
        for step in self.steps[:level]:
            value = step[value]
        return value


@dataclass(frozen=True, slots=True)
class Alike:
    """What was made of the pupils' facts.

    `levels`: how coarsely each fact is told, one a ladder. `told`: each pupil's facts, None where the pupil is
    left out. `k`: the least number of pupils with the same facts, 0 where nobody is left.
    """

    levels: tuple[int, ...]
    told: tuple[Facts | None, ...]
    k: int

    @property
    def left_out(self) -> int:
        """How many pupils are left out."""
        return sum(facts is None for facts in self.told)


def make_alike(pupils: Sequence[Facts], ladders: Sequence[Ladder], *, k: int) -> Alike:
    """Tell the pupils' facts (one a ladder, in their order) so that each combination is that of at least `k`.

    Of the ways that leave out at most `MOST_LEFT_OUT` of the pupils, or else of those that leave out fewest, the
    one that loses least; of equals the one that coarsens the later ladders.
    """
    if k < 1:
        raise ValueError(f"k is at least 1, not {k}")
    coded = [_coded([facts[at] for facts in pupils], ladder) for at, ladder in enumerate(ladders)]
    ways = product(*(range(ladder.height + 1) for ladder in ladders))
    levels = min(ways, key=lambda way: _cost(_sizes(coded, way) >= k, ladders, way))
    sizes = _sizes(coded, levels)
    told = tuple(
        _told(facts, ladders, levels) if size >= k else None
        for facts, size in zip(pupils, sizes.tolist(), strict=True)
    )
    return Alike(levels, told, least_alike([facts for facts in told if facts is not None]))


def least_alike(told: Sequence[Facts]) -> int:
    """Count, from what is told alone, the least number of pupils with the same facts; 0 without pupils."""
    return min(Counter(told).values(), default=0)


def _told(facts: Facts, ladders: Sequence[Ladder], levels: Sequence[int]) -> Facts:
    return tuple(ladder.told(value, level) for ladder, value, level in zip(ladders, facts, levels, strict=True))


def _coded(values: Sequence[str], ladder: Ladder) -> list[Whole]:
    """Numbers for what is told of each pupil at each level, from 0; shape (pupils,) each."""
    levels = []
    for level in range(ladder.height + 1):
        told = {value: ladder.told(value, level) for value in set(values)}
        codes = {word: code for code, word in enumerate(sorted(set(told.values())))}
        levels.append(np.array([codes[told[value]] for value in values], dtype=np.int64))
    return levels


def _sizes(coded: Sequence[Sequence[Whole]], levels: Sequence[int]) -> Whole:
    """For each pupil how many have the same facts as told at these levels, shape (pupils,)."""
    together = np.zeros_like(coded[0][0])
    for of_fact, level in zip(coded, levels, strict=True):
        codes = of_fact[level]
        together = together * (codes.max(initial=0) + 1) + codes
    _, which, counts = np.unique(together, return_inverse=True, return_counts=True)
    sizes: Whole = counts[which]
    return sizes


def _cost(kept: Flags, ladders: Sequence[Ladder], levels: Sequence[int]) -> tuple[float, float]:
    """The share of pupils left out where it is more than may be, then what is lost.

    Of those left out the whole worth is lost, of the others that part of each fact's worth by which it is coarser.
    """
    gone = np.count_nonzero(~kept) / max(kept.size, 1)
    whole = sum(ladder.worth for ladder in ladders)
    lost = sum(ladder.worth * level / ladder.height for ladder, level in zip(ladders, levels, strict=True))
    return gone if gone > MOST_LEFT_OUT else 0.0, gone * whole + (1 - gone) * lost
