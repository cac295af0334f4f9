"""Who has which role: giving one, ending one, and the link by which a new person sets a password."""

import datetime as dt
from dataclasses import dataclass

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse

from ridgeway.access.classes import current_year
from ridgeway.access.models import Membership, User
from ridgeway.access.roles import CAPABILITIES, NETWORK_ROLES, Role
from ridgeway.schools.models import Network, School, StaffAssignment, StaffMember
from ridgeway.schools.periods import holds_on
from ridgeway.schools.tenancy import network_scope, school_scope

MANAGING_ROLES = sorted(role for role, allowed in CAPABILITIES.items() if "manage_staff" in allowed)


class StaffError(Exception):
    """A change of roles that is refused; the message says why, as a whole sentence."""


@dataclass(frozen=True, slots=True)
class Given:
    """What `give_role` did."""

    membership: Membership
    new_person: bool
    """Whether the person had no account before; they need a `password_link`."""


def give_role(
    *,
    email: str,
    role: Role,
    starts: dt.date,
    school: School | None = None,
    network: Network | None = None,
    first_name: str = "",
    last_name: str = "",
    staff: StaffMember | None = None,
) -> Given:
    """Gives the person with this e-mail address a role at a school or in a network, from `starts` on.

    Someone new gets an account without a password. A role the person already holds there is left as it is. Without
    `staff` the role is tied to the record that another role of theirs has, so that they keep their classes.
    """
    if (school is None) == (network is None):
        raise StaffError("A role is given either at a school or in a network.")
    if (role in NETWORK_ROLES) != (network is not None):
        raise StaffError(
            f"{role.label} is a role {'in a network' if role in NETWORK_ROLES else 'at a school'}, "
            f"not {'at a school' if network is None else 'in a network'}."
        )
    scope = school_scope(school) if school is not None else network_scope(network)  # type: ignore[arg-type]
    with transaction.atomic(), scope:
        user, new_person = User.objects.get_or_create(
            email=email.strip().lower(),
            defaults={"first_name": first_name, "last_name": last_name, "password": make_password(None)},
        )
        if staff is None and school is not None:
            staff = staff_record(user, school.pk)
        membership, _ = Membership.objects.get_or_create(
            user=user,
            school=school,
            network=network,
            role=role,
            ends=None,
            defaults={"starts": starts, "staff": staff},
        )
    return Given(membership, new_person)


def staff_record(user: User, school_id: int) -> StaffMember | None:
    """The person's record at the school in scope, through whichever of their roles there has one."""
    tied = StaffMember.objects.filter(memberships__user=user, memberships__school=school_id)
    found: StaffMember | None = tied.order_by("pk").first()
    return found


def end_role(membership: Membership, day: dt.date) -> None:
    """Ends a role: it no longer holds on `day`. Somebody must stay who can give the school's staff their roles."""
    school = membership.school_id
    with transaction.atomic():
        # Two managers who end each other's roles at once wait for each other here.
        roles = list(
            Membership.objects.select_for_update()
            .filter(holds_on(day), school=school, role__in=MANAGING_ROLES)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        if school is not None and roles == [membership.pk]:
            raise StaffError(
                f"{membership.user} is the only one left who can give staff their roles. "
                "Give someone else such a role first."
            )
        membership.ends = max(day, membership.starts)
        membership.save(update_fields=["ends"])


def may_have_password_link(user: User, school: School) -> bool:
    """Whether a manager of this school may be shown a `password_link` of the person.

    Only while it opens nothing but this school, and before the person has chosen a password: otherwise the link
    would be a way into somebody else's account.
    """
    if user.has_usable_password() or not user.is_active:
        return False
    return not belongs_elsewhere(user, school)


def belongs_elsewhere(user: User, school: School) -> bool:
    """Whether the person has or had a role in another place than this school."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ridgeway_belongs_elsewhere(%s, %s)", [user.pk, school.pk])
        (elsewhere,) = cursor.fetchone()
    return bool(elsewhere)


def password_link(user: User) -> str:
    """Path of a page on which the person sets their password; works once, for `PASSWORD_RESET_TIMEOUT`."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})


def roles_at(school: School, day: dt.date) -> tuple[list[Membership], list[Membership]]:
    """The school's own people: roles that hold on `day` or later, and roles that are over.

    Each role's staff record has the person's classes of the academic year as `classes_now`.
    """
    duties = StaffAssignment.objects.on(day).filter(group__academic_year=current_year(day))
    classes_now = Prefetch("staff__assignments", duties.select_related("group"), to_attr="classes_now")
    all_roles = (
        Membership.objects.filter(school=school)
        .select_related("user", "staff")
        .prefetch_related(classes_now)
        .order_by("user__last_name", "user__first_name", "user__email", "starts")
    )
    over = Q(ends__lte=day)
    return list(all_roles.exclude(over)), list(all_roles.filter(over).order_by("-ends", "user__email"))
