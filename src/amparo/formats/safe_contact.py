"""How she may be reached without danger: out of her own answers, and what is missing where she may not. Pure.

Nothing is guessed. A way that she did not choose is no way; «do not contact me» is stronger than any other answer
beside it; what she left out is never taken for a yes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code

NO, HER_WORDS, PEER, PERSON = "NO", "APP", "PAR", "PRES"  # of the list ``safe_contact``
ASKED = (
    "contact_ways", "contact_where", "contact_hours", "contact_name", "contact_others", "contact_if_other",
    "contact_word",
)  # fmt: skip
SHUT = "shut"  # of the list ``contact_reason``


@dataclass(frozen=True, slots=True)
class Rule:
    """What she said of how to reach her."""

    ways: tuple[str, ...] = ()
    said: str = ""  # why there are no ways, where she was asked
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)  # the other answers, by the code of the question
    is_shut: bool = False  # the key of whoever asks does not open all of it

    def text(self, code: str) -> str:
        """What she said to one of the other questions; nothing where she did not say."""
        return self.texts.get(code, "")


def rule_of(answers: Mapping[str, Answer], shut: Collection[str] = ()) -> Rule:
    """The rule out of the answers of a case; ``shut`` are those that the key of whoever asks does not open."""
    given = answers.get("contact_ways", Answer())
    ways = tuple(given.value) if isinstance(given.value, tuple) else ()
    texts = {code: str(answers[code].value).strip() for code in ASKED[1:] if code in answers and answers[code].value}
    return Rule(ways, given.said, texts, not set(ASKED).isdisjoint(shut))


def why_not(rule: Rule, ways: Collection[str]) -> str:
    """Why she may not be reached in any of these ways: a code of ``contact_reason``, or nothing where she may."""
    if rule.is_shut:
        return SHUT
    if NO in rule.ways:
        return "says_no"
    if not rule.ways:
        return "did_not_say" if rule.said else "not_asked"
    chosen = [each for each in rule.ways if each in ways]
    if not chosen:
        return "only_words" if set(rule.ways) == {HER_WORDS} else "other_way"
    missing = [_missing(rule, each) for each in chosen]
    return "" if "" in missing else missing[0]


def ways_that_work(rule: Rule, ways: Collection[str]) -> tuple[str, ...]:
    """Those of these ways in which she may be reached, in the order of the list."""
    return tuple(code for code in by_code("safe_contact") if code in ways and not why_not(rule, [code]))


def _missing(rule: Rule, way: str) -> str:
    """What a way needs and is not there: a code of ``contact_reason``, or nothing."""
    if way == HER_WORDS:
        return ""
    if way == PEER:
        return "" if rule.text("contact_others") or rule.text("contact_where") else "no_peer"
    if not rule.text("contact_where"):
        return "no_where"
    if not rule.text("contact_hours"):
        return "no_hours"
    says = rule.text("contact_word") or rule.text("contact_if_other")
    return "" if says or way == PERSON else "no_word"
