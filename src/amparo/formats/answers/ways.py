"""What can become of an answer: for each kind of question only what no rule of the house forbids for that kind.

A *way* is written in one word (``coded.one.need``, ``link.own``), so that a page without a script can offer it as one
choice. Words, voices and points have no way out of the vault.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.formats.answers.listed import (
    band_lists,
    fitting,
    is_of_age,
    is_today,
    lists_with,
    own_codes,
    says_something,
    worked_out,
)
from amparo.formats.codebook import LEVELS, LISTED, PLACE
from amparo.formats.coding import CODED, CONSENT, DROPPED, GIVEN, LINK, NUMBERS, OWN, SEALED
from amparo.formats.form_lint.consent import agreements, refusals
from amparo.formats.form_lint.mapped import DAYS, MOMENTS
from amparo.formats.form_lint.skipping import is_before
from amparo.formats.openrosa.forms import Form, Question

KIND_OF = {"select_one": "one", "select_multiple": "many"}
COARSEST_FIRST = ("quarter", "month", "week")
MOST_IN_CONSENT = 6  # answers of a question by which somebody allows something


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can become of an answer."""

    do: str
    kind: str = ""
    list: str = ""
    level: str = ""
    link: str = ""
    yes: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The one word for it."""
        return ".".join(part for part in (self.do, self.link, self.kind, self.list or self.level) if part)

    def rule(self, variable: str = "") -> dict[str, Any]:
        """The rule, as ``formats.coding`` reads it."""
        if self.do == CONSENT:
            return {"do": CONSENT, "yes": list(self.yes)}
        if self.do == LINK:
            return {"do": LINK, "as": self.link}
        if self.do != CODED:
            return {"do": self.do}
        made: dict[str, Any] = {"do": CODED, "variable": variable, "kind": self.kind}
        made |= {key: value for key, value in (("list", self.list), ("level", self.level)) if value}
        return made | ({"codes": dict(self.codes)} if self.codes else {})


def way_of(rule: Mapping[str, Any]) -> Way:
    """The way that a rule goes."""
    return Way(
        do=str(rule.get("do", SEALED)), kind=str(rule.get("kind", "")), list=str(rule.get("list", "")),
        level=str(rule.get("level", "")), link=str(rule.get("as", "")), yes=tuple(rule.get("yes", ())),
        codes=dict(rule.get("codes", {})),
    )  # fmt: skip


def has_rule(form: Form, question: Question) -> bool:
    """Does anybody have to say what becomes of it? Not of what is only read, nor of the form's own number."""
    return question.type != "note" and not is_before(question) and not question.path.startswith(f"/{form.root}/meta/")


def ways(question: Question) -> tuple[Way, ...]:
    """All that can become of the answer to a question; the first is what becomes of it where nobody says anything."""
    return (Way(SEALED), *_counted(question), Way(DROPPED), *_consent(question), *_links(question))


def _counted(question: Question) -> Iterator[Way]:
    """The ways in which it can be counted."""
    if question.type in KIND_OF:
        yield from _chosen(question)
    elif question.type in NUMBERS:
        yield from (_out_of(name) for name in band_lists())
    elif (question.type in MOMENTS and question.type != "time") or question.preload in DAYS or is_today(question):
        yield from (Way(CODED, kind=time) for time in COARSEST_FIRST)
    elif question.type == "calculate":
        yield from (_out_of(name) for name in lists_with(worked_out(question)))


def _out_of(name: str) -> Way:
    return Way(CODED, kind="age_band" if is_of_age(name) else "one", list=name)


def _chosen(question: Question) -> Iterator[Way]:
    """A place where its choices are places; a list that it fits; its own choices."""
    kind = KIND_OF[question.type]
    names = [each.name for each in says_something(question)]
    if kind == "one" and names and all(PLACE.fullmatch(name) for name in names):
        deepest = max(name.count("-") for name in names)
        yield from (Way(CODED, kind="place", level=level) for level in LEVELS[: deepest + 1])
    for fit in fitting(question):
        if not is_of_age(fit.list):
            yield Way(CODED, kind=kind, list=fit.list, codes=fit.codes)
        elif kind == "one":
            yield Way(CODED, kind="age_band", list=fit.list, codes=fit.codes)
    own = own_codes(question)
    if own is not None and kind in LISTED:
        yield Way(CODED, kind=kind, codes=own)


def _consent(question: Question) -> Iterator[Way]:
    """Only a question with a yes and a no."""
    if question.type == "select_one" and len(question.choices) <= MOST_IN_CONSENT:
        yes = agreements(question)
        if yes and refusals(question):
            yield Way(CONSENT, yes=tuple(each.name for each in yes))


def _links(question: Question) -> Iterator[Way]:
    """Only a code that is typed or read from paper."""
    if question.control == "input" and question.type in ("string", "barcode"):
        yield from (Way(LINK, link=OWN), Way(LINK, link=GIVEN))
