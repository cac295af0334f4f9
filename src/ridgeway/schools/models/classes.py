"""Classes, who is in them and who teaches them, each with its dates."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models.calendar import AcademicYear
from ridgeway.schools.models.pupils import Pupil
from ridgeway.schools.periods import Period, ends_after_start, holds_on
from ridgeway.schools.tenancy import SchoolOwned, audited


@audited
class TeachingGroup(SchoolOwned):
    """A class in one academic year ("class" in every text a person reads)."""

    academic_year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        constraints = [
            models.UniqueConstraint(fields=["school", "academic_year", "name"], name="class_name_once_a_year"),
        ]

    def __str__(self) -> str:
        return self.name

    def pupils_on(self, day: dt.date) -> models.QuerySet[Pupil]:
        """The pupils in the class on `day`, sorted as in a register."""
        members: models.QuerySet[Pupil] = Pupil.objects.filter(
            holds_on(day, "memberships__"), memberships__group=self
        )
        return members.order_by("legal_surname", "legal_forename", "pk")


@audited
class GroupMembership(Period):
    """A pupil's time in a class."""

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="memberships")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        verbose_name = _("place in a class")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "pupil"], condition=Q(ends__isnull=True), name="group_membership_open_once"
            ),
            ends_after_start("group_membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} in {self.group}"


@audited
class StaffMember(SchoolOwned):
    """An adult who works at the school. Signing in is another matter: `access.Membership`."""

    title = models.CharField(_("title"), max_length=20, blank=True)
    forename = models.CharField(_("forename"), max_length=100)
    surname = models.CharField(_("surname"), max_length=100)
    post = models.CharField(_("post"), max_length=100, blank=True)

    class Meta:
        ordering = ["surname", "forename", "pk"]

    def __str__(self) -> str:
        return f"{self.title or self.forename} {self.surname}".strip()


class Part(models.TextChoices):
    TEACHER = "teacher", _("Class teacher")
    SUPPORT = "support", _("Support assistant")


@audited
class StaffAssignment(Period):
    """A member of staff's time with a class."""

    group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="assignments")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="assignments")
    part = models.CharField(_("part"), max_length=10, choices=Part.choices, default=Part.TEACHER)

    class Meta:
        verbose_name = _("teacher of a class")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "staff", "part"],
                condition=Q(ends__isnull=True),
                name="staff_assignment_open_once",
            ),
            ends_after_start("staff_assignment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} with {self.group}"
