"""What a teacher says of a pupil's week: why there was no practice, and what is being tried."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency.growth import FACT_REMEDIES, REMEDIES, Attempt
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import SchoolOwned, audited


class Reason(models.TextChoices):
    """What kept a pupil from practising. Each asks for something else: time, a tablet, or a word."""

    ABSENT = "absent", _("Absent")
    NO_DEVICE = "no-device", _("No device")
    CHOSE_NOT = "chose-not", _("Chose not to")


@audited
class NotPractised(SchoolOwned):
    """The reason why a pupil did not practise in a week. No row: nobody has said."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="weeks_not_practised")
    week = models.DateField(help_text=_("The Monday of the week."))
    reason = models.CharField(_("reason"), max_length=9, choices=Reason.choices)
    said_at = models.DateTimeField(auto_now=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("reason for not practising")
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "week"], name="not_practised_once"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="not_practised_reason"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="not_practised_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.get_reason_display()}"


ANY_REMEDY: Final = [*REMEDIES, *FACT_REMEDIES]


@audited
class Tried(SchoolOwned):
    """A remedy that is tried with a pupil from a day on. Taken back, it is gone but for the audit trail."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="remedies_tried")
    remedy = models.CharField(_("remedy"), max_length=20, choices=[(each, each) for each in ANY_REMEDY])
    since = models.DateField()
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("remedy that is tried")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "remedy", "since"], name="tried_once_a_day"),
            models.CheckConstraint(condition=Q(remedy__in=ANY_REMEDY), name="tried_remedy"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.remedy} since {self.since}"

    @property
    def attempt(self) -> Attempt:
        """Itself as the decision rules know it."""
        return Attempt(self.remedy, self.since)  # type: ignore[arg-type]  # choices are the remedies there are
