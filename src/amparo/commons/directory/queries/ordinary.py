"""The list that may be inspected: ordinary places of a town, hers among the others, and nothing that says which."""

from datetime import datetime

from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.directory.queries.whereabouts import Whereabouts
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import codes
from amparo.formats.neutral import telling_words

MOST = 12


def ordinary_list(here: Whereabouts, *, now: datetime) -> list[PublicService]:
    """Up to twelve places around, of every kind, by name: the order says nothing either, and no name tells."""
    every_need = tuple(code.code for code in codes("need"))
    ask = Ask(needs=every_need, lat=here.lat, lon=here.lon, country=here.country)
    chosen = []
    for start in (0, 10):
        for hit in find(ask, now=now, start=start).hits:
            try:
                chosen.append(public_service(hit.reference, now=now))
            except Hidden:
                continue
    open_to_all = [each for each in chosen if not each.reduced and not telling_words(each.name)][:MOST]
    return sorted(open_to_all, key=lambda each: each.name.casefold())
