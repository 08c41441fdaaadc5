"""The settings of the house: one file, safe unless someone asks otherwise."""

from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from amparo.config import backup, bundle, logs, values
from amparo.config.env import BadSetting, Env
from amparo.config.language import say as _
from amparo.config.paths import path_words

env = Env()
DATA = env.data
RUN = env.text("AMPARO_RUN", "")
RUN = RUN or values.in_memory(DATA)  # where the flag lies that everything is locked
LANGUAGES = [("es", "Español"), ("pt", "Português"), ("en", "English")]

# Who this house is.
PROFILE = env.text("AMPARO_PROFILE", "guia", one_of=values.PROFILES)
SITE_NAME = env.text("AMPARO_NAME", "Libreta", check=values.name)
HOME_COUNTRY = values.country(env.text("AMPARO_COUNTRY", "", check=values.country))
HOME_PLACE = env.text("AMPARO_PLACE", "")  # whether it is one, ./amparo asks the database
LANGUAGE_CODE = env.text("AMPARO_LANGUAGE", "es", one_of=tuple(code for code, _name in LANGUAGES))
ALLOWED_HOSTS = values.hosts(env.text("AMPARO_HOSTS", "localhost,127.0.0.1,[::1]", check=values.hosts))
away_from_here = partial(values.way_out, own=ALLOWED_HOSTS)
NEUTRAL_URL = env.text("AMPARO_NEUTRAL_URL", "https://{language}.wikipedia.org/", check=away_from_here)
PATHS = path_words(env.text("AMPARO_PATHS", "", check=path_words))
DEMO = env.flag("AMPARO_DEMO", False)
HSDS_API = env.flag("AMPARO_HSDS_API", PROFILE != "guia")
# Minding children: in the profile red, where the house says that it has somebody to do it.
CHILD_CARE = env.flag("AMPARO_CHILD_CARE", False) and PROFILE == "red"
STUDY_DAYS = env.number("AMPARO_STUDY_DAYS", 365, least=30, most=365)  # answers, after their study was closed
CHILD_DAYS = env.number("AMPARO_CHILD_DAYS", 60, least=14, most=365)  # kept after the last stay
# Of one phone of a study in a day, in each process of the server: so that nobody who found one fills the disk.
PHONE_FORMS = env.number("AMPARO_PHONE_FORMS", 2000, least=50, most=1_000_000)
PHONE_MEGABYTES = env.number("AMPARO_PHONE_MEGABYTES", 200, least=20, most=20_000)
HSDS_LICENCE = env.text("AMPARO_HSDS_LICENCE", "")

# Letters: on which days of the week they are read (0 is Monday), for how long a thread is kept after the last word.
READING_DAYS = values.weekdays(env.text("AMPARO_READING_DAYS", "1,4", check=values.weekdays))
LETTER_DAYS = env.number("AMPARO_LETTER_DAYS", 90, least=14, most=365)
COPY_DAYS = backup.KEPT_DAYS  # by then no copy of the house is left that holds what was destroyed
RETENTION_FILE = env.text("AMPARO_RETENTION", "", check=values.retention_file)  # rows of the house: how long it keeps
GENDERS_FILE = env.text("AMPARO_GENDERS", "", check=values.genders_file)  # words of the house: who she says she is
SHRED_LEDGER = env.text("AMPARO_SHRED_LEDGER", str(DATA / "destroyed"))
LETTER_SCRIPT_DIGEST = bundle.digest() if PROFILE != "guia" else ""  # as people compare it
LETTER_SCRIPT = bundle.integrity() if PROFILE != "guia" else ""  # of the one script; without it the house seals

# One neutral message a day, the same whether something came or not; nothing is sent where no server of mail is named.
SMTP_HOST = env.text("AMPARO_SMTP_HOST", "", check=values.mail_host)
SMTP_PORT = env.number("AMPARO_SMTP_PORT", 587, least=1, most=65535)
SMTP_USER = env.text("AMPARO_SMTP_USER", "")
SMTP_PASSWORD = env.text("AMPARO_SMTP_PASSWORD", "")
MAIL_FROM = env.text("AMPARO_MAIL_FROM", "", check=values.mail_addresses)
DIGEST_TO = values.mail_addresses(env.text("AMPARO_DIGEST_TO", "", check=values.mail_addresses))

# Keys and doors to the outside.
DEBUG = env.flag("AMPARO_DEBUG", False)
SERVING = env.flag("AMPARO_SERVING", False)
if DEBUG and SERVING and not DEMO:
    raise BadSetting(
        _(
            "AMPARO_DEBUG=yes shows whatever somebody wrote on a page of errors. It is set %(where)s: take it away "
            "there, or use it with ./amparo demo."
        )
        % {"where": env.where("AMPARO_DEBUG")}
    )
SECRET_KEY = env.secret("AMPARO_SECRET_KEY", needed=SERVING)
SECURE = env.flag("AMPARO_TLS", False)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if SECURE]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-amparo" if SECURE else "amparo"
UNLOCK_COOKIE_NAME = "__Host-amparo_k" if SECURE else "amparo_k"  # her half of an open key
# That somebody of the team came in here before: no name in it, and for the page for signing in alone (commons.known).
KNOWN_COOKIE_NAME = "__Secure-amparo_d" if SECURE else "amparo_d"
SAID_COOKIE_NAME = "__Host-amparo_s" if SECURE else "amparo_s"  # what she just did, until the next page
CSRF_COOKIE_AGE = None  # gone when the browser closes
CSRF_COOKIE_NAME = "__Host-amparo_c" if SECURE else "amparo_c"
CSRF_FAILURE_VIEW = "amparo.commons.ui.views.stale_form"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "amparo.commons.policy",
    "amparo.commons.audit",
    "amparo.commons.places",
    "amparo.commons.directory",
    "amparo.commons.accounts",
    "amparo.commons.nightly",
    "amparo.commons.ui",
    "amparo.access.pathways",
    # What a profile lacks is not there.
    *(["amparo.vault", "amparo.casework", "amparo.access.reporting"] if PROFILE != "guia" else []),
    *(["amparo.access.focal_points", "amparo.access.health"] if PROFILE != "guia" else []),
    *(["amparo.commons.codebooks", "amparo.evidence", "amparo.doors.deidentify"] if PROFILE == "red" else []),
    *(["amparo.fieldwork", "amparo.doors.intake", "amparo.doors.exchange"] if PROFILE == "red" else []),
    *(["amparo.commons.jobs", "amparo.information.risk_profiles"] if PROFILE == "red" else []),
    *(["amparo.information.exposure"] if PROFILE == "red" else []),
    *(["amparo.publications", "amparo.doors.release"] if PROFILE == "red" else []),
    *(["amparo.advocacy.visibility"] if PROFILE == "red" else []),
    *(["amparo.legal.deadlines", "amparo.legal.representation"] if PROFILE == "red" else []),
    *(["amparo.legal.exhibits"] if PROFILE == "red" else []),
    *(["amparo.legal.documents"] if PROFILE == "red" else []),
    *(["amparo.legal.custody", "amparo.legal.evictions"] if PROFILE == "red" else []),
    *(["amparo.access.alternative_care"] if CHILD_CARE else []),
    "amparo.config",
]
MIDDLEWARE = [
    "amparo.config.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "amparo.config.middleware.language_of_path",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amparo.config.login.unlocking",
    "django.contrib.messages.middleware.MessageMiddleware",
    "amparo.config.middleware.guard",
]
ROOT_URLCONF = "amparo.config.urls"
WSGI_APPLICATION = "amparo.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "amparo.commons.ui.queries.house",
                *(["amparo.access.reporting.queries.first_page.letters"] if PROFILE != "guia" else []),
                *(["amparo.access.reporting.queries.today.for_her"] if PROFILE != "guia" else []),
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "amparo.commons.ui.templatetags.ui"],
        },
    }
]


def database(name: str, url: str) -> dict[str, object]:
    """SQLite in the house's folder, or the PostgreSQL that a URL names.

    ``synchronous=FULL``: a frightened person cannot be asked to send again after a power cut. ``temp_store=MEMORY``:
    what is sorted on the way would else lie in ``/var/tmp``, which may be on a disk that nobody encrypted.
    """
    if not url:
        return {
            "ENGINE": "amparo.config.fair_sqlite3",
            "NAME": DATA / f"{name}.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                "PRAGMA temp_store=MEMORY;"
                "PRAGMA journal_size_limit=27103364;PRAGMA mmap_size=268435456;PRAGMA cache_size=-32000",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


# Two databases: people on one side, what may be counted on the other. No foreign key crosses.
DATABASES = {
    "default": database("care", env.text("AMPARO_CARE_DATABASE", "", check=values.postgres)),
    "evidence": database("evidence", env.text("AMPARO_EVIDENCE_DATABASE", "", check=values.postgres)),
}
if len({tuple(str(each.get(part)) for part in ("NAME", "HOST", "PORT")) for each in DATABASES.values()}) < 2:
    raise BadSetting(_("AMPARO_CARE_DATABASE and AMPARO_EVIDENCE_DATABASE name the same database. Make two."))
DATABASE_ROUTERS = ["amparo.config.database_router.TwoRooms"]
DEFAULT_AUTO_FIELD = "amparo.commons.policy.models.RandomIdField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["amparo.commons.accounts.backends.OnePass"]
PASSWORD_HASHERS = [
    "amparo.commons.accounts.hashers.Amparo1",
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # of older houses, until she comes in
]
# A second step for whoever reads letters or says who does. A demo asks for none unless somebody wants to see it.
SECOND_STEP = env.flag("AMPARO_SECOND_STEP", PROFILE != "guia" and not DEMO)
AUTH_PASSWORD_VALIDATORS = [{"NAME": "amparo.commons.accounts.policies.NotGuessed"}]
# What was done is said on the next page of the desk, out of a cookie: no public page reads or writes one.
MESSAGE_STORAGE = "amparo.config.said.Said"
LOGIN_URL = "sign_in"

USE_I18N = USE_TZ = True
# The organisation's day: whatever is written, counted or shown is of this zone. What is stored as a moment is in UTC.
TIME_ZONE = env.text("AMPARO_TIME_ZONE", "", check=values.time_zone) or values.zone_of(HOME_COUNTRY)
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
STATIC_URL = "/s/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
MEDIA_ROOT = DATA / "audio"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# Nothing that is sent ever touches the disk: a file is held in memory or not taken at all.
FILE_UPLOAD_HANDLERS = ["amparo.commons.policy.uploads.HeldInMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 120  # a phone sends at most a hundred and one at once; a page takes six
LARGEST_REQUEST = 12_500_000  # bytes; more is refused before it is read
LARGEST_LETTER = 60_000_000  # of one with large photos the text is read and the rest read past: it must not be lost

# No address, no agent, no page of hers is logged; errors say their type and place only, and go nowhere by mail.
LOGGING = logs.LOGGING
SILENCED_SYSTEM_CHECKS: list[str] = []
env.refuse_unknown()
