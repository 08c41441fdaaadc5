"""Questionnaires and their versions; and what a signature under one is bound to."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Length

from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import has_done
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Instrument, Media, SignOff, Version
from amparo.fieldwork.models.instruments import DRAFT, SIGNED
from amparo.fieldwork.policies import may_see
from amparo.fieldwork.queries.looked import Found, findings_of

AUTHORS = ("version.written", "version.mapped", "version.helped", "media.added")  # acts by which somebody writes one


def signed_digest(version: Version) -> str:
    """SHA-256 of what a reviewer reads: form, files, what becomes of each answer, for what there must be help."""
    files = sorted(version.media.values_list("name", "digest")) if version.pk else []
    said = json.dumps(
        [version.mapping, sorted(version.needs), version.is_sensitive, version.instrument.kind, files], sort_keys=True
    )
    return hashlib.sha256(hashlib.sha256(bytes(version.xform)).digest() + said.encode()).hexdigest()


def rules_digest(version: Version, paths: Iterable[str]) -> str:
    """SHA-256 of the form, and of the rules of some of its questions: did somebody change these meanwhile?"""
    rules = {path: version.mapping.get(path) for path in paths}
    said = hashlib.sha256(bytes(version.xform)).hexdigest() + json.dumps(rules, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def is_signed(version: Version) -> bool:
    """Does a signature stand under this version as it is?"""
    return SignOff.objects.filter(version=version, digest=signed_digest(version)).exists()


def faults_of(version: Version) -> list[Found]:
    """What in it breaks a rule of the house; with one of these nobody signs it."""
    return [each for each in findings_of(version) if each.is_refusal]


def wrote_it(version: Version, person: Any) -> bool:
    """Did she write this version, its files, or what becomes of its answers? The trail knows.

    Also one before it, out of which it was made: whoever presses for the next version has written none of it.
    """
    until = Version.objects.filter(instrument=version.instrument_id, number__lte=version.number).only("reference")
    return has_done(opaque(person), AUTHORS, on=map(opaque, until), using="default")


def is_free(key: str) -> bool:
    """Is there no questionnaire of this id yet?"""
    return not Instrument.objects.filter(key=key).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands, for the list."""

    version: Version
    to_mend: int  # things that break a rule; of a draft alone
    is_sent_back: bool
    is_changed_since: bool

    @property
    def waits_for_reader(self) -> bool:
        """Could somebody sign it now, and did nobody send back just this?"""
        return self.version.state == DRAFT and not self.to_mend and (not self.is_sent_back or self.is_changed_since)


def standing_of(version: Version) -> Standing:
    """How a version stands."""
    if version.state != DRAFT:
        return Standing(version, 0, is_sent_back=False, is_changed_since=False)
    changed = bool(version.sent_back) and version.sent_back_of != signed_digest(version)
    return Standing(version, len(faults_of(version)), is_sent_back=bool(version.sent_back), is_changed_since=changed)


def instruments_for(actor: Actor) -> list[tuple[Instrument, list[Standing]]]:
    """Every questionnaire of the house with its versions, the newest first."""
    may_see.check(actor)
    rows = Version.objects.select_related("instrument").defer("sheet", "xform").order_by("instrument__key", "-number")
    found: dict[int, tuple[Instrument, list[Standing]]] = {}
    for version in rows:
        found.setdefault(version.instrument_id, (version.instrument, []))[1].append(standing_of(version))
    return list(found.values())


def get_version(actor: Actor, reference: str, *, held: bool = False) -> Version:
    """One version."""
    may_see.check(actor)
    rows: Any = Version.objects.select_related("instrument").filter(reference=reference)
    version: Version | None = (rows.select_for_update(of=("self",)) if held else rows).first()
    if version is None:
        raise Hidden
    return version


def signature_of(version: Version) -> SignOff | None:
    """The signature under it as it is. Pages for others show her role and her words, never who she is."""
    return SignOff.objects.filter(version=version, digest=signed_digest(version)).order_by("on").first()


def draft_of(version: Version) -> Version | None:
    """The draft of the same questionnaire, where there is one."""
    found: Version | None = version.instrument.versions.filter(state=DRAFT).first()
    return found


def last_of(version: Version) -> Version:
    """The newest version of the same questionnaire."""
    found: Version = version.instrument.versions.order_by("-number").first() or version
    return found


def before(version: Version) -> Version | None:
    """With what a version is compared: the last one before it that was signed, else the last before it."""
    rows = version.instrument.versions.filter(number__lt=version.number).order_by("-number")
    found: Version | None = rows.filter(state=SIGNED).first() or rows.first()
    return found


def get_file(actor: Actor, reference: str, name: str) -> Media:
    """A picture or a sound of a version."""
    may_see.check(actor)
    found = Media.objects.filter(version__reference=reference, name=name).first()
    if found is None:
        raise Hidden
    return found


def files_of(version: Version) -> list[Media]:
    """What was brought already, without the bytes."""
    return list(version.media.defer("content").order_by("name"))


def bytes_of_files(version: Version) -> int:
    """How much its files weigh together."""
    return int(version.media.aggregate(bytes=Sum(Length("content")))["bytes"] or 0)
