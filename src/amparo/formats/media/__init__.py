"""Cleaning what she sends before it is sealed: photos, voice notes and PDF files.

A photo knows where it was taken, on which phone and when; a voice note may carry a name. What comes out of here is made
anew: pixels and sound only. It happens in a child process of its own (``child``, ``walls``) that is fed by a pipe,
touches no file and is ended by a clock, because the libraries that read such files are large and a hostile file is
written to break them. This module and ``running`` stay on the parent's side: they import neither Pillow nor PyAV.

What cleaning does not do. A photo still shows what it shows: a face, a street, a reflection, a shirt. A disguised voice
still has her way of speaking, her accent, her words, and the sounds of the room; somebody with skill, time and another
recording of her may recognise her or undo it. A PDF is taken as it is: its author, its dates and its scripts stay in
it. Whoever offers these to her says so.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from amparo.formats.media.kinds import PHOTOS, VOICES, kind_of
from amparo.formats.media.limits import LARGEST, LONGEST_VOICE, MOST_FILES
from amparo.formats.media.refusals import KINDS, NotTaken
from amparo.formats.media.running import ask_child

__all__ = ["KINDS", "LARGEST", "LONGEST_VOICE", "MOST_BOXES", "MOST_FILES", "Cleaned", "NotTaken", "clean", "cover"]

MOST_BOXES = 40
Wanted = Literal["photo", "voice", "pdf", "any"]


@dataclass(frozen=True, repr=False)
class Cleaned:
    """A file made anew. ``extension`` has no dot; ``note``: empty, ``disguised``, ``covered`` or ``as_it_is``."""

    data: bytes
    type: str
    extension: str
    note: str

    def __repr__(self) -> str:
        return f"Cleaned({self.type}, {len(self.data)} bytes, {self.note!r})"  # never what it holds


_MADE = {  # what the child may hand back: its type, and how its bytes begin
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "mp3": ("audio/mpeg", b"\xff\xf3"),
}
_TASKS = {"photo": {"jpg", "png"}, "voice": {"mp3"}}


def clean(
    data: bytes,
    *,
    wanted: Wanted,
    disguise: bool = False,
    seconds: float = 20,
    patience: float = 5,
    rng: random.Random | None = None,
) -> Cleaned:
    """Make a file anew without what it tells about her, or raise ``NotTaken``.

    What kind it is is read from its bytes, never from a name. ``disguise`` changes a voice and nothing else; ``rng``
    draws how. ``seconds`` is the time one file may take, ``patience`` how long to wait while others are being cleaned.
    """
    if wanted not in ("photo", "voice", "pdf", "any"):
        raise ValueError(f"wanted must be photo, voice, pdf or any, not {wanted!r}.")
    if not data:
        raise NotTaken("empty")
    if len(data) > LARGEST:
        raise NotTaken("too_large")
    kind = kind_of(data)
    task = _task_of(kind, wanted)
    if task == "pdf":
        return Cleaned(bytes(data), "application/pdf", "pdf", "as_it_is")
    disguised = disguise and task == "voice"
    seed = (rng or secrets.SystemRandom()).randbytes(16) if disguised else bytes(16)
    made, body = ask_child(
        (task, kind, "disguise" if disguised else "plain"), seed, data, seconds=seconds, patience=patience
    )
    return _believed(made, body, task, note="disguised" if disguised else "")


def cover(
    data: bytes, boxes: Sequence[tuple[int, int, int, int]], *, seconds: float = 20, patience: float = 5
) -> Cleaned:
    """A photo made anew with parts of it black, or ``NotTaken``.

    ``boxes``: left, top, right and bottom of each, in hundredths of the upright picture, as it is shown.
    """
    fits = all(0 <= left < right <= 100 and 0 <= top < bottom <= 100 for left, top, right, bottom in boxes)
    if not fits or not 0 < len(boxes) <= MOST_BOXES:
        raise ValueError("each box is left, top, right and bottom, from 0 to 100.")
    if not data:
        raise NotTaken("empty")
    if len(data) > LARGEST:
        raise NotTaken("too_large")
    kind = kind_of(data)
    _task_of(kind, "photo")
    manner = "cover:" + "/".join(",".join(str(int(each)) for each in box) for box in boxes)
    made, body = ask_child(("photo", kind, manner), bytes(16), data, seconds=seconds, patience=patience)
    return _believed(made, body, "photo", note="covered")


def _task_of(kind: str, wanted: Wanted) -> str:
    """What is to be done with a file of this kind, where this was wanted."""
    task = "photo" if kind in PHOTOS else "voice" if kind in VOICES else kind
    if task == "heic" and wanted in ("photo", "any"):
        raise NotTaken("heic")
    if task in ("photo", "voice", "pdf") and wanted in (task, "any"):
        return task
    raise NotTaken("unknown_kind")


def _believed(made: str, body: bytes, task: str, *, note: str) -> Cleaned:
    """The child's answer, if it is one of those a child can give: a broken child may say anything."""
    if made not in _TASKS[task] or not body.startswith(_MADE[made][1]):
        raise NotTaken("broken")
    return Cleaned(body, _MADE[made][0], made, note)
