"""The one settings file: the environment comes in here, SQLite unless told otherwise.

What may be set, and how it is read, stands in the README's table; vjtech.core.environment refuses
what it cannot read.
"""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from vjtech.core import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"  # the embedded database and its key, unless DATABASE_URL says where

DEBUG = environment.flag("DEBUG")

# Part of each page's tag: other code may make another page of the same base.
RELEASE = environment.newest_file(BASE_DIR, ("vjtech", "entities", "articles", "templates"))

# --- Database ---------------------------------------------------------------------------------

SQLITE = {
    # Kept open for a minute: opening costs a good part of a page, and a file that is replaced
    # under a running server must not be written to for long.
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        # FULL: with WAL's usual NORMAL a power cut takes back what an editor was told is saved.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        # A transaction that begins by reading cannot wait for another writer; this one can.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
    },
}
POSTGRESQL = {
    "CONN_MAX_AGE": 0,  # the pool keeps the connections
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 3,
        # After an outage, give up on an attempt early: the next request starts a new one, while
        # an old one would by then be minutes from its next try.
        "pool": {"min_size": 1, "max_size": 10, "timeout": 3, "reconnect_timeout": 5},
        # For web requests. vjtech.core.connections.unhurried lifts them where work takes longer.
        "options": "-c statement_timeout=2s -c lock_timeout=1s"
        " -c idle_in_transaction_session_timeout=10s",
    },
}

described = environment.database("DATABASE_URL", default=DATA_DIR / "vjtech.sqlite3")
EMBEDDED = described["ENGINE"].endswith("sqlite3") and described["NAME"] != ":memory:"
usual = SQLITE if described["ENGINE"].endswith("sqlite3") else POSTGRESQL
options = usual["OPTIONS"] | described["OPTIONS"]
if "options" in usual["OPTIONS"] and "options" in described["OPTIONS"]:  # a search path, say
    options["options"] = f"{usual['OPTIONS']['options']} {described['OPTIONS']['options']}"
DATABASES = {"default": described | usual | {"OPTIONS": options}}
if usual is SQLITE:
    # REST framework imports it wherever psycopg is installed, and that brings 10 MB of PostgreSQL's
    # and OpenSSL's code into each worker.
    sys.modules.setdefault("django.contrib.postgres", None)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = environment.text("SECRET_KEY")
if not SECRET_KEY and EMBEDDED:
    SECRET_KEY = environment.kept_secret(Path(described["NAME"]).with_name(".secret-key"))
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY: must be set where the database is not a SQLite file")

# --- Addresses --------------------------------------------------------------------------------

CANONICAL_URL = environment.origin("CANONICAL_URL")  # "" where the site has no address of its own
CANONICAL_HOST = urlsplit(CANONICAL_URL).hostname
HTTPS = CANONICAL_URL.startswith("https:")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS") or [
    *["localhost", "127.0.0.1", "[::1]"],
    *([CANONICAL_HOST] if CANONICAL_HOST else []),
]
CSRF_TRUSTED_ORIGINS = [CANONICAL_URL] if CANONICAL_URL else []
SECURITY_CONTACT = environment.contacts("SECURITY_CONTACT")  # of /.well-known/security.txt
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES", default="127.0.0.1,::1")
API_REQUESTS_PER_MINUTE = environment.number("API_REQUESTS_PER_MINUTE", 300, most=100_000)

# --- What it is made of -----------------------------------------------------------------------

INSTALLED_APPS = [
    "vjtech.core.desk.DeskConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",  # for its command; the generator is loaded where the schema is asked for
    "reversion",
    "vjtech.core",
    "entities",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "vjtech.core.headers.HeadersMiddleware",
    "vjtech.core.cors.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vjtech.api.gate.ApiMiddleware",
    "vjtech.core.caching.PageStoreMiddleware",  # after the files, before all that costs
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "vjtech.urls"
WSGI_APPLICATION = "vjtech.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "OPTIONS": {"environment": "vjtech.core.jinja2.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "vjtech.api.schema.ApiSchema",  # loaded where the schema is asked for
    "EXCEPTION_HANDLER": "vjtech.api.problems.handled",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "vjtech",
    "DESCRIPTION": "Vietnam–Japan technology-cooperation news, read-only, as JSON.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": ["vjtech.api.schema.linked"],
}

SERIALIZATION_MODULES = {
    "yaml": "vjtech.core.yaml",
    # The history's versions, told apart by these names (vjtech.core.snapshots).
    "record": "django.core.serializers.json",
    "deleted-record": "django.core.serializers.json",
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
CACHES = {
    "default": {
        "BACKEND": "vjtech.core.pagestore.PageStore",
        "OPTIONS": {"MOST_BYTES": environment.number("PAGE_STORE_MB", 12, most=4096) << 20},
    }
}

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "vjtech" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Files: served from where they lie, so that there is nothing to collect -------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "vjtech" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Who may sign in --------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

# By address and not by name, or anybody could keep an editor out.
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_CLIENT_IP_CALLABLE = "vjtech.core.proxies.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# --- What the browser is told -----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vjtech.views.csrf_failure"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an article with its paragraphs and citations in one form
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the owner's other hosts are not ours to bind to HTTPS,
    "security.W021",  # nor to have browsers preload,
    "security.W008",  # and the proxy that speaks HTTPS is the one to redirect to it
    "security.W002",  # frames are refused by vjtech.core.headers and by the policy above
]

# --- Logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "vjtech.core.logs.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers (a mail to nobody, a second console) give way to the root's.
        "django": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True},
        "django.request": {"level": "WARNING" if DEBUG else "ERROR"},  # 404s are no news
    },
}
