"""What a teacher does so that a class can sign in: the class code, badges and pictures."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ridgeway.access.models import ClassCode, PupilSignIn, new_badge_key, new_class_code
from ridgeway.access.pictures import Password, set_new_pictures
from ridgeway.access.pupil_sign_in import forget_wrong_tries
from ridgeway.access.sessions import end_sessions_of
from ridgeway.schools.models import Pupil, TeachingGroup


@dataclass(frozen=True, slots=True)
class PupilLine:
    """One pupil's way in."""

    pupil: Pupil
    has_pictures: bool
    badge_alone: bool


def pupil_lines(group: TeachingGroup, day: dt.date) -> list[PupilLine]:
    """The class's pupils on `day`, sorted as in a register."""
    return [
        PupilLine(
            pupil,
            has_pictures=bool(sign_in and sign_in.pictures),
            badge_alone=bool(sign_in and sign_in.badge_alone),
        )
        for pupil in group.pupils_on(day).select_related("sign_in")
        for sign_in in [getattr(pupil, "sign_in", None)]
    ]


def make_new_code(group: TeachingGroup) -> ClassCode:
    """Gives the class a code, its first or a new one; an old code stops working at once."""
    code: ClassCode
    code, _ = ClassCode.objects.update_or_create(
        group=group, school_id=group.school_id, defaults={"code": new_class_code()}
    )
    return code


def badges_of(pupils: Iterable[Pupil]) -> dict[int, str]:
    """The badge key of every pupil, by pupil key; made for those who have none yet."""
    everyone = list(pupils)
    PupilSignIn.objects.bulk_create(
        [
            PupilSignIn(pupil=pupil, school_id=pupil.school_id)
            for pupil in everyone
            if not hasattr(pupil, "sign_in")
        ],
        ignore_conflicts=True,
    )
    return dict(PupilSignIn.objects.filter(pupil__in=everyone).values_list("pupil", "badge_key"))


def make_new_badge(pupil: Pupil) -> None:
    """Replaces the pupil's badge: the old one, lost or copied, stops working at once.

    Whoever came in with it is signed out.
    """
    PupilSignIn.objects.update_or_create(
        pupil=pupil, school_id=pupil.school_id, defaults={"badge_key": new_badge_key()}
    )
    end_sessions_of([pupil])


def let_badge_alone(pupil: Pupil, enough: bool) -> None:
    """Says whether the badge alone signs the pupil in, without pictures."""
    PupilSignIn.objects.update_or_create(pupil=pupil, school_id=pupil.school_id, defaults={"badge_alone": enough})


def give_new_pictures(pupils: Iterable[Pupil]) -> dict[int, Password]:
    """Gives pupils new pictures and lets them try at once; returns the pictures by pupil key.

    Whoever came in with the old ones is signed out.
    """
    everyone = list(pupils)
    passwords = set_new_pictures(everyone)
    end_sessions_of(everyone)
    for pupil in everyone:
        forget_wrong_tries(pupil)
    return passwords
