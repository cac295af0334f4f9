"""What a pupil's first screen offers beside practice, whole: a device that holds it needs no network for it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from ridgeway.fluency import Item, catalogue, tables_check
from ridgeway.fluency.aims import OwnAims
from ridgeway.fluency.tables_check import Question
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.activities.probes import SECONDS, questions_of
from ridgeway.foundations.activities.setting import done_by, title_of_activity
from ridgeway.foundations.activities.writing import text_for
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.spelling.playing import play_of
from ridgeway.foundations.timings.models import Activity, Writing
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil


def offered(
    pupil: Pupil, groups: Sequence[int], at: dt.datetime, *, year: int | None, own_aims: OwnAims
) -> list[dict[str, Any]]:
    """What was set for the pupil's classes and is still to be done that day, each with a session opened for it;
    writing needs none.

    The session's id is the seed of all chance, and it remembers whose aims hold in it.
    """
    held = SetActivity.objects.on(timezone.localdate(at)).filter(group__in=groups, taken_back_at=None)
    todo = [each for each in held if not done_by(each).filter(pupil=pupil).exists()]
    return [opened(each, pupil, at, year=year, own_aims=own_aims) for each in todo]


def opened(
    activity: SetActivity,
    pupil: Pupil,
    at: dt.datetime,
    *,
    year: int | None,
    own_aims: OwnAims,
    key: UUID | None = None,
) -> dict[str, Any]:
    """An activity as the player plays it, with its session opened; `key` is that session's id, chosen by chance
    where it is not said.
    """
    told = {"key": activity.pk, "activity": activity.activity, "title": title_of_activity(activity)}
    if activity.activity in Writing.values:
        return {**told, "seconds": SECONDS, "text": text_for(Writing(activity.activity), year, activity.text)}
    key = key or uuid7(at)
    play = _play(activity, year, key.int)
    PracticeSession.objects.create(
        id=key,
        school_id=pupil.school_id,
        pupil=pupil,
        opened_at=at,
        activity=activity.activity,
        of=activity.of,
        seconds=play["seconds"],
        year=year,
        own_aims=dict(own_aims) if own_aims else None,
    )
    return {**told, "session": str(key), **play}


def _play(activity: SetActivity, year: int | None, seed: int) -> dict[str, Any]:
    """All that is asked, and at what pace."""
    if activity.activity == Activity.TABLES_CHECK:
        return _rehearsal(seed)
    if activity.activity == Activity.SPELLING:
        return play_of(int(activity.of), year=year, rng=np.random.default_rng(seed))
    return _probe(activity, year, seed)


def _probe(activity: SetActivity, year: int | None, seed: int) -> dict[str, Any]:
    """One minute of questions, the next as soon as one is answered."""
    questions = questions_of(activity.of, year=year, rng=np.random.default_rng(seed))
    return {"seconds": SECONDS, "each_ms": None, "between_ms": 0, "warm_up": [], "questions": _told(questions)}


def _rehearsal(seed: int) -> dict[str, Any]:
    """A form by the published rules, and other questions to warm up with: each has its own time, and a rest."""
    rng = np.random.default_rng(seed)
    form = tables_check.draw_form(rng)
    asked = {question.fact for question in form}
    others = [
        other for pair in product(tables_check.TABLES, repeat=2) if (other := Question(*pair)).fact not in asked
    ]
    warm_up = rng.choice(len(others), size=tables_check.PRACTICE_QUESTIONS, replace=False).tolist()
    return {
        "seconds": int(len(form) * (tables_check.SECONDS_TO_ANSWER + tables_check.SECONDS_BETWEEN)),
        "each_ms": int(1000 * tables_check.SECONDS_TO_ANSWER),
        "between_ms": int(1000 * tables_check.SECONDS_BETWEEN),
        "warm_up": _told(_facts(others[place] for place in warm_up)),
        "questions": _told(_facts(form)),
    }


def _facts(form: Iterable[Question]) -> list[Item]:
    return [catalogue()[question.item] for question in form]


def _told(items: Iterable[Item]) -> list[dict[str, str]]:
    return [{"item": item.id, "text": item.prompt, "answer": item.answer} for item in items]
