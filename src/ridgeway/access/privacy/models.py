"""The logs of erasures, and of copies that were made of what is held about a pupil."""

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import SchoolOwned


class Why(models.TextChoices):
    """Why a pupil's data was erased. Words to choose from, so that the log cannot come to hold what was erased."""

    REQUEST = "request", _("the pupil or a parent asked for it")
    RETENTION = "retention", _("it had been kept for as long as it was needed")
    MISTAKE = "mistake", _("it should never have been recorded")
    DUTY = "duty", _("the law or a court requires it")


class Erasure(SchoolOwned):
    """One line of the log of erasures. It tells nobody who was erased who does not know already."""

    append_only = True

    pseudonym = models.CharField(max_length=32, help_text=_("A keyed hash: see `pseudonym_of`."))
    erased_at = models.DateTimeField()
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    rows = models.PositiveIntegerField(help_text=_("How many rows went or were changed."))

    class Meta:
        ordering = ["-erased_at", "-pk"]

    def __str__(self) -> str:
        return f"Erasure {self.pseudonym}"


class Disclosure(SchoolOwned):
    """One copy of everything held about a pupil, made for the pupil or a parent."""

    append_only = True

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="disclosures")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Copy of what is held about {self.pupil}"


def pseudonym_of(urn: int, key: int) -> str:
    """What the log calls a pupil: who knows a pupil's key can look the pupil up in it, and nobody else."""
    return salted_hmac("ridgeway.access.privacy.erasure", f"{urn} {key}", algorithm="sha256").hexdigest()[:32]
