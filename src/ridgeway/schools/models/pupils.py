"""Pupils, their time at the school, and what was true of them when.

Each school keeps its own record of a pupil, as its own data controller: a pupil who moves between two schools
has a record in each, joined by the UPN. Nothing here is overwritten by an import; periods end and new ones start.
"""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models.calendar import AcademicYear
from ridgeway.schools.periods import Period, ends_after_start
from ridgeway.schools.tenancy import SchoolOwned, audited


class Sex(models.TextChoices):
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    UNKNOWN = "U", _("Not known")


class YearGroup(models.TextChoices):
    """National curriculum years of the primary phase; the order of the list is the order of age."""

    N1 = "N1", _("Nursery 1")
    N2 = "N2", _("Nursery 2")
    R = "R", _("Reception")
    Y1 = "1", _("Year 1")
    Y2 = "2", _("Year 2")
    Y3 = "3", _("Year 3")
    Y4 = "4", _("Year 4")
    Y5 = "5", _("Year 5")
    Y6 = "6", _("Year 6")


class Kind(models.TextChoices):
    """Kinds of dated characteristic. `Characteristic.value` holds the code, "Y" for a plain yes."""

    PUPIL_PREMIUM = "pupil_premium", _("Pupil premium")
    FREE_SCHOOL_MEALS = "fsm", _("Free school meals")
    SEN_PROVISION = "sen_provision", _("SEN provision")
    SEN_NEED = "sen_need", _("SEN need")
    EAL = "eal", _("English as an additional language")
    LOOKED_AFTER = "looked_after", _("Looked after")


@audited
class Pupil(SchoolOwned):
    """A child on a school's books, now or once."""

    upn = models.CharField(
        _("UPN"), max_length=13, blank=True, help_text=_("Never shown beyond the school office.")
    )
    former_upn = models.CharField(_("former UPN"), max_length=13, blank=True)
    legal_surname = models.CharField(_("legal surname"), max_length=100)
    legal_forename = models.CharField(_("legal forename"), max_length=100)
    middle_names = models.CharField(_("middle names"), max_length=100, blank=True)
    preferred_surname = models.CharField(_("preferred surname"), max_length=100, blank=True)
    preferred_forename = models.CharField(_("preferred forename"), max_length=100, blank=True)
    date_of_birth = models.DateField(_("date of birth"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)

    class Meta:
        ordering = ["legal_surname", "legal_forename", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="pupil_upn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.forename} {self.surname}"

    @property
    def forename(self) -> str:
        """The name the pupil is called by."""
        return self.preferred_forename or self.legal_forename

    @property
    def surname(self) -> str:
        return self.preferred_surname or self.legal_surname

    @property
    def list_name(self) -> str:
        """Surname first, as registers are sorted."""
        return f"{self.surname}, {self.forename}"


@audited
class Enrolment(Period):
    """A pupil's time on roll."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil"], condition=Q(ends__isnull=True), name="enrolment_open_once"),
            ends_after_start("enrolment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} from {self.starts}"


@audited
class YearPlacement(SchoolOwned):
    """The national curriculum year a pupil is taught in during an academic year."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="placements")
    academic_year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="placements")
    year_group = models.CharField(_("year group"), max_length=2, choices=YearGroup.choices)

    class Meta:
        verbose_name = _("year group")
        constraints = [
            models.UniqueConstraint(fields=["pupil", "academic_year"], name="year_placement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.get_year_group_display()} in {self.academic_year}"


@audited
class Characteristic(Period):
    """Something true of a pupil for a time, so that analysis can ask "as at" a date."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="characteristics")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    value = models.CharField(
        _("value"), max_length=10, help_text=_("Y, or a code: SEN provision K or E, SEN need such as SLCN.")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=1, help_text=_("1 = the main SEN need."))

    class Meta:
        indexes = [models.Index(fields=["pupil", "kind"], name="characteristic_of_pupil")]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "kind", "value"],
                condition=Q(ends__isnull=True),
                name="characteristic_open_once",
            ),
            ends_after_start("characteristic_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.get_kind_display()} {self.value}"


def characteristics_on(day: dt.date, *, kind: Kind) -> dict[int, list[str]]:
    """The values of one kind that hold on `day`, by pupil key, the main one first."""
    held: dict[int, list[str]] = {}
    rows = Characteristic.objects.on(day).filter(kind=kind).order_by("rank", "pk")
    for pupil_id, value in rows.values_list("pupil_id", "value"):
        held.setdefault(pupil_id, []).append(value)
    return held
