"""Recorded steps: a house may lay ``<step>.<language>.ogg`` or ``.mp3`` in its audio folder."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amparo.formats.codes import LANGUAGES

NAME = re.compile(rf"[a-z0-9_]+\.({'|'.join(LANGUAGES)})\.(ogg|mp3)")


@lru_cache(maxsize=512)
def _known(folder: Path, changed: float) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir() if NAME.fullmatch(path.name))


def recordings() -> frozenset[str]:
    """The names of the recordings this house has."""
    folder = Path(settings.MEDIA_ROOT)
    return _known(folder, folder.stat().st_mtime) if folder.is_dir() else frozenset()


def recording(name: str) -> Path | None:
    """The file of a recording, or None; only names of the agreed form are looked at."""
    return Path(settings.MEDIA_ROOT) / name if name in recordings() else None


def recorded(step: str, language: str) -> str:
    """The name of the recording of a step in a language, or nothing."""
    return next((name for ending in ("ogg", "mp3") if (name := f"{step}.{language}.{ending}") in recordings()), "")
