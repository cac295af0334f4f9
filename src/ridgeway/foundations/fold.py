"""From rows of the ledger to a pupil's knowledge. The same rows in the same order give the same bits.

Each subject is a fold of its own, over the answers to its items and those to the items of tool speed. The latter
tell how fast the hand is, which is the same hand in every subject. A page of its items, of which only the time for
all is known, is one event among the answers; of tool speed it tells the other subjects nothing.
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
from ridgeway.fluency.aims import DEVICES, Device, OwnAims
from ridgeway.fluency.trials import PROMPTS
from ridgeway.statements import run

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND: Final = dt.timedelta(milliseconds=1)

PROMPT_CODES: Final = {str(prompt): code for code, prompt in enumerate(PROMPTS)}
DEVICE_CODES: Final = {str(device): code for code, device in enumerate(DEVICES)}

TOOL_SPEED: Final[Subject] = "tool-speed"

WHOLE_PAGES = """
SELECT p.items, p.correct, p.milliseconds, p.device, s.year, p.at, p.id, p.session, s.own_aims::text
FROM foundations_countedpage p LEFT JOIN foundations_practicesession s ON s.id = p.session
WHERE p.pupil_id = %s ORDER BY p.at, p.id
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
    session: UUID
    own_aims: OwnAims | None

    @property
    def items(self) -> tuple[str, ...]:
        """The one item."""
        return (self.item,)


class ToldPage(NamedTuple):
    """What the time for a page tells the fold, and its marks: None where there is none."""

    items: Sequence[str]
    correct: Sequence[bool | None]
    milliseconds: int
    device: Device
    year: int | None
    at: dt.datetime
    id: UUID
    session: UUID
    own_aims: OwnAims | None

    @property
    def item(self) -> str:
        """One of them: all are of one subject."""
        return self.items[0]


Event = Told | ToldPage
"""What the fold takes in, in order: an answer, or a page, which cannot be split."""


Moment = tuple[dt.datetime, UUID]
"""When an event was, and its id: its place in the order."""


def order(event: Event) -> Moment:
    """By what events are put in order: when they were, and their ids."""
    return event.at, event.id


def milliseconds(at: dt.datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (at - EPOCH) // MILLISECOND


def informed_by(item: str) -> tuple[Subject, ...]:
    """The subjects that an answer to an item tells of; none when it is no longer taught."""
    if item not in whole_catalogue():
        return ()
    subject = subject_of(item)
    return SUBJECTS if subject == TOOL_SPEED else (subject,)


def by_subject(events: Sequence[Event], pages: Iterable[ToldPage] = ()) -> dict[Subject, list[Event]]:
    """What events tell, by the subjects that they inform, in the order given.

    A page takes the place of its session's answers to its items that have no time of their own: those are left
    out. `pages` are such that are in the ledger already.
    """
    of_pages = {(page.session, item) for page in (*pages, *_pages_among(events)) for item in page.items}
    informed: dict[Subject, list[Event]] = {}
    for each in events:
        if isinstance(each, Told) and each.latency_ms is None and (each.session, each.item) in of_pages:
            continue
        for subject in informed_by(each.item):
            informed.setdefault(subject, []).append(each)
    return informed


def fold(knowledge: Knowledge, events: Iterable[Event]) -> Knowledge:
    """What is known after more events, given in their order: of its own items, or of those of tool speed."""
    own = knowledge.items
    alike = groupby(events, key=lambda each: (type(each), each.item in own, each.year, each.own_aims))
    for (kind, is_own, year, own_aims), group in alike:
        aims = aims_within(own, own_aims)
        together = list(group)
        if kind is ToldPage:
            for page in _pages_among(together) if is_own else ():
                knowledge = _take_in_page(knowledge, page, aims)
        elif is_own:
            knowledge = knowledge.update(_as_arrays(answers_among(together), own), year=year, own_aims=aims)
        else:
            tools = catalogue(TOOL_SPEED)
            knowledge = knowledge.observe_copies(_as_arrays(answers_among(together), tools), tools)
    return knowledge


def whole_pages(pupil_id: int) -> list[ToldPage]:
    """Every page of a pupil, in order."""
    return [ToldPage._make((*row, read_aims(own_aims))) for *row, own_aims in run(WHOLE_PAGES, pupil_id)]


def answers_among(events: Iterable[Event]) -> list[Told]:
    """The answers among events, those that a page takes the place of included."""
    return [each for each in events if isinstance(each, Told)]


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


def _pages_among(events: Iterable[Event]) -> list[ToldPage]:
    return [each for each in events if isinstance(each, ToldPage)]


def _take_in_page(knowledge: Knowledge, page: ToldPage, own_aims: OwnAims | None) -> Knowledge:
    return knowledge.observe_total(
        page.items,
        at=EPOCH + milliseconds(page.at) * MILLISECOND,
        total_ms=page.milliseconds,
        correct=page.correct,
        year=page.year,
        device=page.device,
        own_aims=own_aims,
    )


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
