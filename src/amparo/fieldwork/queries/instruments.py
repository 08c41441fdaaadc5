"""Questionnaires and their versions; and what a signature under one is bound to."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import acts_on
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Instrument, SignOff, Version
from amparo.fieldwork.policies import may_see
from amparo.fieldwork.queries.looked import Found, findings_of


def signed_digest(version: Version) -> str:
    """SHA-256 of what a reviewer reads: the form, its files, what becomes of each answer, for what there must be help."""
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
    """Did she write this version, or what becomes of its answers? The trail knows."""
    wrote = acts_on(opaque(version), ["version.written", "version.mapped", "version.helped"], using="default")
    return any(each.actor == opaque(person) for each in wrote)


def instruments_for(actor: Actor) -> list[Instrument]:
    """Every questionnaire of the house with its versions, the newest first."""
    may_see.check(actor)
    return list(Instrument.objects.prefetch_related("versions", "versions__sign_offs").order_by("key"))


def get_version(actor: Actor, reference: str, *, held: bool = False) -> Version:
    """One version."""
    may_see.check(actor)
    rows: Any = Version.objects.select_related("instrument").filter(reference=reference)
    version: Version | None = (rows.select_for_update(of=("self",)) if held else rows).first()
    if version is None:
        raise Hidden
    return version
