"""A pupil's practice session: how it is opened, and what is said at its end."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.utils import timezone

from ridgeway.fluency import SUBJECTS, Knowledge, Plan, Subject, Trial, catalogue, plan_session
from ridgeway.fluency.aims import OwnAims
from ridgeway.foundations.activities import endings
from ridgeway.foundations.activities.offering import offered
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState, PracticeSession
from ridgeway.foundations.steering.choices import Choices, choices_of
from ridgeway.foundations.steering.classmates import expected_in
from ridgeway.foundations.steering.preferences import preferences_of
from ridgeway.foundations.steering.resolving import Steering, aims_of, classes_of, decisions_for, resolve
from ridgeway.foundations.steering.short_check import CHECKED, plan_check
from ridgeway.foundations.summary import summarise
from ridgeway.foundations.team import team_goal
from ridgeway.foundations.timings.models import Activity
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.years import year_on
from ridgeway.schools.models import Pupil

SECONDS: Final = 300

USUAL: Final = SUBJECTS[0]
"""What the first screen starts with; number facts."""

ON_SCREEN: Final[frozenset[Subject]] = frozenset({USUAL, "missing-numbers", "tool-speed", "spelling"})
"""The subjects that the player can play. Phonics is heard by a teacher."""


class NotPractisedError(Exception):
    """A subject that the pupil's class does not practise; the message names it and those that it does."""


def open_session(pupil: Pupil, at: dt.datetime, *, subject: Subject = USUAL) -> dict[str, Any]:
    """Opens a session and returns its plan as the player reads it, as teacher and pupil have decided.

    The session's id is the seed of all chance. A pupil of whom nothing is known starts with a short check, where
    the class does so.
    """
    day = timezone.localdate(at)
    groups = classes_of([pupil.pk], day).get(pupil.pk, [])
    choices = choices_of(groups)
    if subject not in choices.subjects:
        raise NotPractisedError(f"subject: {subject!r} is not one of {', '.join(choices.subjects)}.")
    year, key = year_on(pupil, day), uuid7(at)
    decided = decisions_for([pupil], day)[pupil.pk]
    steering, own_aims = resolve(*decided, catalogue(subject)), aims_of(decided)
    plan = _plan(pupil, at, subject, year=year, key=key, groups=groups, choices=choices, steering=steering)
    session = sit_down(
        pupil, at, seconds=int(plan.seconds), year=year, own_aims=own_aims, key=key, subject=subject
    )
    preferences = preferences_of(pupil)
    return {
        "session": str(session.pk),
        "subject": subject,
        "subjects": [each for each in choices.subjects if each in ON_SCREEN],
        "seconds": session.seconds,
        "server_time": at.isoformat(),
        "pupil": {"name": pupil.forename},
        "preferences": preferences,
        "trials": [_told(trial) for trial in plan.trials],
        "activities": offered(pupil, groups, at, year=year, own_aims=own_aims) if subject == USUAL else [],
    }


def sit_down(
    pupil: Pupil,
    at: dt.datetime,
    *,
    seconds: int = SECONDS,
    year: int | None = None,
    own_aims: OwnAims | None = None,
    key: UUID | None = None,
    subject: Subject = USUAL,
) -> PracticeSession:
    """Opens a session without a plan, for answers that come from elsewhere.

    It remembers for good whose aims hold in it: those of the school `year`, or set by a teacher.
    """
    session: PracticeSession = PracticeSession.objects.create(
        id=key or uuid7(at),
        school_id=pupil.school_id,
        pupil=pupil,
        opened_at=at,
        of="" if subject == USUAL else subject,
        seconds=seconds,
        year=year,
        own_aims=dict(own_aims) if own_aims else None,
    )
    return session


def finish_session(pupil: Pupil, key: UUID, at: dt.datetime) -> dict[str, Any] | None:
    """Ends a session, the first time it is asked, and says how it went; None when it is not this pupil's."""
    session = PracticeSession.objects.filter(pk=key, pupil=pupil).first()
    if session is None:
        return None
    if session.activity != Activity.PRACTICE:
        return endings.end(session, at)
    summary = summarise(session)
    session.finished_at = session.finished_at or at
    session.save(update_fields=["seconds_per_item", "finished_at"])
    together = team_goal(pupil, timezone.localdate(at)) if session.of == "" else None
    return {**summary, "team": together}


def _plan(
    pupil: Pupil,
    at: dt.datetime,
    subject: Subject,
    *,
    year: int | None,
    key: UUID,
    groups: Sequence[int],
    choices: Choices,
    steering: Steering,
) -> Plan:
    """What to ask, as it was decided for the day."""
    day = timezone.localdate(at)
    state = KnowledgeState.objects.filter(pupil=pupil, subject=subject).first()
    knowledge = read_knowledge(state, subject)
    rng = np.random.default_rng(key.int)
    if choices.starts_with_check and subject == CHECKED and _is_new(pupil, knowledge, day):
        aims = knowledge.aims_ms(year=year, own_aims=steering.own_aims)
        check = plan_check(year=year, rng=rng, aims=aims, allowed=steering.allows)
        if check is not None:
            return check
    return plan_session(
        knowledge,
        # An answer may be dated a moment ahead, where a device's clock is; nothing is planned before it.
        at=at if state is None or state.last_at is None else max(at, state.last_at),
        seconds=choices.minutes * 60,
        rng=rng,
        year=year,
        prior=expected_in(groups, day, year=year, subject=subject),
        **steering.options,
    )


def _is_new(pupil: Pupil, knowledge: Knowledge, day: dt.date) -> bool:
    """Whether nothing is known of a pupil, and no earlier day had a plan that may find it out."""
    if knowledge.rows.answers.any():
        return False
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    return not PracticeSession.objects.filter(pupil=pupil, opened_at__lt=midnight, withdrawal=None).exists()


def _told(trial: Trial) -> dict[str, Any]:
    heard = {"say": trial.item.say} if trial.item.say else {}
    return {
        **heard,
        "item": trial.item.id,
        "text": trial.item.prompt,
        "answer": trial.item.answer,
        "prompt": trial.prompt,
        "delay_ms": trial.delay_ms,
        "reason": trial.reason,
        "aim_ms": trial.aim_ms,
    }
