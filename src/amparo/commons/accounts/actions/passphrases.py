"""Passphrases: handed over, chosen, and the second one for whoever is forced."""

import secrets

from amparo.commons.accounts import backends, hashers
from amparo.commons.accounts.models import User
from amparo.commons.accounts.policies import may_hand_passphrase, may_have_second, reference_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import PROCESSES, SETUP, Hidden, check

CARE = "default"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another: it is read aloud and written by hand


@unaudited("it changes nothing")
def fresh_passphrase(choose: secrets.SystemRandom | None = None) -> str:
    """Twenty characters in five groups, about 99 bits: nobody guesses it and a hand can write it."""
    chance = choose or secrets.SystemRandom()
    return "-".join("".join(chance.choices(LETTERS, k=4)) for _ in range(5))


@audited("user.password", target="user", using=CARE)
def set_password(user: User, *, password: str, by: object) -> bytes | None:
    """Give an account a new passphrase: her own, or one the coordinator hands over.

    Her own keeps the salt, so that her second one goes on working, and her key is sealed anew; the key that hangs on it
    is given back. Whoever hands one over could come in as her: nobody vouches for what she signs until somebody does
    so anew, and her old key is lost.
    """
    kek = None
    if by == user and not user.is_empty_desk:
        user.password, kek = hashers.again(password, user.password)
        user.must_choose = False
    else:
        backends.check_open(may_hand_passphrase, by, user)
        User.objects.select_for_update().get(pk=user.pk)  # nobody vouches for her meanwhile
        hand_over(user, password, by)
        user.memberships.update(vouched_by="", vouched_as="")
        user.second_steps.update(misses=0)
        backends.keeper.lost_password(user)
    user.save(update_fields=["password", "other_check", "handed_by", "must_choose"])
    if kek is not None:
        backends.keeper.changed_password(user, kek, user.opened)
    return kek


@audited("user.password", target="user", using=CARE)
def set_second(user: User, *, password: str, locks: bool = False, by: User) -> None:
    """Choose the passphrase that shows an empty desk. The trail calls it as it calls any change of a passphrase.

    ``locks``: coming in by it also ends the other one, without a word.
    """
    check(may_have_second, by)
    user.other_check, _nobodys = hashers.second_check(password, user.password, locks=locks)
    user.save(update_fields=["other_check"])


@audited("user.password", target="user", using=CARE)
def change_at_empty_desk(user: User, *, password: str, locks: bool, by: User) -> None:
    """Whoever stands at an empty desk changes the passphrase of that desk; nothing else of the account."""
    if by != user or not user.is_empty_desk:
        raise Hidden
    user.other_check, nobodys = hashers.second_check(password, user.password, locks=locks)
    if locks:  # it is locked already, and coming in by the new one must not lock it once more
        user.password = hashers.with_check(user.password, nobodys)
    user.save(update_fields=["password", "other_check"])


@audited("user.password", target="user", using=CARE)
def drop_second(user: User, *, by: User) -> None:
    """From now on no passphrase opens an empty desk. Nothing shows whether one did before."""
    check(may_have_second, by)
    user.other_check = hashers.random_check()
    user.save(update_fields=["other_check"])


@unaudited("a row in the trail would tell whoever forces her")
def lock_silently(user: User, *, nobodys: str) -> None:
    """Her own passphrase no longer works, and whatever she had open elsewhere is closed; it looks as before.

    ``nobodys`` is the check that takes the place of hers. Where it stands already nothing is done: to end the sessions
    a second time would end those of the empty desk, which tells whoever comes in on two devices.
    """
    locked = hashers.with_check(user.password, nobodys)
    if user.password == locked:
        return
    user.password, user.session_stamp = locked, random_reference()
    user.save(update_fields=["password", "session_stamp"])
    backends.keeper.lock_person(user)


@unaudited("she did nothing: the house keeps the same passphrase in another way")
def keep_as_ours(user: User, *, password: str) -> bytes:
    """Of an older house: keep her passphrase as this one does. The only time that coming in writes a digest."""
    user.password, kek = hashers.fresh(password)
    user.other_check = hashers.random_check()
    user.save(update_fields=["password", "other_check"])
    return kek


@unaudited("whoever calls it is audited")
def hand_over(user: User, password: str, by: object) -> None:
    """A passphrase that somebody else knows, so that she chooses another; who makes the house chose hers herself."""
    user.password, _ = hashers.fresh(password)
    user.other_check = hashers.random_check()
    hands = {reference_of(by)} | (by.hands() if isinstance(by, User) else set())
    user.handed_by = "" if by in PROCESSES else " ".join(sorted(hands))
    user.must_choose = by != SETUP
