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
                why = getattr(error, "strerror", None) or "it is not text"
                raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {why}.") from error
        return self.house.get(name)

    def where(self, name: str) -> str:
        """Where a setting stands, as one goes there to mend it."""
        if name in self.environ:
            return "in the environment"
        if f"{name}_FILE" in self.environ:
            return f"in {self.environ[f'{name}_FILE']}"
        return f"in {self.data / HOUSE_FILE}"

    def refuse(self, name: str, sentence: str) -> NoReturn:
        """Say what is wrong and where it stands."""
        raise BadSetting(f"{sentence} {name} is set {self.where(name)}.")

    def text(
        self, name: str, default: str, *, one_of: tuple[str, ...] = (), check: Callable[[str], object] | None = None
    ) -> str:
        """A text, which may have to be one of a few, or to please a function that says what is wrong with it."""
        value = self.raw(name)
        value = default if value is None else value.strip()
        if one_of and value not in one_of:
            self.refuse(name, f"{name}={value!r} is not known. It can be: {', '.join(one_of)}.")
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
        self.refuse(name, f"{name}={value!r} is neither yes nor no. Write yes or no.")

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two others."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            self.refuse(name, f"{name}={value!r}: write a whole number between {least} and {most}.")
        return int(value)

    def secret(self, name: str, *, needed: bool) -> str:
        """A secret; there is no default one, a house makes its own with ``./amparo init``."""
        value = self.raw(name) or ""
        if needed and len(value) < 40:
            raise BadSetting(
                f"{name} is missing or shorter than 40 characters. ./amparo init makes one with the house; for a house "
                f"that stands already, write one {self.where(name)}: {A_KEY}"
            )
        return value or "only-for-commands-that-serve-nobody"

    def refuse_unknown(self) -> None:
        """A misspelt setting would be silently ignored; refuse it instead."""
        for name in [*self.environ, *self.house]:
            plain = name.removesuffix("_FILE") if name in self.environ else name
            if name.startswith("AMPARO_") and not name.startswith("AMPARO_TEST_") and plain not in self.known:
                near = difflib.get_close_matches(plain, self.known, n=1)
                hint = f" Did you mean {near[0]}?" if near else " Take it away."
                place = "in the environment" if name in self.environ else f"in {self.data / HOUSE_FILE}"
                raise BadSetting(f"There is no setting called {name}.{hint} It is set {place}.")


def data_folder(default: str, environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the house: ``AMPARO_DATA``, or the one that is usual."""
    said = (os.environ if environ is None else environ).get("AMPARO_DATA", default).strip()
    if not said:
        raise BadSetting("AMPARO_DATA is empty. Write the folder of the house after it, or take it away.")
    folder = Path(said).resolve()
    if os.path.isfile(folder):  # False too where nobody may look
        raise BadSetting(f"AMPARO_DATA names {folder}, which is a file. Name the folder of the house.")
    return folder


def read_house_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; lines that start with # are notes."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadSetting(f"{path} cannot be read: {error.strerror}. It belongs to whoever made the house.") from error
    except UnicodeDecodeError as error:
        raise BadSetting(f"{path} is not a text in UTF-8. Save it as UTF-8.") from error
    settings: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not name.startswith("AMPARO_"):
            raise BadSetting(f"{path}, line {number}: write NAME=value, with a name that starts with AMPARO_.")
        if name in settings:
            raise BadSetting(f"{path}, line {number}: {name} stands there twice. Leave one of the two lines.")
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
