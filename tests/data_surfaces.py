"""Every public surface of what was released, and what may stand on one besides its figures."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import translation

from amparo.commons.ui.templatetags.ui import day_text, period_text
from amparo.formats.gazetteer import units
from amparo.formats.hxl import COLUMNS
from amparo.publications.models import Edition, Figure
from amparo.publications.queries import figures, page
from amparo.publications.templatetags.figures import as_text
from tests.ledger_walk import stranger_cells, strangers

PREFIXES = {"es": "", "pt": "/pt", "en": "/en"}
PART = re.compile(r"(?:Parte|Part) (\d+)")


def surfaces(whole: str, prefix: str, *, more: Sequence[str] = (), parts: int = 1, maps: str = "1-EC") -> Any:
    """Every public address of an edition, by its name; ``more`` editions have a page and files, too."""
    every = [whole, *more]
    return {
        "data": [f"{prefix}/datos"],
        "data_feed": [f"{prefix}/datos/feed"],
        "data_edition": [f"{prefix}/datos/{each}" for each in every],
        "data_more": [f"{prefix}/datos/{every[-1]}/{part}" for part in range(1, parts + 1)],
        "data_csv": [f"{prefix}/datos/{each}.csv" for each in every],
        "data_tags": [f"{prefix}/datos/{each}/hxl.csv" for each in every],
        "data_map": [f"{prefix}/datos/{whole}/{maps}.svg"] if maps else [],
    }


def allowed(editions: Collection[Edition], language: str) -> set[str]:
    """The few numbers that are no data: days and periods, as they are read and as a machine reads them; how to cite."""
    with translation.override(language):
        said = {text for each in editions for text in (day_text(each.released_on), period_text(each.period))}
        said |= {day_text(each.down_on) for each in editions if each.down_on}
    said |= {page(each, language).cite for each in editions}
    machine = {text for each in editions for text in (each.released_on.isoformat(), each.period, each.reference)}
    return said | machine | {f"{each.released_on.isoformat()}T00:00:00Z" for each in editions}


def all_figures(editions: Collection[Edition]) -> dict[str, Figure]:
    return {key: figure for each in editions for key, figure in figures(each).items()}


def faults(response: Any, editions: Collection[Edition], language: str, labels: Collection[str] = ()) -> list[str]:
    """What a surface has that is no figure: a page, a picture, a feed or a table.

    ``labels`` are names of a plan that have a number in them, such as an age.
    """
    known, may = all_figures(editions), allowed(editions, language) | set(labels)
    if response["Content-Type"].startswith("text/csv"):
        said = {key: figure.said for key, figure in known.items()}
        codes = {code for code, _country, _name in units()} | {tag for _name, tag in COLUMNS}
        return stranger_cells(response.text, said, may | codes)
    with translation.override(language):
        said = {key: as_text(figure) for key, figure in known.items()}
    markup = re.sub(r"^<\?xml [^>]*\?>", "", response.text.strip())
    return strangers(PART.sub("", re.sub(r"<id>[^<]*</id>", "", markup)), said, may)
