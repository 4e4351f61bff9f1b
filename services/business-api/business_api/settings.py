"""All settings of business-api. The environment is read here and nowhere else."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from business_api import env
from business_api.core.likeness import LIKENESS

ROOT_URLCONF = "business_api.urls"
WSGI_APPLICATION = "business_api.wsgi.application"
SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = ["*"]  # nginx answers for known names only; origins are checked against PUBLIC_ORIGINS
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "ru"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

APPS = ("core", "accounts", "adverts", "calls", "recordings", "deals", "transcripts", "trust")
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *(f"business_api.{app}" for app in APPS),
]
MIGRATION_MODULES = {app: f"db.migrations.{app}" for app in APPS}

MIDDLEWARE = [
    "business_api.core.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "business_api.accounts.middleware.AccountMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/api/static/"


def _database(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    if parts.scheme != "postgresql" or not parts.hostname or not parts.username:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://role:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "business-api",
            "options": f"-c pg_trgm.word_similarity_threshold={LIKENESS} -c statement_timeout=15s -c jit=off",
        },
        "TEST": {"NAME": None},
    }


DATABASES = {"default": _database(env.text("DATABASE_URL"))}

# Sessions: rows of our own with the person and the device, so that they can be listed and ended.
SESSION_ENGINE = "business_api.accounts.sessions"
SESSION_COOKIE_NAME = "lodbic_session"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "lodbic_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "business_api.core.errors.csrf_failure"
PUBLIC_ORIGINS = env.words("PUBLIC_ORIGINS")
if not PUBLIC_ORIGINS:
    raise ImproperlyConfigured(
        "PUBLIC_ORIGINS is not set. Name the addresses that browsers use, e.g. https://lodbic.example."
    )
CSRF_TRUSTED_ORIGINS = PUBLIC_ORIGINS
# Off only where there is no https at all: the loopback address, which browsers trust without it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = any(origin.startswith("https://") for origin in PUBLIC_ORIGINS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["business_api.accounts.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["business_api.core.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "business_api.core.errors.handle_exception",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": 1,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lodbic REST API",
    "DESCRIPTION": "Video calls between the buyer and the seller of an advert, kept as a record both can trust.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "AdvertState": "business_api.adverts.models.AdvertState",
        "TrackState": "business_api.recordings.models.TrackState",
        "RecordState": ["none", "recording", "provisional", "final"],
        "ProductState": ["none", "waiting", "working", "ready", "failed"],
        "AccountStatus": "business_api.accounts.models.Status",
        "Side": "business_api.calls.models.Side",
        "DealRole": ["buyer", "seller"],
        "NegotiationMark": ["talking", "met", "fell_through"],
        "NegotiationState": ["talking", "agreed", "met", "fell_through"],
        "TrackKind": "business_api.recordings.models.TrackKind",
    },
}

VALKEY_URL = env.text("VALKEY_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY_URL, "KEY_PREFIX": "api"}
}
CELERY_BROKER_URL = VALKEY_URL

STORAGE_ENDPOINT = env.text("STORAGE_ENDPOINT")
STORAGE_SECURE = env.flag("STORAGE_SECURE", False)
STORAGE_REGION = env.text("STORAGE_REGION", "us-east-1")
STORAGE_BUCKET = env.text("STORAGE_BUCKET", "media")
STORAGE_ACCESS_KEY = env.text("STORAGE_ACCESS_KEY")
STORAGE_SECRET_KEY = env.text("STORAGE_SECRET_KEY")

TICKET_PRIVATE_KEY = env.text("TICKET_PRIVATE_KEY")
TURN_SECRET = env.text("TURN_SECRET", "")
TURN_URLS = env.words("TURN_URLS")
STUN_URLS = env.words("STUN_URLS")

MAIL_FROM = env.text("MAIL_FROM", "Lodbic <no-reply@lodbic.example>")
DEFAULT_FROM_EMAIL = MAIL_FROM
_smtp = env.text("SMTP_URL", "")
if _smtp:
    _parts = urlsplit(_smtp)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _parts.hostname or "", _parts.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_parts.username or ""), unquote(_parts.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _parts.scheme == "smtp", _parts.scheme == "smtps"
    # The worker does other things, too.
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "business_api.core.mail_folder.EmailBackend"
    EMAIL_FILE_PATH = str(Path(env.text("MAIL_FOLDER")).absolute())

# A folder whose metro.tsv and places.tsv name places beside those that are known; empty: none.
PLACES_FOLDER = env.text("PLACES_FOLDER", "")

# What a password's Argon2id costs; the least is OWASP's.
ARGON2_MEMORY_KIB = env.number("ARGON2_MEMORY_KIB", 64 * 1024, 19 * 1024, 4 * 1024 * 1024)
ARGON2_PASSES = env.number("ARGON2_PASSES", 3, 2, 100)

# Limits, in one place. Each is per person or address as the code that uses it says.
LOGIN_TRIES = env.number("LOGIN_TRIES", 10, 1, 1_000_000)
LOGIN_TRIES_SECONDS = 600
REGISTRATIONS_PER_HOUR = env.number("REGISTRATIONS_PER_HOUR", 30, 1, 1_000_000)
TICKETS_PER_MINUTE = env.number("TICKETS_PER_MINUTE", 60, 1, 1_000_000)
PICTURE_BYTES = 10_000_000
SLICE_BYTES = 8_000_000
LINK_SECONDS = 900
RING_SECONDS = 45
CALLS_PER_HOUR = env.number("CALLS_PER_HOUR", 60, 1, 1_000_000)
MESSAGES_PER_MINUTE = 60
TURN_SECONDS = 12 * 3600
CONSENT_VERSION = "2026-11"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
