"""Plans of a sample: shares of a people whom no list counts, by kind of territory and by who they say they are. Pure.

Each indicator is a table: a line for each territory and group, and in it the share, the two ends of its interval, and
how many answered, in a band. Of the indicators that a plan wants on a map there is one more, of everybody by the
first-level unit in which they were asked. Nothing is finer than that, and a kind of venue stands beside neither.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from amparo.formats.codebook import LEVELS, Variable
from amparo.formats.codes import by_code
from amparo.formats.indicators import Indicator, indicators

if TYPE_CHECKING:
    from amparo.formats.plans import Plan

ZONE, GROUP, MEASURE, UNIT = "zone", "group", "measure", "unit"
ROWS = (ZONE, GROUP)
FINEST = LEVELS[1]
EVERYBODY, GROUPS = "everybody", ("trans_feminine", "women", "others")
PERCENT, LOW, HIGH, PEOPLE = "percent", "low", "high", "people"
MEASURES = (PERCENT, LOW, HIGH, PEOPLE)
FIGURES: Mapping[str, str] = {PERCENT: "percent", LOW: "low", HIGH: "high", PEOPLE: "band"}
"""Of what kind the figure of each measure is."""


def ways() -> dict[str, Variable]:
    """By what the figures of every sample are told apart, in the words of the lists."""
    words = by_code("estimate_words")
    groups = {EVERYBODY: words[EVERYBODY], **{code: by_code("gender_group")[code] for code in GROUPS}}
    found = {ZONE: by_code("zone"), GROUP: groups, MEASURE: {code: words[code] for code in MEASURES}}
    told = {
        name: Variable(name, "", "one", "", "", "", words[name].texts, {code: one.texts for code, one in of.items()})
        for name, of in found.items()
    }
    return told | {UNIT: Variable(UNIT, "", "place", "", FINEST, "", words[UNIT].texts)}


def asked_of(made: "Plan") -> list[Indicator]:
    """The indicators that a plan names, in its order; those that there are."""
    known = {each.code: each for each in indicators()}
    return [known[code] for code in made.indicators if code in known]


def on_map(indicator: str) -> str:
    """What the table of an indicator by first-level units is called."""
    return f"{indicator}_{UNIT}"


def titles_on_map(one: Indicator) -> dict[str, str]:
    """The title of that table."""
    words = by_code("estimate_words")["by_unit"].texts
    return {language: f"{text}. {words[language]}" for language, text in one.texts.items()}


def faults_of_sample(made: "Plan") -> list[str]:
    """What is wrong with a plan of a sample before its sentences are read, in sentences."""
    if not made.instrument or not made.indicators or made.codebook or made.time:
        return ["a plan of a sample names its instrument and its indicators, and neither codebook nor time."]
    if made.unit != "quarter":
        return ["of a sample only the quarter is known: period is quarter."]
    if len(set(made.indicators)) != len(made.indicators) or any(type(each) is not int for each in made.same_as):
        return ["it names an indicator twice, or something else than versions in same_as."]
    if stray := sorted(set(made.maps) - set(made.indicators)):
        return [f"on a map stands only what it names as an indicator; “{stray[0]}” is none."]
    known = {each.code: each for each in asked_of(made)}
    venues = {code for code, each in by_code("place_kind").items() if each.more.get("venue")}
    for code in made.indicators:
        if code not in known:
            return [f"there is no indicator “{code}”."]
        if made.instrument not in known[code].books:
            return [f"the questionnaire “{made.instrument}” does not ask for {code}."]
        if known[code].yes & venues:
            return [f"{code} is a kind of venue, which never stands beside a territory."]
    return []
