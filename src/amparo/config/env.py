"""Typed readers of the house's settings, from the environment or from the house file.

A setting is looked for in this order: the environment (``AMPARO_NAME``), a file named by the
environment (``AMPARO_NAME_FILE``, for mounted secrets), the house file written by ``./amparo init``.
A value that makes no sense refuses to start, with a sentence that says how to mend it.
"""

import difflib
import os
from pathlib import Path


class BadSetting(SystemExit):
    """A setting that cannot be used; the message is for the person who starts the house."""


class Env:
    """The settings of one house; remembers every name it was asked for."""

    def __init__(self, environ: dict[str, str] | None = None) -> None:
        self.environ = dict(os.environ if environ is None else environ)
        self.data = Path(self.environ.get("AMPARO_DATA", "var/house")).resolve()
        self.house = read_house_file(self.data / "house.env")
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
            except OSError as error:
                raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
        return self.house.get(name)

    def text(self, name: str, default: str, *, one_of: tuple[str, ...] = ()) -> str:
        """A text, which may have to be one of a few."""
        value = self.raw(name)
        value = default if value is None else value.strip()
        if one_of and value not in one_of:
            raise BadSetting(f"{name}={value!r} is not known. It can be: {', '.join(one_of)}.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no; nothing in between."""
        value = self.text(name, "yes" if default else "no").lower()
        if value in {"yes", "true", "1", "on"}:
            return True
        if value in {"no", "false", "0", "off"}:
            return False
        raise BadSetting(f"{name}={value!r} is neither yes nor no. Write yes or no.")

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        """A whole number."""
        value = self.text(name, str(default))
        if not value.isdigit() or int(value) < least:
            raise BadSetting(f"{name}={value!r} is not a whole number of at least {least}.")
        return int(value)

    def secret(self, name: str, *, needed: bool) -> str:
        """A secret; there is no default one, a house makes its own with ``./amparo init``."""
        value = self.raw(name) or ""
        if needed and len(value) < 40:
            raise BadSetting(f"{name} is missing or shorter than 40 characters. Run ./amparo init: it makes one.")
        return value or "only-for-commands-that-serve-nobody"

    def refuse_unknown(self) -> None:
        """A misspelt setting would be silently ignored; refuse it instead."""
        for name in [*self.environ, *self.house]:
            plain = name.removesuffix("_FILE")
            if name.startswith("AMPARO_") and not name.startswith("AMPARO_TEST_") and plain not in self.known:
                near = difflib.get_close_matches(plain, self.known, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise BadSetting(f"There is no setting called {name}.{hint}")


def read_house_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; lines that start with # are notes."""
    if not path.is_file():
        return {}
    settings = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().startswith("AMPARO_"):
            raise BadSetting(f"{path}, line {number}: write NAME=value, with a name that starts with AMPARO_.")
        settings[name.strip()] = value.strip()
    return settings
