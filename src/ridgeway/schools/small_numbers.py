"""Small numbers: figures of so few pupils that somebody could be recognised stay inside the school."""

from collections.abc import Sequence
from typing import Final

LEAST: Final = 6
"""Figures of fewer pupils than this are hidden: the Department for Education's tables hide counts of 1 to 5."""


def hide_small_counts(counts: Sequence[int], *, least: int = LEAST) -> list[bool]:
    """Return for each part of a whole whether its figures must be hidden.

    A part of 1 to `least` − 1 pupils is hidden. So is the next larger part where all hidden ones together are
    still so few: whoever knows the whole could take the others from it and be left with them.
    """
    hidden = [0 < count < least for count in counts]
    while any(hidden) and sum(count for count, hide in zip(counts, hidden, strict=True) if hide) < least:
        shown = [place for place, hide in enumerate(hidden) if not hide and counts[place]]
        if not shown:
            break
        hidden[min(shown, key=lambda place: counts[place])] = True
    return hidden
