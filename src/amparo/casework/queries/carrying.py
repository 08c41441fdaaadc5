"""Cases as the documents of an archive (``formats.case_archive``): with all that is known of her, by the day."""

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from amparo.casework.models import Case, Part, Word
from amparo.casework.queries.hers import SHOWN
from amparo.casework.queries.parts import is_blank
from amparo.vault.actions import rings
from amparo.vault.actions.archives import everybody
from amparo.vault.actions.exclusion import LeftOut, facts_to_carry
from amparo.vault.queries.fields import Kept, fields_with
from amparo.vault.queries.parts import BODY, day_written
from amparo.vault.queries.readers import known_as

BROUGHT = "brought"  # a sealed field: what came from another house and is not known here
NEVER_ALONE = frozenset({"by"})  # of a part: who of this house wrote it first

type Seeds = Callable[[str], dict[int, bytes]]


def case_documents(seeds_of: Seeds, shut: list[str]) -> Iterator[dict[str, Any]]:
    """Every case that these seeds open, each followed by its parts; the others are named in ``shut``."""
    people = everybody()
    for case in Case.objects.order_by("reference").iterator(chunk_size=200):
        seeds = seeds_of(case.ring)
        if seeds:
            yield from documents_of(case, seeds, people)
        else:
            shut.append(case.reference)


def documents_of(case: Case, seeds: dict[int, bytes], people: list[LeftOut]) -> Iterator[dict[str, Any]]:
    """One case and its parts."""
    kept = fields_with(seeds, case.ring)
    own = {name: each for name, each in kept.get(case.reference, {}).items() if name != SHOWN}
    parts = [each for each in case.parts.order_by("reference") if not is_blank(kept.get(each.reference, {}).get(BODY))]
    facts = facts_to_carry(case, seeds, people)
    brought = own[BROUGHT].answer if BROUGHT in own and own[BROUGHT].opens else {}
    shut = [name for name, each in own.items() if not each.opens]
    shut += [f"part_{each.reference}" for each in parts if not _opens(kept, each)]
    yield {
        "item": "case",
        "reference": case.reference,
        "facts": facts,
        "left_out": known_as(facts["excluded"]) if facts["excluded"] else [],
        **{name: day_text(getattr(case, name)) for name in ("opened_on", "last_on", "closed_on", "keep_until")},
        "state": case.state,
        "closure_reason": case.closure_reason,
        "answers": brought.get("answers", {})
        | {name: each.answer for name, each in own.items() if each.opens and name != BROUGHT},
        "shut": sorted(shut),
    }
    yield from (_part(case, each, kept[each.reference][BODY].answer) for each in parts if _opens(kept, each))
    yield from ({**each, "of": case.reference} for each in brought.get("parts", ()))
    yield from (_word(case, each, seeds) for each in case.words.order_by("on", "pk"))


def _opens(kept: Mapping[str, Mapping[str, Kept]], part: Part) -> bool:
    body = kept.get(part.reference, {}).get(BODY)
    return body is not None and body.opens and isinstance(body.answer, dict)


def _part(case: Case, part: Part, body: dict[str, Any]) -> dict[str, Any]:
    """A part: when to the day, and not who of this house wrote it."""
    data = {name: value for name, value in body.items() if name not in {"kind", "at", *NEVER_ALONE}}
    return {
        "item": "part",
        "of": case.reference,
        "reference": part.reference,
        "kind": str(body.get("kind", "")) or "unknown",
        "due_on": day_text(part.due_on),
        "ended_on": day_text(part.ended_on),
        "data": data | {"on": _day_of(body)},
    }


def _day_of(body: dict[str, Any]) -> str:
    """The day on which a part was first written, as its house shows it; nothing where that is not known."""
    try:
        on = day_written(datetime.fromisoformat(body["at"]), body["by"])
    except (KeyError, TypeError, ValueError):
        return ""
    return "" if on == date.min else on.isoformat()


def _word(case: Case, word: Word, seeds: dict[int, bytes]) -> dict[str, Any]:
    """What she wrote from her own page and nobody read yet, as it was sealed; nothing of it where it does not open."""
    try:
        opened = base64.b64encode(rings.open_envelope(seeds[word.key_version], bytes(word.box))).decode()
    except (KeyError, ValueError):
        opened = ""
    name = f"{word.pk:016x}"[-16:]
    head = {"item": "part", "of": case.reference, "reference": name, "kind": "word", "due_on": None, "ended_on": None}
    return head | {"data": {"on": word.on.isoformat(), "opened": opened}}


def day_text(on: date | None) -> str | None:
    """A day as it is written."""
    return on.isoformat() if on else None
