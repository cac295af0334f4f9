"""Answers for tests: short to write, and the same every time; and what the ledger makes of them."""

import datetime as dt
from typing import Any
from uuid import UUID
from zlib import crc32

from hypothesis import strategies as st

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.aims import OwnAims
from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeDay, KnowledgeState, PracticeDay, PracticeSession
from ridgeway.foundations.practice import sit_down
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from tests.cast import TODAY

NINE = dt.datetime.combine(TODAY, dt.time(9), dt.UTC) - dt.timedelta(days=1)
"""Yesterday at nine: never in the future, always after the class began."""

LATER = NINE + dt.timedelta(hours=3)
"""When a device delivers."""


def session_of(
    pupil: Pupil, at: dt.datetime = NINE, *, year: int | None = 4, own_aims: OwnAims | None = None
) -> PracticeSession:
    return sit_down(pupil, at, year=year, own_aims=own_aims)


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


def lesson(session: Any) -> list[GivenAnswer]:
    """Twenty answers in three subjects, two of them wrong, some prompted, two in one millisecond."""
    items = [
        "add:7+8",
        "add:2+3",
        "copy:7",
        "mul:6x7",
        "spell:because",
        "copy:q",
        "add:9+9",
        "add:2+3",
        "spell:because",
    ] * 2
    given = [
        answer(
            session,
            item,
            "0" if place in (3, 11) else None,
            after_s=4.0 * place + 3,
            latency_ms=900 + 317 * place,
            prompt=("none", "delay", "none", "model")[place % 4],
            delay_ms=3000 if place % 4 == 1 else None,
            device="touch" if place % 5 == 0 else "keyboard",
            seq=place,
        )
        for place, item in enumerate(items)
    ]
    return [*given, *(answer(session, item, after_s=99, seq=18) for item in ("add:1+1", "add:1+2"))]


def state_of(pupil: Pupil, subject: str = "number-facts") -> KnowledgeState:
    state: KnowledgeState = KnowledgeState.objects.get(pupil=pupil, subject=subject)
    return state


def stored(pupil: Pupil) -> tuple[dict[str, bytes], list[tuple[Any, ...]]]:
    """What is known of each subject, to the bit, and the daily totals."""
    columns = ("day", "strand", "device", "answers", "correct", "timed", "milliseconds", "log_seconds")
    days = list(PracticeDay.objects.filter(pupil=pupil).order_by(*columns[:3]).values_list(*columns))
    snapshots = KnowledgeDay.objects.filter(pupil=pupil)
    days += list(snapshots.order_by("subject", "day").values_list("subject", "day", "met", "fluent", "secure"))
    told = KnowledgeState.objects.filter(pupil=pupil).exclude(last_at=None)
    return {state.subject: read_knowledge(state).to_bytes() for state in told}, days


@st.composite
def deliveries(draw: st.DrawFn, count: int) -> list[list[int]]:
    """Each of so many things at least once, in any order, some again, cut into batches anywhere."""
    places = range(count)
    order = draw(st.permutations(places)) + draw(st.lists(st.sampled_from(places), max_size=12))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=6)))
    return [order[first:last] for first, last in zip([0, *cuts], [*cuts, len(order)], strict=True)]
