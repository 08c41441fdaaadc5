"""``./amparo init``: a house of one's own, after three questions. It is there whole, or not at all.

While it is made, its settings lie in ``house.env.unfinished``. The last thing is to give that file its name, which
needs no room on the disk. A house that was cut before, by a power cut, is begun anew: nobody can have opened it.
"""

import io
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from amparo.config import lock, values
from amparo.config.env import HOUSE_FILE, BadSetting, data_folder, write_house_file
from amparo.config.language import say as _
from amparo.config.language import spoken
from amparo.config.prepare import django_setup, ready, refuse_unknown
from amparo.config.trouble import in_words, remove, whole_or_nothing
from amparo.config.welcome import PICTURES, QUESTIONS
from amparo.formats.codes import codes

UNFINISHED = f"{HOUSE_FILE}.unfinished"
PROFILES = dict(zip("123", values.PROFILES, strict=True))


def init(words: list[str]) -> int:
    """Set up a house: three questions, each with an answer that is fine for most."""
    refuse_unknown(words, {})
    data = data_folder("var/house")
    with in_words(data):
        if (data / HOUSE_FILE).exists():
            print(
                _("There is a house already: %(file)s. Change that file, or choose another folder: %(how)s")
                % {"file": data / HOUSE_FILE, "how": "AMPARO_DATA=var/other ./amparo init"}
            )
            return 1
        begin_anew(data)
        with whole_or_nothing(data):
            told = found(data)
    print(told)
    print("\n" + _("The house is ready in %(data)s.") % {"data": data})
    print(_("Open it: %(how)s") % {"how": "./amparo run"})
    return 0


def begin_anew(data: Path) -> None:
    """Take away what a cut beginning left; where other things lie in the folder, leave all of it alone."""
    inside = {path.name for path in data.iterdir()} - {"lost+found", lock.NAME} if data.is_dir() else set()
    if UNFINISHED in inside:
        with lock.held(data, alone=True):
            for name in inside:
                remove(data / name)
    elif inside:
        raise SystemExit(
            _(
                "%(data)s is not empty, and holds no %(file)s. If it is a house, put that file back from the backup; "
                "if not, choose an empty folder: %(how)s"
            )
            % {"data": data, "file": HOUSE_FILE, "how": "AMPARO_DATA=/some/folder ./amparo init"}
        )


def found(data: Path) -> str:
    """Ask, make the house, and give what the person has to write down."""
    settings = questions() | {"AMPARO_SECRET_KEY": secrets.token_urlsafe(48)}
    write_house_file(data / UNFINISHED, settings)
    os.environ |= settings | {"AMPARO_DATA": str(data)}
    django_setup()
    ready(data=data)
    from django.core.management import call_command
    from django.utils import translation

    told = io.StringIO()
    with translation.override(spoken()):
        call_command("first_account", stdout=told)
    (data / UNFINISHED).rename(data / HOUSE_FILE)
    return told.getvalue()


def questions() -> dict[str, str]:
    """The three questions."""
    language = spoken()
    print(PICTURES[language])
    words = QUESTIONS[language]
    served = " ".join(each.code for each in codes("country"))
    country = f"{words['AMPARO_COUNTRY']} ({served})"
    return {
        "AMPARO_PROFILE": ask("AMPARO_PROFILE", words["AMPARO_PROFILE"], "1", profile),
        "AMPARO_COUNTRY": ask("AMPARO_COUNTRY", country, "", values.country),
        "AMPARO_NAME": ask("AMPARO_NAME", words["AMPARO_NAME"], "Libreta", values.name),
    }


def profile(text: str) -> str:
    """One of the three, by its figure or its name."""
    found = PROFILES.get(text, text)
    if found not in values.PROFILES:
        raise BadSetting(_("“%(text)s” is none of the three. Write 1, 2 or 3.") % {"text": text})
    return found


def ask(setting: str, question: str, default: str, read: Callable[[str], str]) -> str:
    """Ask on the terminal until the answer can be used; where nobody answers, take the default and say so.

    The default is what the environment says, so that a script can choose.
    """
    default = os.environ.get(setting, "").strip() or default
    if not sys.stdin.isatty():
        try:
            taken = read(default)
        except BadSetting as error:
            raise BadSetting(f"{setting}: {error}") from None
        said = _("(nobody answered, so this was taken; %(setting)s=... chooses another)") % {"setting": setting}
        print(f"{question}: {taken or _('nothing')} {said}")
        return taken
    while True:
        try:
            return read(input(f"{question} [{default}]: ").strip() or default)
        except BadSetting as error:
            print(error)
