"""A pass: what lets a device deliver a pupil's answers when that pupil is not signed in.

A device hands pupils on without a network, and comes back to it hours later with somebody else at it. Each pupil's
answers then go under that pupil's own pass. It delivers and ends sessions; it reads nothing, and a device that has
forgotten its pupils delivers no more.
"""

from typing import Final
from uuid import UUID

import pghistory
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from ninja.errors import AuthenticationError
from ninja.security import APIKeyHeader

from ridgeway.access.gate import PupilRequest
from ridgeway.foundations.offline.devices import HOLDS
from ridgeway.foundations.offline.models import SharedDevice
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope

SALT: Final = "ridgeway.foundations.offline.pass"


def issue_pass(pupil: Pupil, device: SharedDevice) -> str:
    """A pass for this pupil on this device."""
    return signing.dumps([pupil.school_id, pupil.pk, str(device.key)], salt=SALT, compress=True)


def unlock_secret(pupil: Pupil) -> str:
    """What opens the pupil's part of a device when they sign in with us, whatever their pictures are by now."""
    return salted_hmac("ridgeway.foundations.offline.unlock", str(pupil.pk), algorithm="sha256").hexdigest()


class DeviceRequest(PupilRequest):
    """A request of a device on a pupil's behalf."""

    device: SharedDevice


class DevicePass(APIKeyHeader):
    """Lets in whoever carries a valid pass. One that is no longer valid never falls back on somebody's cookie."""

    param_name = "X-Ridgeway-Pass"

    def authenticate(self, request: HttpRequest, key: str | None) -> tuple[int, int] | None:
        if key is None:
            return None
        try:
            school_id, pupil_id, device = signing.loads(key, salt=SALT, max_age=HOLDS)
        except signing.BadSignature:
            raise AuthenticationError from None
        with school_scope(school_id):
            known = SharedDevice.objects.filter(key=UUID(device), forgotten_at=None).first()
        if known is None:
            raise AuthenticationError
        request.device = known  # type: ignore[attr-defined]
        # Whoever else is signed in at the device: what is changed now, the pupil changed there.
        pghistory.context(user=None, pupil=pupil_id, device=known.pk)
        return school_id, pupil_id
