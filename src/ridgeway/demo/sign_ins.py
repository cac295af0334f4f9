"""Who can sign in to the demo, and how: one person for each role, and the classes whose pictures are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.models import ClassCode, Membership
from ridgeway.access.pupil_sign_in import tile_names
from ridgeway.access.roles import Role
from ridgeway.demo.places import ClassPlace, SchoolPlace, demo_network
from ridgeway.schools.models import Network, School
from ridgeway.schools.tenancy import network_scope, school_scope

PASSWORD: Final = "chalk hills and larks"  # noqa: S105 - everybody may know it: it opens nothing but the demo
"""The password of every adult in the demo."""


@dataclass(frozen=True, slots=True)
class AdultSignIn:
    """Somebody with a role; the password is the same for all."""

    role: str
    name: str
    place: str
    email: str
    path: str
    """Where to go first: what this role comes to Ridgeway for."""
    sees: str
    """What there is to see there."""

    @property
    def door(self) -> str:
        """The sign-in page with the e-mail address filled in; it leads on to `path`."""
        return f"{reverse('account_login')}?{urlencode({'email': self.email, 'next': self.path})}"


@dataclass(frozen=True, slots=True)
class ClassSignIn:
    """A class whose pupils all have the same pictures: its code, where that leads, and one of its name tiles."""

    group: str
    school: str
    code: str
    path: str
    tile: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What somebody in a role comes for: the name of the page, and what it shows."""

    page: str
    sees: str
    of_class: bool = False


MOMENTS: Final = {
    Role.TEACHER: Moment("foundations:monday", "Monday, 8:40: who practised, who is stuck, what to print", True),
    Role.SUPPORT_ASSISTANT: Moment("foundations:sheets", "sheets for the class, and what comes back", True),
    Role.TEAM_LEADER: Moment("foundations:class_growth", "how a class grows, pupil by pupil", True),
    Role.COACH: Moment("foundations:overview", "practice and growth, without names"),
    Role.SENIOR_LEADER: Moment("foundations:overview", "practice and growth by class and year group"),
    Role.HEADTEACHER: Moment("foundations:overview", "the whole school on one page"),
    Role.GOVERNOR: Moment("foundations:overview", "the school’s figures, without names"),
    Role.DATA_MANAGER: Moment("exchange:imports", "a pupil list, seen before it changes anything"),
    Role.ADMINISTRATOR: Moment("access:staff", "who may sign in, and as what"),
    Role.ADVISER: Moment("evaluation:indicators", "the network’s schools beside all schools"),
    Role.NETWORK_LEAD: Moment("evaluation:studies", "whether it worked, and how sure that is"),
}


def is_built() -> bool:
    """Whether the demo stands in the database, whole: it is written in one transaction."""
    return Network.objects.filter(slug=demo_network().slug).exists()


def adult_sign_ins() -> list[AdultSignIn]:
    """One person for each role, at the first school that has it; preferably one who works with an open class."""
    found: dict[Role, AdultSignIn] = {}
    network = Network.objects.get(slug=demo_network().slug)
    for school, place in _schools():
        with school_scope(school):
            open_classes = _codes(_open_classes(place)).values_list("group__assignments__staff", flat=True)
            known = set(open_classes)
            rows = Membership.objects.filter(school=school)
            _one_for_each_role(sorted(_current(rows), key=lambda row: row.staff_id not in known), found)
    with network_scope(network):
        _one_for_each_role(_current(Membership.objects.filter(network=network)), found)
    return [found[role] for role in Role if role in found]


def class_sign_ins() -> list[ClassSignIn]:
    """The classes that a visitor can enter as any of their pupils."""
    return [sign_in for school, place in _schools() for sign_in in _class_sign_ins(school, place)]


def _schools() -> Iterator[tuple[School, SchoolPlace]]:
    by_urn = School.objects.in_bulk([place.urn for place in demo_network().schools], field_name="urn")
    return ((by_urn[place.urn], place) for place in demo_network().schools if place.urn in by_urn)


def _open_classes(place: SchoolPlace) -> dict[str, ClassPlace]:
    return {group.name: group for group in place.classes if group.pictures}


def _codes(groups: Iterable[str]) -> QuerySet[ClassCode]:
    rows: QuerySet[ClassCode] = ClassCode.objects.filter(group__name__in=list(groups))
    return rows.select_related("group").order_by("group__name")


def _current(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.filter(ends=None).select_related("user", "school", "network", "staff").order_by("pk")


def _one_for_each_role(rows: Iterable[Membership], found: dict[Role, AdultSignIn]) -> None:
    for row in rows:
        role = Role(row.role)
        if role not in found:
            moment = MOMENTS[role]
            found[role] = AdultSignIn(
                role=str(role.label),
                name=str(row.user),
                place=str(row.school or row.network),
                email=row.user.email,
                path=_path_of(moment, row),
                sees=moment.sees,
            )


def _path_of(moment: Moment, row: Membership) -> str:
    """The moment's page, at this person's network or school and of their class there."""
    if row.school is None:
        assert row.network is not None  # noqa: S101 - a role is at one of the two
        return reverse(moment.page, args=[row.network.slug])
    if not moment.of_class:
        return reverse(moment.page, args=[row.school.urn])
    duty = row.staff.assignments.filter(ends=None).first() if row.staff else None
    return (
        reverse(moment.page, args=[row.school.urn, duty.group_id])
        if duty
        else reverse("access:school", args=[row.school.urn])
    )


def _class_sign_ins(school: School, place: SchoolPlace) -> Iterator[ClassSignIn]:
    groups = _open_classes(place)
    with school_scope(school):
        for code in _codes(groups):
            names = tile_names(code.group.pupils_on(timezone.localdate()))
            yield ClassSignIn(
                group=code.group.name,
                school=school.name,
                code=code.code,
                path=reverse("access:pupil_names", args=[code.code]),
                tile=next(iter(names.values()), ""),
                pictures=groups[code.group.name].pictures,
            )
