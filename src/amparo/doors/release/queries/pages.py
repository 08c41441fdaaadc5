"""What the pages of the door show of a request: its way, what would leave, what the attack tried, who may do what."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.queries import acts_on
from amparo.commons.jobs.queries import jobs_of
from amparo.commons.policy.policies import Actor
from amparo.commons.ui.templatetags.ui import period_text
from amparo.doors.exchange.queries.partnerships import senders
from amparo.doors.release import policies
from amparo.doors.release.models import Request
from amparo.doors.release.queries import estimate_pages
from amparo.doors.release.queries.drawn import as_read
from amparo.doors.release.queries.people import OWN, organisation
from amparo.doors.release.queries.requests import earlier, standing
from amparo.doors.release.queries.shown import notes, said_of
from amparo.doors.release.queries.words import said_to
from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.plans import BadPlan, Plan, names, plan

LESS_DETAIL = {"too_fine", "names_a_group"}  # reasons for a no to which a coarser plan is the answer
ACTS = tuple(f"release.{each}" for each in by_code("release_act"))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done with a request, by whom, and when."""

    act: str
    name: str
    on: date


def plan_of(of: Any) -> Plan | None:
    """The plan of a request; None where it is no longer one."""
    try:
        return plan(of.plan)
    except BadPlan:
        return None


def may_of(actor: Actor, of: Request, today: date) -> dict[str, Any]:
    """Of each button why it cannot be pressed; None where it can."""
    stands = standing(of)
    waits = {"first": policies.may_check, "second": policies.may_check, "words": policies.may_read_words}
    return {
        "decides": of.state in waits and waits[of.state].allows(actor, stands),  # she looks first, and presses below
        "check": policies.may_check.reason(actor, stands),
        "refuse": policies.may_refuse.reason(actor, stands),
        "read": policies.may_read_words.reason(actor, stands),
        "reword": policies.may_reword.reason(actor, stands),
        "change": policies.may_change.reason(actor, stands),
        "release": policies.may_release.reason(actor, stands, today),
        "figures": policies.may_see_figures.reason(actor, of.kind),
        "standing": stands,
    }


def waits_of(of: Request) -> list[str]:
    """How the work stands that is done beside the pages; nothing where none is asked for."""
    jobs = jobs_of(["release_attack", "release"], now=clock.now(), most=50)
    mine = next((each for each in jobs if each.arguments.get("request") == of.reference), None)
    return list(mine.sentences) if mine is not None and of.state in ("draft", "ready") else []


def who_else(of: Request) -> list[str]:
    """Who could say the next yes: named, so that somebody can be asked."""
    stands = standing(of)
    rule = policies.may_check if of.state in ("first", "second") else policies.may_read_words
    people = [each for each in accounts_of(at_work=True) if each.is_active]
    return sorted(each.name_used for each in people if rule.allows(each, stands))


def way(of: Request) -> list[Step]:
    """What was done with it, the newest first."""
    acts = acts_on(f"request:{of.reference}", ACTS, using="evidence")
    people = {each.reference: each.name_used for each in accounts_of(references={_ref(act.actor) for act in acts})}
    return [Step(act.verb.partition(".")[2], people.get(_ref(act.actor), act.actor), clock.day(act.at)) for act in acts]


def _ref(actor: str) -> str:
    return actor.partition(":")[2] or actor


def hidden_counts(one: Plan, of: Request) -> tuple[int, int]:
    """How many cells the rules hide, and how many more so that nobody can take away; of estimates, how many shares."""
    if one.kind == "sample":
        return estimate_pages.hidden(of)
    besides = {"follows", "remainder", "interval", "hidden_before"}
    reasons = [each[2] for each in json.loads(of.cells) if each[2]]
    more = sum(set(each) <= besides for each in reasons)
    return len(reasons) - more, more


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is another one than in the edition before."""

    label: str
    before: str
    now: str


def differences(one: Plan, of: Request) -> tuple[str, list[Difference]] | None:
    """The edition of the plan before this one, and each figure that is other now; None where this is the first."""
    told = [each for each in earlier(one.code) if each.kind == one.kind]
    own = next((place for place, each in enumerate(told) if each.name == of.name), -1)  # the newest stand first
    before = told[own + 1 :]
    if not before:
        return None
    old, found = _told_by(one, before[0]), []
    for label, value, _reasons, stands in json.loads(of.cells):
        was = old.get(tuple(_bare(one, label)), "")
        now = "" if value is None and stands is None else str(value if value is not None else stands)
        if was != now:
            both = (as_read(one, label, was), as_read(one, label, now))
            found.append(Difference(label_said(one, list(label)), *both))
    return before[0].name, found


def _told_by(one: Plan, edition: Any) -> dict[tuple[str, ...], str]:
    """What an edition says, by the label of each figure."""
    if one.kind == "sample":
        return estimate_pages.figures_before(edition.name)
    (told,) = json.loads(edition.ledger)
    return {tuple(_bare(one, each["label"])): str(each["low"]) for each in told["figures"] if each["of"] is None}


def _bare(one: Plan, label: list[str]) -> list[str]:
    """A label without its period: the same line of two editions."""
    return [label[0], *label[2:]] if one.time else label


def label_said(one: Plan, label: list[str]) -> str:
    """A cell in words: its codes as its table says them; of what nobody planned to show the codes themselves."""
    table = next((each for each in one.tables if each.code == label[0]), None)
    codes, language = label[2:] if one.time else label[1:], get_language() or "es"
    names = sorted(table.dimensions) if table else []
    if len(names) != len(codes):
        return " · ".join(codes)
    return " · ".join(_code_said(one, name, code, language) for name, code in zip(names, codes, strict=True))


def _code_said(one: Plan, name: str, code: str, language: str) -> str:
    parts = code.split("+") if all(part in one.dimension(name).leaves for part in code.split("+")) else [code]
    return " + ".join(said_of(one.dimension(name), part)[language] for part in parts)


def report(one: Plan, of: Request) -> dict[str, Any]:
    """What the attack tried, as a page says it."""
    told: dict[str, Any] = json.loads(of.report)
    if one.kind == "sample":
        return told | {name: [edition_said(each) for each in told[name]] for name in ("editions", "counts")}
    nearest, many = told["nearest"], len(told["organisations"])
    if nearest:
        nearest["label"] = label_said(plan_of_table(one, nearest["label"][0]), nearest["label"])
        nearest["attackers"] = [source_said(each) for each in nearest["attackers"]]
    told["organisations"] = [source_said(each) for each in told["organisations"]]
    told["editions"] = [edition_said(each) for each in told["editions"]]
    return told | {"pairs": many * (many - 1) // 2}


def plan_of_table(one: Plan, code: str) -> Plan:
    """The plan that has this table: the nearest may have come to a cell of another one, of the same people."""
    others = (plan(name) for name in names() if plan(name).codebook == one.codebook)
    return next((each for each in (one, *others) if any(table.code == code for table in each.tables)), one)


def edition_said(name: str) -> str:
    """An edition in words: its plan and its period; of the second one of a period, that it is."""
    code, _slash, period = name.partition("/")
    when, _slash, again = period.partition("/")
    said = f"{period_text(when)} ({again})" if again else period_text(when)
    return f"“{plan(code).texts[get_language() or 'es']}”, {said}" if code in names() else name


def source_said(source: str) -> str:
    """Who brought rows: this house, or another organisation."""
    if source == OWN:
        return str(settings.SITE_NAME)
    known = senders()
    called = next((known[each] for each in known if organisation(each, known) == source), "")
    return called or source.removeprefix("partner_").replace("_", " ").capitalize()


def words(one: Plan, of: Any) -> list[dict[str, str]]:
    """The title and the sentences as they would be read, in three languages."""
    cells, said = json.loads(of.cells), json.loads(of.words)
    read: list[dict[str, str]] = [{} for _texts in said]
    for language in LANGUAGES:
        with translation.override(language):
            for texts, into in zip(said, read, strict=True):
                into[language] = said_to(one, of.period, texts[language], cells, partial(as_read, one))
    return read


def notes_of(one: Plan, of: Any) -> list[dict[str, str]]:
    """The notes that would stand under it."""
    return notes(one, of)


def places(one: Plan, of: Request) -> list[tuple[str, str]]:
    """Every figure that a sentence may name, with its value: what is hidden is not offered."""
    found = []
    for label, value, _reasons, stands in json.loads(of.cells):
        if value is None and stands is None:
            continue
        table = next(each for each in one.tables if each.code == label[0])
        codes = dict(zip(sorted(table.dimensions), label[2:] if one.time else label[1:], strict=True))
        said = as_read(one, label, stands if value is None else value)
        found.append((f"{{{table.code}:{','.join(codes[name] for name in table.dimensions)}}}", said))
    return found


def nearest_of(of: Request) -> list[dict[str, str]]:
    """What the author of a refused request may ask for instead: what a coarser plan leaves out, where that helps."""
    return coarser_said(of) if of.state == "refused" and of.why in LESS_DETAIL else []


def coarser_said(of: Request) -> list[dict[str, str]]:
    """What the nearest coarser plan leaves out, table by table; nothing where there is none."""
    from amparo.doors.release.queries.known import past_for
    from amparo.doors.release.queries.protection import rules_of  # numpy, and hundreds of its kind
    from amparo.methods.disclosure import coarser
    from amparo.methods.estimate import Refused

    one = plan_of(of)
    if one is None or one.kind == "sample":
        return []
    try:
        rules = rules_of(one, of.period, past_for(one), Counter())
    except (Refused, BadPlan):  # whoever says no still finds where to say it
        return []
    less = coarser(rules)
    found = []
    for old, new in zip(rules.tables, less.tables if less else rules.tables, strict=True):
        for name, levels in old.levels:
            if set(levels) != set(dict(new.levels).get(name, ())):
                table = next(each for each in one.tables if each.code == old.name)
                what = one.dimension(name).variable.texts
                found.append({key: f"{table.texts[key]}: {what[key]}" for key in LANGUAGES})
    return found
