"""What a pupil hears at the end of a session: their own best, what grew, what is new. Nobody else is in it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Min

from ridgeway.fluency import Knowledge, Subject, subject_of, whole_catalogue
from ridgeway.fluency.stages import FLUENT
from ridgeway.foundations.days import time_taken
from ridgeway.foundations.fold import aims_within
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState, PracticeSession, Prompt

ENOUGH_FOR_A_BEST: Final = 10
"""Seconds an item over fewer answers are luck, and make no personal best."""

FASTER_BY: Final = 0.85
"""An item has grown when it now takes no more than this share of its time before."""

MOST_GROWN: Final = 5
LOOK_BACK: Final = 3
"""An item's time before is the median of so many last answers."""

DAY: Final = dt.timedelta(days=1)

OF_THE_SAME_ITEMS = """
SELECT item, session, correct, prompt, latency_ms FROM foundations_countedanswer
WHERE pupil_id = %s
    AND item IN (SELECT item FROM foundations_countedanswer WHERE pupil_id = %s AND session = %s AND at >= %s)
ORDER BY at, id
"""


class Given(NamedTuple):
    """An answer, as far as a summary needs it."""

    item: str
    session: UUID
    correct: bool
    prompt: str
    latency_ms: int | None

    @property
    def seconds(self) -> float | None:
        """How long the answer took, where that counts as a time."""
        taken = time_taken(correct=self.correct, prompt=self.prompt, latency_ms=self.latency_ms)
        return None if taken is None else taken / 1000


def summarise(session: PracticeSession) -> dict[str, Any]:
    """The summary as the player reads it. Writes the session's pace on it, for later bests to be held against."""
    given = _given(session)
    own = [each for each in given if each.session == session.pk]
    times = _times(own)
    pace = fmean(times) if times else None
    session.seconds_per_item = pace if len(times) >= ENOUGH_FOR_A_BEST else None
    best = _best_before(session)
    bests = [each for each in (best, session.seconds_per_item) if each is not None]
    return {
        "answered": len(own),
        "seconds_per_item": pace,
        "best_seconds_per_item": min(bests, default=None),
        "is_best": session.seconds_per_item is not None and (best is None or session.seconds_per_item < best),
        "grew": _grown(given, session.pk),
        "fluent_now": _fluent_now(session, own),
        "new_learned": _learned(given, session.pk),
    }


def _given(session: PracticeSession) -> list[Given]:
    """All the pupil's answers to the items of this session, from the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            OF_THE_SAME_ITEMS, [session.pupil_id, session.pupil_id, session.pk, session.opened_at - DAY]
        )
        return [Given(*row) for row in cursor.fetchall()]


def _best_before(session: PracticeSession) -> float | None:
    """The least seconds an item of an earlier session of the same subject."""
    earlier = PracticeSession.objects.filter(
        pupil_id=session.pupil_id, of=session.of, opened_at__lt=session.opened_at, withdrawal=None
    )
    best: float | None = earlier.aggregate(best=Min("seconds_per_item"))["best"]
    return best


def _times(answers: Iterable[Given]) -> list[float]:
    return [each.seconds for each in answers if each.seconds is not None]


def _grown(given: Sequence[Given], session: UUID) -> list[dict[str, Any]]:
    """The items that have become quicker most: their times before and now, in seconds."""
    before, now = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for each in given:
        if each.seconds is not None:
            (now if each.session == session else before)[each.item].append(each.seconds)
    pairs = {item: (median(before[item][-LOOK_BACK:]), median(now[item])) for item in before.keys() & now.keys()}
    grown = sorted((new / old, item) for item, (old, new) in pairs.items() if new <= old * FASTER_BY)
    return [
        {"text": _text(item), "from": round(pairs[item][0], 1), "to": round(pairs[item][1], 1)}
        for _, item in grown[:MOST_GROWN]
    ]


def _learned(given: Sequence[Given], session: UUID) -> list[str]:
    """The items met for the first time in this session whose last answer was right without help."""
    met_before = {each.item for each in given if each.session != session}
    last = {each.item: each for each in given if each.item not in met_before}
    return [_text(item) for item, each in last.items() if each.correct and each.prompt == Prompt.NONE]


def _fluent_now(session: PracticeSession, own: Iterable[Given]) -> int:
    """How many items are fluent, of the subjects that the session was about."""
    subjects: set[Subject] = {subject_of(each.item) for each in own if each.item in whole_catalogue()}
    states = KnowledgeState.objects.filter(pupil=session.pupil_id, subject__in=subjects)
    return sum(_fluent_in(read_knowledge(state), session) for state in states)


def _fluent_in(knowledge: Knowledge, session: PracticeSession) -> int:
    """How many items of a subject are fluent by the aims that hold in a session."""
    own_aims = aims_within(knowledge.items, session.own_aims)
    return int((knowledge.stages(year=session.year, own_aims=own_aims) >= FLUENT).sum())


def _text(name: str) -> str:
    """What a pupil calls an item: a fact by its question, what is heard by its answer."""
    if name not in whole_catalogue():
        return name
    item = whole_catalogue()[name]
    return item.answer if item.say else item.prompt
