"""The second step: a secret for an app, a sheet of numbers on paper, and each number used once."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from amparo.commons.accounts import backends, hashers
from amparo.commons.accounts.actions.passphrases import CARE
from amparo.commons.accounts.models import SecondStep, User
from amparo.commons.accounts.policies import MOST_MISSES, may_drop_step, may_manage_team
from amparo.commons.accounts.queries import SHEET, numbers_of, place_that_fits, secret_of, whose
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import check
from amparo.sealing.boxes import lock

SECRET = 20  # bytes, as RFC 4226 asks for


@unaudited("it counts only once she has shown a number of it")
def begin_step(user: User, *, kind: str, secret: bytes | None = None) -> SecondStep:
    """A fresh secret of this kind; the one she has goes on working until she shows a number of the new one."""
    secret = secret or secrets.token_bytes(SECRET)
    with transaction.atomic(using=CARE):
        SecondStep.objects.filter(user=user, kind=kind, is_ready=False).delete()
        return SecondStep.objects.create(user=user, kind=kind, box=sealed(user, kind, secret))


@audited("user.second_step", target="user", using=CARE)
def confirm_step(user: User, *, step: SecondStep, place: int, by: User) -> None:
    """She showed a number of the new one: it takes the place of the old one."""
    SecondStep.objects.filter(user=user, kind=step.kind, is_ready=True).delete()
    step.is_ready, step.last = True, place
    step.save(update_fields=["is_ready", "last"])
    user.second_steps.update(misses=0)


@audited("user.second_step_gone", target="user", using=CARE)
def drop_steps(user: User, *, by: User) -> None:
    """Take her second step away, where none is asked of her."""
    check(may_drop_step, by)
    user.second_steps.all().delete()


@audited("user.sheet", target="user", using=CARE)
def hand_sheet(user: User, *, by: object, secret: bytes | None = None) -> list[str]:
    """Take her second steps away and give her a sheet instead: who lost her phone comes in again with that.

    Whoever hands it over has seen the numbers; without her passphrase they open nothing.
    """
    backends.check_open(may_manage_team, by)
    user.second_steps.all().delete()
    step = begin_step(user, kind=SecondStep.PAPER, secret=secret)
    step.is_ready = True
    step.save(update_fields=["is_ready"])
    return numbers_of(secret_of(step), SHEET)


@unaudited("nobody keeps when somebody came in")
def take_number(user: User, typed: str, *, now: datetime) -> bool:
    """Is it the number asked for? Each is taken once, and every try is counted before it is looked at.

    The count is of the account, not of a session, because many sessions can try at once. Only whoever knows her
    passphrase comes as far as this, so no stranger can use it against her.
    """
    ready = SecondStep.objects.filter(user=user, is_ready=True)
    if not ready.filter(misses__lt=MOST_MISSES).update(misses=F("misses") + 1):
        return False
    for step in list(ready):
        place = place_that_fits(step, typed, now=now)
        if place is not None and ready.filter(pk=step.pk, last__lt=place).update(last=place):
            ready.update(misses=0)
            return True
    return False


@unaudited("it changes nothing")
def sealed(user: User, kind: str, secret: bytes) -> bytes:
    """The secret as the table keeps it."""
    return lock(hashers.key_of_steps(), secret, whose(user, kind))
