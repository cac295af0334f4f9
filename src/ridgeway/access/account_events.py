"""What happens to an account is kept, for its person to see: sign-ins, passwords, the second factor.

allauth says what happened; nothing is kept of where from or with what.
"""

import datetime as dt
from typing import Any, Final

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset, authenticator_used
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ridgeway.access.models import AccountEvent, AccountNews, User

REFUSALS_APART: Final = dt.timedelta(minutes=5)
"""Refusals that follow each other closer than this are one event, however many tries there are."""


def record(user: User, what: AccountNews, *, by: User | None = None, from_server: bool = False) -> None:
    """Keeps that something happened to an account; `by` is who did it, where it was not the person."""
    AccountEvent.objects.create(user=user, what=what, done_by=by, from_server=from_server)


def record_refusal(email: str) -> None:
    """Keeps that somebody with this e-mail address was refused for too many tries; nobody may have it."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        return
    since = timezone.now() - REFUSALS_APART
    if not user.account_events.filter(what=AccountNews.REFUSED, at__gt=since).exists():
        record(user, AccountNews.REFUSED)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _tell_of_the_second_factor(request, user)
    record(user, AccountNews.SIGNED_IN)


def _tell_of_the_second_factor(request: HttpRequest, user: User) -> None:
    """Tells a person, once, that somebody else turned it off since they last signed in."""
    removed = user.account_events.filter(what=AccountNews.APP_REMOVED).exclude(done_by=None, from_server=False)
    last = user.account_events.filter(what=AccountNews.SIGNED_IN).first()
    news = (removed.filter(at__gt=last.at) if last else removed).first()
    if news is not None:
        when = date_format(localtime(news.at), "SHORT_DATETIME_FORMAT")
        messages.warning(request, f"{news.said}, {when}. Set it up again under “Sign-in and security”.")


@receiver(password_changed)
def _password_changed(user: User, **kwargs: Any) -> None:
    record(user, AccountNews.PASSWORD_CHANGED)


@receiver(password_reset)
def _password_reset(user: User, **kwargs: Any) -> None:
    record(user, AccountNews.PASSWORD_RESET)


@receiver(authenticator_added)
@receiver(authenticator_reset)
def _second_factor_made(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    app = authenticator.type == Authenticator.Type.TOTP
    record(user, AccountNews.APP_ADDED if app else AccountNews.CODES_MADE)


@receiver(authenticator_removed)
def _second_factor_removed(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        record(user, AccountNews.APP_REMOVED)


@receiver(authenticator_used)
def _second_factor_used(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record(user, AccountNews.CODE_USED)
