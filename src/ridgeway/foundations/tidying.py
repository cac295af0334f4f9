"""Sessions that were opened and never answered: every visit to the player opens one."""

import datetime as dt
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef

from ridgeway.foundations.delivery import CLOCK_TOLERANCE, LONGEST_SESSION
from ridgeway.foundations.models import Answer, PageTotal, PracticeSession, WordTry
from ridgeway.schools.tenancy import school_scope

KEPT_UNANSWERED: Final = dt.timedelta(days=60)
"""Longer than the summer holiday. A device may hold answers until it is opened again, and an answer whose session
is gone would be refused."""


def forget_unanswered_sessions(at: dt.datetime) -> int:
    """Deletes, in every school, sessions older than `KEPT_UNANSWERED` without an answer; says how many."""
    before = at - KEPT_UNANSWERED
    return sum(_forget(school, before) for school in _schools(before))


def _forget(school_id: int, before: dt.datetime) -> int:
    """One school's. What has a mean time has answers; of the others, answers, pages and words are looked for."""
    with school_scope(school_id):
        opened = OuterRef("opened_at")
        answers = Answer.objects.filter(
            pupil=OuterRef("pupil"),
            session=OuterRef("pk"),
            at__range=(opened - CLOCK_TOLERANCE, opened + LONGEST_SESSION),
        )
        old = PracticeSession.objects.filter(opened_at__lt=before, seconds_per_item=None)
        pages = PageTotal.objects.filter(pupil=OuterRef("pupil"), session=OuterRef("pk"))
        words = WordTry.objects.filter(pupil=OuterRef("pupil"), session=OuterRef("pk"))
        deleted, _ = old.filter(~Exists(answers), ~Exists(pages), ~Exists(words)).delete()
    return deleted


def _schools(before: dt.datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ridgeway_schools_with_unmeasured_sessions(%s)", [before])
        return [school for (school,) in cursor.fetchall()]
