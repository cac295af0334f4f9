"""Turning off somebody's second factor when both the phone and the recovery codes are lost.

It takes away one of two locks, so it is narrow: somebody else must do it, who gives the school's staff roles,
and only where the account opens nothing but that school. The password is needed as before; the person is told.
"""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ridgeway.access.account_events import record
from ridgeway.access.models import AccountEvent, AccountNews, User
from ridgeway.access.staff import belongs_elsewhere, roles_at
from ridgeway.schools.models import School


class SecondFactorError(Exception):
    """A second factor that stays; the message says why and what to do, in whole sentences."""


def with_second_factor(users: Iterable[User]) -> set[int]:
    """Keys of those among the people who sign in with one."""
    return set(
        Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP).values_list("user", flat=True)
    )


def turn_off_for_colleague(user: User, school: School, *, by: User) -> None:
    """Turns a colleague's second factor off; `by` gives this school's staff their roles."""
    if user == by:
        raise SecondFactorError(
            "Nobody turns off their own authenticator app here. Ask a colleague to do it for you."
        )
    if user not in {role.user for role in roles_at(school, timezone.localdate())[0]}:
        raise SecondFactorError(f"{user} has no role at {school} any more. Give them one first.")
    if belongs_elsewhere(user, school):
        raise SecondFactorError(
            f"{user}’s account opens more than {school}. Only whoever runs the server can turn the app off."
        )
    turn_off(user, by=by)


def turn_off(user: User, *, by: User | None) -> None:
    """Takes app and recovery codes off an account; `by` is None at the server. The person reads of it when they
    next sign in."""
    with transaction.atomic():
        if not with_second_factor([user]):
            raise SecondFactorError(f"{user} has no authenticator app set up. The password is enough.")
        Authenticator.objects.filter(user=user).delete()
        record(user, AccountNews.APP_REMOVED, by=by, from_server=by is None)


def turned_off_for(users: Iterable[User]) -> list[AccountEvent]:
    """When the second factor of these people was turned off by somebody else, the newest first."""
    events = AccountEvent.objects.filter(user__in=users, what=AccountNews.APP_REMOVED)
    return list(events.exclude(done_by=None, from_server=False).select_related("user", "done_by"))
