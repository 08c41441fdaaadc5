"""What has to be so before a study goes into the field: read from the data wherever the house can know it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.directory.queries.alive import without_help
from amparo.fieldwork.models import Study
from amparo.fieldwork.models.coupons import ISSUED, PRINTED, REDEEMED
from amparo.fieldwork.queries.plans import eligible_of, paid_of, protocol_of
from amparo.formats.codes import codes
from amparo.vault.queries.readers import readers_of_ring

RDS_ONLY = frozenset({"chains", "coupons"})


@dataclass(frozen=True, slots=True)
class Check:
    """One line: is it so, does the study wait for it, can only people say it, and where it is mended."""

    code: str
    is_so: bool
    waits: bool
    by_hand: bool
    mend: str


def checks_of(study: Study, *, on: date) -> list[Check]:
    """Every line that this design asks for."""
    known, ticked = _known(study, on), set(study.plan.get("ticked", []))
    return [
        Check(
            each.code, each.code in ticked if each.more.get("hand") else known[each.code](),
            bool(each.more["waits"]), bool(each.more.get("hand")), str(each.more["mend"]),
        )
        for each in codes("study_check")
        if study.design == "rds" or each.code not in RDS_ONLY
    ]  # fmt: skip


def still_missing(study: Study, *, on: date) -> list[str]:
    """The codes of what is not so yet, and for which the study waits."""
    return [each.code for each in checks_of(study, on=on) if each.waits and not each.is_so]


def needs_of(study: Study) -> list[str]:
    """For which needs there has to be help, by all that is asked in it now (the list ``need``)."""
    asked = study.deployments.filter(is_open=True).values_list("version__needs", flat=True)
    return sorted({need for needs in asked for need in needs})


def needs_without_help(study: Study, *, on: date) -> list[str]:
    """Of these the ones for which the list of places knows nobody in the territory."""
    return sorted(lacking_in(study, needs_of(study), on=on))


def lacking_in(study: Study, needs: Iterable[str], *, on: date) -> set[str]:
    """Of these the ones for which nobody near is confirmed today: what asks for them is handed to nobody."""
    return set(without_help(sorted(needs), study.place, now=noon(on)))


def noon(on: date) -> datetime:
    """A moment of a day: places are confirmed by the day."""
    return clock.at(on, 12)


def _known(study: Study, on: date) -> Mapping[str, Callable[[], Any]]:
    """How each line that nobody ticks is known."""
    said = protocol_of(study)
    asked = study.deployments.filter(is_open=True)
    lying = study.coupons.filter(is_seed=True, state__in=[PRINTED, ISSUED, REDEEMED])
    return {
        "aim": lambda: bool(study.aim.strip() and said["agreed"] and said["benefit"]),
        "danger": lambda: bool(said["danger"] and said["help"]),
        "told": lambda: bool(said["told"]),
        "asked": lambda: asked.filter(version__state="signed").exists(),
        "help": lambda: asked.exists() and not needs_without_help(study, on=on),
        "size": lambda: bool(study.size and study.ends_on),
        "chains": lambda: bool(
            study.seeds and study.coupons_each and study.plan.get("chosen", "") and eligible_of(study)
        ),
        "paid": lambda: bool(paid_of(study)),
        "coupons": lambda: lying.count() >= max(1, study.seeds),
        "phones": lambda: (
            study.devices.filter(is_lost=False, until__gte=on).exists() or asked.filter(on_web=True).exists()
        ),
        "keys": lambda: len(readers_of_ring(study.ring)) > 1,
    }
