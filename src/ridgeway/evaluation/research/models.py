"""The log of releases: one entry for the network, and one in every school whose pupils were in it.

The file itself is not kept, nor the key that its pseudonyms were made with: the hash tells whether a file is the
one that was released.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ridgeway.access.models import User
from ridgeway.schools.models import Network
from ridgeway.schools.models.calendar import academic_year_name
from ridgeway.schools.tenancy import NetworkOwned, SchoolOwned, audited


class ReleaseFacts(models.Model):
    """Who released what, when, why and for whom."""

    purpose = models.TextField(_("purpose"))
    recipient = models.CharField(_("for whom"), max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    first_year = models.PositiveSmallIntegerField(_("first school year"), help_text=_("By its September."))
    last_year = models.PositiveSmallIntegerField(_("last school year"), help_text=_("By its September."))
    tables = models.CharField(_("tables"), max_length=200)
    pupils = models.PositiveIntegerField(_("pupils in it"))
    left_out = models.PositiveIntegerField(_("pupils left out"))
    k = models.PositiveIntegerField(_("least number alike"), help_text=_("Reached in the file, by counting."))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Release of {self.made_at:%Y-%m-%d} for {self.recipient}"

    @property
    def table_names(self) -> str:
        """The tables in words."""
        return self.tables.replace("_", " ")

    @property
    def years(self) -> str:
        """The school years in words."""
        first, last = academic_year_name(self.first_year), academic_year_name(self.last_year)
        return first if first == last else f"{first} to {last}"


@audited
class Release(ReleaseFacts, NetworkOwned):
    """A release of a network; the counts are of all its schools."""

    schools = models.PositiveSmallIntegerField(_("schools"))

    class Meta:
        ordering = ["-made_at", "-pk"]


@audited
class SchoolRelease(ReleaseFacts, SchoolOwned):
    """A release that held pupils of the school; the counts are of this school alone."""

    released_by = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
