"""From a filled form to a row that may be counted: what becomes of each question. Pure.

A *mapping* says it question by question: ``{path: rule}``. What stands in no rule is sealed. A rule is one of

* ``{"do": "sealed"}``: it stays in the vault;
* ``{"do": "dropped"}``: nobody needs it; it is not in the row, and repairs do not ask for it;
* ``{"do": "coded", "variable", "kind", …}``: it goes on, made coarse. ``list`` or none (then its own choices are the
  codes), ``codes`` where a choice is called otherwise in the list, ``level`` of a place;
* ``{"do": "consent", "yes": [choices]}``: only where she chose one of these is anything counted;
* ``{"do": "link", "as": "own" | "given"}``: the code of the coupon with which she came, or of one she was given.

Nothing undeclared goes on: an answer to a question that the form does not have, or a choice that the mapping does not
know, refuses the whole form. No message repeats an answer; it could be hers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.formats import codebook as books
from amparo.formats.coarse import band_of, month_of, place_at, quarter_of, week_of
from amparo.formats.codebook import Codebook
from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.openrosa.forms import Form, Question
from amparo.formats.openrosa.submissions import Submission

SEALED, DROPPED, CODED, CONSENT, LINK = "sealed", "dropped", "coded", "consent", "link"
OWN, GIVEN = "own", "given"
TIMES = {"week": week_of, "month": month_of, "quarter": quarter_of}
NUMBERS = frozenset({"int", "range"})
CHOSEN = frozenset({"select_one", "select_multiple"})
SAYS_NOTHING = frozenset({"does_not_know", "prefers_not", "skipped", "not_asked"})  # of the list ``answer``
MOST_REPEATS = 9

type Mapped = Mapping[str, Mapping[str, Any]]


class NotCoded(ValueError):
    """This form goes no further. ``code`` is of the list ``door_reason``, ``path`` the question, never the answer."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"{code} {path}".strip())
        self.code, self.path = code, path


@dataclass(frozen=True, slots=True)
class Row:
    """A row that may be counted, and the codes of the coupons that tie it to others."""

    row: Mapping[str, Any]
    own: str = field(default="", repr=False)
    given: tuple[str, ...] = field(default=(), repr=False)


def rule_of(mapping: Mapped, path: str) -> Mapping[str, Any]:
    """What becomes of a question; what nobody said anything about is sealed."""
    return mapping.get(path, {"do": SEALED})


WORKED_OUT = {  # what a form works out and asks nobody, so that no question gives it a name
    "quarter": {"es": "Trimestre", "pt": "Trimestre", "en": "Quarter"},
    "week": {"es": "Semana", "pt": "Semana", "en": "Week"},
    "gender_group": {"es": "Quién dice que es", "pt": "Quem ela diz que é", "en": "Who she says she is"},
    "list_arm": {"es": "Qué lista le tocó", "pt": "Que lista coube a ela", "en": "Which list she got"},
}


# --- the codebook of a mapping ---


def table_of(form: Form, mapping: Mapped, *, name: str, version: int, constants: Iterable[str] = ()) -> dict[str, Any]:
    """The codebook of a form, as ``formats.codebook.read`` takes it.

    ``constants`` are what is the same for all who are asked in a study: ``zone``, ``territory``.
    """
    variables = [_constant(each) for each in constants]
    parts: dict[str, dict[str, Any]] = {}
    for question in form.questions:
        rule = rule_of(mapping, question.path)
        if rule["do"] != CODED:
            continue
        part = part_of(question)
        if part and part not in parts:
            parts[part] = {"code": part, "most": MOST_REPEATS, **_texts(_heading(form, question.repeat), part)}
        variables.append(_variable(question, rule, part))
    title = dict.fromkeys(LANGUAGES, form.title)
    said = {"name": name, "version": version, "about": "study"}
    return {**said, "parts": list(parts.values()), "variables": variables, **title}


def _constant(name: str) -> dict[str, Any]:
    said = {
        "zone": {"kind": "one", "list": "zone", "es": "Tipo de zona", "pt": "Tipo de zona", "en": "Kind of zone"},
        "territory": {"kind": "place", "level": "admin1", "es": "Territorio", "pt": "Território", "en": "Territory"},
    }[name]
    return {"code": name, "fact": name, **said}


def _variable(question: Question, rule: Mapping[str, Any], part: str) -> dict[str, Any]:
    """A variable of the codebook; where no list of the house has its codes, the choices of the form are its own."""
    made: dict[str, Any] = {"code": rule["variable"], "kind": rule["kind"], "fact": rule["variable"]}
    made |= {key: rule[key] for key in ("list", "level") if rule.get(key)}
    if part:
        made["part"] = part
    if rule["kind"] in books.LISTED and not rule.get("list"):
        renamed = rule.get("codes", {})
        said = [each for each in question.choices if each.name not in SAYS_NOTHING]
        made["choices"] = [
            {"code": renamed.get(each.name, each.name), **_texts(each.labels, each.name)}
            for each in said
            if renamed.get(each.name, each.name)
        ]
    is_asked = any(each.strip() for each in question.labels.values())
    words = None if is_asked else WORKED_OUT.get(rule["variable"])
    return made | (words or _texts(question.labels, question.name))


def part_of(question: Question) -> str:
    """In which part of a row a question stands: the last step of its repeat, or none."""
    return re.sub(r"[^a-z0-9_]", "_", question.repeat.rpartition("/")[2].lower())[:24]


def _heading(form: Form, path: str) -> Mapping[str, str]:
    return next((each.labels for each in form.groups if each.path == path), {})


def _texts(labels: Mapping[str, str], otherwise: str) -> dict[str, str]:
    """The words in the three languages of the house; where the form has one only, that one."""
    one = next((text for text in labels.values() if text.strip()), otherwise)
    return {language: (labels.get(language) or one)[:400] for language in LANGUAGES}


# --- the row of a filled form ---


def code_row(form: Form, mapping: Mapped, submission: Submission, book: Codebook, constants: Mapping[str, str]) -> Row:
    """The row of a filled form.

    Raises
    ------
    NotCoded : where she did not allow it (``no_consent``), or something in it is not declared.
    """
    known = {question.path: question for question in form.questions}
    if submission.root != form.root:
        raise NotCoded("other_form")
    _declared(known, form.repeats, submission)
    if not _may_count(mapping, submission):
        raise NotCoded("no_consent")
    whole: dict[str, list[str]] = {name: [value] for name, value in constants.items()}
    parts: dict[tuple[str, tuple[int, ...]], dict[str, list[str]]] = {}
    for answer in submission.answers:
        rule = rule_of(mapping, answer.path)
        if rule["do"] != CODED or not answer.value.strip():
            continue
        question = known[answer.path]
        part = part_of(question)
        into = parts.setdefault((part, answer.index), {}) if part else whole
        values = _coarse(question, rule, answer.value.strip())
        if values:
            if rule["variable"] in into:
                raise NotCoded("said_twice", answer.path)
            into[rule["variable"]] = values
    said = {"codes": whole, "parts": [[part, codes] for (part, _index), codes in parts.items() if codes]}
    own, given = _links(mapping, submission)
    try:
        return Row(books.checked(book, said), own, given)
    except books.BadRow as error:
        raise NotCoded("not_in_codebook") from error


def _declared(known: Mapping[str, Question], repeats: Iterable[str], submission: Submission) -> None:
    """Is every answer one to a question of the form, once in each repeat above it?"""
    above = {path: sum(path.startswith(f"{each}/") for each in repeats) for path in known}
    for answer in submission.answers:
        if not answer.value.strip() or _is_meta(answer.path):
            continue
        if answer.path not in known:
            raise NotCoded("undeclared", answer.path)
        if len(answer.index) != above[answer.path]:
            raise NotCoded("said_twice", answer.path)


def _is_meta(path: str) -> bool:
    return path.rpartition("/")[0].endswith("/meta")


def _may_count(mapping: Mapped, submission: Submission) -> bool:
    """Did she say yes wherever she was asked whether it may be counted? Silence is no yes."""
    asked = {path: rule for path, rule in mapping.items() if rule["do"] == CONSENT}
    said = {answer.path: set(answer.value.split()) for answer in submission.answers}
    return all(said.get(path, set()) & set(rule["yes"]) for path, rule in asked.items())


def _links(mapping: Mapped, submission: Submission) -> tuple[str, tuple[str, ...]]:
    said: dict[str, list[str]] = {OWN: [], GIVEN: []}
    for answer in submission.answers:
        rule = rule_of(mapping, answer.path)
        if rule["do"] == LINK:
            said[rule["as"]] += [each for each in map(str.strip, re.split(r"[,;|\n]", answer.value)) if each]
    if len(set(said[OWN])) > 1:
        raise NotCoded("coupon_twice")
    return (said[OWN] or [""])[0], tuple(dict.fromkeys(said[GIVEN]))


def _coarse(question: Question, rule: Mapping[str, Any], value: str) -> list[str]:
    """An answer as it may be counted; nothing where she did not say."""
    kind = rule["kind"]
    try:
        if kind in TIMES:
            return [TIMES[kind](date.fromisoformat(value[:10]))]
        if question.type in NUMBERS:
            return [band_of(int(value), rule["list"])]
    except ValueError as error:
        raise NotCoded("not_readable", question.path) from error
    said = [each for each in value.split() if each not in SAYS_NOTHING or _is_code(rule, each)]
    if question.type in CHOSEN:
        offered = {each.name for each in question.choices}
        if set(value.split()) - offered and question.choices:
            raise NotCoded("unknown_choice", question.path)
        if question.type == "select_one" and len(value.split()) > 1:
            raise NotCoded("unknown_choice", question.path)
    renamed = rule.get("codes", {})
    found = [code for code in (renamed.get(each, each) for each in said) if code]
    if kind == "place":
        return [place_at(each, rule["level"]) for each in found]
    return sorted(set(found))


def _is_code(rule: Mapping[str, Any], value: str) -> bool:
    """Does the list itself have a code for who does not say?"""
    return bool(rule.get("list")) and value in by_code(rule["list"])
