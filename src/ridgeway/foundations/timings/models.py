"""Timed counts that are not made of items: letters copied, an alphabet, a sentence from memory."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import SchoolOwned, audited

LONGEST_SECONDS: Final = 600
MOST_COUNTED: Final = 2000


class Activity(models.TextChoices):
    """What a sitting on screen is.

    A probe is timed, unprompted and shows no answers. Of a spelling list every word is asked; what goes wrong is
    put right as in practice.
    """

    PRACTICE = "practice", _("Practice")
    PROBE = "probe", _("Probe")
    TABLES_CHECK = "tables-check", _("Multiplication tables check rehearsal")
    SPELLING = "spelling", _("Spelling list")


class Writing(models.TextChoices):
    """What was written, in letters a minute."""

    ALPHABET = "alphabet", _("Alphabet")
    COPYING = "copying", _("Copying a text")
    FROM_MEMORY = "from-memory", _("Sentences from memory")


@audited
class Timing(SchoolOwned):
    """How many letters a pupil wrote right and wrong in a time, on screen or counted by a teacher on paper.

    Its id is made where it was counted, so that sending it twice keeps it once.
    """

    id = models.UUIDField(primary_key=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="timings")
    writing = models.CharField(_("what was written"), max_length=12, choices=Writing.choices)
    at = models.DateTimeField(help_text=_("When it was written, the device's clock corrected."))
    seconds = models.PositiveSmallIntegerField(_("time in seconds"))
    correct = models.PositiveSmallIntegerField(_("letters right"))
    errors = models.PositiveSmallIntegerField(_("letters wrong"))
    device = models.CharField(max_length=8)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The member of staff who counted; null = counted by the screen."),
    )

    class Meta:
        indexes = [models.Index(fields=["school", "pupil", "at"], name="timing_of_pupil")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=1, seconds__lte=LONGEST_SECONDS), name="timing_seconds"
            ),
            models.CheckConstraint(
                condition=Q(correct__lte=MOST_COUNTED, errors__lte=MOST_COUNTED), name="timing_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correct} right, {self.errors} wrong in {self.seconds} s"
