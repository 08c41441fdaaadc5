"""Typed readers of the house's settings, from the environment or from the house file.

A setting is looked for in this order: the environment (``AMPARO_NAME``), a file named by the
environment (``AMPARO_NAME_FILE``, for mounted secrets), the house file written by ``./amparo init``.
A value that makes no sense refuses to start, with a sentence that says what is wrong, where it stands and how
to mend it.
"""

import difflib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from amparo.config.language import say as _

HOUSE_FILE = "house.env"
A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


class BadSetting(SystemExit):
    """A setting that cannot be used; the message is for the person who starts the house."""


class Env:
    """The settings of one house; remembers every name it was asked for."""

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        self.environ = dict(os.environ if environ is None else environ)
        self.data = data_folder("var/house", self.environ)
        self.house = read_house_file(self.data / HOUSE_FILE)
        self.known = {"AMPARO_DATA"}

    def raw(self, name: str) -> str | None:
        """The text of a setting, or None where nobody set it."""
        self.known.add(name)
        if name in self.environ:
            return self.environ[name]
        path = self.environ.get(f"{name}_FILE")
        if path is not None:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = getattr(error, "strerror", None) or _("it is not text")
                said = _("%(name)s names %(path)s, which cannot be read: %(why)s.")
                raise BadSetting(said % {"name": f"{name}_FILE", "path": path, "why": why}) from error
        return self.house.get(name)

    def where(self, name: str) -> str:
        """Where a setting stands, as one goes there to mend it."""
        if name in self.environ:
            return _("in the environment")
        if f"{name}_FILE" in self.environ:
            return _("in %(file)s") % {"file": self.environ[f"{name}_FILE"]}
        return _("in %(file)s") % {"file": self.data / HOUSE_FILE}

    def refuse(self, name: str, sentence: str) -> NoReturn:
        """Say what is wrong and where it stands."""
        set_where = _("%(name)s is set %(where)s.") % {"name": name, "where": self.where(name)}
        raise BadSetting(f"{sentence} {set_where}")

    def text(
        self, name: str, default: str, *, one_of: tuple[str, ...] = (), check: Callable[[str], object] | None = None
    ) -> str:
        """A text, which may have to be one of a few, or to please a function that says what is wrong with it."""
        value = self.raw(name)
        value = default if value is None else value.strip()
        if one_of and value not in one_of:
            said = _("%(name)s='%(value)s' is not known. It can be: %(known)s.")
            self.refuse(name, said % {"name": name, "value": value, "known": ", ".join(one_of)})
        try:
            if check:
                check(value)
        except BadSetting as error:
            said = str(error)
            self.refuse(name, said if said.startswith(name) else f"{name}: {said}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no; nothing in between."""
        value = self.text(name, "yes" if default else "no").lower()
        if value in {"yes", "true", "1", "on"}:
            return True
        if value in {"no", "false", "0", "off"}:
            return False
        said = _("%(name)s='%(value)s' is neither yes nor no. Write yes or no.")
        self.refuse(name, said % {"name": name, "value": value})

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two others."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            said = _("%(name)s='%(value)s': write a whole number between %(least)s and %(most)s.")
            self.refuse(name, said % {"name": name, "value": value, "least": least, "most": most})
        return int(value)

    def secret(self, name: str, *, needed: bool) -> str:
        """A secret; there is no default one, a house makes its own with ``./amparo init``."""
        value = self.raw(name) or ""
        if needed and len(value) < 40:
            raise BadSetting(
                _(
                    "%(name)s is missing or shorter than 40 characters. ./amparo init makes one with the house; for a "
                    "house that stands already, write one %(where)s: %(how)s"
                )
                % {"name": name, "where": self.where(name), "how": A_KEY}
            )
        return value or "only-for-commands-that-serve-nobody"

    def refuse_unknown(self) -> None:
        """A misspelt setting would be silently ignored; refuse it instead."""
        for name in [*self.environ, *self.house]:
            plain = name.removesuffix("_FILE") if name in self.environ else name
            if name.startswith("AMPARO_") and not name.startswith("AMPARO_TEST_") and plain not in self.known:
                near = difflib.get_close_matches(plain, self.known, n=1)
                hint = _("Did you mean %(name)s?") % {"name": near[0]} if near else _("Take it away.")
                said = _("There is no setting called %(name)s.") % {"name": name}
                self.refuse(name, f"{said} {hint}")


def data_folder(default: str, environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the house: ``AMPARO_DATA``, or the one that is usual."""
    said = (os.environ if environ is None else environ).get("AMPARO_DATA", default).strip()
    if not said:
        raise BadSetting(_("AMPARO_DATA is empty. Write the folder of the house after it, or take it away."))
    folder = Path(said).resolve()
    if os.path.isfile(folder):  # False too where nobody may look
        raise BadSetting(
            _("AMPARO_DATA names %(folder)s, which is a file. Name the folder of the house.") % {"folder": folder}
        )
    return folder


def read_house_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; lines that start with # are notes."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        said = _("%(path)s cannot be read: %(why)s. It belongs to whoever made the house.")
        raise BadSetting(said % {"path": path, "why": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise BadSetting(_("%(path)s is not a text in UTF-8. Save it as UTF-8.") % {"path": path}) from error
    settings: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name.startswith("AMPARO_"):
            said = _("%(path)s, line %(n)s: write NAME=value, with a name that starts with AMPARO_.")
            raise BadSetting(said % {"path": path, "n": number})
        if name in settings:
            said = _("%(path)s, line %(n)s: %(name)s stands there twice. Leave one of the two lines.")
            raise BadSetting(said % {"path": path, "n": number, "name": name})
        settings[name] = value
    return settings


def write_house_file(path: Path, settings: Mapping[str, str]) -> None:
    """Write a house file whole or not at all, readable by its owner only."""
    lines = [f"{name}={value}" for name, value in settings.items()]
    handle, unfinished = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # nobody else may read it
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("# The settings of this house. Keep this file to yourself.\n" + "\n".join(lines) + "\n")
            file.flush()
            os.fsync(handle)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
