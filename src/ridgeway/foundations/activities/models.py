"""What a teacher has set for a class, for some days."""

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
    *Writing.choices,
]


@audited
class SetActivity(Period):
    """An activity that every pupil of a class is offered once, from `starts` up to, not including, `ends`.

    It is taken back, never deleted: what pupils have done by then stays theirs.
    """

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="set_activities")
    activity = models.CharField(max_length=12, choices=SETTABLE)
    of = models.CharField(
        _("about"), max_length=40, blank=True, help_text=_("What a probe is about; empty for all else.")
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
        ordering = ["set_at", "pk"]
        indexes = [models.Index(fields=["school", "group", "ends"], name="activity_of_class")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(activity=Activity.PROBE) & ~Q(of=""))
                | Q(activity__in=[Activity.TABLES_CHECK, *Writing], of=""),
                name="activity_about_something",
            ),
            models.UniqueConstraint(
                fields=["school", "group", "activity", "of", "ends"],
                condition=Q(taken_back_at=None),
                name="activity_set_once",
            ),
            ends_after_start("activity_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} for {self.group}"
