"""The child: it limits itself, loads one library, walls itself in, reads one file from a pipe and answers on another.

It is started by ``running`` and by nothing else. It never says more than one word about what went wrong.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import NoReturn

from amparo.formats.media.limits import LARGEST
from amparo.formats.media.refusals import NotTaken
from amparo.formats.media.walls import confine, limit

_IN, _OUT, _SEED = 0, 1, 16


def main(arguments: list[str]) -> None:
    """``seconds task kind manner``: clean the one file that comes in, then end at once."""
    seconds, task, kind, manner = arguments
    limit(int(seconds))
    try:
        work = _loaded(task, kind, manner)
    except ImportError:
        _answer(b"no unavailable\n")
    confine()
    try:
        seed, data = _read()
        made, body = work(data, seed)
    except NotTaken as refusal:
        _answer(f"no {refusal.kind}\n".encode())
    except MemoryError:
        _answer(b"no too_many_pixels\n" if task == "photo" else b"no broken\n")
    except BaseException:  # whatever a library makes of a hostile file: one word, no traceback
        _answer(b"no broken\n")
    _answer(f"{made} {len(body)}\n".encode(), body)


def _loaded(task: str, kind: str, manner: str) -> Callable[[bytes, bytes], tuple[str, bytes]]:
    """The work to do, with its library in memory: only the one that this file needs."""
    if task == "photo":
        from amparo.formats.media import photo

        photo.warm_up()
        boxes = boxes_in(manner)
        return lambda data, seed: photo.clean_photo(data, kind, boxes)
    from amparo.formats.media import voice

    voice.warm_up()
    return lambda data, seed: voice.clean_voice(data, kind, rng=random.Random(seed) if manner == "disguise" else None)


def boxes_in(manner: str) -> list[tuple[int, int, int, int]]:
    """What is to be made black: ``cover:10,20,30,40/…`` in hundredths; nothing for any other manner."""
    first, _colon, said = manner.partition(":")
    if first != "cover":
        return []
    boxes = [tuple(int(each) for each in box.split(",")) for box in said.split("/")]
    return [(left, top, right, bottom) for left, top, right, bottom in boxes]


def _read() -> tuple[bytes, bytes]:
    """The seed and the file, to the end of the pipe."""
    came = bytearray()
    while chunk := os.read(_IN, 65_536):
        came += chunk
        if len(came) > LARGEST + _SEED:
            raise NotTaken("too_large")
    return bytes(came[:_SEED]), bytes(memoryview(came)[_SEED:])


def _answer(*parts: bytes) -> NoReturn:
    """Write the answer and end, without the cleaning up in which a library could still do something."""
    for part in parts:
        left = memoryview(part)
        while left:
            left = left[os.write(_OUT, left) :]
    os._exit(0)
