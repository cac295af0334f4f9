"""Letters typed in a minute, right and wrong, beside a text that is written again and again.

Capitals and small letters count alike; spaces and marks do not count, as on paper. What was typed is laid beside
the text so that the fewest changes make one of the other, wherever in the text the minute ended (Levenshtein's
distance to the nearest beginning of the text). A letter that is the same in both is right; each change, a letter
wrong, too many or left out, is one wrong.
"""

from itertools import cycle, islice
from typing import Final, NamedTuple

MOST_LETTERS: Final = 800
"""More than anybody types in a minute; what comes after is not counted."""

FURTHEST: Final = 40
"""So many letters too many or left out, all in all, are followed; after more all counts as wrong."""

FAR: Final = 10**6


class Letters(NamedTuple):
    """How many letters were right and wrong."""

    right: int
    wrong: int


def letters_of(text: str) -> str:
    """The letters and figures of a text, small, without what stands between them."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def count_letters(typed: str, text: str) -> Letters:
    """How many letters of `typed` are right and wrong, where `text` was to be written again and again.

    Raises ValueError where `text` has no letters.
    """
    given, once = letters_of(typed)[:MOST_LETTERS], letters_of(text)
    if not once:
        raise ValueError("There is nothing to write in a text without letters.")
    expected = "".join(islice(cycle(once), len(given) + FURTHEST))
    # For each beginning of the text: the fewest changes so far, and minus the most letters right among those.
    best = {place: (place, 0) for place in range(FURTHEST + 1)}
    for row, letter in enumerate(given, start=1):
        best = _next_row(best, row, letter, expected)
    changes, right = min(best.values())
    return Letters(-right, changes)


def _next_row(
    above: dict[int, tuple[int, int]], row: int, letter: str, expected: str
) -> dict[int, tuple[int, int]]:
    """The same after one more letter."""
    here: dict[int, tuple[int, int]] = {}
    left = (FAR, 0)
    for place in range(max(0, row - FURTHEST), min(len(expected), row + FURTHEST) + 1):
        over, beside = above.get(place, (FAR, 0)), above.get(place - 1, (FAR, 0))
        options = [(over[0] + 1, over[1]), (left[0] + 1, left[1])]
        if place > 0:
            same = letter == expected[place - 1]
            options.append((beside[0], beside[1] - 1) if same else (beside[0] + 1, beside[1]))
        left = here[place] = min(options)
    return here
