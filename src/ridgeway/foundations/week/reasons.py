"""Saying why a pupil did not practise in a week, and taking it back."""

from ridgeway.access.models import User
from ridgeway.foundations.week.models import NotPractised, Reason
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Pupil


def say_why(pupil: Pupil, week: Week, reason: Reason | None, *, by: User | None) -> None:
    """Keeps the reason in place of an earlier one; None leaves it unsaid again. The same again changes nothing."""
    said = NotPractised.objects.filter(pupil=pupil, week=week.monday)
    if reason is None:
        said.delete()
    elif not said.filter(reason=reason).exists():
        NotPractised.objects.update_or_create(
            school_id=pupil.school_id,
            pupil=pupil,
            week=week.monday,
            defaults={"reason": reason, "said_by": by},
        )
