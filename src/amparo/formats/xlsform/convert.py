"""Making a form of a spreadsheet that a stranger may have written.

pyxform, and the readers of workbooks under it, run in a child of their own: without a disk, without a network, with
little memory and little time. The sheet goes in by a pipe and the form comes out by another. Java is not needed:
whether a phone understands the form is seen by reading it (``formats.openrosa.forms``).
"""

import json
import math
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.formats.media.refusals import NotTaken
from amparo.formats.media.running import run
from amparo.formats.slow_work import Full, in_line
from amparo.formats.xlsform.before import Ticked
from amparo.formats.xlsform.faults import BadSheet, Fault, believed, shown
from amparo.formats.xlsform.kinds import kind_of
from amparo.formats.xlsform.limits import ANSWER, AT_ONCE, SECONDS, WANTED

PLACES = threading.BoundedSemaphore(AT_ONCE)
WAITING = threading.BoundedSemaphore(1)

_ROOT = Path(__file__).resolve().parents[3]  # where the package lies: -I does not look into PYTHONPATH
_START = "import sys; sys.path.append(sys.argv[1]); from amparo.formats.xlsform.child import main; main(sys.argv[2:])"
_ENDED = {"took_too_long": "took_too_long", "unavailable": "unavailable"}  # else: broken
_FORM = b'<?xml version="1.0" encoding="UTF-8"?><h:html '


@dataclass(frozen=True, slots=True)
class Converted:
    """A form, what is strange about it, its languages as it names them, and ``itemsets.csv`` where it needs one."""

    xform: bytes
    warnings: tuple[Fault, ...]
    languages: tuple[str, ...]
    itemsets: bytes


def convert(
    data: bytes,
    file_name: str,
    *,
    form_id: str,
    version: str,
    before: Sequence[Ticked] = (),
    plain: str = "es",
    seconds: float = SECONDS,
    patience: float = 5,
) -> Converted:
    """Make a form of an .xlsx, .xls, .csv or .md, or raise ``BadSheet``.

    ``form_id`` and ``version`` take the place of whatever the sheet says. ``before``: pages in front of the first
    question, in every language of the form; ``plain`` is the language of a form that names none. ``seconds`` is the
    time it may take, ``patience`` how long to wait while another one is being made.
    """
    wanted = {
        "kind": kind_of(data, file_name),
        "form_id": form_id,
        "version": version,
        "before": [page.as_data() for page in before],
        "plain": plain,
    }
    head = json.dumps(wanted).encode() + b"\n"
    if len(head) > WANTED:
        raise ValueError("The pages that are put before are too long.")
    return _read_answer(_asked((head, data), seconds=seconds, patience=patience))


def _asked(parts: Sequence[bytes], *, seconds: float, patience: float) -> bytes:
    """What a child answers."""
    command = [sys.executable, "-I", "-B", "-c", _START, str(_ROOT), str(math.ceil(seconds) + 1)]
    try:
        with in_line(PLACES, WAITING, patience):
            return bytes(run(command, parts, seconds=seconds, most=ANSWER))
    except Full:
        raise BadSheet("busy") from None
    except NotTaken as ended:
        raise BadSheet(_ENDED.get(ended.kind, "broken")) from None


def _read_answer(answer: bytes) -> Converted:
    """The child's answer, if it is one that a child can give: a broken child may say anything."""
    try:
        said: Any = json.loads(answer)
    except (ValueError, RecursionError):
        raise BadSheet("broken") from None
    if not isinstance(said, dict):
        raise BadSheet("broken")
    if "fault" in said:
        fault = believed(said["fault"], said.get("facts"))
        raise BadSheet(fault.code, fault.facts)
    return _believed(said)


def _believed(said: Mapping[str, Any]) -> Converted:
    xform, itemsets, languages, notes = (said.get(key) for key in ("xform", "itemsets", "languages", "notes"))
    if not isinstance(xform, str) or not isinstance(itemsets, str):
        raise BadSheet("broken")
    if not isinstance(languages, list) or not isinstance(notes, list):
        raise BadSheet("broken")
    form = xform.encode("utf-8", "replace")
    if not form.startswith(_FORM):
        raise BadSheet("broken")
    return Converted(
        xform=form,
        warnings=tuple(believed(*note) for note in notes if isinstance(note, list) and len(note) == 2),
        languages=tuple(shown(name) for name in languages),
        itemsets=itemsets.encode("utf-8", "replace"),
    )
