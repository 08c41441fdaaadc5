"""The list that may be inspected: ordinary places of a town, hers among the others, and nothing that says which."""

from datetime import datetime

from amparo.commons.directory.queries.finding import PAGE, Ask, find
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.directory.queries.whereabouts import Whereabouts
from amparo.formats.codes import codes
from amparo.formats.neutral import telling_words

MOST = 12
LEFT_OUT = frozenset({"police", "interior", "military", "migration"})
EVERYDAY = "daily"  # the group of needs that anybody has


def ordinary_list(here: Whereabouts, *, now: datetime) -> list[PublicService]:
    """Up to twelve places around, half of them for what anybody needs; by name, so that the order says nothing."""
    everyday = tuple(code.code for code in codes("need") if code.more.get("group") == EVERYDAY)
    others = tuple(code.code for code in codes("need") if code.code not in everyday)
    chosen: dict[str, PublicService] = {}
    for needs, most in ((everyday, MOST // 2), (others, MOST)):
        ask = Ask(needs=needs, lat=here.lat, lon=here.lon, country=here.country, without=LEFT_OUT)
        for hit in [*find(ask, now=now).hits, *find(ask, now=now, start=PAGE).hits]:
            if len(chosen) < most and hit.reference not in chosen and not hit.reduced and not telling_words(hit.name):
                chosen[hit.reference] = public_service(hit.reference, now=now)
    return sorted(chosen.values(), key=lambda each: each.name.casefold())
