"""Questionnaires and their versions; and what a signature under one is bound to."""

import hashlib
import json
from typing import Any

from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import acts_on
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Instrument, SignOff, Version
from amparo.fieldwork.policies import may_see
from amparo.formats.form_lint import lint
from amparo.formats.openrosa.forms import read_form


def signed_digest(version: Version) -> str:
    """SHA-256 of what a reviewer reads: the form, what becomes of each answer, and for what help there must be."""
    said = json.dumps(
        [version.mapping, sorted(version.needs), version.is_sensitive, version.instrument.kind], sort_keys=True
    )
    return hashlib.sha256(hashlib.sha256(bytes(version.xform)).digest() + said.encode()).hexdigest()


def is_signed(version: Version) -> bool:
    """Does a signature stand under this version as it is?"""
    return SignOff.objects.filter(version=version, digest=signed_digest(version)).exists()


def faults_of(version: Version) -> list[Any]:
    """What in it breaks a rule of the house; with one of these nobody signs it."""
    form = read_form(bytes(version.xform))
    return [each for each in lint(form, kind=version.instrument.kind, mapping=version.mapping) if each.is_refusal]


def wrote_it(version: Version, person: Any) -> bool:
    """Did she write this version herself? The trail knows."""
    wrote = acts_on(opaque(version), ["version.written"], using="default")
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
