"""Her own page of her case: sealed to her words whenever the case is opened; and what she does there herself.

Her acts need no key of the house, take effect in the same request, and leave no row in the trail of the staff.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.certificates import certify
from amparo.casework.actions.her_doors import end_as_she_said, refused_in
from amparo.casework.actions.holding import CARE
from amparo.casework.actions.passed import forget_slices
from amparo.casework.models import CLOSED, OVER, Case, Part, Word
from amparo.casework.policies.cases import SHE_ASKED
from amparo.casework.queries.cases import whole
from amparo.casework.queries.hers import NOWHERE, SHOWN, SHUT, copy_of, hers_of, led_to
from amparo.casework.queries.holds import why_not_destroy
from amparo.casework.queries.parts import parts_in
from amparo.casework.queries.permissions import SUMMARY, digest_of_text
from amparo.casework.queries.reaching import changed_contact
from amparo.casework.queries.retention import kept_like_others
from amparo.casework.queries.taking_back import digest_of_list, read_takes
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.codes import by_code
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import rings
from amparo.vault.actions.coded import drop_row, token_of
from amparo.vault.actions.fields import write_fields
from amparo.vault.actions.hers import seal_for_words, sealed_anew, words_of_ring
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.parts import BODY, body_of

HERS = {"name": "name_used", "where": "contact_where", "hours": "contact_hours", "other": "contact_others"}
MOST_WORDS = 20  # that wait to be put in their place: more is no change of a name


@unaudited("a part of opening a case, which is audited")
def show_her(found: Any, by: Actor, *, now: datetime | None = None) -> None:
    """Seal what she may see of her case to her words, where it differs from what is sealed there already."""
    case, words = found.case, words_of_ring(found.case.her_ring)
    if words is None:
        return
    Case.objects.select_for_update().get(pk=case.pk)  # two who open it at once seal it one after the other
    # Also where nothing is counted: without a secret in it, a digest of the list would be tried with all her parts.
    copy = copy_of(whole(by, case, found), now or clock.now(), counted=token_of(case_seeds(by, case.ring)) or "")
    data = json.dumps(copy, ensure_ascii=False).encode()
    digest = hashlib.sha256(data + words.recipient.encode()).hexdigest()
    kept = fields_of(by, case.ring, [case.reference], names={SHOWN})[case.reference].get(SHOWN)
    if kept and kept.opens and kept.answer == digest and case.her_box:
        return
    write_fields(by, case.ring, case.reference, {SHOWN: digest}, {SHOWN: kept.number if kept else 0})
    Case.objects.filter(pk=case.pk).update(her_box=seal_for_words(words, data), her_takes=digest_of_list(copy["takes"]))


@unaudited("a part of an act, which is audited")
def show_her_anew(case: Case, by: Actor, *, now: datetime | None = None) -> None:
    """The same, after something of it was written."""
    if case.her_ring:
        show_her(whole(by, case), by, now=now)


# --- what she does ---


@unaudited("her own act leaves no row that names her")
def take_back(case: Case, reference: str, *, takes: str, now: datetime | None = None) -> int:
    """She takes a permission back, or all of them; how many. From this moment they let nothing through, whatever is
    sealed in them.

    ``takes`` stands in what she sees: what is not on that list of the house is not ended here. Where she was counted
    because of one of them, her row goes too.
    """
    found = read_takes(case, takes)
    chosen = found.chosen(reference)
    with transaction.atomic(using=CARE):
        Case.objects.select_for_update().get(pk=case.pk)  # whoever opens it now counts her before this, or not at all
        taken = Part.objects.filter(case=case, reference__in=chosen, ended_on=None).update(ended_on=clock.day(now))
        if taken and found.drops(chosen):
            drop_row(found.token)
        forget_slices(found.slices(chosen))
    return taken


@unaudited("her own act leaves no row that names her")
def say(case: Case, changes: dict[str, Any], *, now: datetime | None = None) -> bool:
    """She changes her name or how to reach her, or says yes to the summary: sealed to the case until it is opened."""
    end_lapsed(case, now=now)
    version, box = rings.seal_to(case.ring, sealed.write_message(json.dumps(changes)))
    return take_word(case, box, version, now=now)


@unaudited("it takes away what stopped to count by itself")
def end_lapsed(case: Case | None, *, now: datetime | None = None) -> None:
    """Before she says something: whoever read for a time that is over opens nothing of it, not even with the disk."""
    rings.end_lapsed(now or clock.now(), case.ring if case else NOWHERE)


@unaudited("her own act leaves no row that names her")
def take_word(case: Case, box: bytes, version: int, *, now: datetime | None = None) -> bool:
    """The same, as her browser sealed it. False where too many wait already."""
    sealed.check_envelopes([box], largest=sealed.LARGEST_MESSAGE)
    with transaction.atomic(using=CARE):
        Case.objects.select_for_update().get(pk=case.pk)  # two that come at once count one after the other
        last = case.words.order_by("-number").first()
        if case.words.count() >= MOST_WORDS:
            return False
        number = last.number + 1 if last else 1
        Word.objects.create(case=case, number=number, on=clock.day(now), key_version=version, box=box)
    return True


@unaudited("her own act leaves no row that names her")
def close_hers(case: Case, *, takes: str = "", now: datetime | None = None) -> bool:
    """She closes her case. It is kept as long as any other that is closed, unless she takes everything back. What was
    passed on of it is read by nobody any more.

    False where it was over already: closed, or with another organisation.
    """
    on = clock.day(now)
    over = {"closure_reason": SHE_ASKED, "closed_on": on, "last_on": on, "keep_until": kept_like_others(on).until}
    still_open = Case.objects.filter(pk=case.pk).exclude(state__in=OVER)
    forget_slices([each for _permission, each in read_takes(case, takes).passed])
    return bool(still_open.update(state=CLOSED, **over))


@unaudited("her own act leaves no row that names her")
def destroy_hers(ring: str, *, takes: str = "", now: datetime | None = None) -> list[Any]:
    """She takes everything back: every case that her words lead to goes with its keys, and the row that counts her.

    But what two people hold. It goes in the night after the last day of the hold, without anybody asking again; why it
    stays so long comes back, in plain words for her.
    """
    stays, on = [], clock.day(now)
    with transaction.atomic(using=CARE):
        for case in Case.objects.select_for_update().filter(led_to(ring)):
            if token := read_takes(case, takes).token:
                drop_row(token)
            forget_slices([each for _permission, each in read_takes(case, takes).passed])
            if why := why_not_destroy(case, on):
                _let_go_after_hold(case, read_takes(case, takes).parts, on)
                stays.append(why)
                continue
            certify(case, why="her_page", by="", on=on)
            lock = case.ring
            case.delete()
            rings.shred_ring(lock)
    return stays


def _let_go_after_hold(case: Case, allowed: Iterable[str], on: date) -> None:
    """Closed by her, due at once, and nothing of hers leads to it any more: only the hold keeps it.

    What she allowed ends. What is not on the list that her page brought is taken as ended by whoever opens the case.
    """
    case.words.all().delete()
    Part.objects.filter(case=case, reference__in=list(allowed), ended_on=None).update(ended_on=on)
    Case.objects.filter(pk=case.pk).update(
        state=CLOSED, closure_reason=SHE_ASKED, closed_on=on, keep_until=on, her_ring="", her_ring_before="",
        her_box=None,
    )  # fmt: skip


@unaudited("her own act leaves no row that names her")
def copy_for(ring: str, *, secret: bytes, recipient: str) -> bytes | None:
    """Her words change here: what she sees, sealed to the new ones. None where there is nothing."""
    case = hers_of(ring).case
    return sealed_anew(bytes(case.her_box), secret, recipient) if case and case.her_box else None


@unaudited("her own act leaves no row that names her")
def take_copy(ring: str, box: bytes | None) -> None:
    """What she sees, sealed to her new words; without it she sees nothing until somebody opens the case."""
    case = hers_of(ring).case
    if case is not None:
        Case.objects.filter(pk=case.pk).update(her_box=box)


# --- what she did is put in its place, when somebody opens the case ---


@unaudited("a part of opening a case, which is audited")
def put_in_place(case: Case, by: Actor) -> bool:
    """Write what she changed on her page into her case, and a note that says so; whether there was anything."""
    if not case.words.exists():
        return False
    Case.objects.select_for_update().get(pk=case.pk)
    waiting = list(case.words.order_by("number", "pk"))
    seeds = case_seeds(by, case.ring)
    refused: dict[str, tuple[str, date]] = {}
    for word in waiting:
        if word.key_version in seeds:
            said = _changes(word, seeds[word.key_version])
            refused |= refused_in(said, word.on, refused)
            _put_or_note(case, said, word, by)
            word.delete()
    for reference, (code, on) in refused.items():
        end_as_she_said(case, reference, code, on, by)
    return True


def _changes(word: Word, seed: bytes) -> dict[str, Any]:
    """What is in one of her words. Whoever had them may have sealed anything there."""
    try:
        said = json.loads(sealed.read_message(rings.open_envelope(seed, bytes(word.box))).text)
    except (ValueError, RecursionError):
        return {}
    return {name: _showable(each) for name, each in said.items()} if isinstance(said, dict) else {}


def _showable(said: Any) -> Any:
    """A text that can be sealed and shown again: half of a pair of surrogates would break every page of the case."""
    return said.encode("utf-8", "replace").decode() if isinstance(said, str) else said


def _put_or_note(case: Case, said: dict[str, Any], word: Word, by: Actor) -> None:
    """Put it in its place; what cannot be put anywhere is noted, and keeps nobody from opening the case."""
    try:
        with transaction.atomic(using=CARE):
            _put(case, said, word, by)
    except (ValueError, TypeError, KeyError):
        _note(case, {}, word, by)


def _put(case: Case, said: dict[str, Any], word: Word, by: Actor) -> None:
    """Her changes as answers of her case, and her yes to the summary."""
    answers = {code: Answer(said[name][:200]) for name, code in HERS.items() if isinstance(said.get(name), str)}
    ways = said.get("ways")
    if isinstance(ways, list) and all(isinstance(each, str) for each in ways):
        answers["contact_ways"] = Answer(tuple(each for each in by_code("safe_contact") if each in ways))
    if answers:
        kept = fields_of(by, case.ring, [case.reference])[case.reference]
        data = {code: each.as_data() for code, each in checked_all(answers).items()}
        before = {code: kept[code].answer if kept[code].opens else SHUT for code in answers if code in kept}
        write_fields(by, case.ring, case.reference, data, {code: each.number for code, each in kept.items()})
        changed = {code: before.get(code) for code in sorted(answers) if before.get(code) != data[code]}
        _note(
            case, changed | {code: each for code, each in _unconfirmed(case, by).items() if code in changed}, word, by
        )
    if isinstance(said.get("yes"), str):
        _approve(case, str(said["yes"]), by)


def _unconfirmed(case: Case, by: Actor) -> dict[str, Any]:
    """What stood there before the first change that nobody has asked her about yet."""
    parts = list(case.parts.filter(ended_on=None))
    kept = fields_of(by, case.ring, [each.reference for each in parts], names={BODY})
    found = changed_contact(parts_in(case, parts, kept))
    return {code: said for each in found for code, said in each.more.get("before", {}).items()}


def _note(case: Case, before: dict[str, Any], word: Word, by: Actor) -> None:
    """A note that she changed it herself, on which day, and what stood there before.

    Whoever has her words can write there too. So until a colleague has confirmed with her how to reach her
    (``her_contact``), nobody reaches out.
    """
    part = Part.objects.create(case=case, reference=random_reference())
    at = clock.at(word.on, 12)
    body = body_of("note", at, "", {}, {"she_changed": sorted(before), "before": before})
    write_fields(by, case.ring, part.reference, {BODY: body}, {})


def _approve(case: Case, digest: str, by: Actor) -> None:
    """Her yes to the summary counts where its words are still those that she read."""
    parts = [each.reference for each in case.parts.all()]
    kept = fields_of(by, case.ring, parts)
    for reference in parts:
        field = kept[reference].get(BODY)
        if field is None or not field.opens or field.answer["kind"] != SUMMARY:
            continue
        text = field.answer["answers"].get("summary_text", {}).get("value") or ""
        if digest_of_text(text) == digest:
            more = {**field.answer["more"], "approved": digest, "approved_how": "own_page", "approved_by": opaque(None)}
            write_fields(by, case.ring, reference, {BODY: {**field.answer, "more": more}}, {BODY: field.number})
