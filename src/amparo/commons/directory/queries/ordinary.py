"""The list that may be inspected: ordinary places of a town, hers among the others, and nothing that says which.

It has to look like anybody's. So most of it is what anybody needs: first ``errands`` (a pharmacy, a market, a bank, a
bus terminal), then where those are few what the other daily needs find (a meal, a shower, a phone charge). Of all
other places there are at most four, and never more than of the everyday ones: where the directory knows few everyday
places, it shows few of the others too, and where it knows none, the list is empty.
"""

from collections.abc import Iterator
from datetime import datetime

from amparo.commons.directory.models import SearchRow
from amparo.commons.directory.queries.feared import FORCES
from amparo.commons.directory.queries.finding import PAGE, Ask, find
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.directory.queries.ranking import Hit
from amparo.formats.codes import by_code, codes
from amparo.formats.neutral import telling_words

MOST = 12
MOST_TELLING = 4
EVERYDAY = ("errands",)
DAILY = ("food", "hygiene", "work", "phone_charge")


def ordinary_list(ask: Ask, *, now: datetime) -> list[PublicService]:
    """Up to twelve places around, most of them for what anybody needs; by name, so that the order says nothing.

    Of the others half are for what she asked, as far as there are, and half are the nearest for anything else.
    """
    everyday = first(of(ask, EVERYDAY, now), MOST)
    everyday |= first(only_daily(of(ask, DAILY, now)), MOST - MOST_TELLING - len(everyday), but=everyday)
    room = min(MOST_TELLING, len(everyday))
    rest = tuple(code.code for code in codes("need") if code.code not in EVERYDAY + DAILY)
    hers = first(of(ask, ask.needs, now), room // 2, but=everyday) if ask.chosen else {}
    others = first(of(ask, rest, now), room - len(hers), but=everyday | hers)
    kept = first(iter(everyday.values()), MOST - len(hers) - len(others))
    chosen = [public_service(reference, now=now) for reference in kept | hers | others]
    return sorted(chosen, key=lambda each: each.name.casefold())


def of(ask: Ask, needs: tuple[str, ...], now: datetime) -> Iterator[Hit]:
    """The places around for these needs, with an address and a name that tells nothing, best first."""
    around = Ask(
        needs=needs, chosen=False, lat=ask.lat, lon=ask.lon, country=ask.country, without=FORCES,
        not_these=ask.not_these,
    )  # fmt: skip
    for hit in [*find(around, now=now).hits, *find(around, now=now, start=PAGE).hits]:
        if not hit.reduced and not telling_words(hit.name):
            yield hit


def only_daily(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Those that are for daily needs and for nothing else: a house that also gives meals is no everyday place."""
    found = list(hits)
    known = by_code("need")
    daily = [known[code].position for code in EVERYDAY + DAILY]
    rows = SearchRow.objects.filter(service__reference__in=[hit.reference for hit in found]).exclude(need__in=daily)
    also = set(rows.values_list("service__reference", flat=True))
    return (hit for hit in found if hit.reference not in also)


def first(hits: Iterator[Hit], most: int, *, but: dict[str, Hit] | None = None) -> dict[str, Hit]:
    """The first few, by reference, without some."""
    chosen: dict[str, Hit] = {}
    for hit in hits:
        if len(chosen) < most and hit.reference not in (but or {}):
            chosen[hit.reference] = hit
    return chosen
