"""The house as granian serves it in tests, without collected files, and with one page that breaks on purpose.

The page stands in front of the one to which a letter is sent, and breaks only where a field asks for it.
"""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]
settings.ROOT_URLCONF = "tests.breaking"

from amparo.config.wsgi import application  # noqa: E402

__all__ = ["application"]
