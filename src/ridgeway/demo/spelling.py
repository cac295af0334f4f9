"""A spelling list of the demo: the words of a topic, kept and set by a teacher, with errors as pupils make them.

None of the words is one of the curriculum's, so all of it stays with the list. All chance comes from the pupils'
own generators.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np

from ridgeway.access.models import User
from ridgeway.foundations.activities.endings import end
from ridgeway.foundations.activities.offering import opened
from ridgeway.foundations.activities.setting import set_spelling
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.models import PracticeSession, Prompt
from ridgeway.foundations.spelling.lists import keep_list
from ridgeway.foundations.spelling.pasting import PastedWord
from ridgeway.foundations.spelling.recording import record_given
from ridgeway.foundations.uuid7 import RANDOM_BITS, uuid7
from ridgeway.schools.models import Pupil, TeachingGroup

NAME: Final = "The Romans"

ERRORS: Final[dict[PastedWord, tuple[str, ...]]] = {
    PastedWord("emperor", "Hadrian was an emperor."): ("emporer", "empror"),
    PastedWord("legion", "A legion had five thousand men."): ("leegon", "ligion"),
    PastedWord("chariot", "The chariot raced round the ring."): ("charriot", "chariet"),
    PastedWord("aqueduct", "An aqueduct carried water."): ("aquaduct", "acueduct"),
    PastedWord("mosaic", "The mosaic showed a dolphin."): ("mosaick", "mozaic"),
    PastedWord("villa", "They dug up a villa."): ("vila",),
    PastedWord("empire", "The empire reached the sea."): ("empier",),
    PastedWord("conquer", "They came to conquer Britain."): ("conker", "concer"),
    PastedWord("shield", "Each man carried a shield."): ("sheild", "sheeld"),
    PastedWord("invade", "They tried to invade twice."): ("invaid",),
}
"""The words of the list, and how they go wrong."""

HARDEST: Final = 0.5
"""How often the weakest speller misses a word: made up."""

SECONDS_A_WORD: Final = 12


class Speller(NamedTuple):
    """A pupil who takes part, with their school year and a generator of their own."""

    pupil: Pupil
    year: int
    rng: np.random.Generator


def spell(
    group: TeachingGroup,
    spellers: Iterable[Speller],
    *,
    set_at: dt.datetime,
    at: dt.datetime,
    device: str,
    by: User | None,
) -> None:
    """A list is kept, set for a class, and done by these pupils at that time."""
    held = keep_list(group.school_id, list(ERRORS), name=NAME, day=set_at.date(), group=group, by=by)
    activity = set_spelling(group, held, at=set_at, by=by)
    for pupil, year, rng in spellers:
        key = uuid7(at, _random(rng))
        told = opened(activity, pupil, at, year=year, own_aims={}, key=key)
        over = at + dt.timedelta(seconds=SECONDS_A_WORD * len(told["trials"]))
        record_given(pupil, list(_answered(told["trials"], key, at, device, rng)), over)
        end(PracticeSession.objects.get(pk=key), over)


def _answered(
    trials: list[dict[str, Any]], session: UUID, at: dt.datetime, device: str, rng: np.random.Generator
) -> Iterator[GivenAnswer]:
    """A pupil's first try at each word."""
    errors = {word.text: found for word, found in ERRORS.items()}
    misses = HARDEST * rng.random() ** 2
    for seq, trial in enumerate(trials):
        word, moment = trial["answer"], at + dt.timedelta(seconds=SECONDS_A_WORD * seq)
        given = str(rng.choice(errors[word])) if rng.random() < misses else word
        latency = round(1000 * float(rng.uniform(4, 9)))
        key = uuid7(moment, _random(rng))
        yield GivenAnswer(key, session, trial["item"], moment, given, latency, Prompt.NONE, device, seq)


def _random(rng: np.random.Generator) -> int:
    return int.from_bytes(rng.bytes(10)) % (1 << RANDOM_BITS)
