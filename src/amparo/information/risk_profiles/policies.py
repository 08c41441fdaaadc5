"""Who may work with what may be counted: analysts, and nobody beside them; and of which profile a figure may leave."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.plans import BadPlan, Plan, names, plan

LEAST_DRAWS = 1000
OWN = "f_"  # how the codebook of a questionnaire of the house begins

type Body = Mapping[str, Any]


@rule
def may_analyse(actor: Actor) -> Sentence | None:
    """The room of evidence is the analysts'; output checkers read there what waits for them, by the release door."""
    if actor.is_authenticated and actor.has_role("analyst"):
        return None
    return _("Analysts work here.")


def plan_for(body: Body) -> Plan | None:
    """The plan that publishes the questionnaire of a profile; None where there is none."""
    for name in names():
        try:
            one = plan(name)
        except BadPlan:
            continue
        if one.kind == "sample" and samples_for(one, body):
            return one
    return None


def samples_for(one: Plan, body: Body) -> list[Body]:
    """The samples of a profile that were asked by the questionnaire of a plan."""
    asked = f"{OWN}{one.instrument}"
    return [each for each in body["samples"] if {book.partition("/")[0] for book in each["books"]} == {asked}]


def quarter_of(one: Plan, body: Body) -> str:
    """The last quarter in which anybody of them was asked: thirty days after it, it may leave."""
    return str(max((when for each in samples_for(one, body) for when in each["periods"]), default=""))


def why_not_published(one: Plan | None, body: Body) -> Sentence | None:
    """Why no figure of a profile may leave by this plan, before anybody looks at the rows; None where one may."""
    samples = samples_for(one, body) if one is not None else []
    if one is None or not samples:
        return _("No plan of publication asks for this questionnaire. Who writes the house adds one.")
    if body["replicates"] < LEAST_DRAWS:
        return _("It rests on fewer than a thousand draws. Make the profile again with a thousand.")
    if any(said["code"] == "clock_ahead" for each in samples for said in each["remarks"]):
        return _("Some answers are of a quarter that had not come: a clock was wrong. Make a profile of one quarter.")
    if not quarter_of(one, body):
        return _("Nobody wrote down in which quarter it was asked, so nobody knows when it may leave.")
    if len({each["zone"] for each in samples}) < len(samples) or not all(each["zone"] for each in samples):
        return _("Each sample needs a kind of territory of its own. Make a profile with one of each.")
    shares = [share for each in samples for share in each["shares"] if share["indicator"] in one.indicators]
    if all(share["value"] is None for share in shares):
        return _("There is no estimate here to publish: too few answered, or nobody was brought by anybody.")
    return None


@rule
def may_ask_to_publish(actor: Actor, body: Body) -> Sentence | None:
    """Who analyses, of a profile of which a figure may leave."""
    return may_analyse.reason(actor) or why_not_published(plan_for(body), body)
