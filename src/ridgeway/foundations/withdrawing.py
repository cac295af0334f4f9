"""What a session told may prove a mistake: it is then withdrawn, and what its pupil knows is made anew without it.

The ledger keeps the answers and pages. That they do not count is a row of its own, with who said so, when and why;
with the row taken away they count again. Which they are follows from their session, so that answers which come
later, or again, count as little, and every order of delivery and withdrawal ends in the same knowledge.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet

from ridgeway.access.models import User
from ridgeway.fluency import SUBJECTS
from ridgeway.foundations.models import Answer, Device, Mistake, PracticeSession, Withdrawal
from ridgeway.foundations.rebuilding import PART, rebuild_pupils
from ridgeway.foundations.states import hold_knowledge
from ridgeway.schools.models import Pupil


def withdraw(sessions: Mapping[PracticeSession, Mistake], *, by: User | None) -> None:
    """Nothing counts any more of these sessions, of one school. One that is withdrawn already stays as it is."""
    with _made_anew(sessions):
        Withdrawal.objects.bulk_create(
            [
                Withdrawal(school_id=session.school_id, session=session, why=why, withdrawn_by=by)
                for session, why in sessions.items()
            ],
            ignore_conflicts=True,
        )


def count_again(sessions: Collection[PracticeSession]) -> None:
    """What these sessions, of one school, told counts as if it had never been withdrawn."""
    with _made_anew(sessions):
        Withdrawal.objects.filter(session__in=sessions).delete()


def on_screen(pupil: Pupil) -> QuerySet[PracticeSession]:
    """The pupil's sessions on a screen; of a sheet the result is corrected instead."""
    on_paper = Answer.objects.filter(pupil=pupil, device=Device.PAPER).values("session")
    found: QuerySet[PracticeSession] = PracticeSession.objects.filter(pupil=pupil).exclude(pk__in=on_paper)
    return found


@contextmanager
def _made_anew(sessions: Collection[PracticeSession]) -> Iterator[None]:
    """Holds all that the sessions' pupils know, as every delivery does, and in the end makes it anew."""
    schools, pupils = {each.school_id for each in sessions}, sorted({each.pupil_id for each in sessions})
    if len(schools) > 1:
        raise ValueError(f"The sessions must be of one school, not of the schools {sorted(schools)}.")
    with transaction.atomic():
        for school_id in schools:
            hold_knowledge(school_id, [(key, subject) for key in pupils for subject in SUBJECTS])
        yield
        for school_id in schools:
            for first in range(0, len(pupils), PART):
                rebuild_pupils(school_id, pupils[first : first + PART])
