"""Answers for tests: short to write, and the same every time."""

import datetime as dt
from uuid import UUID
from zlib import crc32

from ridgeway.fluency import whole_catalogue
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.practice import sit_down
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from tests.cast import TODAY

NINE = dt.datetime.combine(TODAY, dt.time(9), dt.UTC) - dt.timedelta(days=1)
"""Yesterday at nine: never in the future, always after the class began."""

LATER = NINE + dt.timedelta(hours=3)
"""When a device delivers."""


def session_of(pupil: Pupil, at: dt.datetime = NINE, *, year: int | None = 4) -> PracticeSession:
    return sit_down(pupil, at, year=year)


def answer(
    session: PracticeSession | UUID,
    item: str = "add:7+8",
    given: str | None = None,
    *,
    after_s: float = 5.0,
    latency_ms: int | None = 2400,
    prompt: str = "none",
    delay_ms: int | None = None,
    device: str = "keyboard",
    seq: int = 0,
    key: UUID | None = None,
) -> GivenAnswer:
    """A right answer unless something else was given, so many seconds after nine."""
    at = NINE + dt.timedelta(seconds=after_s)
    right = whole_catalogue()[item].answer if item in whole_catalogue() else ""
    return GivenAnswer(
        id=key or uuid7(at, random=crc32(f"{item} {given} {after_s} {seq}".encode())),
        session=session if isinstance(session, UUID) else session.pk,
        item=item,
        at=at,
        given=right if given is None else given,
        latency_ms=latency_ms,
        prompt=prompt,
        device=device,
        seq=seq,
        delay_ms=delay_ms,
    )
