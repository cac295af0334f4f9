"""What was decided about practice: by a teacher for a pupil or a class, and for one pupil how the screen looks."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.fluency.aims import LEAST_AIM_MS, MOST_AIM_MS
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.periods import Period, ends_after_start
from ridgeway.schools.tenancy import SchoolOwned, audited

ONE_DAY: Final = dt.timedelta(days=1)

USUAL_MINUTES, LEAST_MINUTES, MOST_MINUTES = 5, 3, 15


class Kind(models.TextChoices):
    """What a teacher may decide."""

    AIM = "aim", _("An aim of their own")
    SET = "set", _("Practise only")
    PAUSE = "pause", _("Leave alone")
    SLOWER = "slower", _("Fewer new ones")


@audited
class Steer(Period):
    """One decision of a teacher, for a pupil or for a class. It is taken back, never deleted.

    `names` are what it is about: ids of items or sets, and strands. It holds from `starts` up to, not including,
    `ends`, unless it was taken back.
    """

    group = models.ForeignKey(
        TeachingGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="steers"
    )
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, null=True, blank=True, related_name="steers")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    names = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    milliseconds = models.PositiveIntegerField(_("aim in milliseconds"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("decision about practice")
        ordering = ["starts", "pk"]
        indexes = [
            models.Index(fields=["school", "pupil"], name="steer_of_pupil"),
            models.Index(fields=["school", "group"], name="steer_of_class"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, pupil__isnull=True) | Q(group__isnull=True, pupil__isnull=False),
                name="steer_of_pupil_or_class",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="steer_kind"),
            models.CheckConstraint(
                condition=Q(kind=Kind.SLOWER, names=[]) | (~Q(kind=Kind.SLOWER) & ~Q(names=[])),
                name="steer_names_what",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=Kind.AIM,
                    milliseconds__isnull=False,
                    milliseconds__gte=int(LEAST_AIM_MS),
                    milliseconds__lte=int(MOST_AIM_MS),
                )
                | (~Q(kind=Kind.AIM) & Q(milliseconds__isnull=True)),
                name="steer_aim",
            ),
            ends_after_start("steer_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.pupil or self.group}"

    @property
    def until(self) -> dt.date | None:
        """The last day on which it holds."""
        return None if self.ends is None else self.ends - ONE_DAY


class Rhythm(models.TextChoices):
    """How often each pupil of a class is timed at something."""

    WEEK = "week", _("Every week")
    FORTNIGHT = "fortnight", _("Every two weeks")
    HALF_TERM = "half-term", _("Every half-term")
    NEVER = "never", _("Not timed")


@audited
class ClassPractice(SchoolOwned):
    """How a class practises: how long a session lasts, what else than number facts may be asked, how a pupil
    begins of whom nothing is known, and how often pupils are timed.
    """

    group = models.OneToOneField(TeachingGroup, on_delete=models.CASCADE, related_name="practice")
    minutes = models.PositiveSmallIntegerField(
        _("minutes a session"),
        default=USUAL_MINUTES,
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)],
    )
    further_subjects = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    starts_with_check = models.BooleanField(_("new pupils start with a short check"), default=True)
    facts_timed = models.CharField(
        _("number facts are timed"), max_length=9, choices=Rhythm.choices, default=Rhythm.WEEK
    )
    reading_timed = models.CharField(
        _("reading is timed"), max_length=9, choices=Rhythm.choices, default=Rhythm.HALF_TERM
    )
    writing_timed = models.CharField(
        _("writing is timed"), max_length=9, choices=Rhythm.choices, default=Rhythm.HALF_TERM
    )
    chosen_at = models.DateTimeField(auto_now=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("practice of a class")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES), name="class_practice_minutes"
            ),
            models.CheckConstraint(
                condition=Q(
                    facts_timed__in=Rhythm.values,
                    reading_timed__in=Rhythm.values,
                    writing_timed__in=Rhythm.values,
                ),
                name="class_practice_rhythms",
            ),
        ]

    def __str__(self) -> str:
        return f"Practice of {self.group}"


class Timer(models.TextChoices):
    """Whether the pupil sees the time that is left."""

    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden")
    NONE = "none", _("Not even mentioned")


class Type(models.TextChoices):
    USUAL = "usual", _("Usual")
    LARGE = "large", _("Large")


class Motion(models.TextChoices):
    USUAL = "usual", _("Usual")
    STILL = "still", _("Nothing moves")


class Contrast(models.TextChoices):
    USUAL = "usual", _("Usual")
    HIGH = "high", _("High")


class Pad(models.TextChoices):
    RIGHT = "right", _("Right")
    LEFT = "left", _("Left")


@audited
class Preferences(SchoolOwned):
    """How practice looks and behaves for one pupil. `set_by` is null where it was the pupil."""

    pupil = models.OneToOneField(Pupil, on_delete=models.CASCADE, related_name="preferences")
    timer = models.CharField(_("time left"), max_length=6, choices=Timer.choices, default=Timer.SHOWN)
    type = models.CharField(_("size of type"), max_length=6, choices=Type.choices, default=Type.USUAL)
    motion = models.CharField(_("motion"), max_length=6, choices=Motion.choices, default=Motion.USUAL)
    contrast = models.CharField(_("contrast"), max_length=6, choices=Contrast.choices, default=Contrast.USUAL)
    read_aloud = models.BooleanField(_("read every question aloud"), default=False)
    pad = models.CharField(_("side of the number pad"), max_length=6, choices=Pad.choices, default=Pad.RIGHT)
    next_button = models.BooleanField(_("wait for a tap before the next question"), default=False)
    set_at = models.DateTimeField(auto_now=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"Preferences of {self.pupil}"
