"""How allauth behaves here: staff are given accounts by their school; nobody signs themselves up."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from ridgeway.access.account_events import record_refusal


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a school's administrator, never by sign-up."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. If you should still have it, ask your headteacher.",
        "email_password_mismatch": "The e-mail address or the password is not right. Look at both and try again.",
        "enter_current_password": "That is not the password you have now.",
        "incorrect_password": "That is not your password.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
    }
    """What goes wrong at sign-in, in our words."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses a try after too many wrong ones, and lets the person see it on their account's page."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record_refusal(str(credentials.get("email", "")))
            raise

    def is_open_for_signup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Ridgeway: {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")
