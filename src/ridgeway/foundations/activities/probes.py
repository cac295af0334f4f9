"""What a one-minute probe asks: a strand, a set, or the programme's 10 × 10 grid of addition, in random order.

A probe measures; it does not teach. So it is drawn from all that it is about, not from what the pupil knows, and
is the same kind of task from week to week. It asks more questions than anybody answers in its minute.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final

import numpy as np

from ridgeway.fluency import Item, catalogue
from ridgeway.fluency.progression import strand_titles

SECONDS: Final = 60
QUESTIONS: Final = 100
"""The fastest adults type about seventy answers in a minute."""

GRID: Final = "addition grid"
"""The hundred facts from 1 + 1 to 10 + 10, as on the paper grid."""

GRID_TITLE: Final = "10 × 10 addition grid"


class NotProbedError(ValueError):
    """Something that no probe is about; the message names it."""


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a probe may be about: for each strand its title, and what of it can be probed, with titles."""
    facts = catalogue()
    named = []
    for strand in facts.strands:
        title = strand_titles()[strand]
        sets = [(each.id, each.title) for each in facts.sets if each.strand == strand]
        first = [(GRID, GRID_TITLE)] if strand == "add" else []
        named.append((title, [*first, (strand, f"{title}: all of the year group"), *sets]))
    return named


def title_of(of: str) -> str:
    """What a probe is about, in words: "7 times table"; the name itself where it is no longer taught."""
    return _titles().get(of, of)


def questions_of(of: str, *, year: int | None, rng: np.random.Generator) -> list[Item]:
    """The questions of a probe in order: all that it is about, shuffled, again and again; none twice in a row.

    A strand is asked as far as it is taught up to the school `year`. The same state of `rng`, the same order.
    """
    return list(islice(_endless(items_of(of, year=year), rng), QUESTIONS))


def items_of(of: str, *, year: int | None = None) -> list[Item]:
    """All that a probe is about. Raises `NotProbedError` where there is nothing of that name."""
    facts = catalogue()
    if of == GRID:
        return [facts[f"add:{a}+{b}"] for a in range(1, 11) for b in range(1, 11)]
    if of in facts.strands:
        taught = {each.id for each in facts.sets if year is None or each.year <= year}
        strand = [item for item in facts if item.strand == of]
        return [item for item in strand if item.set_id in taught] or strand
    found = [item for item in facts if item.set_id == of]
    if not found:
        raise NotProbedError(f"of: {of!r} is neither a strand nor a set of number facts.")
    return found


@cache
def _titles() -> dict[str, str]:
    sets = {each.id: each.title for each in catalogue().sets}
    return {**{strand: strand_titles()[strand] for strand in catalogue().strands}, **sets, GRID: GRID_TITLE}


def _endless(items: Sequence[Item], rng: np.random.Generator) -> Iterator[Item]:
    last = None
    while True:
        order = [items[place] for place in rng.permutation(len(items)).tolist()]
        if order[0] == last:
            order.append(order.pop(0))
        yield from order
        last = order[-1]
