"""A pupil's practice session: how it is opened, and what is said at its end."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.utils import timezone

from ridgeway.fluency import Trial, plan_session
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState, PracticeSession
from ridgeway.foundations.summary import summarise
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.years import year_on
from ridgeway.schools.models import Pupil

SECONDS: Final = 300


def open_session(pupil: Pupil, at: dt.datetime, *, seconds: int = SECONDS) -> dict[str, Any]:
    """Opens a session and returns its plan as the player reads it. The session's id is the seed of all chance."""
    state = KnowledgeState.objects.filter(pupil=pupil, subject="number-facts").first()
    session = sit_down(pupil, at, seconds=seconds, year=year_on(pupil, timezone.localdate(at)))
    # An answer may be dated a moment ahead, where a device's clock is; nothing is planned before it.
    start = at if state is None or state.last_at is None else max(at, state.last_at)
    plan = plan_session(
        read_knowledge(state),
        at=start,
        seconds=seconds,
        rng=np.random.default_rng(session.pk.int),
        year=session.year,
    )
    return {
        "session": str(session.pk),
        "seconds": seconds,
        "server_time": at.isoformat(),
        "pupil": {"name": pupil.forename},
        "show_timer": True,
        "trials": [_told(trial) for trial in plan.trials],
    }


def sit_down(
    pupil: Pupil, at: dt.datetime, *, seconds: int = SECONDS, year: int | None = None, key: UUID | None = None
) -> PracticeSession:
    """Opens a session without a plan, for answers that come from elsewhere."""
    session: PracticeSession = PracticeSession.objects.create(
        id=key or uuid7(at), school_id=pupil.school_id, pupil=pupil, opened_at=at, seconds=seconds, year=year
    )
    return session


def finish_session(pupil: Pupil, key: UUID, at: dt.datetime) -> dict[str, Any] | None:
    """Ends a session, the first time it is asked, and says how it went; None when it is not this pupil's."""
    session = PracticeSession.objects.filter(pk=key, pupil=pupil).first()
    if session is None:
        return None
    summary = summarise(session)
    session.finished_at = session.finished_at or at
    session.save(update_fields=["seconds_per_item", "finished_at"])
    return summary


def _told(trial: Trial) -> dict[str, Any]:
    return {
        "item": trial.item.id,
        "text": trial.item.prompt,
        "answer": trial.item.answer,
        "prompt": trial.prompt,
        "delay_ms": trial.delay_ms,
        "reason": trial.reason,
        "aim_ms": trial.aim_ms,
    }
