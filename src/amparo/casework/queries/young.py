"""What a page of somebody under 18 says: what is to be done, who said yes, and who must tell whom in this country."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from amparo.casework.policies.young import MINOR, YES, may_say_yes, protects
from amparo.casework.queries.cases import OpenCase
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import Actor
from amparo.formats.country_packs import Reporting, country_pack
from amparo.vault.queries.readers import names_of

ACCOUNT = "user:"  # before the opaque name of an account, as the trail writes it


@dataclass(frozen=True, slots=True)
class Asked:
    """The yes that somebody asked for, as its page shows it."""

    part: Any
    act: str
    by: str
    answered_by: str
    is_yes: bool
    why_not: Any  # why this reader does not answer it, or None
    nobody: bool  # does nobody read this case who could?


@dataclass(frozen=True, slots=True)
class Young:
    """The part of a case that is there because she is under 18."""

    minor: Any
    asked: list[Asked]


def young_of(actor: Actor, opened: OpenCase) -> Young | None:
    """What the page of a case says more where she is under 18; None where she is not, or nobody knows."""
    if not opened.is_young:
        return None
    minor = next((each for each in opened.of_kind(MINOR) if not each.is_over), None)
    asked = opened.of_kind(YES)
    refs = {_account(each.more.get(key, "")) for each in asked for key in ("yes_by", "no_by")}
    names = names_of({*refs, *(_account(each.by) for each in asked)})
    return Young(minor, [_asked(actor, opened, each, names) for each in asked])


def _asked(actor: Actor, opened: OpenCase, part: Any, names: dict[str, str]) -> Asked:
    said = part.more.get("yes_by") or part.more.get("no_by") or ""
    why_not = None if said else may_say_yes.reason(actor, part, opaque(actor), hands_of(part.by), owner_of(opened.case))
    is_yes, by = bool(part.more.get("yes_by")), names.get(_account(part.by), "")
    nobody = not said and nobody_protects(opened, part.by)
    return Asked(part, part.more["act"], by, names.get(_account(said), ""), is_yes, why_not, nobody)


def nobody_protects(opened: OpenCase, asks: str) -> bool:
    """Does nobody of child protection read this case for good, besides whoever asks and whose case it is?"""
    readers = [each.user for each in opened.reading.for_good if each.user]
    return not any(opaque(each) not in {asks, owner_of(opened.case)} and protects(each) for each in readers)


def owner_of(case: Any) -> str:
    """The opaque name of whose case it is; empty where it is nobody's."""
    return opaque(case.owner) if case.owner else ""


def hands_of(name: str) -> set[str]:
    """Everybody who could have come in as the account of this opaque name; nobody where it is a process."""
    found = next(iter(accounts_of(references=[_account(name)])), None)
    return found.hands() if found else set()


def _account(name: str) -> str:
    return name.removeprefix(ACCOUNT)


def duty() -> Reporting | None:
    """Who must tell whom of somebody under 18 in this country, as far as it was read; None where nothing was."""
    pack = country_pack(settings.HOME_COUNTRY)
    return pack.reporting.get("minor") if pack else None
