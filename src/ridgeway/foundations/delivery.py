"""An answer, or a page of answers, on its way to the ledger: how it is read, and what is wrong with it.

Each is judged by itself. What cannot be recorded is refused with a sentence that a teacher understands.
"""

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from ridgeway.fluency import aims, subject_of, whole_catalogue
from ridgeway.fluency.answers import TOO_QUICK_MS
from ridgeway.foundations.models import Device, Prompt

LONGEST_GIVEN: Final = 40
LONGEST_LATENCY_MS: Final = 10 * 60_000
LARGEST_SEQUENCE: Final = 32_767
LONGEST_SESSION: Final = dt.timedelta(days=7)
"""A plan kept on a device may be taken up days later; an answer later still has a wrong clock."""

CLOCK_TOLERANCE: Final = dt.timedelta(minutes=1)
CLOCK_FAULT: Final = dt.timedelta(seconds=2)
"""A device whose clock differs by more is set right; less is the network's delay."""

PROMPTS: Final = frozenset(Prompt.values)
DEVICES: Final = frozenset(Device.values)
TIMED_DEVICES: Final = frozenset({Device.KEYBOARD, Device.TOUCH})

VALUE_FAULTS: Final = (
    "item: there is no such item.",
    "id: it must be a UUID of version 7.",
    f"given: it must be at most {LONGEST_GIVEN} characters that can be read.",
    "latency_ms: a device that measures time must say it.",
    f"latency_ms, delay_ms: they must be from 0 to {LONGEST_LATENCY_MS}.",
    f"prompt: it must be one of {', '.join(Prompt.values)}.",
    f"device: it must be one of {', '.join(Device.values)}.",
    f"seq: it must be from 0 to {LARGEST_SEQUENCE}.",
)
"""What is said when a rule about an answer's values is broken, in the order of the rules."""


LONGEST_PAGE_MS: Final = 60 * 60_000

PAGE_FAULTS: Final = (
    "items: there must be at least one, and no unknown one.",
    "items: all must be of one subject.",
    "correct: it must say of each item whether it was right, or that nobody knows.",
    "id: it must be a UUID of version 7.",
    f"milliseconds: they must be from {TOO_QUICK_MS} to {LONGEST_PAGE_MS}.",
    f"device: it must be one of {', '.join(each for each in Device.values if each not in TIMED_DEVICES)}.",
)
"""What is said when a rule about a page is broken, in the order of the rules."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it was given. Whether it is right is for the ledger to say."""

    id: UUID
    session: UUID
    item: str
    at: AwareDatetime
    given: str
    latency_ms: int | None
    prompt: str
    device: str
    seq: int
    delay_ms: int | None = None


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page of questions as it was done, of which only the time for all is known.

    `items` are those answered, in their order; `correct` says of each whether it was right, None where nobody
    marked it.
    """

    id: UUID
    session: UUID
    items: tuple[str, ...]
    correct: tuple[bool | None, ...]
    at: dt.datetime
    milliseconds: int
    device: aims.Device

    @property
    def item(self) -> str:
        """One of them: all are of one subject."""
        return self.items[0]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer, or a page of them, that was not recorded, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """What an answer is held against: whose session it names, when that was opened, and whose aims held in it."""

    pupil_id: int
    opened_at: dt.datetime
    year: int | None = None
    own_aims: aims.OwnAims | None = None


_reader: Final = TypeAdapter(GivenAnswer)


def read_answers(
    raw: Iterable[Any], *, skew: dt.timedelta = dt.timedelta()
) -> tuple[list[GivenAnswer], list[Refusal]]:
    """The answers among `raw`, and refusals of what is none. `skew` is how far the device's clock is behind."""
    behind = correction(skew)
    readable: list[GivenAnswer] = []
    unreadable: list[Refusal] = []
    for each in raw:
        try:
            readable.append(_in_our_time(_reader.validate_python(each), behind))
        except ValidationError as error:
            unreadable.append(Refusal(id_of(each), in_words(error)))
        except OverflowError:
            unreadable.append(Refusal(id_of(each), "at: it is not a time that can be."))
    return readable, unreadable


def correction(skew: dt.timedelta) -> dt.timedelta:
    """What to add to a device's times to have them in ours, where its clock is `skew` behind."""
    return skew if abs(skew) > CLOCK_FAULT else dt.timedelta()


def id_of(raw: Any) -> str:
    """The id by which a refusal names what was sent; empty where it has none."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found[:40] if isinstance(found, str) else ""


def fault_in(
    answer: GivenAnswer,
    pupil_id: int,
    *,
    sittings: Mapping[UUID, Sitting],
    items: Container[str],
    received_at: dt.datetime,
) -> str | None:
    """Why this answer cannot be recorded for the pupil; None when it can."""
    sitting = sittings.get(answer.session)
    if sitting is None or sitting.pupil_id != pupil_id:
        return "session: it is not one of this pupil's."
    return _fault_in_value(answer, items) or _fault_in_time(answer.at, sitting.opened_at, received_at)


def fault_in_page(
    page: GivenPage, pupil_id: int, *, sittings: Mapping[UUID, Sitting], received_at: dt.datetime
) -> str | None:
    """Why this page cannot be recorded for the pupil; None when it can."""
    sitting = sittings.get(page.session)
    if sitting is None or sitting.pupil_id != pupil_id:
        return "session: it is not one of this pupil's."
    known = whole_catalogue()
    rules = (
        bool(page.items) and all(item in known for item in page.items),
        len({subject_of(item) for item in page.items if item in known}) == 1,
        len(page.correct) == len(page.items),
        page.id.version == 7,
        TOO_QUICK_MS <= page.milliseconds <= LONGEST_PAGE_MS,
        page.device in DEVICES - TIMED_DEVICES,
    )
    if not all(rules):
        return PAGE_FAULTS[rules.index(False)]
    return _fault_in_time(page.at, sitting.opened_at, received_at)


def _fault_in_value(answer: GivenAnswer, items: Container[str]) -> str | None:
    timed = answer.latency_ms is not None or answer.device not in TIMED_DEVICES
    readable = len(answer.given) <= LONGEST_GIVEN and answer.given.isprintable()
    durations = _is_duration(answer.latency_ms) and _is_duration(answer.delay_ms)
    rules = (
        answer.item in items,
        answer.id.version == 7,
        readable,
        timed,
        durations,
        answer.prompt in PROMPTS,
        answer.device in DEVICES,
        0 <= answer.seq <= LARGEST_SEQUENCE,
    )
    return None if all(rules) else VALUE_FAULTS[rules.index(False)]


def _is_duration(milliseconds: int | None) -> bool:
    return milliseconds is None or 0 <= milliseconds <= LONGEST_LATENCY_MS


def _fault_in_time(at: dt.datetime, opened_at: dt.datetime, received_at: dt.datetime) -> str | None:
    if at > received_at + CLOCK_TOLERANCE:
        return "at: it lies in the future."
    if at < opened_at - CLOCK_TOLERANCE:
        return "at: it lies before its session was opened."
    if at > opened_at + LONGEST_SESSION:
        return f"at: it lies more than {LONGEST_SESSION.days} days after its session was opened."
    return None


def _in_our_time(answer: GivenAnswer, behind: dt.timedelta) -> GivenAnswer:
    return replace(answer, at=answer.at + behind) if behind else answer


def in_words(error: ValidationError) -> str:
    """What is wrong first, as "field: why". It may name what was sent: what cannot be printed becomes "?"."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    said = f"{place}: {first['msg']}." if place else f"{first['msg']}."
    return "".join(each if each.isprintable() else "?" for each in said)
