"""Schools as England's register knows them, and the networks they join. Public data: no school scope."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.periods import ends_after_start
from ridgeway.schools.tenancy import audited


class Phase(models.TextChoices):
    NURSERY = "nursery", _("Nursery")
    PRIMARY = "primary", _("Primary")
    MIDDLE_PRIMARY = "middle_primary", _("Middle deemed primary")
    MIDDLE_SECONDARY = "middle_secondary", _("Middle deemed secondary")
    SECONDARY = "secondary", _("Secondary")
    ALL_THROUGH = "all_through", _("All-through")
    SIXTEEN_PLUS = "sixteen_plus", _("16 plus")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Open, but proposed to close")
    CLOSED = "closed", _("Closed")
    PROPOSED = "proposed", _("Proposed to open")


@audited
class School(models.Model):
    """An establishment by its URN. An academy conversion gets a new URN: see `SchoolLink`."""

    urn = models.PositiveIntegerField(
        _("URN"), unique=True, validators=[MinValueValidator(100000), MaxValueValidator(999999)]
    )
    la = models.PositiveSmallIntegerField(_("local authority code"), null=True, blank=True)
    establishment = models.PositiveSmallIntegerField(_("establishment number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("type of establishment"), max_length=100, blank=True)
    phase = models.CharField(_("phase"), max_length=20, choices=Phase.choices, default=Phase.PRIMARY)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    region = models.CharField(_("region"), max_length=60, blank=True)
    la_name = models.CharField(_("local authority"), max_length=100, blank=True)
    town = models.CharField(_("town"), max_length=100, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    trust = models.CharField(_("trust"), max_length=200, blank=True)
    low_age = models.PositiveSmallIntegerField(_("lowest age"), null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    pupils_on_roll = models.PositiveIntegerField(_("pupils on roll"), null=True, blank=True)
    opened = models.DateField(_("opened"), null=True, blank=True)
    closed = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["la", "establishment"], name="school_by_laestab")]

    def __str__(self) -> str:
        return self.name

    @property
    def laestab(self) -> int | None:
        """The seven-digit DfE number: local authority × 10,000 + establishment number."""
        if self.la is None or self.establishment is None:
            return None
        return self.la * 10_000 + self.establishment


@audited
class SchoolLink(models.Model):
    """`successor` took over from `predecessor`: a conversion, an amalgamation, a split."""

    predecessor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="successor_links")
    successor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="predecessor_links")
    kind = models.CharField(_("kind of link"), max_length=100, blank=True)
    linked = models.DateField(_("date of the link"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="school_link_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="school_link_to_another_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@audited
class Network(models.Model):
    """A group of schools that improves together."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    schools = models.ManyToManyField(School, through="NetworkSchool", related_name="networks")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@audited
class NetworkSchool(models.Model):
    """A school's time in a network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="periods")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="network_periods")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("school of a network")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "school"], condition=Q(ends__isnull=True), name="network_school_once"
            ),
            ends_after_start("network_school_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.network}"
