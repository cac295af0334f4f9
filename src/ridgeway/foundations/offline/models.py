"""What is known of the devices that a class practises on, and the answers that could not be counted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.tenancy import SchoolOwned, audited


class SharedDevice(SchoolOwned):
    """A tablet or computer that holds plans of pupils. It names itself, by chance; nothing else identifies it."""

    key = models.UUIDField(help_text=_("Made on the device at random, and made anew when it has forgotten."))
    group = models.ForeignKey(
        TeachingGroup,
        on_delete=models.SET_NULL,
        null=True,
        related_name="devices",
        help_text=_("The class it was last used by."),
    )
    kind = models.CharField(max_length=40, help_text=_("What its browser runs on, such as Android."))
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, help_text=_("When it said that it holds nothing any more."))

    class Meta:
        ordering = ["-last_seen"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="shared_device_key_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    @property
    def label(self) -> str:
        """The four letters by which people tell devices apart; the device shows them too."""
        return str(self.key)[:4].upper()


@audited
class ForgetRequest(SchoolOwned):
    """Somebody on the staff wants a device to forget its pupils. It does so when it next reaches the server."""

    device = models.ForeignKey(SharedDevice, on_delete=models.CASCADE, related_name="forget_requests")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    obeyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("device to forget its pupils")
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(obeyed_at__isnull=True), name="forget_request_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"Forget {self.device}"


class RefusedAnswer(SchoolOwned):
    """An answer that reached the server and could not be counted, kept as it was sent, for the teacher."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="refused_answers")
    received_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    sent = models.TextField(help_text=_("The JSON of it as it came, up to 2,000 characters."))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of what was sent: the same one is kept once."))

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "pupil", "digest"], name="refused_answer_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.pupil}: {self.reason}"
