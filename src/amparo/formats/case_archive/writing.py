"""Making the lines of an archive."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from amparo.formats.case_archive.documents import LONGEST_LINE, VERSION, Document, Refused
from amparo.formats.case_questions import questions
from amparo.formats.codes import codes


def line_of(document: Mapping[str, Any]) -> bytes:
    """One document as one line; the same document is always the same line."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    line = text.encode("utf-8", "replace")
    if len(line) >= LONGEST_LINE:
        raise Refused(f"One item is too long: {document.get('item')} {document.get('reference', '')}")
    return line + b"\n"


def digest_of(line: bytes) -> str:
    """SHA-256 of a line."""
    return hashlib.sha256(line).hexdigest()


def header(*, why: str, on: date) -> Document:
    """The first line: what this is, of which day, and with which lists of codes it was written."""
    lists = {name: digest_of_list(name) for name in ("case_state", "closure_reason", *lists_asked())}
    return {"amparo": "cases", "v": VERSION, "why": why, "made_on": on.isoformat(), "lists": lists}


def lists_asked() -> list[str]:
    """The lists from which the questions of a case are answered."""
    return sorted({each.list for each in questions().values() if each.list})


def digest_of_list(name: str) -> str:
    """The version of a list of codes: a digest of the codes in it. What they are called may change."""
    return hashlib.sha256("\n".join(sorted(code.code for code in codes(name))).encode()).hexdigest()[:12]


def lines_of(documents: Iterable[Mapping[str, Any]], *, why: str, on: date) -> Iterator[bytes]:
    """A whole archive, line by line: the header, every document, and how many there were."""
    whole, count = hashlib.sha256(), 0
    first = line_of(header(why=why, on=on))
    whole.update(first)
    yield first
    for document in documents:
        line = line_of(document)
        whole.update(line)
        count += 1
        yield line
    yield line_of({"item": "end", "count": count, "digest": whole.hexdigest()})
