"""Building a route: the general steps of a situation, and what is known in her country.

If whoever hurt her belongs to the State or to an aid organisation, every local step that his body runs, is
told by or lives with is taken out. Urgent health care is never taken out: where the clinic must tell, the step
stays with its warning. Steps of justice stand last, so that leaving them out moves nothing else.
"""

from dataclasses import dataclass
from datetime import date

from amparo.access.pathways.queries import standing
from amparo.access.pathways.queries.standing import Standing
from amparo.commons.directory.queries.feared import FORCES, NOT_POLICE
from amparo.formats.country_packs import CountryPack, Line, LocalStep, Reporting, country_pack
from amparo.formats.elapsed import UNKNOWN, Elapsed, Reading
from amparo.formats.pathways import Situation, Step, Texts, bodies_out, situations, steps
from amparo.formats.windows import readings

URGENT = "health_today"  # the step that is added where a situation has no urgent health of its own
YOUNG = "under_18"
OUTSIDE = "outside_body"  # the path that does not pass through his institution
TALK_TOPICS = frozenset({"talk"})


@dataclass(frozen=True, slots=True)
class LocalPart:
    """What is known here about a step, and how it stands."""

    step: LocalStep
    standing: Standing
    texts: dict[str, Texts]  # only those that may be shown
    stays_with_warning: bool = False  # urgent health that must tell the body she named


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a page: general, with what is known here, or local alone."""

    general: Step | None
    here: list[LocalPart]

    @property
    def kind(self) -> str:
        """Its code in ``content/codes/step_kind``."""
        return self.general.kind if self.general else self.here[0].step.kind

    @property
    def has_more(self) -> bool:
        """Is there something to know before going?"""
        more = ("ask", "must_tell", "company", "say", "another_way")
        return any(part.texts.get("get") for part in self.here) or bool(
            self.general and any(name in self.general.texts for name in more)
        )

    @property
    def justice(self) -> bool:
        """Is it a complaint or a prosecution?"""
        return self.general.justice if self.general else self.here[0].step.justice

    @property
    def urgent_health(self) -> bool:
        """Is it urgent health care?"""
        return self.general.urgent_health if self.general else self.here[0].step.urgent_health

    @property
    def stays_open(self) -> bool:
        """Is it never folded? What cannot wait, and someone to talk with, are seen without a tap."""
        return self.urgent_health or self.kind == "talk"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A phone line and how it stands."""

    line: Line
    standing: Standing


@dataclass(frozen=True, slots=True)
class Route:
    """All that a route page shows."""

    situation: Situation
    pack_language: str
    reporting: Reporting | None
    reporting_standing: Standing
    clocks: list[Reading]
    steps: list[RouteStep]
    lines: list[ShownLine]
    excluded: frozenset[str] = frozenset()
    taken_out: int = 0
    hidden_consulates: int = 0


def build(
    code: str, *, country: str, today: date, who: str = "", elapsed: Elapsed = UNKNOWN, consulates: bool = False
) -> Route:
    """The route of a situation in a country ("" where she did not say)."""
    situation = situations()[code]
    pack = country_pack(country)
    excluded = bodies_out(who, code)
    known = standing.ledger(f"{country}-") if pack else standing.Ledger({}, {})
    local = [step for step in pack.steps if code in step.situations] if pack else []
    kept = [step for step in local if stays(step, excluded)]
    shown = [step for step in kept if consulates or not step.consulate]
    parts = {step.id: part(step, pack, known, today, excluded) for step in shown if pack}
    rule = pack.reporting.get("minor" if code == YOUNG else "adult") if pack else None
    return Route(
        situation=situation,
        pack_language=pack.language if pack else "",
        reporting=rule,
        reporting_standing=standing.of_reporting(rule, known) if rule else Standing(missing=("reporting",)),
        clocks=clocks(situation, elapsed),
        steps=arrange(situation, [p for p in parts.values() if p.texts], excluded),
        lines=lines(pack, known, today, excluded),
        excluded=excluded,
        taken_out=len(local) - len(kept) + sum(bool(steps()[each].bodies & excluded) for each in situation.steps),
        hidden_consulates=0 if consulates else len(kept) - len(shown) + sum(map(speaks_of_one, parts.values())),
    )


def speaks_of_one(part: LocalPart) -> bool:
    """Has it a text on a consulate that may be shown, and waits until she asks?"""
    return "consulate_text" in part.texts


def stays(step: LocalStep, excluded: frozenset[str]) -> bool:
    """May this step be shown to someone hurt by one of these bodies?

    Urgent health stays when it only has to tell; what the body itself runs is never urgent health for her,
    except a public hospital for someone hurt by health staff: there are others, and the page says so.
    """
    if step.urgent_health and step.operator not in excluded - {"health_state"}:
        return True
    return not (step.bodies & excluded)


def part(
    step: LocalStep, pack: CountryPack, known: standing.Ledger, today: date, excluded: frozenset[str]
) -> LocalPart:
    """What may be shown of a local step: all of a promise, or its warning alone."""
    stands = standing.of_step(step, pack, known, today)
    if stands.promise or stands.example:
        texts = step.texts if stands.warning else {k: v for k, v in step.texts.items() if k != "warning"}
    elif stands.warning:
        texts = {"warning": step.texts["warning"]}
    else:
        texts = {}
    return LocalPart(step, stands, texts, stays_with_warning=step.urgent_health and bool(step.bodies & excluded))


def arrange(situation: Situation, parts: list[LocalPart], excluded: frozenset[str]) -> list[RouteStep]:
    """General steps in the order of the situation, each with its local part; other local steps after their kind."""
    wanted = list(situation.steps)
    general = steps()
    wanted = [code for code in wanted if not general[code].bodies & excluded]
    if not any(general[code].urgent_health for code in wanted) and URGENT in general:
        wanted.append(URGENT)
    if excluded and OUTSIDE not in wanted and OUTSIDE in general:
        wanted.append(OUTSIDE)
    first = [RouteStep(general[code], [part for part in parts if part.step.attach == code]) for code in wanted]
    alone = [RouteStep(None, [part]) for part in parts if part.step.attach not in wanted]
    for step in alone:
        same = [index for index, other in enumerate(first) if other.kind == step.kind]
        first.insert(same[-1] + 1 if same else len(first), step)
    return [step for step in first if not step.justice] + [step for step in first if step.justice]


def clocks(situation: Situation, elapsed: Elapsed) -> list[Reading]:
    """The clocks of a situation, in order; only those whose source was seen."""
    return readings(situation.clocks, elapsed)


def lines(pack: CountryPack | None, known: standing.Ledger, today: date, excluded: frozenset[str]) -> list[ShownLine]:
    """The phone lines of the country that may be shown: those that are not the police first."""
    if pack is None:
        return []
    shown = [ShownLine(line, standing.of_line(line, known, today)) for line in pack.lines if not line.bodies & excluded]
    return sorted((each for each in shown if each.standing.shown), key=lambda each: bool(each.line.bodies & FORCES))


def talk_lines(route: Route) -> list[ShownLine]:
    """The lines for someone to talk with, that no force and no prosecution runs or hears, as far as is known."""
    return [each for each in route.lines if TALK_TOPICS & set(each.line.topics) and not each.line.bodies & NOT_POLICE]
