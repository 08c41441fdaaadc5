"""From coded rows to samples, in an order that hangs on what people said and on whom they brought, and on nothing else.

Rows have numbers by chance, and come shuffled, anew with each build. So a sample is laid out as a forest: each tree is
written down as what she said and, sorted, the trees of whom she brought. Two builds of the same answers are one digest
and one order, and so the same draws.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from amparo.commons.codebooks.queries import codebook_of
from amparo.evidence.queries import sample_of
from amparo.formats.codebook import Codebook
from amparo.formats.codes import by_code
from amparo.methods.estimate import Refused, remark

DEGREES = ("tie_here", "degree")  # whom she could have brought, in the words of the questionnaires
ZONES = ("border", "urban", "rural")  # the list ``zone``, in its order
GROUP, PERIOD, ZONE, PLACE = "gender_group", "quarter", "zone", "territory"

# The number of a row, that of who brought her, her codebook, and what she said.
type Row = tuple[int, int | None, str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class People:
    """One sample: whoever answered one questionnaire in one study. Positions are those of the order above."""

    source: str
    zone: str
    place: str
    books: tuple[str, ...]
    rows: tuple[Mapping[str, list[str]], ...] = field(repr=False)
    recruiter: tuple[int, ...] = field(repr=False)  # -1 where nobody brought her
    digest: str

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_grown(self) -> bool:
        """Did anybody bring anybody? Else nobody knows how they were found, and nothing is estimated of them."""
        return any(each >= 0 for each in self.recruiter)

    @property
    def periods(self) -> tuple[str, ...]:
        """The quarters in which they were asked."""
        return tuple(sorted({each for row in self.rows for each in row.get(PERIOD, ())}))

    def degrees(self) -> list[int | None]:
        """How many each one could have brought; None where she did not say."""
        return [_degree(row) for row in self.rows]

    def key(self) -> str:
        """What this sample is called where chance is drawn for it; no number of a study is in it."""
        return f"{self.zone}|{self.place}|{'|'.join(each.partition('/')[0] for each in self.books)}"


def samples_of(sources: Iterable[str], *, period: str = "") -> list[People]:
    """Every sample of these studies: border, city, country; then by place, by questionnaire, by what was said."""
    found = []
    for source in sources:
        rows = [each for each in sample_of(source) if not period or period in each[3].get(PERIOD, ())]
        for name in sorted({book.partition("/")[0] for _one, _by, book, _row in rows}):
            ours = [each for each in rows if each[2].partition("/")[0] == name]
            found += [_people(source, zone, ours) for zone in sorted({_zone(each) for each in ours})]
    return sorted(found, key=lambda each: (_place_of_zone(each.zone), each.place, each.books, each.digest))


def book_digests(samples: Iterable[People]) -> dict[str, str]:
    """The digest of each codebook by which these people were asked."""
    return {name: book.digest for name, book in books_of(samples).items()}


def books_of(samples: Iterable[People]) -> dict[str, Codebook]:
    """Those codebooks; refused where one is not here any more."""
    found = {}
    for name in sorted({name for each in samples for name in each.books}):
        book = codebook_of(name)
        if book is None:
            raise Refused(remark("no_codebook", "Nobody knows the codebook %(name)s here any more.", name=name))
        found[name] = book
    return found


def _people(source: str, zone: str, rows: list[Row]) -> People:
    ours = [each for each in rows if _zone(each) == zone]
    order, recruiter, digest = in_order(ours)
    said = tuple(each[3] for each in order)
    places = {place for row in said for place in row.get(PLACE, ())}
    books = tuple(sorted({each[2] for each in order}))
    return People(source, zone, min(places, default=""), books, said, recruiter, digest)


def in_order(rows: list[Row]) -> tuple[list[Row], tuple[int, ...], str]:
    """The rows tree by tree, for each the position of who brought her, and the digest of the whole forest."""
    here = {number: place for place, (number, _by, _book, _row) in enumerate(rows)}
    above = [here.get(by, -1) if by is not None else -1 for _number, by, _book, _row in rows]
    under: list[list[int]] = [[] for _ in rows]
    for place, by in enumerate(above):
        if by >= 0:
            under[by].append(place)
    down = [place for place, by in enumerate(above) if by < 0]
    for place in down:  # it grows while it is read: each one after whoever brought her
        down += under[place]
    if len(down) < len(rows):
        raise Refused(remark("circle", "Some of these people brought one another in a circle: that cannot be."))
    written = [""] * len(rows)
    for place in reversed(down):
        own = json.dumps([rows[place][2], rows[place][3]], sort_keys=True, separators=(",", ":"))
        trees = "".join(sorted(written[each] for each in under[place]))
        written[place] = sha256(f"{own}|{trees}".encode()).hexdigest()
    roots = sorted((place for place, by in enumerate(above) if by < 0), key=written.__getitem__)
    order: list[int] = []
    waiting = roots[::-1]
    while waiting:
        place = waiting.pop()
        order.append(place)
        waiting += sorted(under[place], key=written.__getitem__, reverse=True)
    now = {place: position for position, place in enumerate(order)}
    recruiter = tuple(now[above[place]] if above[place] >= 0 else -1 for place in order)
    return (
        [rows[place] for place in order],
        recruiter,
        sha256("".join(written[each] for each in roots).encode()).hexdigest(),
    )


def _zone(row: Row) -> str:
    return str(next(iter(row[3].get(ZONE, ())), ""))


def _place_of_zone(zone: str) -> int:
    return ZONES.index(zone) if zone in ZONES else len(ZONES)


def _degree(row: Mapping[str, list[str]]) -> int | None:
    for name in DEGREES:
        for code in row.get(name, ()):
            band = by_code("degree_band").get(code)
            return int(band.more["stands_for"]) if band is not None else None
    return None
