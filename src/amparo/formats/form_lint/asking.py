"""What a form asks that nobody asks here: each text against the patterns, and each list of answers as a whole."""

import re
from collections.abc import Iterator
from functools import cache

from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.forbidden import THEMES, Pattern, any_of, patterns, table
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
    """Every text of the form, then every list of answers."""
    before = {each.path for each in form.questions if is_before(each)}
    for said in everything(form):
        if said.path not in before:
            yield from broken(said)
    for question in form.questions:
        if question.choices and question.path not in before:
            yield from of_lists(question)


def broken(said: Said) -> Iterator[Finding]:
    """Each theme that this text breaks, once."""
    done: set[str] = set()
    for pattern in every_pattern():
        if pattern.rule in done or said.where not in pattern.where or (pattern.of and said.of not in pattern.of):
            continue
        hit = next((hit for one in said.readings if (hit := pattern.find(one))), "")
        if hit:
            done.add(pattern.rule)
            yield found(pattern.rule, said.path, found=hit)


def of_lists(question: Question) -> Iterator[Finding]:
    """What a list of answers asks by itself: a sex of a register, countries, single years."""
    if question.type not in LISTS:
        return
    answers = [each for each in question.choices if not says_nothing(each)]
    label = " . ".join(one for text in question.labels.values() for one in readings(text))
    if _is_pair(answers, label):
        yield found("sex_on_papers", question.path, found=", ".join(_shown(each) for each in answers[:2]))
    countries = [each for each in answers if any(answers_to("origin", "countries", "names", one) for one in _of(each))]
    demonyms = [each for each in answers if any(answers_to("origin", "countries", "demonyms", one) for one in _of(each))]
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
    other = any_of(pair["other"])
    return both and len(rest) <= 1 and not _names_more(rest) and not (other and other.search(label))


def _names_more(rest: list[Choice]) -> bool:
    """Is the one answer beside them a gender of its own, and not "other"?"""
    return any(re.search(r"\btrans|travesti|non binary|no binari|nao binari", one) for each in rest for one in _of(each))


def _of(choice: Choice) -> list[str]:
    """An answer as it is looked through, in each language."""
    return [one for text in choice.labels.values() for one in readings(text)]


def _shown(choice: Choice) -> str:
    return next((text for text in choice.labels.values() if text.strip()), choice.name)


def answers_to(theme: str, group: str, key: str, text: str, *, search: bool = False) -> bool:
    expression = any_of(table(theme)[group][key])
    assert expression is not None
    return bool(expression.search(text) if search else expression.fullmatch(text))
