"""Reading what was released, and proving that nothing of it was changed, taken away or put in between.

Whoever shows it imports this and cannot count: the ledger, which needs the statistics, is read in ``queries.ledgers``.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from amparo.commons.audit.queries import targets_of
from amparo.commons.policy.policies import Hidden
from amparo.formats.hsds.encode import canonical
from amparo.publications.models import Edition, Figure

EVIDENCE = "evidence"
NOTHING = "0" * 64  # the digest before the first edition
LEFT = "house.left"  # with it everything went, and a chain begins anew
SEALED_IN = (
    "number", "reference", "plan", "name", "codebook", "kind", "audience", "recipient", "agreement", "period",
    "ledger", "shown", "previous",
)  # fmt: skip


def editions(audience: str = "public", *, recipient: str = "") -> list[Edition]:
    """What one audience may read today, the newest first. What was taken down is not among it."""
    standing = Edition.objects.filter(audience=audience, recipient=recipient, is_down=False).exclude(digest="")
    return list(standing.order_by("-number"))


def edition(reference: str, audience: str = "public", *, recipient: str = "") -> Edition:
    """One of them; :class:`Hidden` where it is none, is for somebody else, or was taken down."""
    found = Edition.objects.filter(reference=reference, audience=audience, recipient=recipient, is_down=False)
    one = found.exclude(digest="").first()
    if one is None:
        raise Hidden
    return one


def taken_down(reference: str, audience: str = "public", *, recipient: str = "") -> Edition | None:
    """What an audience could read and can no more: whoever kept its address is told so, in place of "no such page"."""
    found = Edition.objects.filter(reference=reference, audience=audience, recipient=recipient, is_down=True)
    return found.exclude(digest="").first()


def every_edition() -> list[Edition]:
    """All that ever left, for whom it left whoever it was for, the newest first. For the door alone."""
    return list(Edition.objects.exclude(digest="").order_by("-number"))


def figures(of: Edition) -> dict[str, Figure]:
    """The figures of an edition by their reference, in its order."""
    return {each.reference: each for each in Figure.objects.filter(edition=of).order_by("place")}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: what it is called, and its figures."""

    head: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a page draws it."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """An edition in one language. A sentence holds ``{f:…}`` where a figure stands: ``worded`` fills it."""

    edition: Edition
    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    cite: str
    figures: dict[str, Figure]


def page(of: Edition, language: str) -> Page:
    """Everything that a reader sees of an edition, each number as its row of the ledger."""
    shown, rows = json.loads(of.shown), figures(of)
    words = shown["wording"]

    def say(texts: dict[str, str]) -> str:
        return texts.get(language) or texts["es"]

    tables = tuple(
        Table(
            say(each["title"]), say(each["corner"]), tuple(say(one) for one in each["head"]),
            tuple(Row(say(row["head"]), tuple(rows[cell] for cell in row["cells"])) for row in each["rows"]),
            say(each["note"]) if each.get("note") else "",
        )
        for each in shown["tables"]
    )  # fmt: skip
    return Page(
        of, say(words["title"]), tuple(say(each) for each in words["sentences"]), tables,
        tuple(say(each) for each in shown["notes"]), say(shown["cite"]), rows,
    )  # fmt: skip


def head() -> str:
    """The digest of the newest edition: what the next one holds fast to."""
    last = Edition.objects.exclude(digest="").order_by("-number").first()
    return last.digest if last else NOTHING


def digest_of(of: Edition, rows: Iterable[Figure] | None = None) -> str:
    """SHA-256 over an edition, its figures and the digest before it. Whether it was taken down is not in it."""
    told = Figure.objects.filter(edition=of).order_by("place") if rows is None else rows
    body: dict[str, Any] = {name: getattr(of, name) for name in SEALED_IN} | {"on": of.released_on.isoformat()}
    body["figures"] = [[each.place, each.reference, each.label, each.kind, each.said] for each in told]
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def first_broken() -> int | None:
    """The number of the first edition that is missing, out of its place or changed; None where the chain is whole.

    The trail of the room has a chain of its own, with a line for each release and for each taking down: an edition that
    was cut off at the end is missed there, and so is one that was put back before readers.
    """
    previous, number = NOTHING, 0
    known, down = set(), set()
    for each in Edition.objects.order_by("number").iterator(chunk_size=20):
        number += 1
        if each.number != number or each.previous != previous or each.digest != digest_of(each):
            return number
        previous = each.digest
        known.add(f"edition:{each.reference}")
        down |= {f"edition:{each.reference}"} if each.is_down else set()
    told = tuple(targets_of(verb, using=EVIDENCE, after=LEFT) for verb in ("edition.released", "edition.taken_down"))
    return None if told == (known, down) else number + 1
