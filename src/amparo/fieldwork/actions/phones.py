"""Phones: each has a token of its own, which may send and fetch for one study and nothing else. Lost is one act."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Device, Study
from amparo.fieldwork.policies import may_give_phone, may_lead_this, may_write
from amparo.fieldwork.queries.leading import is_hers

CARE = "default"
BYTES = 20  # of a token: 160 bits
DAYS = 180
REALM = "Amparo"


@audited("phone.given", target="study", using=CARE)
def give_phone(
    study: Study, *, person: Any, label: str, by: Actor, on: date, with_password: bool = False
) -> tuple[Device, str]:
    """A phone for somebody, and its token, which is shown once: on the page with the square that the phone reads."""
    may_lead_this.check(by, is_hers(by, study))
    may_give_phone.check(by, study, person)
    token = secrets.token_hex(BYTES)
    device = Device(study=study, user=person, label=label.strip() or "1", until=on + timedelta(days=DAYS))
    device.check_of = check_of(token)
    if with_password:
        device.digest_check = ha1(device.reference, token)
    device.save()
    return device, token


@audited("phone.renewed", target="device", using=CARE)
def renew_phone(device: Device, *, by: Actor, on: date) -> str:
    """Another token for the same phone; the one before is worth nothing from now on."""
    may_lead_this.check(by, is_hers(by, device.study))
    may_give_phone.check(by, device.study, device.user)
    token = secrets.token_hex(BYTES)
    device.check_of, device.is_lost, device.until = check_of(token), False, on + timedelta(days=DAYS)
    device.digest_check = ha1(device.reference, token) if device.digest_check else ""
    device.save()
    return token


@audited("phone.lost", target="device", using=CARE)
def lose_phone(device: Device, *, by: Actor) -> None:
    """A phone is gone: from this moment it neither sends nor fetches. Whoever carries it may say so herself, and
    whoever leads studies, also another one and also after the end: nobody looks first for who may."""
    if device.user_id != by.pk:
        may_write.check(by)
    _lose(Device.objects.filter(pk=device.pk))


@audited("phones.lost", target="by", using=CARE)
def lose_own_phones(*, by: Actor) -> int:
    """Every phone that she carries, in one act, from any device."""
    return _lose(Device.objects.filter(user_id=by.pk, is_lost=False))


@unaudited("the act of which it is a part is audited, and whose phones were lost has a line of its own")
def lose_phones_of(person: Any, *, by: Any) -> None:
    """What her account was told (“I lost my phone”) holds for the phones of studies too. ``by`` is whoever told it."""
    if _lose(Device.objects.filter(user_id=person.pk, is_lost=False)):
        record("phones.lost", by=by, target=person, using=CARE)


def _lose(rows: Any) -> int:
    """Another token that nobody ever had takes the place of theirs."""
    lost = 0
    for device in rows:
        device.check_of, device.digest_check, device.is_lost = check_of(secrets.token_hex(BYTES)), "", True
        device.save(update_fields=["check_of", "digest_check", "is_lost"])
        lost += 1
    return lost


@unaudited("it changes nothing")
def check_of(token: str) -> str:
    """What the table has instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@unaudited("it changes nothing")
def ha1(user: str, password: str) -> str:
    """What digest authentication (RFC 7616 with MD5, which old clients know alone) compares: weak for a word that
    somebody chose, good for 160 random bits."""
    return hashlib.md5(f"{user}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()
