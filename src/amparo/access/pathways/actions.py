"""Making sure of a line and signing it. Both bind to the text as it stands, and remember whose hand it was."""

from datetime import date
from typing import Any

from django.conf import settings

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.policies import PEER_LED, may_check_line, may_sign_as_counsel, may_sign_as_reviewer
from amparo.commons.audit.actions import audited
from amparo.formats.codes import by_code

CARE = "default"


@audited("line.checked", target="line", using=CARE)
def check_line(
    line: str, *, digest: str, how: str, holds: bool, today: date, by: Any, is_example: bool = False
) -> LineCheck:
    """Say that a line holds, or that it is wrong and shall not be shown. Of a day, her last word counts."""
    may_check_line.check(by, line, digest)
    if how not in by_code("check_how"):
        raise ValueError(f"how: {how!r} is not one of {', '.join(by_code('check_how'))}")
    said = {"line": line, "digest": digest, "checked_on": today, "checked_by": _hand(by)}
    said["is_example"] = is_example or settings.DEMO
    LineCheck.objects.filter(**said).delete()
    return LineCheck.objects.create(how=how, holds=holds, checked_by_role="checker", **said)


@audited("line.signed", target="line", using=CARE)
def sign_line(line: str, *, digest: str, role: str, today: date, by: Any, is_example: bool = False) -> SignOff:
    """Sign a text: as a paid reviewer from a peer-led organisation, or as a lawyer.

    A signature that stands is not written over by the next person; one of the demo is, by a true one.
    """
    {"reviewer": may_sign_as_reviewer, "counsel": may_sign_as_counsel}[role].check(by, line, digest)
    is_example = is_example or settings.DEMO
    stands = SignOff.objects.filter(line=line, digest=digest, role=role).exclude(signed_by="").first()
    if stands and (is_example or not stands.is_example):
        return stands
    signature, _ = SignOff.objects.update_or_create(
        line=line,
        digest=digest,
        role=role,
        defaults={
            "organisation_kind": PEER_LED if role == "reviewer" else "",  # the rule has just asked her teams
            "signed_on": today,
            "signed_by": _hand(by),
            "is_example": is_example,
        },
    )
    return signature


def _hand(by: Any) -> str:
    """Whose hand it was: a reference that leads to an account, or the name of a process."""
    return str(getattr(by, "reference", by))[:16]
