"""What to expect of facts that a pupil has not met: how the first meeting went for classmates."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
from django.core.cache import cache

from ridgeway.fluency import Prior, Subject, catalogue
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.models import KnowledgeState
from ridgeway.schools.models import GroupMembership

A_DAY: Final = 24 * 60 * 60


def expected_in(groups: Sequence[int], day: dt.date, *, year: int | None, subject: Subject) -> Prior:
    """What the first of a pupil's classes lets expect on a day; the national figures where nobody has practised.

    It is made once for the class, the day and the year group, and kept: the practice of that day does not move it.
    """
    items = catalogue(subject)
    if not groups:
        return Prior.national(year, items)
    key = f"classmates:{groups[0]}:{day}:{subject}:{year}:{len(items)}"
    kept = cache.get(key)
    if kept is None:
        prior = _of_class(groups[0], day, year=year, subject=subject)
        cache.set(key, (prior.correct, prior.log_rt), A_DAY)
        return prior
    return Prior(*map(np.asarray, kept))


def _of_class(group: int, day: dt.date, *, year: int | None, subject: Subject) -> Prior:
    members = GroupMembership.objects.on(day).filter(group=group)
    states = KnowledgeState.objects.filter(pupil__in=members.values("pupil"), subject=subject, answers__gt=0)
    known = [read_knowledge(state) for state in states]
    return Prior.of_class(known, year=year) if known else Prior.national(year, catalogue(subject))
