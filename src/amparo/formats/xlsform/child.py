"""The child that makes a form: it limits itself, loads pyxform, walls itself in, reads one sheet and answers.

It is started by ``convert`` and by nothing else, behind the walls that cleaning a photo has (``formats.media.walls``).
pyxform is able to write files and to start programs; here neither a descriptor nor a process is left for it.
"""

import json
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from amparo.formats.media.walls import confine, limit
from amparo.formats.xlsform.faults import BadSheet
from amparo.formats.xlsform.limits import LARGEST, MEMORY, WANTED

_IN, _OUT = 0, 1


def main(arguments: list[str]) -> None:
    """``seconds``: make a form of the one sheet that comes in, then end at once."""
    limit(int(arguments[0]), MEMORY)
    sys.stdout = sys.stderr  # readers of workbooks print what they find odd, and the answer goes where they would
    warnings.simplefilter("ignore")
    sys.modules["lxml"] = None  # type: ignore[assignment]  # the same reader whatever else is installed, and less memory
    try:
        work = _loaded()
    except ImportError:
        _answer({"fault": "unavailable", "facts": {}})
    confine()
    try:
        answer = work(*_read())
    except BadSheet as bad:
        answer = {"fault": bad.code, "facts": bad.facts}
    except MemoryError:
        answer = {"fault": "too_much_memory", "facts": {}}
    except BaseException:  # whatever a library makes of a hostile file: one word, no traceback
        answer = {"fault": "broken", "facts": {}}
    _answer(answer)


def _loaded() -> Callable[[bytes, Mapping[str, Any]], dict[str, Any]]:
    """The work to do, with its libraries in memory."""
    from amparo.formats.xlsform import making

    making.warm_up()
    return making.made


def _read() -> tuple[bytes, dict[str, Any]]:
    """The sheet, and what is wanted of it: one line of JSON before it."""
    came = bytearray()
    while chunk := os.read(_IN, 65_536):
        came += chunk
        if len(came) > LARGEST + WANTED:
            raise BadSheet("broken")
    head, _, data = bytes(came).partition(b"\n")
    return data, json.loads(head)


def _answer(said: dict[str, Any]) -> NoReturn:
    """Write the answer and end, without the cleaning up in which a library could still do something."""
    left = memoryview(json.dumps(said).encode())
    while left:
        left = left[os.write(_OUT, left) :]
    os._exit(0)
