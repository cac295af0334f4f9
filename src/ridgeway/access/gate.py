"""The only ways in: which school or network a person may open, and which pupil has signed in.

A view on a school is decorated with `school_view`, one on a network with `network_view`. The decorator finds the
person's roles, opens the scope of that one place, and hands over the request with `request.school` (or
`request.network`) and `request.capabilities` set. People with no role there get 404, as if the place did not
exist; people whose role is not enough get 403. A network opens to those with a role in it, not in its schools.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, Concatenate, Final, ParamSpec, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.models import User
from ridgeway.access.roles import CAPABILITY_NAMES, NETWORK_ROLES, Capability, Role, capabilities
from ridgeway.schools.models import Network, Pupil, School
from ridgeway.schools.tenancy import network_scope, school_scope
from ridgeway.web.nav import PlaceKind

PUPIL_KEY = "pupil"
"""Session entry of a signed-in pupil: [school key, pupil key]."""

_KEY: Final = re.compile(r"[0-9]{1,18}")
"""Whatever is longer is nobody's key, and a long enough number is more work than it is worth."""

P = ParamSpec("P")
View: TypeAlias = Callable[..., HttpResponseBase]


class SchoolRequest(HttpRequest):
    """A request inside one school's scope."""

    user: User
    school: School
    capabilities: frozenset[Capability]
    place: "Place"
    has_other_places: bool


class NetworkRequest(HttpRequest):
    """A request inside one network's scope; the schools of the network stay closed."""

    user: User
    network: Network
    capabilities: frozenset[Capability]
    place: "NetworkPlace"
    has_other_places: bool


class PupilRequest(HttpRequest):
    """A signed-in pupil's request, inside the scope of the pupil's school."""

    school: School
    pupil: Pupil


@dataclass(frozen=True, slots=True)
class Place:
    """A school that a person may open, with their roles there."""

    school_id: int
    urn: int
    name: str
    roles: frozenset[Role]
    kind: ClassVar[PlaceKind] = "school"

    @property
    def key(self) -> int:
        """What stands for the school in addresses."""
        return self.urn

    @property
    def role_names(self) -> str:
        """The roles in words, such as "Coach, Teacher"."""
        return _in_words(self.roles)


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """A network that a person may open, with their roles in it."""

    network_id: int
    slug: str
    name: str
    roles: frozenset[Role]
    kind: ClassVar[PlaceKind] = "network"

    @property
    def key(self) -> str:
        """What stands for the network in addresses."""
        return self.slug

    @property
    def role_names(self) -> str:
        """The roles in words."""
        return _in_words(self.roles)


def places_of(user: User, day: dt.date) -> list[Place]:
    """The schools a person may open on `day`, by name: through roles there or in a network they belong to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.urn, s.name, array_agg(DISTINCT r.role) FROM ridgeway_roles_of(%s, %s) r"
            " JOIN schools_school s ON s.id = r.school_id GROUP BY s.id ORDER BY s.name, s.urn",
            [user.pk, day],
        )
        return [Place(key, urn, name, frozenset(map(Role, roles))) for key, urn, name, roles in cursor.fetchall()]


def networks_of(user: User, day: dt.date) -> list[NetworkPlace]:
    """The networks in which a person has a role on `day`, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.id, n.slug, n.name, array_agg(DISTINCT r.role) FROM ridgeway_network_roles_of(%s, %s) r"
            " JOIN schools_network n ON n.id = r.network_id GROUP BY n.id ORDER BY n.name",
            [user.pk, day],
        )
        return [NetworkPlace(key, slug, name, frozenset(map(Role, roles))) for key, slug, name, roles in cursor]


def school_view(*, needs: Capability) -> Callable[[Callable[Concatenate[SchoolRequest, P], HttpResponse]], View]:
    """Decorator of a view on one school, whose URL carries `<int:urn>`; `needs` is what the person must be
    allowed to do."""

    def decorate(view: Callable[Concatenate[SchoolRequest, P], HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Any, urn: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(_way_back(request))
            places = places_of(request.user, timezone.localdate())
            place = next((place for place in places if place.urn == urn), None)
            if place is None:
                raise Http404("No such school.")
            request.capabilities = _allowed(place.roles, needs)
            request.place = place
            request.has_other_places = len(places) > 1 or bool(place.roles & NETWORK_ROLES)
            with school_scope(place.school_id):
                request.school = School.objects.get(pk=place.school_id)
                return view(request, *args, **kwargs)

        guarded.needs = needs  # type: ignore[attr-defined]
        return guarded

    return decorate


def network_view(*, needs: Capability) -> Callable[[Callable[Concatenate[NetworkRequest, P], HttpResponse]], View]:
    """Decorator of a view on one network, whose URL carries `<slug:network>`; `needs` is what the person must be
    allowed to do."""

    def decorate(view: Callable[Concatenate[NetworkRequest, P], HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Any, network: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(_way_back(request))
            places = networks_of(request.user, timezone.localdate())
            place = next((place for place in places if place.slug == network), None)
            if place is None:
                raise Http404("No such network.")
            request.capabilities = _allowed(place.roles, needs)
            request.place = place
            request.has_other_places = True
            with network_scope(place.network_id):
                request.network = Network.objects.get(pk=place.network_id)
                return view(request, *args, **kwargs)

        guarded.needs = needs  # type: ignore[attr-defined]
        return guarded

    return decorate


def pupil_view(view: Callable[Concatenate[PupilRequest, P], HttpResponse]) -> View:
    """Decorator of a page for a signed-in pupil; anybody else is sent to the pupils' sign-in."""

    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        signed_in = signed_in_pupil(request)
        if signed_in is None:
            return redirect("access:pupil_sign_in")
        school_id, pupil_id = signed_in
        with school_scope(school_id):
            pupil = Pupil.objects.select_related("school").filter(pk=pupil_id).first()
            if pupil is None:
                request.session.flush()
                return redirect("access:pupil_sign_in")
            request.pupil = pupil
            request.school = pupil.school
            return view(request, *args, **kwargs)

    guarded.for_pupils = True  # type: ignore[attr-defined]
    return guarded


def open_to_pupils(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View:
    """Decorator of a page anybody may open, signed-in pupils too: their sign-in, where tablets change hands."""
    view.for_pupils = True  # type: ignore[attr-defined]
    return view


def signed_in_pupil(request: HttpRequest) -> tuple[int, int] | None:
    """School and pupil key of the pupil's session, if this is one."""
    entry = request.session.get(PUPIL_KEY)
    return (entry[0], entry[1]) if entry else None


def key_named(text: str) -> int:
    """The key that a form or a query names; 0, which nothing has, where it names none."""
    return int(text) if _KEY.fullmatch(text) else 0


def _allowed(roles: frozenset[Role], needs: Capability) -> frozenset[Capability]:
    """What the roles allow; refused unless `needs` is among it."""
    allowed = capabilities(roles)
    if needs not in allowed:
        raise PermissionDenied(f"Your role here does not let you {CAPABILITY_NAMES[needs]}.")
    return allowed


def _in_words(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(str(role.label) for role in roles))


def _way_back(request: HttpRequest) -> str:
    """Where to go after signing in; not to a page that only changes things."""
    return request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("home")
