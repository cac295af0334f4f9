"""Why a pupil did not practise in a week, as the teacher says it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "week"], name="not_practised_once"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="not_practised_reason"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="not_practised_week_is_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.get_reason_display()}"
