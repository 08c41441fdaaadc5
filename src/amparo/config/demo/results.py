"""What is kept of the made-up studies: asked for by who counts, reckoned once by the executor of the house.

A page reads what is kept, and two notes say what is changed because of a difference that stands.
"""

from typing import Any

from amparo.commons.accounts.queries import person_named
from amparo.commons.jobs.jobs import run_one
from amparo.config.demo import town
from amparo.config.demo.laying import Laid
from amparo.config.long_work import handlers
from amparo.formats.plan_periods import period_of
from amparo.information.exposure.actions import ask_to_reckon
from amparo.information.exposure.queries import studies as exposure
from amparo.information.risk_profiles.actions import ask_for_profile, write_note
from amparo.information.risk_profiles.queries import latest, results
from amparo.information.risk_profiles.queries.studies import studies


def lay_results(by: Any, laid: Laid) -> None:
    """Ask for the figures of pressures and for two profiles, and do what was asked for; then write what changes."""
    for each in exposure.studies(by, now=laid.now):
        ask_to_reckon(each.source, sizes=[], by=by)
    facts = town.read("evidence")
    told, found = facts["profile"], [each for each in studies(by) if is_of_profile(each, facts)]
    for zones, sized in ((told["published"], ()), ([each.zone for each in found], told["sizes"])):  # the whole one last
        known = [each for each in found if each.zone in sized]
        asked = {
            "sources": sorted(each.source for each in found if each.zone in zones), "period": "",
            "populations": {each.source: told["sizes"][each.zone] for each in known},
            "size_sources": {each.source: told["size_sources"][each.zone] for each in known},
            "seed": facts["seed"], "replicates": told["replicates"], "quarter": period_of(laid.today, "quarter"),
        }  # fmt: skip
        ask_for_profile("profile", asked, by=by, now=laid.now)
        while run_one(handlers()) is not None:
            pass
    made: Any = latest(by, "profile")
    for row in facts["notes"]:
        owner: Any = person_named(row["owner"])
        write_note(
            row["indicator"], row["zone"], done=row["done"], change=row["change"], owner=owner.reference,
            until=laid.before(-row["until"]), result=made.reference, by=by, on=laid.today,
        )  # fmt: skip


def profile_of(by: Any, zones: list[str]) -> str:
    """The reference of the kept profile of these kinds of territory."""
    of = [(each, sorted(sample["zone"] for sample in each.body["samples"])) for each in results(by, "profile")]
    return next(each.reference for each, kinds in of if kinds == sorted(zones))


def is_of_profile(study: Any, facts: town.Row) -> bool:
    """Was it asked by the questionnaire of the profile?"""
    return any(book.startswith(f"f_{facts['profile']['instrument']}/") for book in study.books)
