"""What a teacher has set for a class, for some days."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.foundations.timings.models import Activity, Writing
from ridgeway.schools.models import TeachingGroup
from ridgeway.schools.periods import Period, ends_after_start
from ridgeway.schools.tenancy import audited

SETTABLE = [
    (Activity.PROBE.value, Activity.PROBE.label),
    (Activity.TABLES_CHECK.value, Activity.TABLES_CHECK.label),
    (Activity.SPELLING.value, Activity.SPELLING.label),
    *Writing.choices,
]

ABOUT_SOMETHING = [Activity.PROBE, Activity.SPELLING]
OWN_TEXT = [Writing.COPYING, Writing.FROM_MEMORY]
LONGEST_TEXT = 300


@audited
class SetActivity(Period):
    """An activity that every pupil of a class is offered once, from `starts` up to, not including, `ends`.

    It is taken back, never deleted: what pupils have done by then stays theirs.
    """

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="set_activities")
    activity = models.CharField(max_length=12, choices=SETTABLE)
    of = models.CharField(
        _("about"),
        max_length=40,
        blank=True,
        help_text=_("What a probe is about; the key of a spelling list; empty for all else."),
    )
    text = models.CharField(
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("The teacher's own text to write; empty for a sentence of ours that fits the year group."),
    )
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("activity set for a class")
        ordering = ["set_at", "pk"]
        indexes = [models.Index(fields=["school", "group", "ends"], name="activity_of_class")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(activity__in=ABOUT_SOMETHING) & ~Q(of=""))
                | Q(activity__in=[Activity.TABLES_CHECK, *Writing], of=""),
                name="activity_about_something",
            ),
            models.CheckConstraint(condition=Q(text="") | Q(activity__in=OWN_TEXT), name="activity_own_text"),
            models.UniqueConstraint(
                fields=["school", "group", "activity", "of", "ends"],
                condition=Q(taken_back_at=None),
                name="activity_set_once",
            ),
            ends_after_start("activity_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} for {self.group}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which pupils are offered it."""
        return (self.ends or dt.date.max) - dt.timedelta(days=1)
