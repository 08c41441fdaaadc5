"""What is proposed for a form that nobody said anything about yet. A person looks at it before any of it holds.

What fits a list of the house is counted with it; the day becomes a week; the consent is found; a coupon is a coupon.
All else stays sealed. Nothing is proposed that the rules of the house forbid: what breaks one is sealed.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from amparo.formats.answers.ways import Way, has_rule, ways
from amparo.formats.codebook import NAME
from amparo.formats.coding import CODED, CONSENT, DROPPED, GIVEN, LINK, OWN, SEALED, part_of
from amparo.formats.form_lint import consent_of, subject_of
from amparo.formats.form_lint.findings import Finding
from amparo.formats.form_lint.mapped import look
from amparo.formats.form_lint.said import is_asked
from amparo.formats.form_lint.skipping import asks_leave, is_before
from amparo.formats.openrosa.forms import Form, Question

CONSTANTS = ("zone", "territory")  # variables that every row has, so that no question bears their name
COUPONS = {
    OWN: re.compile(r"(?:my_|mi_|meu_|own_)?(?:coupon|cupon|cupom)(?:_code|_codigo|_own|_id)?"),
    GIVEN: re.compile(r"(?:coupons|cupones|cupons)(?:_\w+)?|(?:coupon|cupon|cupom)s?_(?:given|dad|entreg)\w*"),
}  # fmt: skip
NEEDS = {
    "violence": ("survivor_care", "protection", "mental_health"),
    "exploitation": ("anti_trafficking", "protection"),
    "organised_crime": ("protection",),
    "body": ("health_now",),
    "drugs": ("harm_reduction",),
    "state": ("lawyer",),
}
"""For what there has to be help where somebody is asked about this (``form_lint.subject_of``); of the list ``need``."""
DONE_TO_HER = frozenset({"violence", "exploitation", "organised_crime"})
BED = "shelter_tonight"

LABELS = re.compile(r"signs_\w+|context_\w+|gender")  # lists of what is told in trust: nobody is counted by it unasked
MOST_ROUNDS = 5

type Rules = dict[str, dict[str, Any]]


def needs_of(form: Form) -> tuple[str, ...]:
    """For which needs there has to be help, by what a form asks. Whoever writes it may name others."""
    return tuple(sorted({need for subject in subjects_of(form) for need in NEEDS[subject]}))


def subjects_of(form: Form) -> set[str]:
    """What it asks about that hurts."""
    asked = [each for each in form.questions if is_asked(each) and not is_before(each)]
    return {subject_of(each) for each in asked} - {""}


def names_no_help(form: Form, needs: Iterable[str]) -> bool:
    """Does it ask for what hurts, and want no help near that could meet it? A bed for tonight meets any of it.

    Clean needles are no help for who was raped: where it asks what others did to her, it has to be help for that.
    """
    asked = subjects_of(form)
    wanted = {need for subject in asked & DONE_TO_HER or asked for need in NEEDS[subject]}
    return bool(wanted) and not {*wanted, BED} & set(needs)


def proposed(form: Form, findings: Iterable[Finding]) -> Rules:
    """A rule for each question. ``findings`` is what is wrong with the form itself: such a question stays sealed."""
    broken = {each.path for each in findings if each.is_refusal}
    consent = consent_of(form)
    taken: dict[str, set[str]] = {}
    made: Rules = {}
    for question in form.questions:
        if has_rule(form, question):
            way = _way(question, consent, is_week_taken="week" in taken.get("", set()))
            way = Way(SEALED) if way.do == CODED and question.path in broken else way
            names = taken.setdefault(part_of(question), set())
            made[question.path] = way.rule(variable_for(question, way, names) if way.do == CODED else "")
    return _within_rules(form, made)


def _within_rules(form: Form, made: Rules) -> Rules:
    """The same without what must not be counted, also not beside what else is."""
    for _round in range(MOST_ROUNDS):
        wrong = {each.path for each in look(form, made) if each.is_refusal and made[each.path]["do"] == CODED}
        if not wrong:
            return made
        made = {path: {"do": SEALED} if path in wrong else rule for path, rule in made.items()}
    return {path: rule if rule["do"] != CODED else {"do": SEALED} for path, rule in made.items()}


def _way(question: Question, consent: Question | None, *, is_week_taken: bool) -> Way:
    """The first way that is sure; sealed where none is."""
    offered = {each.key: each for each in ways(question)}
    if question is consent:
        return offered.get(CONSENT, offered[SEALED])
    if "coded.week" in offered and not question.control:
        return offered["coded.week" if not is_week_taken else DROPPED]
    if question.type == "metadata":
        return offered[DROPPED]
    for link, pattern in COUPONS.items():
        if f"{LINK}.{link}" in offered and pattern.fullmatch(question.name.lower()):
            return offered[f"{LINK}.{link}"]
    if asks_leave(question):
        return offered.get(CONSENT, offered[SEALED])  # rather somebody too few is counted than one who said no
    return next((each for each in _sure(question, offered)), offered[SEALED])


def _sure(question: Question, offered: Mapping[str, Way]) -> Iterator[Way]:
    """Ways that nobody has to think about: a list of the house out of which the choices are."""
    if question.type in ("select_one", "select_multiple"):
        yield from (
            each for each in offered.values() if each.do == CODED and each.list and not LABELS.fullmatch(each.list)
        )


def variable_for(question: Question, way: Way, taken: set[str]) -> str:
    """A name in the row, after the name of the question; ``taken`` grows by it."""
    plain = re.sub(r"[^a-z0-9_]+", "_", question.name.lower()).strip("_")
    plain = way.kind if way.kind == "week" else plain if NAME.fullmatch(plain) else f"q_{plain}"
    found = free_name(plain[:24], {*taken, *CONSTANTS})
    taken.add(found)
    return found


def free_name(wanted: str, taken: Collection[str]) -> str:
    """This name, or with the first number that nobody has."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted[:21]}_{number}", number + 1
    return found
