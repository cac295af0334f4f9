"""A spelling list as a pupil's player plays it: every word once, heard and typed; what goes wrong is put right.

The rules inside are those of every session (`ridgeway.fluency.session`): a word spelled wrong is shown, copied,
and met again after two and after five others.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from ridgeway.fluency.aims import CHARACTER_MS, SHORT_ANSWER, aim_ms
from ridgeway.fluency.words import GAP
from ridgeway.foundations.spelling.models import SpellingList, SpellingWord

OWN: Final = "own:"
"""In an answer, before the key of a word of a list."""

LONGEST_KEY: Final = 18
"""Digits that a key may have."""

SECONDS: Final = 3600
"""Nobody is stopped by the clock: a list is over when its words are."""


def title_of_list(key: int) -> str:
    """What the list of that key is called where it is set."""
    return f"Spelling: {SpellingList.objects.get(pk=key).name}"


def play_of(key: int, *, year: int | None, rng: np.random.Generator) -> dict[str, Any]:
    """What a device needs to play the list of that key, in an order that follows from the state of `rng`."""
    words = list(SpellingWord.objects.filter(in_list=key, place__isnull=False))
    order = [words[place] for place in rng.permutation(len(words)).tolist()]
    return {"subject": "spelling", "seconds": SECONDS, "trials": [_trial(word, year) for word in order]}


def words_named(items: Iterable[str]) -> dict[str, str]:
    """Those of these names in answers that are a list's words, with the words."""
    keys = [key for item in items if item.startswith(OWN) and (key := item.removeprefix(OWN)).isdecimal()]
    found = SpellingWord.objects.filter(pk__in=[key for key in keys if len(key) <= LONGEST_KEY])
    return {f"{OWN}{word.pk}": word.text for word in found}


def _trial(word: SpellingWord, year: int | None) -> dict[str, Any]:
    return {
        "item": f"{OWN}{word.pk}",
        "text": gapped(word.sentence, word.text),
        "answer": word.text,
        "say": word.sentence or word.text,
        "prompt": "none",
        "delay_ms": None,
        "reason": "set",
        "aim_ms": aim_ms("spelling", year=year) + CHARACTER_MS["keyboard"] * max(0, len(word.text) - SHORT_ANSWER),
    }


def gapped(sentence: str, word: str) -> str:
    """The sentence with a line wherever the word stands; empty where a word like it would give it away."""
    begins = rf"(?<!\w){re.escape(word)}"
    shown = re.sub(rf"{begins}(?!\w)", GAP, sentence, flags=re.IGNORECASE)
    return "" if re.search(begins, shown, re.IGNORECASE) else shown
