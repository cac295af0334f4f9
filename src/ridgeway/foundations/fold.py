"""From rows of the ledger to a pupil's knowledge. The same rows in the same order give the same bits.

Each subject is a fold of its own, over the answers to its items and those to the items of tool speed. The latter
tell how fast the hand is, which is the same hand in every subject.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

import numpy as np

from ridgeway.fluency import (
    SUBJECTS,
    Answers,
    Catalogue,
    Knowledge,
    Subject,
    catalogue,
    subject_of,
    whole_catalogue,
)
from ridgeway.fluency.aims import DEVICES, OwnAims
from ridgeway.fluency.trials import PROMPTS
from ridgeway.statements import run

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND: Final = dt.timedelta(milliseconds=1)

PROMPT_CODES: Final = {str(prompt): code for code, prompt in enumerate(PROMPTS)}
DEVICE_CODES: Final = {str(device): code for code, device in enumerate(DEVICES)}

TOOL_SPEED: Final[Subject] = "tool-speed"

WHOLE_LEDGER = """
SELECT a.item, floor(extract(epoch FROM a.at) * 1000)::bigint, a.correct, a.latency_ms, a.prompt, a.delay_ms,
    a.device, s.year, a.at, a.id, s.own_aims::text
FROM foundations_answer a LEFT JOIN foundations_practicesession s ON s.id = a.session
WHERE a.pupil_id = %s ORDER BY a.at, a.id
"""


class Told(NamedTuple):
    """What one answer tells the fold."""

    item: str
    at_ms: int
    correct: bool
    latency_ms: int | None
    prompt: str
    delay_ms: int | None
    device: str
    year: int | None
    at: dt.datetime
    id: UUID
    own_aims: OwnAims | None


def milliseconds(at: dt.datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (at - EPOCH) // MILLISECOND


def informed_by(item: str) -> tuple[Subject, ...]:
    """The subjects that an answer to an item tells of; none when it is no longer taught."""
    if item not in whole_catalogue():
        return ()
    subject = subject_of(item)
    return SUBJECTS if subject == TOOL_SPEED else (subject,)


def by_subject(told: Iterable[Told]) -> dict[Subject, list[Told]]:
    """What answers tell, by the subjects that they inform, in the order given."""
    informed: dict[Subject, list[Told]] = {}
    for each in told:
        for subject in informed_by(each.item):
            informed.setdefault(subject, []).append(each)
    return informed


def fold(knowledge: Knowledge, told: Iterable[Told]) -> Knowledge:
    """What is known after more answers, given in their order: to its own items, or to those of tool speed."""
    own = knowledge.items
    for (is_own, year, own_aims), answers in groupby(
        told, key=lambda each: (each.item in own, each.year, each.own_aims)
    ):
        if is_own:
            aims = aims_within(own, own_aims)
            knowledge = knowledge.update(_as_arrays(list(answers), own), year=year, own_aims=aims)
        else:
            tools = catalogue(TOOL_SPEED)
            knowledge = knowledge.observe_copies(_as_arrays(list(answers), tools), tools)
    return knowledge


def whole_ledger(pupil_id: int) -> list[Told]:
    """Every answer of a pupil, in order."""
    return [Told._make((*row, read_aims(own_aims))) for *row, own_aims in run(WHOLE_LEDGER, pupil_id)]


@lru_cache(maxsize=1024)
def read_aims(stored: str | None) -> OwnAims | None:
    """The aims that a session remembers, read from its JSON; the same object for the same text."""
    return None if stored is None else MappingProxyType(json.loads(stored))


def aims_within(items: Catalogue, own_aims: OwnAims | None) -> OwnAims | None:
    """Those of the aims that are about something in a catalogue: a session may remember more, of another subject
    or of what is no longer taught.
    """
    if own_aims is None:
        return None
    return {name: aim for name, aim in own_aims.items() if name in items or name in _groups(items)}


@lru_cache(maxsize=16)
def _groups(items: Catalogue) -> frozenset[str]:
    """The sets and strands of a catalogue."""
    return frozenset((*items.strands, *(each.id for each in items.sets)))


def nothing_known(subject: Subject = "number-facts") -> Knowledge:
    """The knowledge of a pupil of whom there is no answer yet."""
    return Knowledge.new(catalogue(subject))


def _as_arrays(told: Sequence[Told], items: Catalogue) -> Answers:
    return Answers(
        position=items.positions(each.item for each in told),
        at_ms=np.array([each.at_ms for each in told], dtype=np.int64),
        correct=np.array([each.correct for each in told], dtype=np.bool_),
        latency_ms=np.array([each.latency_ms for each in told], dtype=np.float64),
        prompt=np.array([PROMPT_CODES[each.prompt] for each in told], dtype=np.int64),
        device=np.array([DEVICE_CODES[each.device] for each in told], dtype=np.int64),
        delay_ms=np.array([each.delay_ms for each in told], dtype=np.float64),
        aim_ms=np.full(len(told), np.nan),
    )
