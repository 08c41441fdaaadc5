"""Writing a questionnaire: a sheet becomes a form, each question gets its rule, a reviewer signs, and it stays so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Instrument, Media, SignOff, Version
from amparo.fieldwork.models.instruments import DRAFT, SIGNED, WITHDRAWN
from amparo.fieldwork.policies import (
    REVIEWER,
    ChangedMeanwhile,
    IdTaken,
    may_change,
    may_send_back,
    may_sign,
    may_withdraw,
    may_write,
)
from amparo.fieldwork.queries.forms import form_in
from amparo.fieldwork.queries.instruments import faults_of, rules_digest, signed_digest, wrote_it
from amparo.fieldwork.queries.looked import sensitive_in
from amparo.formats.answers import carried, needs_of
from amparo.formats.codes import by_code
from amparo.formats.coding import CODED, CONSENT, DROPPED, LINK, SEALED
from amparo.formats.openrosa.forms import Form
from amparo.formats.openrosa.keyed import without_address

CARE = "default"
RULES = (SEALED, CODED, DROPPED, CONSENT, LINK)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an author brings: the sheet, and the form that was made of it."""

    sheet: bytes = field(repr=False)
    sheet_name: str
    xform: bytes = field(repr=False)


@unaudited("both of its acts leave their row")
def begin_questionnaire(
    brought: Brought, *, key: str, kind: str, by: Actor, library: str = "", mapping: Mapping[str, Any] | None = None,
    needs: Sequence[str] | None = None, is_sensitive: bool = False,
) -> Version:  # fmt: skip
    """A questionnaire with its first version, or neither."""
    may_write.check(by)
    try:
        with transaction.atomic(using=CARE):
            made = make_instrument(key=key, kind=kind, library=library, by=by)
            return write_version(made, brought, mapping=mapping, needs=needs, is_sensitive=is_sensitive, by=by)
    except IntegrityError as error:
        raise IdTaken from error


@audited("questionnaire.made", using=CARE)
def make_instrument(*, key: str, kind: str, by: Actor, library: str = "", is_example: bool = False) -> Instrument:
    """A questionnaire, by the id under which phones know it."""
    may_write.check(by)
    return Instrument.objects.create(key=key, kind=kind, library=library, is_example=is_example)


@audited("version.written", using=CARE)
def write_version(
    instrument: Instrument, brought: Brought, *, by: Actor, mapping: Mapping[str, Any] | None = None,
    needs: Sequence[str] | None = None, is_sensitive: bool = False, seen: str | None = None,
) -> Version:  # fmt: skip
    """The next version, or the draft anew. Rules of questions that are still there stay as they were.

    ``needs``: for what there must be help; where nobody says it, what the form asks says it.
    ``seen`` is the digest of the last version as its author saw it: where somebody wrote meanwhile, she is told.
    """
    may_write.check(by)
    xform = without_address(brought.xform)
    form = form_in(xform)
    held = Instrument.objects.select_for_update().get(pk=instrument.pk)
    last = held.versions.order_by("-number").first()
    number = 1 if last is None else last.number if last.state == DRAFT else last.number + 1
    is_other = seen is not None and (last is None or seen != signed_digest(last))
    if is_other or (form.id, form.version) != (held.key, str(number)):
        raise ChangedMeanwhile
    row = last if last is not None and last.state == DRAFT else Version(instrument=held, number=number)
    was = form_in(bytes(last.xform)) if last is not None else None
    kept = carried(last.mapping, was, form) if last is not None and was is not None else {}
    known = {question.path for question in form.questions}
    row.needs = _needs(form, was, needs, last)
    row.is_sensitive = is_sensitive or sensitive_in(form) or (last is not None and last.is_sensitive)
    row.mapping = {path: rule for path, rule in (kept | dict(mapping or {})).items() if path in known}
    row.title, row.sheet, row.sheet_name, row.xform = form.title[:200], brought.sheet, brought.sheet_name[:120], xform
    row.save()
    row.sign_offs.all().delete()
    _take_files(row, last, form)
    return row


def _needs(form: Form, was: Form | None, given: Sequence[str] | None, last: Version | None) -> list[str]:
    """Help for what is asked: as the author said, and for what she asks only now."""
    if given is not None:
        return sorted(given)
    if last is None or was is None:
        return list(needs_of(form))
    return sorted({*last.needs, *(set(needs_of(form)) - set(needs_of(was)))})


def _take_files(row: Version, last: Version | None, form: Form) -> None:
    """The files that it still names; of the version before, a copy of each."""
    row.media.exclude(name__in=form.media).delete()
    if last is not None and last.pk != row.pk:
        files = last.media.filter(name__in=form.media)
        Media.objects.bulk_create(
            [Media(version=row, name=each.name, digest=each.digest, content=each.content) for each in files]
        )


@unaudited("it changes nothing")
def next_number(instrument: Instrument) -> int:
    """The number that what is written next will bear: the form says it too, so it is known before."""
    last = instrument.versions.order_by("-number").first()
    if last is None:
        return 1
    return int(last.number) if last.state == DRAFT else int(last.number) + 1


@audited("version.mapped", target="version", using=CARE)
def map_version(
    version: Version, *, mapping: Mapping[str, Any], by: Actor, needs: Sequence[str] | None = None,
    is_sensitive: bool | None = None,
) -> None:  # fmt: skip
    """Say of each question what becomes of its answer, and for what help there must be where it is asked."""
    row = _held(version)
    may_change.check(by, row)
    _check_rules(row, mapping)
    row.mapping = dict(mapping)
    row.needs = sorted(needs) if needs is not None else row.needs
    if is_sensitive is not None:
        row.is_sensitive = is_sensitive or sensitive_in(form_of_version(row))
    row.save(update_fields=["mapping", "needs", "is_sensitive"])
    version.refresh_from_db()


@audited("version.mapped", target="version", using=CARE)
def map_questions(version: Version, *, rules: Mapping[str, Any], seen: str, by: Actor) -> None:
    """The rules of some questions; those of all others stay. ``seen`` is how these stood when she began to write."""
    row = _held(version)
    may_change.check(by, row)
    if seen != rules_digest(row, rules):
        raise ChangedMeanwhile
    _check_rules(row, rules)
    row.mapping = {**row.mapping, **rules}
    row.save(update_fields=["mapping"])
    version.refresh_from_db()


@audited("version.helped", target="version", using=CARE)
def name_help(version: Version, *, needs: Sequence[str], is_sensitive: bool, seen: str, by: Actor) -> None:
    """For what there has to be help where it is asked, and whether it is locked. What asks of harm always is."""
    row = _held(version)
    may_change.check(by, row)
    if seen != signed_digest(row):
        raise ChangedMeanwhile
    if set(needs) - set(by_code("need")):
        raise ValueError("there is no such need")
    row.needs, row.is_sensitive = sorted(needs), is_sensitive or sensitive_in(form_of_version(row))
    row.save(update_fields=["needs", "is_sensitive"])
    version.refresh_from_db()


def _held(version: Version) -> Version:
    """The row, nobody else's until this act is over."""
    return Version.objects.select_for_update().select_related("instrument").get(pk=version.pk)


def _check_rules(row: Version, rules: Mapping[str, Any]) -> None:
    known = {question.path for question in form_of_version(row).questions}
    wrong = sorted(path for path, rule in rules.items() if path not in known or rule.get("do") not in RULES)
    if wrong:
        raise ValueError(f"no question of this form, or no rule: {wrong[0]}")


@unaudited("it changes nothing")
def form_of_version(version: Version) -> Form:
    """The form of a version, as it was read."""
    return form_in(bytes(version.xform))


@audited("media.added", target="version", using=CARE)
def add_media(version: Version, *, name: str, content: bytes, digest: str, by: Actor) -> Media:
    """A file that the form shows or plays."""
    row = _held(version)
    may_change.check(by, row)
    media, _is_new = Media.objects.update_or_create(
        version=row, name=name, defaults={"content": content, "digest": digest}
    )
    return media


@audited("version.signed", target="version", using=CARE)
def sign(version: Version, *, by: Actor, was_paid: bool, on: date, words: str = "", seen: str | None = None) -> SignOff:
    """A reviewer read it, was paid, and stands by it as it is. From here on it does not change.

    ``seen`` is what she read: a draft that became another one meanwhile is not signed with it.
    """
    row = _held(version)
    may_sign.check(by, row, faults_of(row), wrote_it(row, by))
    if seen is not None and seen != signed_digest(row):
        raise ChangedMeanwhile
    signed = SignOff.objects.create(
        version=row, by=by, role=REVIEWER, on=on, digest=signed_digest(row), was_paid=was_paid, words=words
    )
    row.state = SIGNED
    row.save(update_fields=["state"])
    return signed


@audited("version.sent_back", target="version", using=CARE)
def send_back(version: Version, *, words: str, by: Actor) -> None:
    """A reviewer read it and does not stand by it: her words are for its author."""
    row = _held(version)
    may_send_back.check(by, row, wrote_it(row, by))
    row.sent_back, row.sent_back_of = words, signed_digest(row)
    row.save(update_fields=["sent_back", "sent_back_of"])
    version.refresh_from_db()


@audited("version.withdrawn", target="version", using=CARE)
def withdraw(version: Version, *, by: Actor) -> None:
    """It is not asked any more, anywhere."""
    row = _held(version)
    may_withdraw.check(by, row)
    row.state = WITHDRAWN
    row.save(update_fields=["state"])
    row.deployments.update(is_open=False, on_web=False)
