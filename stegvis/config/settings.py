"""Django settings, made from the environment. Secure by default; there is no debug mode."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stegvis.config.environment import ROOT, origin_of, read_environment, unknown_variables
from stegvis.config.key_guard import provide_master_key
from stegvis.config.providers_file import SignInProvider

ENVIRONMENT = read_environment()
STEGVIS_DATA_DIR = ENVIRONMENT.data_dir
STEGVIS_KEY_DIR = ENVIRONMENT.key_dir
STEGVIS_AUDIT_DIR = ENVIRONMENT.audit_dir
STEGVIS_IDLE_SECONDS = ENVIRONMENT.idle_minutes * 60
STEGVIS_SMALL_COUNT = ENVIRONMENT.small_count
STEGVIS_KEEP_PLANS = ENVIRONMENT.keep_plans
STEGVIS_EVALUATION_DATABASE_URL = ENVIRONMENT.evaluation_database_url
STEGVIS_SPARK_MASTER = ENVIRONMENT.spark_master
STEGVIS_MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
STEGVIS_API_PER_MINUTE = ENVIRONMENT.api_per_minute
STEGVIS_OPERATOR = ENVIRONMENT.operator
STEGVIS_URL = ENVIRONMENT.url
STEGVIS_ASSURANCE_LEVEL = ENVIRONMENT.assurance_level
STEGVIS_DORMANT_DAYS = ENVIRONMENT.dormant_days
STEGVIS_INVITATION_DAYS = ENVIRONMENT.invitation_days
STEGVIS_DRAFT_DAYS = ENVIRONMENT.draft_days
STEGVIS_SIGN_IN_PROVIDERS = ENVIRONMENT.sign_in_providers
STEGVIS_TEST_BROKER = ENVIRONMENT.test_broker
STEGVIS_UNKNOWN_VARIABLES = tuple(unknown_variables(os.environ))  # misspelt ones have been refused already
STEGVIS_PROVIDER_FIELDS = SignInProvider.model_fields  # what the page of settings says of the file

STEGVIS_DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
STEGVIS_AUDIT_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
STEGVIS_KEY_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key(path: Path) -> str:
    if not path.exists():
        path.write_text(secrets.token_urlsafe(64))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _secret_key(STEGVIS_KEY_DIR / "session.key")
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts
HTTPS = ENVIRONMENT.url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "stegvis.web.shared",
    "stegvis.web.staff",
    "stegvis.web.broker",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "stegvis.workqueue",
    "stegvis.organisation",
    "stegvis.access",
    "stegvis.programme",
    "stegvis.casework",
    "stegvis.reporting",
    "stegvis.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stegvis.web.shared.held_back.HeldBack",
    "allauth.account.middleware.AccountMiddleware",
    "stegvis.web.shared.middleware.IdleTimeout",
    "stegvis.web.shared.gatekeeping.ViewerMiddleware",
]

ROOT_URLCONF = "stegvis.config.urls"
WSGI_APPLICATION = "stegvis.config.wsgi.application"
FORM_RENDERER = "stegvis.web.shared.forms.StegvisRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["stegvis.web.shared.quick.links"],
            "libraries": {"i18n": "stegvis.web.shared.quick.i18n"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stegvis.web.shared.context.page",
            ],
        },
    }
]

# --- database: one manner on both -------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        # writers queue from the start of their transaction instead of failing in the middle
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # the daily pages ask some three hundred different questions; Python keeps 128, and the others are parsed anew
        "cached_statements": 500,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; "
            "PRAGMA mmap_size=4294967296;"  # read where the system keeps the file, not copied
        ),
    }
provide_master_key(STEGVIS_KEY_DIR, DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "stegvis_cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- sign-in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["stegvis.web.shared.sign_in.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "stegvis.web.shared.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "stegvis.web.shared.sign_in.display_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "stegvis.web.shared.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "stegvis.web.shared.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "stegvis.web.shared.passkey_forms.RenamePasskeyForm",
}
# browsers allow passkeys on http://localhost; allauth asks to be told
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "stegvis.web.shared.openid.adapter.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_TOTP_ISSUER = "Stegvis"
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-stegvis" if HTTPS else "stegvis"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "stegvis.web.shared.views.csrf_failure"

# --- browser security -------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_PROVIDER_ORIGINS = sorted(
    {origin for one in STEGVIS_SIGN_IN_PROVIDERS for origin in (origin_of(one.issuer), *one.other_origins)}
    - {origin_of(STEGVIS_URL)}
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # a form that leads to a provider is followed there; browsers ask this list on the way
        "form-action": [SELF, *_PROVIDER_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["stegvis.web.shared.uploads.InMemoryUpload"]

# --- words, dates, files ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "stegvis_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [ROOT / "stegvis" / "locale"]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = STEGVIS_DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(STEGVIS_DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "stegvis.web.shared.static_storage.Storage"},
}

# --- mail -------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.mail_url:
    _mail = urlsplit(ENVIRONMENT.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and parse_qs(_mail.query).get("tls", ["1"]) != ["0"]
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STEGVIS_DATA_DIR / "mail"

# --- SMS --------------------------------------------------------------------------------------------------------
STEGVIS_SMS_URL, STEGVIS_SMS_FROM = ENVIRONMENT.sms_url, ENVIRONMENT.sms_from
STEGVIS_SMS_KEY = ENVIRONMENT.sms_key.get_secret_value()
STEGVIS_SMS_DIRECTORY = STEGVIS_DATA_DIR / "sms"

# Logs hold times, paths without queries and exception classes: nothing about people.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
#: W003: our library `i18n` takes the place of Django's on purpose (web/shared/quick/i18n.py)
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
