"""Settings, from the environment (see `environment.py` for the table) and safe unless told otherwise."""

import ipaddress
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from ridgeway import embedded
from ridgeway.environment import environment as env

VAR_DIR = Path(env.text("RIDGEWAY_VAR")).resolve()
ADDRESS = env.text("RIDGEWAY_ADDRESS")
ALLOWED_HOSTS = env.names("RIDGEWAY_HOSTS")
DEBUG = env.flag("RIDGEWAY_DEBUG")


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


PUBLIC = not all(map(_is_local, [ADDRESS.rpartition(":")[0], *ALLOWED_HOSTS]))


def _secret_key() -> str:
    if key := env.text("RIDGEWAY_SECRET_KEY"):
        return key
    if PUBLIC:
        raise ImproperlyConfigured(
            "RIDGEWAY_SECRET_KEY is not set, and this address is public "
            f"(RIDGEWAY_ADDRESS={ADDRESS}, RIDGEWAY_HOSTS={','.join(ALLOWED_HOSTS)}). Set it to 50 random "
            "characters or more, and keep it secret: it signs sessions and pupils' badges."
        )
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


if DEBUG and PUBLIC:
    raise ImproperlyConfigured(
        f"RIDGEWAY_DEBUG is on, and this address is public (RIDGEWAY_ADDRESS={ADDRESS}, "
        f"RIDGEWAY_HOSTS={','.join(ALLOWED_HOSTS)}): error pages would show pupils' data to anyone. "
        "Set RIDGEWAY_DEBUG=no."
    )

SECRET_KEY = _secret_key()
HTTPS = env.flag("RIDGEWAY_HTTPS") if env.text("RIDGEWAY_HTTPS") else PUBLIC


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # Without a number psycopg prepares nothing, not even what asks for it (see `ridgeway.statements`).
        "OPTIONS": {"prepare_threshold": 5} | options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


_embedded = embedded.address(VAR_DIR)
EMBEDDED_DATABASE = not env.text("DATABASE_URL")
DATABASES = {"default": _database(env.text("DATABASE_URL") or _embedded.web_url)}
if EMBEDDED_DATABASE or env.text("DATABASE_OWNER_URL"):
    DATABASES["owner"] = _database(env.text("DATABASE_OWNER_URL") or _embedded.owner_url)

INSTALLED_APPS = [
    "ridgeway.web",
    "ridgeway.schools",
    "ridgeway.access",
    "ridgeway.foundations",
    "ridgeway.exchange",
    "ridgeway.evaluation",
    "ridgeway.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "ridgeway.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "ridgeway.web.compression.CompressedPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ridgeway.access.middleware.PupilsStayOnTheirPages",
    "ridgeway.access.middleware.AuditContext",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "ridgeway.urls"
WSGI_APPLICATION = "ridgeway.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ridgeway.access.shell.shell",
            ],
        },
    }
]

# A component sees what it is given, not whatever the view happened to call its variables.
COTTON_ISOLATE_BY_DEFAULT = True

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "ridgeway.access.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/5m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "ridgeway.access.account_forms.SignIn",
    "reauthenticate": "ridgeway.access.account_forms.PasswordAgain",
    "reset_password": "ridgeway.access.account_forms.ForgottenPassword",
    "reset_password_from_key": "ridgeway.access.account_forms.NewPassword",
    "change_password": "ridgeway.access.account_forms.OtherPassword",
}
MFA_FORMS = {
    "activate_totp": "ridgeway.access.account_forms.SetUpApp",
    "authenticate": "ridgeway.access.account_forms.Code",
    "reauthenticate": "ridgeway.access.account_forms.CodeAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ridgeway"
MFA_TOTP_TOLERANCE = 1  # a code may change while it is typed; RFC 6238, section 5.2, advises one step and no more

SESSION_ENGINE = "ridgeway.access.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not _is_local(host)]
X_FRAME_OPTIONS = "DENY"
if env.flag("RIDGEWAY_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ridgeway_cache",
        # Beyond this a third is thrown away, counts of the rate limits too: room for all pupils of a morning.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("RIDGEWAY_EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("RIDGEWAY_EMAIL_HOST")
EMAIL_PORT = env.whole_number("RIDGEWAY_EMAIL_PORT")
EMAIL_HOST_USER = env.text("RIDGEWAY_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("RIDGEWAY_EMAIL_PASSWORD")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = env.text("RIDGEWAY_EMAIL_FROM")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = "ridgeway.web.formats"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ridgeway.web.staticfiles.HashedStaticFiles"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A file is read in memory, so that none with names of pupils is left on a disk. What is typed stays far smaller:
# Django reads no more of it than its usual 2.5 MB, of whoever sends it.
FILE_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ridgeway.access.log.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
