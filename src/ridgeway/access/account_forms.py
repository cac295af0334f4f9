"""allauth's forms in our words: labels that say what is meant, and no placeholders that repeat them."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm

WHAT_MAKES_IT_GOOD = "12 characters or more: four words are easy to remember."


class InOurWords:
    """Gives a form's fields the labels and help of its class; whatever has none there keeps its label alone."""

    labels: ClassVar[dict[str, str]] = {}
    helps: ClassVar[dict[str, str]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignIn(InOurWords, LoginForm):  # type: ignore[misc]
    """A link may say whose e-mail address stands there, as in `?email=head@school.example`."""

    labels: ClassVar = {"login": "E-mail address"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.fields["login"].initial = self.request.GET.get("email", "")


class PasswordAgain(InOurWords, ReauthenticateForm):  # type: ignore[misc]
    pass


class ForgottenPassword(InOurWords, ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mail address"}


class NewPassword(InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": "New password", "password2": "The same again"}
    helps: ClassVar = {"password1": WHAT_MAKES_IT_GOOD}


class OtherPassword(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"oldpassword": "The password you have now", **NewPassword.labels}
    helps: ClassVar = NewPassword.helps


class SetUpApp(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Six digits"}


class Code(InOurWords, AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgain(InOurWords, CodeAgainForm):  # type: ignore[misc]
    pass
