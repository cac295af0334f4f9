"""Who may come in: people with an e-mail address, their roles, and how pupils sign in."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ridgeway.access.privacy.models import Disclosure, Erasure
from ridgeway.access.roles import NETWORK_ROLES, Role
from ridgeway.schools.models import Network, Pupil, School, StaffMember, TeachingGroup
from ridgeway.schools.periods import ends_after_start
from ridgeway.schools.tenancy import SchoolOwned, audited

__all__ = [
    "CODE_ALPHABET",
    "AccountEvent",
    "AccountNews",
    "ClassCode",
    "Disclosure",
    "Erasure",
    "Membership",
    "PupilSignIn",
    "User",
    "UserManager",
    "new_badge_key",
    "new_class_code",
]


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can sign in; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """An adult who signs in with an e-mail address. What they may see comes from their memberships alone."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class AccountNews(models.TextChoices):
    """What can happen to an account."""

    SIGNED_IN = "signed_in", _("Signed in")
    REFUSED = "refused", _("Sign-in refused: too many wrong passwords")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    PASSWORD_RESET = "password_reset", _("Password set with a link")
    APP_ADDED = "app_added", _("Authenticator app set up")
    APP_REMOVED = "app_removed", _("Authenticator app turned off")
    CODES_MADE = "codes_made", _("Recovery codes made")
    CODE_USED = "code_used", _("Recovery code used")


class AccountEvent(models.Model):
    """Something that happened to a person's account, for that person to see."""

    append_only = True

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_events")
    what = models.CharField(max_length=20, choices=AccountNews.choices)
    at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who did it for them; blank = they themselves."),
    )
    from_server = models.BooleanField(default=False, help_text=_("By a command on the server."))

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="account_event_by_user")]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=AccountNews.values), name="account_event_what"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_what_display()}"

    @property
    def said(self) -> str:
        """What happened, and who did it where it was not the person, as a sentence without its stop."""
        if self.from_server:
            return f"{self.get_what_display()} at the server"
        return f"{self.get_what_display()} by {self.done_by}" if self.done_by else str(self.get_what_display())


@audited
class Membership(models.Model):
    """A person's role in a school or a network, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    staff = models.ForeignKey(
        StaffMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, network__isnull=True)
                | Q(school__isnull=True, network__isnull=False),
                name="membership_of_school_or_network",
            ),
            models.CheckConstraint(
                condition=Q(network__isnull=True, role__in=sorted(set(Role) - NETWORK_ROLES))
                | Q(network__isnull=False, role__in=sorted(NETWORK_ROLES)),
                name="membership_role_fits_place",
            ),
            models.UniqueConstraint(
                fields=["user", "school", "role"],
                condition=Q(ends__isnull=True, school__isnull=False),
                name="membership_of_school_open_once",
            ),
            models.UniqueConstraint(
                fields=["user", "network", "role"],
                condition=Q(ends__isnull=True, network__isnull=False),
                name="membership_of_network_open_once",
            ),
            ends_after_start("membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


# Read aloud and copied by children: no vowels (so no words), no letters or digits that look alike.
CODE_ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789"


def new_badge_key() -> str:
    """A fresh random key for a pupil's badge (82 bits)."""
    return _code(17)


def new_class_code() -> str:
    """A fresh random class code (38 bits)."""
    return _code(8)


def _code(length: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


@audited
class PupilSignIn(SchoolOwned):
    """How one pupil signs in: the key in the badge's QR code, and three pictures in order."""

    kept_secret: ClassVar = frozenset({"badge_key", "pictures"})

    pupil = models.OneToOneField(Pupil, on_delete=models.CASCADE, related_name="sign_in")
    badge_key = models.CharField(max_length=17, unique=True, default=new_badge_key)
    pictures = models.CharField(max_length=64, blank=True, help_text=_("Keyed hash; blank = not chosen yet."))
    badge_alone = models.BooleanField(
        _("the badge is enough"),
        default=False,
        help_text=_("For a pupil who cannot manage the pictures: the badge alone signs in."),
    )

    class Meta:
        verbose_name = _("sign-in")

    def __str__(self) -> str:
        return f"Sign-in of {self.pupil}"


@audited
class ClassCode(SchoolOwned):
    """The code that shows a class its name tiles."""

    kept_secret: ClassVar = frozenset({"code"})

    group = models.OneToOneField(TeachingGroup, on_delete=models.CASCADE, related_name="sign_in_code")
    code = models.CharField(max_length=8, unique=True, default=new_class_code)

    def __str__(self) -> str:
        return f"Code of {self.group}"
