"""Settings, read once from the environment; each has a safe default (docs/settings.md)."""

import ipaddress
import os
import re
import secrets
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from beffroi.lib import countries, sealing, themes


def _value(name: str, default: str = "") -> str:
    """Read one variable, or the file that ``<name>_FILE`` names."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE={file} cannot be read: {error.strerror}."
            raise ImproperlyConfigured(message) from error
    return os.environ.get(name, "").strip() or default


def _switch(name: str) -> bool:
    text = _value(name, "0").lower()
    if text not in {"0", "1", "false", "true", "no", "yes", "off", "on"}:
        raise ImproperlyConfigured(f"{name}={text} is not understood; allowed: 0 or 1.")
    return text in {"1", "true", "yes", "on"}


def _database(address: str) -> dict[str, object]:
    """Turn an address such as ``postgresql://user:secret@host:5432/name`` into a connection."""
    if not address:
        address = f"sqlite:///{BEFFROI_HOME / 'beffroi.sqlite3'}"
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path)[1:] or ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=67108864;",
            },
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path)[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
        }
    message = f"BEFFROI_DATABASE_URL has the scheme “{parts.scheme}”; allowed: sqlite, postgresql."
    raise ImproperlyConfigured(message)


def _kept_secret(variable: str, name: str, make: Callable[[], str]) -> str:
    """Return a given secret, or the one kept in the home folder, made on the first start."""
    given = _value(variable)
    if given:
        return given
    file = BEFFROI_HOME / name
    try:
        BEFFROI_HOME.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(make())
    except FileExistsError:
        pass
    except OSError as error:
        message = f"BEFFROI_HOME={BEFFROI_HOME} cannot be written: {error.strerror}."
        raise ImproperlyConfigured(message) from error
    return file.read_text("utf-8")


def _encryption_keys() -> tuple[str, ...]:
    """Return the keys that seal secrets of the database, the newest first."""
    text = _kept_secret("BEFFROI_ENCRYPTION_KEYS", "encryption-keys", sealing.new_key)
    try:
        return sealing.read_keys(text)
    except sealing.SealError as error:
        message = (
            f"BEFFROI_ENCRYPTION_KEYS: {error}; a new one is made by: "
            "openssl rand -base64 32 | tr '+/' '-_'"
        )
        raise ImproperlyConfigured(message) from error


def _networks(name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    words = _value(name).replace(",", " ").split()
    try:
        return tuple(ipaddress.ip_network(word) for word in words)
    except ValueError as error:
        message = f"{name}: {error}; allowed: networks such as 10.0.0.0/8 or fd00::/8."
        raise ImproperlyConfigured(message) from error


def _hours(name: str, default: int) -> int:
    text = _value(name, str(default))
    if not re.fullmatch("[0-9]{1,4}", text):
        raise ImproperlyConfigured(f"{name}={text} is not understood; allowed: 0 to 9999 hours.")
    return int(text)


def _written_to(name: str) -> dict[str, str]:
    """Return where people write: ``url`` and its ``words``; both empty when nobody said."""
    url = _value(name)
    if url and not url.startswith(("https://", "mailto:")):
        raise ImproperlyConfigured(
            f"{name}={url} is not understood; allowed: https://… or mailto:…"
        )
    return {"url": url, "words": url.removeprefix("mailto:")}


BASE = Path(__file__).resolve().parent
TESTING = "pytest" in sys.modules
BEFFROI_HOME = Path(_value("BEFFROI_HOME", "var")).resolve()
BEFFROI_URL = _value("BEFFROI_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(BEFFROI_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"BEFFROI_URL={BEFFROI_URL} is no address like https://example.org")


def _kept_country() -> str:
    """Return the country that ``beffroi init`` kept in the home folder, else the neutral one."""
    try:
        return (BEFFROI_HOME / "country").read_text("utf-8").strip() or "zz"
    except OSError:
        return "zz"


try:
    BEFFROI_COUNTRY = countries.load(_value("BEFFROI_COUNTRY") or _kept_country())
except countries.CountryError as refused:
    raise ImproperlyConfigured(f"BEFFROI_COUNTRY: {refused}") from refused

_theme = _value("BEFFROI_THEME")
try:
    BEFFROI_THEME = themes.load(Path(_theme)) if _theme else themes.HOUSE
except themes.ThemeError as refused:
    raise ImproperlyConfigured(f"BEFFROI_THEME: {refused}") from refused

BEFFROI_OPERATOR = _value("BEFFROI_OPERATOR")[:200]
BEFFROI_WRITE_TO = _written_to("BEFFROI_WRITE_TO")

_SPOKEN = {"fr": "Français", "en": "English"}
_codes = _value("BEFFROI_LANGUAGES").replace(",", " ").split() or BEFFROI_COUNTRY.languages
if set(_codes) - set(_SPOKEN):
    raise ImproperlyConfigured(f"BEFFROI_LANGUAGES={' '.join(_codes)}; allowed: fr, en.")
BEFFROI_ALLOWED_NETWORKS = _networks("BEFFROI_ALLOWED_NETWORKS")
BEFFROI_TRUSTED_PROXIES = _networks("BEFFROI_TRUSTED_PROXIES")
BEFFROI_SCHEDULER = _value("BEFFROI_SCHEDULER") or None
BEFFROI_HARVEST_HOURS = _hours("BEFFROI_HARVEST_HOURS", 24)
BEFFROI_CONTACT = f"{BEFFROI_URL}/{_codes[0]}/about/"
BEFFROI_INDEX = BEFFROI_HOME / "index"
BEFFROI_KEPT_SECONDS = 0 if TESTING else 30

DEBUG = _switch("BEFFROI_DEBUG")
if DEBUG and _site.hostname not in {"localhost", "127.0.0.1", "::1"}:
    message = f"BEFFROI_DEBUG is on while BEFFROI_URL={BEFFROI_URL} is public; allowed: localhost."
    raise ImproperlyConfigured(message)

SECRET_KEY = _kept_secret("BEFFROI_SECRET_KEY", "secret-key", partial(secrets.token_urlsafe, 48))
BEFFROI_ENCRYPTION_KEYS = _encryption_keys()
ALLOWED_HOSTS = [_site.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BEFFROI_URL]
DATABASES = {"default": _database(_value("BEFFROI_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "beffroi.journal.apps.Journal",
    "beffroi.accounts.apps.Accounts",
    "beffroi.organisations.apps.Organisations",
    "beffroi.repositories.apps.Repositories",
    "beffroi.portal.apps.Portal",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "beffroi.portal.proxies.TrustedProxies",
    "beffroi.portal.middleware.Answers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beffroi.portal.keeping.KeptPages",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "beffroi.portal.middleware.ShownErrors",
]
ROOT_URLCONF = "beffroi.urls"
WSGI_APPLICATION = "beffroi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "beffroi.portal.context.site",
            ],
            "builtins": ["beffroi.portal.templatetags.beffroi"],
        },
    }
]

LANGUAGE_CODE = _codes[0]
LANGUAGES = [(code, _SPOKEN[code]) for code in _codes]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BEFFROI_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
_secure = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _secure
CSRF_FAILURE_VIEW = "beffroi.portal.views.faults.csrf"
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "level={levelname} logger={name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
