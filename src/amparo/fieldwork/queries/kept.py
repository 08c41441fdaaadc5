"""A filled form that the door could not read, opened with the key of whoever leads: which question, and what it says.

No more of it is shown than what mends it: the question at fault, and beside it what would be counted anyway. What she
told in her own words stays locked, also here, unless it is itself what cannot be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Deployment, Study, Submission
from amparo.fieldwork.models.submissions import KEPT
from amparo.fieldwork.queries.answers import Opened, Opening
from amparo.fieldwork.queries.calls import call_of
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.looked import counts_a_venue
from amparo.fieldwork.queries.told import Said, said_in, was_asked
from amparo.formats.coarse import place_at
from amparo.formats.codebook import Codebook
from amparo.formats.coding import CODED, CONSENT, LINK, OWN, NotCoded, Row, code_row, rule_of

SHOWN = frozenset({CODED, CONSENT, LINK})
OF_COUPONS = frozenset({"coupon_twice", "coupon_unknown", "coupon_circle", "no_coupon"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that waits: why, what is at fault (twice where the same was said twice), and what stands beside."""

    row: Submission
    reason: str
    at_fault: tuple[Said, ...] = field(default=(), repr=False)
    beside: tuple[Said, ...] = field(default=(), repr=False)
    locked: int = 0  # answers that stay locked
    xml: bytes = field(default=b"", repr=False)
    calls: bool = False  # does she ask for somebody, and did nobody see to it yet?


def coded(each: Opened, deployment: Deployment, book: Codebook | None, constants: Mapping[str, str]) -> Row:
    """The row of an opened form, or :class:`NotCoded`."""
    if each.form is None or book is None:
        raise NotCoded(each.reason or "not_in_codebook")
    return code_row(form_of(deployment), deployment.version.mapping, each.form, book, constants)


def constants_of(study: Study, deployment: Deployment) -> dict[str, str]:
    """What is the same for all who are asked in a study with this form.

    A kind of venue stands beside no place that is finer than a country: together they point at a door. So a form that
    counts one says of the territory the country alone.
    """
    has_venue = counts_a_venue(deployment.version, form_of(deployment))
    return {"zone": study.zone, "territory": place_at(study.place, "country") if has_venue else study.place}


def coupon_question(deployment: Deployment) -> str:
    """The path of the question for the coupon with which she came; nothing where the form has none."""
    mapping = deployment.version.mapping
    return next((path for path, rule in mapping.items() if rule["do"] == LINK and rule.get("as") == OWN), "")


def asks_for_a_coupon(deployment: Deployment) -> bool:
    """Does the form ask with which coupon she came? Then in a study with coupons one without is not counted."""
    return bool(coupon_question(deployment))


def look_at(actor: Actor, study: Study, submission: Submission) -> Kept:
    """Open one form, and find what is wrong with it today. Her key is open, or this is :class:`Locked`."""
    opening = Opening(actor, study)
    (opened,) = opening.each([submission.pk])
    deployment = opening.deployments[submission.deployment_id]
    reason, path = _fault_of(opened, deployment, study, submission.reason)
    if opened.form is None:
        return Kept(submission, reason)
    said = said_in(opened, deployment)
    if not path and reason in OF_COUPONS:
        path = coupon_question(deployment)
    at_fault = [each for each in said if each.path == path and (each.value.strip() or reason in OF_COUPONS)]
    others = [each for each in said if each.path != path and each.value.strip() and was_asked(each)]
    shown = [each for each in others if rule_of(deployment.version.mapping, each.path)["do"] in SHOWN]
    locked = sum(each.question is not None for each in others) - sum(each.question is not None for each in shown)
    calls = call_of(said) is not None and not submission.is_seen
    return Kept(submission, reason, tuple(at_fault), tuple(shown), locked, opened.xml, calls)


def _fault_of(opened: Opened, deployment: Deployment, study: Study, was: str) -> tuple[str, str]:
    """Why it does not go on, as it is today; what only many forms together show stands as the last build found it."""
    try:
        coded(opened, deployment, codebook_of(deployment.codebook), constants_of(study, deployment))
    except NotCoded as error:
        return error.code, error.path
    return (was, "") if was in OF_COUPONS else ("", "")


def waiting_for_somebody(study: Study) -> list[Submission]:
    """The forms of a study that the door could not read, by reason. None of them is opened for it."""
    rows = Submission.objects.filter(deployment__study=study, state=KEPT).defer("box")
    return list(rows.order_by("reason", "pk"))


def left_out(study: Study) -> list[Submission]:
    """The forms that somebody left out."""
    rows = Submission.objects.filter(deployment__study=study, state="left_out").defer("box")
    return list(rows.order_by("pk"))
