"""Every setting of an installation, read from the environment (prefix SHOUWEN_); see docs/operations/settings.md.

Business parameters (time limits, calendars, ladders, targets) are dated rows on screens, never settings.
"""

from __future__ import annotations

from pathlib import Path

from shouwen.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()

SECRET_KEY = env.secret_key(HOME)
SECRETS_KEYS = env.secrets_keys(HOME)
DEBUG = env.flag("SHOUWEN_DEBUG", default=False)
ALLOWED_HOSTS = [
    *env.words("SHOUWEN_ALLOWED_HOSTS", default=[]),
    *("127.0.0.1", "localhost", "[::1]"),
]
CSRF_FAILURE_VIEW = "shouwen.web.failures.stale_token"
CSRF_TRUSTED_ORIGINS = env.words("SHOUWEN_TRUSTED_ORIGINS", default=[])
HTTPS = env.flag("SHOUWEN_HTTPS", default=False)
PROXIES = env.words("SHOUWEN_PROXIES", default=["127.0.0.1"])

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_vite",
    "template_partials",
    "ninja",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "shouwen.platform.ui",
    "shouwen.platform.numbering",
    "shouwen.platform.files",
    "shouwen.platform.journal",
    "shouwen.platform.access",
    "shouwen.platform.drafts",
    "shouwen.platform.exports",
    "shouwen.platform.org",
    "shouwen.platform.rosters",
    "shouwen.platform.clocks",
    "shouwen.platform.notify",
    "shouwen.platform.exchange",
    "shouwen.platform.calendars",
    "shouwen.platform.policies",
    "shouwen.domains.customers",
    "shouwen.domains.balances",
    "shouwen.domains.routing",
    "shouwen.domains.duties",
    "shouwen.domains.cases",
    "shouwen.domains.asks",
    "shouwen.domains.teamwork",
    "shouwen.domains.watching",
    "shouwen.domains.papers",
    "shouwen.domains.care",
    "shouwen.domains.macros",
    "shouwen.domains.rulings",
    "shouwen.domains.reopening",
    "shouwen.domains.appeals",
    "shouwen.domains.privacy",
    "shouwen.domains.bulk",
    "shouwen.domains.calls",
    "shouwen.domains.mattertypes",
    "shouwen.domains.intake",
    "shouwen.domains.imports",
    "shouwen.domains.voices",
    "shouwen.domains.hooks",
    "shouwen.domains.profiles",
    "shouwen.domains.portal",
    "shouwen.domains.kpi",
    "shouwen.domains.blame",
    "shouwen.domains.bulletins",
    "shouwen.web",
    "shouwen.web.demo",
]

MIDDLEWARE = [
    "shouwen.config.callers.CallerAddress",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shouwen.web.failures.NoNul",
    "csp.middleware.CSPMiddleware",
    "shouwen.platform.access.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwen.platform.org.middleware.ActingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "shouwen.web.urls"
WSGI_APPLICATION = "shouwen.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "shouwen.platform.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "shouwen.web.context.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = env.text("SHOUWEN_TIME_ZONE", default="Asia/Shanghai")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight out of the package: nothing is collected
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/ui/dist/assets/[\w-]+-[\w-]{8}\.\w+$"
WHITENOISE_AUTOREFRESH = DEBUG
DJANGO_VITE = {
    "default": {
        "manifest_path": PACKAGE / "platform/ui/static/ui/dist/.vite/manifest.json",
        "static_url_prefix": "ui/dist",
    }
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.integer("SHOUWEN_SESSION_SECONDS", default=12 * 3600)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
IMPORT_RETENTION_DAYS = env.integer("SHOUWEN_IMPORT_RETENTION_DAYS", default=180)
FILE_MOST_MB = env.integer("SHOUWEN_FILE_MOST_MB", default=20)
FILE_RETENTION_DAYS = env.integer("SHOUWEN_FILE_RETENTION_DAYS", default=1095)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = (
    "username"  # what authenticate() is called with, not the field of Account
)
AXES_LOCKOUT_CALLABLE = "shouwen.platform.access.lockout.answer"

PUBLIC_URL = env.text("SHOUWEN_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

PROCRASTINATE_IMPORT_PATHS = ["shouwen.config.tasks"]

LOGGING = env.logging(HOME)
