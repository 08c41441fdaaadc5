"""What the pages of the door show of a request for estimates: the profiles to ask with, the attack, what changed."""

import json

from django.template.defaultfilters import date as day_said

from amparo.commons.policy.policies import Actor
from amparo.doors.release.models import Request
from amparo.formats.plans import Plan
from amparo.information.risk_profiles.policies import why_not_published
from amparo.information.risk_profiles.queries import results
from amparo.information.risk_profiles.queries.told import territories
from amparo.publications.queries import every_edition, figures

MOST = 20


def profiles_for(one: Plan, actor: Actor) -> list[tuple[str, str]]:
    """The kept profiles that a plan may publish, the newest first: their territories, and when each was made."""
    if one.kind != "sample":
        return []
    found = [each for each in results(actor, "profile", most=MOST) if why_not_published(one, each.body) is None]
    return [
        (each.reference, f"{', '.join(territories(each.body))} · {day_said(each.made_at)} · {each.digest[:8]}")
        for each in found
    ]


def hidden(of: Request) -> tuple[int, int]:
    """How many shares the rules hide, and how many more so that nobody can take away."""
    told = json.loads(of.report)["hidden"]
    more = sum(told.get(code, 0) for code in ("few_since", "besides"))
    return sum(told.values()) - more, more


def figures_before(edition: str) -> dict[tuple[str, ...], str]:
    """What an edition of estimates says, by the label of each figure."""
    found = next(each for each in every_edition() if each.name == edition)
    return {tuple(json.loads(each.label)): each.said for each in figures(found).values()}
