"""The language of the terminal, and its words: also before Django is there, and before there is a house."""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = ("es", "pt", "en")


def spoken(environment: Mapping[str, str] | None = None) -> str:
    """The language of the terminal (``LC_ALL``, ``LC_MESSAGES``, ``LANG``, in this order), or English."""
    environment = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            code = environment[name][:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled words of a language; of English, and where nothing was compiled yet, the messages themselves."""
    return gettext.translation("django", localedir=LOCALE, languages=[language], fallback=True)


def say(message: str) -> str:
    """A message in the language of the terminal. It is imported as ``_``, so that ./amparo words gathers it."""
    return catalogue(spoken()).gettext(message)
