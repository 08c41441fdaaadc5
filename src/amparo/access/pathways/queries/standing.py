"""What a house may show of a local line: the gate between a promise and a warning.

A **promise** (what you get, where, without which paper) needs a confidence above "unverified", a check of the
text as it stands at most ninety days old, the country's reporting text, and the signature of a paid reviewer
from a sex-worker-led or trans-led organisation. A **warning** may be shown at lower confidence, dated, as
something we were told. A phone line is shown with its mark until somebody rings it. What was found wrong is
not shown at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.policies import PEER_LED
from amparo.formats.country_packs import CountryPack, Line, LocalStep, Reporting
from amparo.formats.lawyer import LawLine

CHECK_DAYS = 90


@dataclass(frozen=True, slots=True)
class Standing:
    """How one line stands today: what may be shown, and what is missing for the rest."""

    promise: bool = False
    warning: bool = False
    shown: bool = False  # for phone lines and reporting rules
    example: bool = False  # shown by the demo only, and marked
    checked_on: date | None = None
    checked_by_role: str = ""
    missing: tuple[str, ...] = ()

    @property
    def is_checked(self) -> bool:
        """Did someone of the house make sure lately?"""
        return self.checked_on is not None

    @property
    def again_by(self) -> date | None:
        """Until which day that counts."""
        return self.checked_on + timedelta(CHECK_DAYS) if self.checked_on else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The latest check of each text, and its signatures."""

    checks: dict[tuple[str, str], LineCheck]
    signatures: dict[tuple[str, str], list[SignOff]]

    def check(self, line: str, digest: str) -> LineCheck | None:
        """The latest check of this text."""
        return self.checks.get((line, digest))

    def signed(self, line: str, digest: str, role: str) -> SignOff | None:
        """A signature of this role under this text."""
        return next((each for each in self.signatures.get((line, digest), []) if each.role == role), None)


def ledger(prefix: str = "") -> Ledger:
    """The checks and signatures, of one country where a prefix is given. Examples count in the demo only.

    Of the checks of one day, one that says "wrong" counts: rows do not say which of them came later.
    """
    believed: dict[str, Any] = {"line__startswith": prefix} | ({} if settings.DEMO else {"is_example": False})
    checks: dict[tuple[str, str], LineCheck] = {}
    for check in LineCheck.objects.filter(**believed).order_by("checked_on", "-holds", "pk"):
        checks[check.line, check.digest] = check
    signatures: dict[tuple[str, str], list[SignOff]] = {}
    for sign in SignOff.objects.filter(**believed):
        signatures.setdefault((sign.line, sign.digest), []).append(sign)
    return Ledger(checks, signatures)


def of_step(step: LocalStep, pack: CountryPack, known: Ledger, today: date) -> Standing:
    """The standing of a local step."""
    check = known.check(step.id, step.digest)
    if check and not check.holds:
        return Standing(missing=("wrong",))
    missing = tuple(missing_for_promise(step, pack, known, today))
    fresh = is_fresh(check, today)
    return Standing(
        promise=not missing,
        warning="warning" in step.texts and (step.confidence != "unverified" or fresh),
        example=bool(missing) and settings.DEMO,
        checked_on=check.checked_on if check and fresh else None,
        checked_by_role=check.checked_by_role if check and fresh else "",
        missing=missing,
    )


def missing_for_promise(step: LocalStep, pack: CountryPack, known: Ledger, today: date) -> Iterable[str]:
    """What still stands between a text and a promise."""
    check = known.check(step.id, step.digest)
    adult = pack.reporting.get("adult")
    sign = known.signed(step.id, step.digest, "reviewer")
    if step.confidence == "unverified":
        yield "confidence"
    if check is None or not check.holds:
        yield "check"
    elif not is_fresh(check, today):
        yield "old_check"
    if adult is None or adult.known == "unknown" or not known.signed(adult.id, adult.digest, "counsel"):
        yield "reporting"
    if sign is None or sign.organisation_kind != PEER_LED:
        yield "signature"


def of_line(line: Line, known: Ledger, today: date) -> Standing:
    """The standing of a phone line: shown with its mark, unless nobody ever saw a source or it was found wrong."""
    check = known.check(line.id, line.digest)
    if check and not check.holds:
        return Standing(missing=("wrong",))
    fresh = is_fresh(check, today)
    shown = line.confidence != "unverified" or fresh
    missing = () if fresh else ("old_check" if check else "check",)
    return Standing(
        shown=shown,
        warning=shown and line.warning is not None,
        checked_on=check.checked_on if check and fresh else None,
        checked_by_role=check.checked_by_role if check and fresh else "",
        missing=missing if shown else (*missing, "confidence"),
    )


def of_reporting(rule: Reporting, known: Ledger) -> Standing:
    """A reporting rule is a warning: it is shown as soon as a source was seen, and waits for a lawyer's signature.

    Where it is not known, its text says so, and is shown.
    """
    signed = known.signed(rule.id, rule.digest, "counsel")
    return Standing(
        shown=rule.known == "unknown" or rule.confidence != "unverified" or bool(signed),
        checked_on=signed.signed_on if signed else None,
        checked_by_role="counsel" if signed else "",
        missing=() if signed else ("counsel",),
    )


def of_law(line: LawLine, known: Ledger) -> Standing:
    """What somebody read about the law is shown with its mark as soon as a source was seen; a lawyer signs it."""
    signed = known.signed(line.id, line.digest, "counsel")
    return Standing(
        shown=line.confidence != "unverified" or bool(signed),
        checked_on=signed.signed_on if signed else None,
        checked_by_role="counsel" if signed else "",
        missing=() if signed else ("counsel",),
    )


def is_fresh(check: LineCheck | None, today: date) -> bool:
    """Did someone make sure of it in the last ninety days?"""
    return bool(check and check.holds and 0 <= (today - check.checked_on).days <= CHECK_DAYS)
