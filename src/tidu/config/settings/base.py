"""Settings of every installation; what differs between them comes from the environment."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from tidu.config import env, gateways

_environment = env.read()

SECRET_KEY = _environment.secret_key
DATA_KEYS = _environment.data_keys
DEBUG = False
ALLOWED_HOSTS = _environment.allowed_hosts
DATA_DIR = _environment.data_dir
DEMO_STARTS_AT = _environment.demo_starts_at

_gateways = gateways.read(is_embedded=_environment.database_url.startswith("sqlite:") or DEMO_STARTS_AT is not None)
SMS_GATEWAY = _gateways.sms
EMAIL_GATEWAY = _gateways.email

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "tidu.kit",
    "tidu.domain.audit",
    "tidu.domain.regions",
    "tidu.domain.accounts",
    "tidu.domain.files",
    "tidu.domain.notices",
    "tidu.domain.messages",
    "tidu.domain.windows",
    "tidu.domain.enterprises",
    "tidu.domain.verification",
    "tidu.domain.recognitions",
    "tidu.domain.declarations",
    "tidu.domain.reviews",
    "tidu.domain.exchange",
    "tidu.domain.retention",
    "tidu.web.ui",
    "tidu.web.public",
    "tidu.web.applicant",
    "tidu.web.officer",
    "tidu.web.operator",
    "tidu.web.person",
    "tidu.demo",
    "tidu.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tidu.config.storable.StorableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tidu.web.requests.ActorMiddleware",
]

ROOT_URLCONF = "tidu.config.urls"
WSGI_APPLICATION = "tidu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tidu.web.shells.context",
            ],
        },
    }
]

DATABASES = {"default": env.database(_environment.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _environment.cache_url}
    if _environment.cache_url
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        # what may be forgotten, and little of it: each write lists the folder
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tidu.domain.accounts.sign_in.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "public:sign_in"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "tidu.config.storage.FrontEndStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
AUDIT_HEADS = _environment.audit_heads

IDENTITY = _environment.identity
REGISTRY_URL = _environment.registry_url
REGISTRY_SECRET = _environment.registry_secret
REGISTRY_TOKEN = _environment.registry_token

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_ENGINE = "tidu.domain.accounts.session_store"
SESSION_IDLE = _environment.session_idle
SESSION_LONGEST = _environment.session_longest
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tidu.web.requests.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _environment.is_behind_https
# browsers take a cookie of that prefix from this very host over https alone, so that no neighbour puts one there
_ours_alone = "__Host-" if _environment.is_behind_https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_ours_alone}sessionid", f"{_ours_alone}csrftoken"
SECURE_SSL_REDIRECT = _environment.is_behind_https
SECURE_HSTS_SECONDS = 31_536_000 if _environment.is_behind_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _environment.is_behind_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _environment.is_behind_https else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
