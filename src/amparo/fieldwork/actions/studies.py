"""Studies: begun with a lock of their own, sent into the field only where there is help, and closed once."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.codebooks.actions import keep_book
from amparo.commons.directory.queries.alive import without_help
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Deployment, Device, Study, Version
from amparo.fieldwork.models.studies import CLOSED, RUNNING
from amparo.fieldwork.policies import (
    may_begin_study,
    may_close_study,
    may_lead,
    may_lead_this,
    may_put_on_web,
    may_send_out,
)
from amparo.fieldwork.queries.checks import still_missing
from amparo.fieldwork.queries.instruments import is_signed, signed_digest
from amparo.fieldwork.queries.leading import is_hers
from amparo.fieldwork.queries.looked import unopened
from amparo.fieldwork.queries.paper import not_on_web
from amparo.formats.codes import by_code
from amparo.formats.coding import table_of
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.keyed import with_key
from amparo.vault.actions.answers import new_form_key
from amparo.vault.actions.coupons import new_salt
from amparo.vault.actions.rings import begin_ring, share_ring
from amparo.vault.queries.readers import reader_of, sheets_in_force

CARE = "default"
CONSTANTS = ("zone", "territory")  # the same for all who are asked in a study
PLAIN = (
    "name", "aim", "design", "place", "zone", "starts_on", "ends_on", "size", "seeds", "coupons_each", "weeks_valid",
    "stops_days_before", "thanks_own", "thanks_each", "currency", "plan", "language",
)  # fmt: skip


@audited("study.planned", using=CARE)
def plan_study(*, by: Actor, is_example: bool = False, **facts: Any) -> Study:
    """A study with a lock of its own: its maker opens it, and the sheets of paper."""
    own = reader_of(by)
    may_lead.check(by, own)
    assert own is not None
    _check(facts)
    ring, _seed = begin_ring([own, *sheets_in_force()])
    return Study.objects.create(ring=ring, salt=new_salt(), is_example=is_example, **facts)


@audited("study.changed", target="study", using=CARE)
def change_study(study: Study, *, by: Actor, **facts: Any) -> None:
    """Change a plan. Once it is in the field its design, place and zone stay: rows say them."""
    may_lead_this.check(by, is_hers(by, study))
    _check(facts)
    row = Study.objects.select_for_update().get(pk=study.pk)
    held = {"design", "place", "zone"} if row.state == RUNNING or row.state == CLOSED else set[str]()
    for name, value in facts.items():
        if name not in held:
            setattr(row, name, value)
    row.save()


def _check(facts: dict[str, Any]) -> None:
    wrong = set(facts) - set(PLAIN)
    for name, list_name in (("design", "study_design"), ("zone", "zone")):
        if name in facts and facts[name] not in by_code(list_name):
            wrong.add(name)
    if wrong:
        raise ValueError(f"a study has no such fact or code: {', '.join(sorted(wrong))}")


@audited("study.shared", target="study", using=CARE)
def let_lead(study: Study, *, who: Any, by: Actor) -> None:
    """Another one who leads studies opens its answers too."""
    may_lead_this.check(by, is_hers(by, study))
    reader = reader_of(who)
    may_lead.check(who, reader)
    assert reader is not None
    share_ring(study.ring, reader, by=by)


@audited("questionnaire.sent_out", using=CARE)
def send_out(version: Version, *, study: Study, by: Actor, on_web: bool = False, now: datetime) -> Deployment:
    """Ask a signed version in a study. A sensitive one gets a key of its own, and goes over the line only locked."""
    may_lead_this.check(by, is_hers(by, study))
    # Held as they are now: somebody may withdraw the one or close the other in the same moment.
    study = Study.objects.select_for_update().get(pk=study.pk)
    version = Version.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
    missing = without_help(version.needs, study.place, now=now)
    names = [by_code("need")[need].label(get_language() or study.language) for need in missing]
    language = get_language() or study.language
    may_send_out.check(by, version, study, names, is_signed(version), unopened(version, language))
    if on_web:
        may_put_on_web.check(by, version, not_on_web(bytes(version.xform), language))
    others = Deployment.objects.filter(study=study, version__instrument=version.instrument).exclude(version=version)
    old = Deployment.objects.filter(study=study, version=version).first()
    if old is not None:
        others.update(is_open=False)
        Deployment.objects.filter(pk=old.pk).update(is_open=True, on_web=on_web)
        return old
    xform, key, key_version, key_box = bytes(version.xform), "", 0, b""
    if version.is_sensitive:
        key, key_version, key_box = new_form_key(study.ring)
        xform = with_key(xform, key)
    form = read_form(xform)
    book = keep_book(
        table_of(form, version.mapping, name=book_name(version), version=version.number, constants=CONSTANTS)
    )
    others.update(is_open=False)
    return Deployment.objects.create(
        study=study, version=version, xform=xform, digest=md5(xform), public_key=key, key_version=key_version,
        key_box=key_box, codebook=book.reference, on_web=on_web,
    )  # fmt: skip


@unaudited("it changes nothing")
def md5(data: bytes) -> str:
    """As phones compare files; nothing is trusted to it."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@unaudited("it changes nothing")
def book_name(version: Version) -> str:
    """The name of its codebook: ``f_`` and the id of the form."""
    return f"f_{version.instrument.key}"[:24]


@audited("questionnaire.taken_in", target="deployment", using=CARE)
def take_in(deployment: Deployment, *, by: Actor) -> None:
    """No phone is offered it any more. What lies filled on phones is still taken."""
    may_lead_this.check(by, is_hers(by, deployment.study))
    Deployment.objects.filter(pk=deployment.pk).update(is_open=False, on_web=False)


@audited("study.begun", target="study", using=CARE)
def begin_study(study: Study, *, by: Actor, on: date) -> None:
    """Into the field."""
    row = Study.objects.select_for_update().get(pk=study.pk)
    may_lead_this.check(by, is_hers(by, row))
    may_begin_study.check(by, row, still_missing(row, on=on))
    row.state, row.starts_on = RUNNING, min(row.starts_on or on, on)  # paper of a day before it is not of this study
    row.save(update_fields=["state", "starts_on"])


@audited("study.closed", target="study", using=CARE)
def close_study(study: Study, *, by: Actor, on: date) -> None:
    """Out of the field: nothing is offered any more, no coupon is given, and what comes late is still taken."""
    row = Study.objects.select_for_update().get(pk=study.pk)
    may_lead_this.check(by, is_hers(by, row))
    may_close_study.check(by, row)
    row.state, row.ends_on = CLOSED, max(on, row.starts_on or on)
    row.save(update_fields=["state", "ends_on"])
    Deployment.objects.filter(study=row).update(is_open=False, on_web=False)


@unaudited("it changes nothing")
def signed_as(version: Version) -> str:
    """What a signature under a version is bound to."""
    return signed_digest(version)


@unaudited("it changes nothing")
def phones_of(study: Study) -> list[Device]:
    """Every phone of a study."""
    return list(study.devices.select_related("user").order_by("is_lost", "label", "pk"))
