"""How practice looks and behaves for one pupil, as teacher or pupil chose it."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models

from ridgeway.access.models import User
from ridgeway.foundations.steering.models import Preferences
from ridgeway.schools.models import Pupil

CHOSEN: Final = ("timer", "type", "motion", "contrast", "read_aloud", "pad", "next_button")
"""What can be chosen, by the names that player and API use."""


class PreferencesError(Exception):
    """What somebody chose is not among the choices; the message names it and says what is."""


def preferences_of(pupil: Pupil) -> dict[str, Any]:
    """A pupil's preferences as the player reads them; the usual ones where nobody has chosen."""
    return told(Preferences.objects.filter(pupil=pupil).first())


def keep_preferences(pupil: Pupil, chosen: Mapping[str, object], *, by: User | None = None) -> dict[str, Any]:
    """Changes what was chosen, leaves the rest, and returns all of it. Without `by` it was the pupil."""
    for name, value in chosen.items():
        _check(name, value)
    Preferences.objects.update_or_create(
        pupil=pupil,
        defaults={**chosen, "set_by": by},
        create_defaults={**chosen, "set_by": by, "school_id": pupil.school_id},
    )
    return preferences_of(pupil)


def told(preferences: Preferences | None) -> dict[str, Any]:
    """Preferences by name, in the order of `CHOSEN`."""
    kept = Preferences() if preferences is None else preferences
    return {name: _field(name).to_python(getattr(kept, name)) for name in CHOSEN}


def unusual(preferences: Preferences | None) -> list[str]:
    """In words, what is otherwise than usual: "Size of type: large"."""
    usual = told(None)
    return [_said(name, value) for name, value in told(preferences).items() if value != usual[name]]


def _said(name: str, value: object) -> str:
    field = _field(name)
    what = str(field.verbose_name)
    label = what[0].upper() + what[1:]
    return label if value is True else f"{label}: {str(dict(field.flatchoices)[value]).lower()}"


def _check(name: str, value: object) -> None:
    if name not in CHOSEN:
        raise PreferencesError(f"{name}: there is no such preference; there are {', '.join(CHOSEN)}.")
    field = _field(name)
    if isinstance(field, models.BooleanField):
        if not isinstance(value, bool):
            raise PreferencesError(f"{name}: {value!r} is neither true nor false.")
        return
    allowed = [each for each, _ in field.flatchoices]
    if value not in allowed:
        raise PreferencesError(f"{name}: {value!r} is not one of {', '.join(allowed)}.")


def _field(name: str) -> Any:
    return Preferences._meta.get_field(name)
