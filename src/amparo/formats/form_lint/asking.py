"""What a form asks that nobody asks here: each text against the patterns, and each list of answers as a whole."""

import re
from collections.abc import Iterator
from functools import cache

from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.forbidden import THEMES, Pattern, expression, patterns, table
from amparo.formats.form_lint.plain import named, readings
from amparo.formats.form_lint.said import LISTS, Said, everything
from amparo.formats.form_lint.skipping import is_before, says_nothing
from amparo.formats.openrosa.forms import Choice, Form, Question

YEAR = re.compile(r"(?:(?:de |con |at )?(\d{1,2})(?: anos| years(?: old)?)?)")
FEWEST_YEARS, FEWEST_COUNTRIES = 3, 2


@cache
def every_pattern() -> tuple[Pattern, ...]:
    """The patterns of all themes that one text can break."""
    return tuple(pattern for theme in THEMES for pattern in patterns(theme))


def look(form: Form) -> Iterator[Finding]:
    """Every text of the form, then every list of answers. A list that many questions share is looked through once."""
    before = {each.path for each in form.questions if is_before(each)}
    known: dict[tuple[str, str, str], dict[str, str]] = {}
    for said in everything(form):
        if said.path in before:
            continue
        key = (said.where, said.of, said.text)
        if key not in known:
            known[key] = broken(said)
        for rule, hit in known[key].items():
            yield found(rule, said.path, found=hit)
    for question in form.questions:
        if question.choices and question.path not in before:
            yield from of_lists(question)


def broken(said: Said) -> dict[str, str]:
    """Each theme that this text breaks, and by what."""
    done: dict[str, str] = {}
    for pattern in every_pattern():
        if pattern.rule in done or said.where not in pattern.where or (pattern.of and said.of not in pattern.of):
            continue
        hit = next((hit for one in said.readings if (hit := pattern.find(one, said.where))), "")
        if hit:
            done[pattern.rule] = hit
    return done


def of_lists(question: Question) -> Iterator[Finding]:
    """What a list of answers asks by itself: a sex of a register, countries, single years."""
    if question.type not in LISTS:
        return
    answers = [each for each in question.choices if not says_nothing(each)]
    label = " . ".join(one for text in question.labels.values() for one in readings(text))
    if _is_pair(answers, label):
        yield found("sex_on_papers", question.path, found=", ".join(_shown(each) for each in answers[:2]))
    countries = [each for each in answers if any(answers_to("origin", "countries", "names", one) for one in _of(each))]
    demonyms = [
        each for each in answers if any(answers_to("origin", "countries", "demonyms", one) for one in _of(each))
    ]
    at_home = answers_to("origin", "countries", "elsewhere", label, search=True)
    if len(demonyms) >= FEWEST_COUNTRIES or (len(countries) >= FEWEST_COUNTRIES and not at_home):
        yield found("origin", question.path, found=", ".join(_shown(each) for each in (demonyms or countries)[:2]))
    years = [each for each in answers if any(YEAR.fullmatch(one) for one in _of(each))]
    asked = answers_to("birth", "years", "asks", f"{label} {named(question.name)}", search=True)
    if asked and len(years) >= FEWEST_YEARS:
        yield found("birth", question.path, found=", ".join(_shown(each) for each in years[:3]))


def _is_pair(answers: list[Choice], label: str) -> bool:
    """Man or woman, male or female, and nobody else: not who she says she is."""
    pair = table("sex_on_papers")["pair"]
    sides = [frozenset(pair["masculine"]), frozenset(pair["feminine"])]
    rest = [each for each in answers if not any(one in sides[0] | sides[1] for one in _of(each))]
    both = all(any(one in side for each in answers for one in _of(each)) for side in sides)
    is_of_others = answers_to("sex_on_papers", "pair", "other", label, search=True)
    return both and len(rest) <= 1 and not _names_more(rest) and not is_of_others


def _names_more(rest: list[Choice]) -> bool:
    """Is the one answer beside them a gender of its own, and not "other"?"""
    return any(
        re.search(r"\btrans|travesti|non binary|no binari|nao binari", one) for each in rest for one in _of(each)
    )


def _of(choice: Choice) -> list[str]:
    """An answer as it is looked through, in each language."""
    return [one for text in choice.labels.values() for one in readings(text)]


def _shown(choice: Choice) -> str:
    return next((text for text in choice.labels.values() if text.strip()), choice.name)


def answers_to(theme: str, group: str, key: str, text: str, *, search: bool = False) -> bool:
    """Is this text, or a part of it (``search``), what a single expression of a theme looks for?"""
    looked_for = expression(theme, group, key)
    return bool(looked_for.search(text) if search else looked_for.fullmatch(text))
