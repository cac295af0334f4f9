"""Activities played for tests: what a device would send."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from tests.cast import TODAY

MONDAY: Final = TODAY - dt.timedelta(days=21 + TODAY.weekday())
"""A Monday three weeks and some days ago: two weeks after it have been, and all are of the year of the cast."""

MORNING: Final = dt.datetime.combine(MONDAY, dt.time(9, 30), dt.UTC)


def play(pupil: Pupil, activity: dict[str, Any], *, right: int, wrong: int) -> list[GivenAnswer]:
    """Answers the first questions of an activity, wrong ones last, a second each, and records them."""
    opened = PracticeSession.objects.get(pk=activity["session"]).opened_at
    given = [
        GivenAnswer(
            id=uuid7(opened + dt.timedelta(seconds=place)),
            session=UUID(activity["session"]),
            item=question["item"],
            at=opened + dt.timedelta(seconds=place),
            given=question["answer"] if place < right else "",
            latency_ms=1000,
            prompt="none",
            device="touch",
            seq=place,
        )
        for place, question in enumerate(activity["questions"][: right + wrong])
    ]
    recorded = record_answers(pupil, given, opened + dt.timedelta(hours=1))
    assert len(recorded.ids) == right + wrong
    return given


def play_plan(pupil: Pupil, plan: dict[str, Any], *, count: int, latency_ms: int) -> None:
    """Answers the first trials of a plan rightly and unprompted, each in the same time, and records that."""
    opened = PracticeSession.objects.get(pk=plan["session"]).opened_at
    given = []
    for seq, trial in enumerate(plan["trials"][:count]):
        at = opened + dt.timedelta(seconds=10 * seq)
        session = UUID(plan["session"])
        answer = GivenAnswer(
            uuid7(at), session, trial["item"], at, trial["answer"], latency_ms, "none", "touch", seq
        )
        given.append(answer)
    assert len(record_answers(pupil, given, opened + dt.timedelta(hours=1)).ids) == len(given)
