"""Finding: from what she needs and where she is to the places that take her in.

What she asked is never stored. Only the public projection is read, so nothing above the public tiers can
change an answer, its order, its size or the number of statements.

The order: for what cannot wait, whether it takes her in today; how many of her needs it meets, whether it says it
welcomes her, whether it tells a body that she fears, how near it is (in bands), whether it is open, whether it was
confirmed lately; then the distance itself.
A filter that leaves nothing is let go, the last of her wishes first, and the page says so; one let go in vain holds
again. "Not the police" and an organisation that she leaves out are never let go. Consulates wait until she asks.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from math import cos, radians
from typing import Any

from django.db.models import Case, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When

from amparo.commons import clock
from amparo.commons.directory.models import SearchRow
from amparo.commons.directory.queries.feared import NOT_POLICE, URGENT_HEALTH
from amparo.commons.directory.queries.projection import DAYS
from amparo.commons.directory.queries.ranking import Hit, group, load, rank, rest_of_day
from amparo.formats.codes import LANGUAGES, by_code, codes, mask
from amparo.formats.fold import words as stems
from amparo.formats.opening import SLOT

PAGE = 10  # places on a page
LINES = 3  # phone lines below them
CANDIDATES = 150  # the nearest rows that are ranked
RADII_KM = (20, 400)
KM_PER_DEGREE = 111.2
WISHES = ("words", "open_now", "languages", "papers")  # let go in this order when nothing is left


@dataclass(frozen=True, slots=True)
class Ask:
    """What she asks. Everything but the need may be empty."""

    needs: tuple[str, ...]
    chosen: bool = True  # False where she marked nothing, and the first needs stand in
    lat: float | None = None
    lon: float | None = None
    country: str = ""
    welcome: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    papers: bool = False  # only where no papers are asked
    open_now: bool = False
    not_police: bool = False
    uses_my_name: bool = False
    without: frozenset[str] = frozenset()  # operators a route excludes
    unknown_too: bool = False  # urgent health that nobody knows who runs, where there is no other
    consulates: bool = False  # hidden until she asks for them
    words: str = ""
    skip: frozenset[str] = frozenset()  # services that refused her, by reference
    not_these: frozenset[str] = frozenset()  # organisations she leaves out, by reference

    @property
    def unwanted(self) -> frozenset[str]:
        """The bodies she does not want: by her route, and by her wish."""
        return self.without | (NOT_POLICE if self.not_police else frozenset())

    def leaving_out(self, reference: str) -> "Ask":
        """The same question without one service."""
        return replace(self, skip=self.skip | {reference})


@dataclass(frozen=True, slots=True)
class Found:
    """The places of a page, how many were ranked, which wishes were let go, and how far we looked."""

    hits: list[Hit]
    total: int
    let_go: tuple[str, ...] = ()
    radius_km: int | None = None
    lines: list[Hit] = field(default_factory=list)

    @property
    def some_tell(self) -> bool:
        """Does one of these tell a body that she fears, share a door with it, or does nobody know who runs it?"""
        return any(hit.tells for hit in self.hits)


def find(ask: Ask, *, now: datetime, start: int = 0) -> Found:
    """The places for what she asks, best first, ``PAGE`` of them from ``start``."""
    asked, let_go = ask, list[str]()
    rows, radius = near(ask, now)
    for wish in WISHES:
        if rows or not getattr(ask, wish):
            continue
        ask = replace(ask, **{wish: type(getattr(ask, wish))()})
        let_go.append(wish)
        rows, radius = near(ask, now)
    for wish in [each for each in let_go[:-1] if rows]:  # was it in vain? then it holds, and the page does not deny it
        wished = replace(ask, **{wish: getattr(asked, wish)})
        fitting, reach = near(wished, now)
        if fitting:
            ask, rows, radius = wished, fitting, reach
            let_go.remove(wish)
    if not rows and ask.unwanted and set(ask.needs) & set(URGENT_HEALTH):
        ask = replace(ask, unknown_too=True)
        rows, radius = near(ask, now)
        let_go += ["unknown"] if rows else []
    ranked = rank(group(rows), ask, now)
    page = ranked[start : start + PAGE]
    lines = rank(group(nowhere(ask, now)), ask, now)[:LINES] if start == 0 else []
    hits, calls = load(page, lines, now=now)
    return Found(hits, len(ranked), tuple(let_go), radius, calls)


def still_offered(ask: Ask, service: str, *, now: datetime) -> Hit | None:
    """One service, where this question finds it today, wherever it is; else None.

    Where only an urgent service that nobody knows who runs is left out, it stays, as ``find`` lets it stay.
    """
    for unknown_too in (False, True):
        rows = filtered(replace(ask, unknown_too=unknown_too), now).filter(service__reference=service)
        ranked = rank(group(fetch(rows, ask, now)), ask, now)
        if ranked:
            hits, _calls = load(ranked[:1], [], now=now)
            return hits[0]
        if not set(ask.needs) & set(URGENT_HEALTH):
            break
    return None


def point_of_service(reference: str) -> tuple[float | None, float | None, str]:
    """Where a service is, as far as anybody may know it: of a reduced place the middle of its town. And its country."""
    row = SearchRow.objects.filter(service__reference=reference).values_list("lat", "lon", "country").first()
    return row or (None, None, "")


def unit_of_service(reference: str) -> str:
    """The code of the part of the country where a service is; nothing where nobody may know it."""
    return SearchRow.objects.filter(service__reference=reference).values_list("admin1", flat=True).first() or ""


def names_of(references: frozenset[str]) -> list[str]:
    """The names of organisations she leaves out; one that runs nothing public has none."""
    if not references:
        return []
    public = SearchRow.objects.filter(service__organisation__reference__in=references)
    return sorted(set(public.values_list("service__organisation__name", flat=True)))


def near(ask: Ask, now: datetime) -> tuple[list[dict[str, Any]], int | None]:
    """The nearest rows: a box that grows until it holds a page, or the whole country where she said no place."""
    rows = filtered(ask, now)
    if ask.lat is None or ask.lon is None:
        if ask.country:
            rows = rows.filter(country=ask.country)
        return fetch(rows.filter(lat__isnull=False).order_by("-stale_on"), ask, now), None
    found: list[dict[str, Any]] = []
    radius = RADII_KM[0]
    for radius in RADII_KM:
        found = fetch(in_box(rows, ask.lat, ask.lon, radius), ask, now)
        if len({row["service_id"] for row in found}) >= PAGE:
            break
    return found, radius


def in_box(rows: QuerySet[SearchRow], lat: float, lon: float, km: float) -> QuerySet[SearchRow]:
    """The rows in a box around a point, nearest first."""
    high = km / KM_PER_DEGREE
    shrink = max(0.2, cos(radians(lat)))
    wide = high / shrink
    inside = rows.filter(lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide))
    return inside.order_by(Away(lat, lon, shrink))


class Away(Func):
    """How far, squared, in degrees on a plane: near enough for an order. One expression, where F() would need ten."""

    output_field = FloatField()

    def __init__(self, lat: float, lon: float, shrink: float) -> None:
        super().__init__("lat", "lon")
        self.point = (lat, lat, lon, lon, shrink * shrink)

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        """Both databases calculate it alike."""
        lat, lon = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return f"({lat} - %s) * ({lat} - %s) + ({lon} - %s) * ({lon} - %s) * %s", self.point


def nowhere(ask: Ask, now: datetime) -> list[dict[str, Any]]:
    """Lines and services that are given from anywhere."""
    if ask.open_now or ask.words:
        ask = replace(ask, open_now=False, words="")
    rows = filtered(ask, now).filter(lat__isnull=True)
    return fetch(rows.filter(country__in=("", ask.country)).order_by("-stale_on"), ask, now)


def filtered(ask: Ask, now: datetime) -> QuerySet[SearchRow]:
    """Everything she asked for at once: the filters are cumulative."""
    known = by_code("need")
    needs = [known[need].position for need in ask.needs if need in known]
    rows = SearchRow.objects.filter(need__in=needs, hidden_on__gt=clock.day(now))
    if not ask.consulates:
        rows = rows.exclude(operator=by_code("operator")["consulate"].position)
    if ask.unwanted:
        rows = without(rows, needs, ask.unwanted, unknown_too=ask.unknown_too)
    if ask.papers:
        rows = rows.filter(papers=by_code("papers")["none"].position)
    if ask.languages:
        rows = rows.annotate(speaks=F("languages").bitand(mask("language", ask.languages))).exclude(speaks=0)
    if ask.words:
        rows = rows.filter(named(ask.words))
    if ask.open_now:
        rows = open_at(rows, now)
    if ask.skip:
        rows = rows.exclude(service__reference__in=ask.skip)
    if ask.not_these:
        rows = rows.exclude(service__organisation__reference__in=ask.not_these)
    return rows


def named(words: str) -> Q:
    """Services whose name or summary has these words, stemmed as any language of the house would stem them."""
    found = Q()
    for language in LANGUAGES:
        every = Q()
        for stem in stems(words, language):
            every &= Q(words__contains=f" {stem}")
        found |= every
    return found


def without(
    rows: QuerySet[SearchRow], needs: list[int], unwanted: frozenset[str], *, unknown_too: bool
) -> QuerySet[SearchRow]:
    """Leave out what these bodies run and what tells them things.

    Urgent health is left out only where such a body itself runs it, and public health never is: where it must
    tell, its page says so. What nobody knows who runs is out too, unless there is nothing else.
    """
    urgent = [by_code("need")[need].position for need in URGENT_HEALTH]
    kept = {"health_state", "unknown"} if unknown_too else {"health_state"}
    ran = [by_code("operator")[code].position for code in unwanted - kept]
    rows = rows.annotate(tells=F("bodies").bitand(mask("operator", unwanted)))
    if set(needs) <= set(urgent):
        return rows.exclude(operator__in=ran)
    if not set(needs) & set(urgent):
        return rows.filter(tells=0)
    return rows.filter(Q(tells=0) | (Q(need__in=urgent) & ~Q(operator__in=ran)))


def open_at(rows: QuerySet[SearchRow], now: datetime) -> QuerySet[SearchRow]:
    """The rows that are open in this half hour of a week, each by the hour of its own zone."""
    same_hour: dict[tuple[str, int], list[str]] = {}
    for zone in zones():
        local = now.astimezone(clock.zone(zone))
        slot = 1 << (local.hour * 60 + local.minute) // SLOT
        same_hour.setdefault((DAYS[local.weekday()], slot), []).append(zone)
    cases = [When(timezone__in=here, then=F(day).bitand(slot)) for (day, slot), here in same_hour.items()]
    is_open = Case(*cases, default=Value(0), output_field=IntegerField())
    return rows.annotate(is_open=is_open).exclude(is_open=0)


@cache
def zones() -> list[str]:
    """Every time zone of the served countries."""
    found = {country.more["timezone"] for country in codes("country")}
    for country in codes("country"):
        found |= set(country.more.get("timezones", {}).values())
    return sorted(found)


FIELDS = (
    "service_id",
    "at_location_id",
    "need",
    "lat",
    "lon",
    "welcome",
    "commitments",
    "arrival",
    "bodies",
    "stale_on",
    "timezone",
    "hours",
)


def fetch(rows: QuerySet[SearchRow], ask: Ask, now: datetime) -> list[dict[str, Any]]:
    """The first candidates, as plain rows, with the hours of the days that it is now somewhere.

    Where she wants what is open, those whose season is over, or not yet here, are left out: no mask of a week knows.
    """
    days = {DAYS[(now - timedelta(hours=back)).weekday()] for back in (0, 12)}
    found = list(rows.values(*FIELDS, *days)[:CANDIDATES])
    return [row for row in found if rest_of_day(row, now) & 1] if ask.open_now else found
