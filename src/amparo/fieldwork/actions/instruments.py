"""Writing a questionnaire: a sheet becomes a form, each question gets its rule, a reviewer signs, and it stays so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Instrument, Media, SignOff, Version
from amparo.fieldwork.models.instruments import DRAFT, SIGNED, WITHDRAWN
from amparo.fieldwork.policies import REVIEWER, may_change, may_sign, may_write
from amparo.fieldwork.queries.instruments import faults_of, signed_digest, wrote_it
from amparo.formats.coding import CODED, CONSENT, DROPPED, LINK, SEALED
from amparo.formats.openrosa.forms import Form, read_form
from amparo.formats.openrosa.keyed import without_address

CARE = "default"
RULES = (SEALED, CODED, DROPPED, CONSENT, LINK)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an author brings: the sheet, and the form that was made of it."""

    sheet: bytes = field(repr=False)
    sheet_name: str
    xform: bytes = field(repr=False)


@audited("questionnaire.made", using=CARE)
def make_instrument(*, key: str, kind: str, by: Actor, library: str = "", is_example: bool = False) -> Instrument:
    """A questionnaire, by the id under which phones know it."""
    may_write.check(by)
    return Instrument.objects.create(key=key, kind=kind, library=library, is_example=is_example)


@audited("version.written", using=CARE)
def write_version(
    instrument: Instrument, brought: Brought, *, by: Actor, mapping: Mapping[str, Any] | None = None,
    needs: Sequence[str] = (), is_sensitive: bool = False,
) -> Version:  # fmt: skip
    """The next version, or the draft anew. Rules of questions that are still there stay as they were."""
    may_write.check(by)
    xform = without_address(brought.xform)
    form = read_form(xform)
    held = Instrument.objects.select_for_update().get(pk=instrument.pk)
    last = held.versions.order_by("-number").first()
    draft = last if last is not None and last.state == DRAFT else None
    before = dict(last.mapping) if last is not None else {}
    known = {question.path for question in form.questions}
    rules = {path: rule for path, rule in (before | dict(mapping or {})).items() if path in known}
    row = draft or Version(instrument=held, number=last.number + 1 if last is not None else 1)
    row.title, row.sheet, row.sheet_name, row.xform = form.title[:200], brought.sheet, brought.sheet_name, xform
    row.mapping = rules
    row.needs = sorted(needs) if needs or last is None else last.needs
    row.is_sensitive = is_sensitive or (last is not None and last.is_sensitive)
    row.save()
    row.sign_offs.all().delete()
    return row


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
    row = Version.objects.select_for_update().get(pk=version.pk)
    may_change.check(by, row)
    known = {question.path for question in form_of_version(row).questions}
    wrong = sorted(path for path, rule in mapping.items() if path not in known or rule.get("do") not in RULES)
    if wrong:
        raise ValueError(f"no question of this form, or no rule: {wrong[0]}")
    row.mapping = dict(mapping)
    row.needs = sorted(needs) if needs is not None else row.needs
    row.is_sensitive = row.is_sensitive if is_sensitive is None else is_sensitive
    row.save(update_fields=["mapping", "needs", "is_sensitive"])
    version.refresh_from_db()


@unaudited("it changes nothing")
def form_of_version(version: Version) -> Form:
    """The form of a version, as it was read."""
    return read_form(bytes(version.xform))


@audited("media.added", target="version", using=CARE)
def add_media(version: Version, *, name: str, content: bytes, digest: str, by: Actor) -> Media:
    """A file that the form shows or plays."""
    may_change.check(by, version)
    media, _is_new = Media.objects.update_or_create(
        version=version, name=name, defaults={"content": content, "digest": digest}
    )
    return media


@audited("version.signed", target="version", using=CARE)
def sign(version: Version, *, by: Actor, was_paid: bool, on: date, words: str = "") -> SignOff:
    """A reviewer read it, was paid, and stands by it as it is. From here on it does not change."""
    row = Version.objects.select_for_update().select_related("instrument").get(pk=version.pk)
    may_sign.check(by, row, faults_of(row), wrote_it(row, by))
    signed = SignOff.objects.create(
        version=row, by=by, role=REVIEWER, on=on, digest=signed_digest(row), was_paid=was_paid, words=words
    )
    row.state = SIGNED
    row.save(update_fields=["state"])
    return signed


@audited("version.withdrawn", target="version", using=CARE)
def withdraw(version: Version, *, by: Actor) -> None:
    """It is not asked any more, anywhere."""
    may_write.check(by)
    row = Version.objects.select_for_update().get(pk=version.pk)
    row.state = WITHDRAWN
    row.save(update_fields=["state"])
    row.deployments.update(is_open=False, on_web=False)
