"""Making sure of a line and signing it. Both bind to the text as it stands."""

from datetime import date

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.policies import may_check_line, may_sign_as_counsel, may_sign_as_reviewer
from amparo.commons.audit.actions import audited

CARE = "default"
HOW = ("visit", "phone", "message", "paper")


@audited("line.checked", target="line", using=CARE)
def check_line(line: str, *, digest: str, how: str, holds: bool, today: date, by: object) -> LineCheck:
    """Say that a line holds, or that it is wrong and shall not be shown."""
    may_check_line.check(by)
    if how not in HOW:
        raise ValueError(f"how: {how!r} is not one of {', '.join(HOW)}")
    return LineCheck.objects.create(
        line=line, digest=digest, how=how, holds=holds, checked_on=today, checked_by_role="checker"
    )


@audited("line.signed", target="line", using=CARE)
def sign_line(line: str, *, digest: str, role: str, organisation_kind: str = "", today: date, by: object) -> SignOff:
    """Sign a text: as a paid reviewer from a peer-led organisation, or as a lawyer."""
    {"reviewer": may_sign_as_reviewer, "counsel": may_sign_as_counsel}[role].check(by)
    signature, _ = SignOff.objects.update_or_create(
        line=line, digest=digest, role=role, defaults={"organisation_kind": organisation_kind, "signed_on": today}
    )
    return signature
