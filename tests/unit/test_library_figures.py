"""What is reckoned from the answers of the library: degrees, designs, indicators, and the shares of the demo."""

import re
import tomllib
from typing import Any

import pytest

from amparo.formats.codes import LANGUAGES, codes
from amparo.formats.codes import label as label_of
from amparo.formats.instruments import ARMS, FOLDER, BadInstrument, instrument, names, read
from amparo.sealing.coupons import ALPHABET
from tests.unit import library_lint as lint

ASKED = ("risks", "treatment", "pressures")  # they carry the degree questions at their end
STANDS = [*range(21), 25, 30, 40, 50, 75, 100, 150, 200]


def table_of(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


# --- how many people she knows ---


def test_every_number_of_people_has_one_band_and_it_is_the_nearest() -> None:
    rows = codes("degree_band")
    assert [each.code for each in rows] == [f"n{number}" for number in STANDS]
    assert [each.more["stands_for"] for each in rows] == STANDS
    for number in range(1001):
        band = [each for each in rows if each.more["least"] <= number][-1].more["stands_for"]
        nearest = min(STANDS, key=lambda stands: (abs(stands - number), -stands))
        assert band == nearest, number
    assert [each.more["stands_for"] for each in rows if each.more["least"] <= 35][-1] == 40  # the middle of 30 and 40
    leasts = [each.more["least"] for each in rows]
    assert leasts == sorted(set(leasts))
    assert leasts[0] == 0


def test_the_weight_of_who_knows_few_is_not_made_coarse() -> None:
    """One over what is reckoned with is off by less than a quarter up to 220, and by nothing up to 20."""
    rows = codes("degree_band")
    for number in range(1, 221):
        band = [each for each in rows if each.more["least"] <= number][-1].more["stands_for"]
        assert abs(number / band - 1) < (0.0001 if number <= 20 else 0.25), number


@pytest.mark.parametrize("name", ASKED)
def test_the_degree_questions_are_the_same_everywhere(name: str) -> None:
    ours, theirs = table_of("ties"), table_of(name)
    assert ours["groups"][-1] == theirs["groups"][-1]
    assert theirs["groups"][-1]["code"] == "ties"
    same = [each for each in ours["questions"] if each["group"] == "ties"]
    assert len(same) == 10
    assert [each for each in theirs["questions"] if each["group"] == "ties"] == same
    assert sum(each["type"] == "number" for each in same) == 5
    assert [(each["name"], each["as"]) for each in same if each.get("do") == "link"] == [
        ("coupon", "own"),
        ("coupons_given", "given"),
    ]


# --- questions that hide the answer ---


def test_every_design_can_learn_something() -> None:
    found = instrument("pressures")
    crosswise = [each for each in found.designs if each.method == "crosswise"]
    assert {each.code: each.probability for each in crosswise} == {
        "cw_tasks": 0.2519, "cw_anchor": 0.2491, "cw_watched": 0.2519, "cw_debt": 0.2471,
    }  # fmt: skip
    days = {"cw_tasks": 92, "cw_anchor": 91, "cw_watched": 92, "cw_debt": 90.25}  # a February has 28 days and a quarter
    for each in crosswise:
        assert 0 < each.probability < 1
        assert abs(each.probability - 0.5) > 0.2
        assert each.probability == pytest.approx(days[each.code] / 365.25, abs=5e-5)
        assert "must check it" in each.source
        assert each.anchor == ("" if each.code == "cw_anchor" else "cw_anchor")
    assert [each.code for each in found.designs if each.method == "list"] == ["fee_list"]


def test_each_crossed_question_names_the_months_of_its_design_and_never_asks_for_them() -> None:
    months = {"cw_tasks": "julio, agosto o septiembre", "cw_anchor": "abril, mayo o junio",
              "cw_watched": "octubre, noviembre o diciembre", "cw_debt": "enero, febrero o marzo"}  # fmt: skip
    asked = {each.name: each for each in instrument("pressures").questions if each.list == "crosswise_answer"}
    assert set(asked) == {*months, "cw_practice"}
    assert asked["cw_practice"].do == "dropped"
    for name, text in months.items():
        assert text in asked[name].texts["es"]
        assert asked[name].codes == ("same", "different", "does_not_know", "prefers_not")
    others = [each for each in instrument("pressures").questions if each.name not in asked and each.type != "note"]
    assert not any(re.search("cumple|birthday", " ".join(each.texts.values())) for each in others)
    assert not any("random" in each.calculation for each in instrument("pressures").questions)


def test_the_two_lists_differ_in_one_sentence() -> None:
    found = instrument("pressures")
    short, long = (next(each for each in found.questions if each.name == f"list_{arm}") for arm in ("short", "long"))
    only = {group.code: group.only for group in found.groups}
    assert (only[short.group], only[long.group]) == (("arm_a",), ("arm_b",))
    assert short.variable == long.variable == "list_count"
    assert [code for code in long.codes if code not in short.codes] == ["n5"]
    for language in LANGUAGES:
        items = [{line for line in each.texts[language].splitlines() if line.startswith("•")} for each in (short, long)]
        assert len(items[0]) == next(each.items for each in found.designs if each.method == "list") == 4
        assert len(items[1] - items[0]) == 1
        assert items[0] < items[1]
    for arm, code in zip(ARMS, ("short", "long"), strict=True):
        (said,) = [each for each in found.questions if each.list == "list_arm" and only[each.group] == (arm,)]
        assert said.calculation == f"'{code}'"


def test_the_last_sign_of_a_coupon_sends_half_of_the_people_to_each_list() -> None:
    """The rule of the note: an even digit or a letter from A to M, the short one."""
    assert "Número par o letra de la A a la M: corta" in instrument("pressures").note["es"]
    short = [sign for sign in ALPHABET if sign in "02468" or "A" <= sign <= "M"]
    assert (len(short), len(ALPHABET)) == (16, 31)


# --- indicators ---


def test_treatment_feeds_its_indicators_or_says_why_not() -> None:
    found = instrument("treatment")
    asked = {each.indicator for each in found.questions if each.indicator}
    wanted = {f"I{number}" for number in (*range(1, 9), *range(23, 29))}
    assert set(found.elsewhere) == {"I8", "I28"}
    assert asked & set(found.elsewhere) == set()
    assert wanted <= asked | set(found.elsewhere)
    assert all(len(why.split()) >= 8 for table in found.elsewhere.values() for why in table.values())


@pytest.mark.parametrize("name", names())
def test_only_what_is_counted_feeds_an_indicator(name: str) -> None:
    assert [each.name for each in instrument(name).questions if each.indicator and each.do != "coded"] == []


# --- the demo ---


@pytest.mark.parametrize("name", names())
def test_the_made_up_answers_fit_every_form(name: str) -> None:
    """Of each zone: every variable that a form there can have, and no other."""
    found = instrument(name)
    fixed = {each.name for each in found.questions if each.type == "calculate" and "${" not in each.calculation}
    assert list(found.simulate) == list(lint.ZONES)
    for zone, shares in found.simulate.items():
        coded = {each.name: each for form, items in lint.forms(found) if form.startswith(zone) for each in items
                 if each.do == "coded" and each.name not in fixed}  # fmt: skip
        filled = [each.variable for each in coded.values()]
        drawn = {each.variable if filled.count(each.variable) == 1 else each.name for each in coded.values()}
        assert set(shares) == drawn, zone
        assert all(len(table) >= 2 for table in shares.values())


def test_the_made_up_answers_say_that_they_are() -> None:
    for name in names():
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        assert text.count("Made up, for the demo: no place and nobody is like this.") == 1
        assert text.index("Made up") < text.index("[simulate.border]")


# --- what the reader refuses of all that ---


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"probability": 0.5}, "no_chance"),
        ({"probability": 1}, "no_chance"),
        ({"probability": 1.2}, "no_chance"),
        ({"probability": "0.25"}, "no_chance"),
        ({"anchor": "gone"}, "unknown_reference"),
        ({"question": "cw_practice"}, "unknown_reference"),  # it is not counted
        ({"question": "gone"}, "unknown_reference"),
        ({"method": "die"}, "unknown_word"),
        ({"why": "?"}, "unknown_key"),
    ],
)
def test_a_design_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    table = table_of("pressures")
    table["designs"][0] |= change
    with pytest.raises(BadInstrument) as fault:
        read(table)
    assert fault.value.code == code
    assert all(label_of("instrument_fault", code, language) != code for language in LANGUAGES)


@pytest.mark.parametrize(
    ("zone", "shares", "code"),
    [
        ("border", {"met": {"few": 0.5, "some": 0.4}}, "no_whole"),
        ("border", {"met": {"few": 1.5, "some": -0.5}}, "no_share"),
        ("border", {"met": {"gone": 1.0}}, "unknown_code"),
        ("border", {"gone": {"few": 1.0}}, "unknown_key"),
        ("island", {"met": {"few": 1.0}}, "unknown_key"),
    ],
)
def test_made_up_answers_that_cannot_be_are_refused(zone: str, shares: dict[str, Any], code: str) -> None:
    table = table_of("round")
    table["simulate"] = {zone: shares}
    with pytest.raises(BadInstrument) as fault:
        read(table)
    assert fault.value.code == code


def test_words_of_its_own_for_codes_of_a_list() -> None:
    """What the list says of her, a question says to her; a code that the list does not know is refused."""
    found = next(each for each in instrument("risks").questions if each.name == "acts")
    assert next(each.texts["es"] for each in found.choices if each.code == "ROB") == "Te robaron"
    assert label_of("incident_type", "ROB", "es") == "Le robaron"
    table = table_of("risks")
    next(each for each in table["questions"] if each["name"] == "acts")["choices"][0]["code"] = "gone"
    with pytest.raises(BadInstrument) as fault:
        read(table)
    assert (fault.value.code, fault.value.facts["list"]) == ("unknown_code", "incident_type")


@pytest.mark.parametrize(
    "change", [{"as": "hers"}, {"as": None}, {"do": "sealed"}, {"type": "voice"}], ids=lambda change: str(change)
)
def test_the_code_of_a_coupon_is_a_text_and_says_whose_it_is(change: dict[str, Any]) -> None:
    table = table_of("ties")
    row = next(each for each in table["questions"] if each["name"] == "coupon")
    row.update({key: value for key, value in change.items() if value})
    for key in (key for key, value in change.items() if not value):
        del row[key]
    with pytest.raises(BadInstrument) as fault:
        read(table)
    assert fault.value.code in {"link", "missing", "unknown_word", "key_of_others"}


@pytest.mark.parametrize("name", names())
def test_when_it_was_asked_is_kept_as_a_week_or_a_quarter(name: str) -> None:
    (found,) = [each for each in instrument(name).questions if each.name == "asked_on"]
    assert found.kind == found.variable == ("week" if name.startswith("round") else "quarter")
    assert found.calculation == "once(today())"


def test_an_indicator_has_a_number() -> None:
    table = table_of("treatment")
    next(each for each in table["questions"] if each["name"] == "ended")["indicator"] = "health"
    with pytest.raises(BadInstrument) as fault:
        read(table)
    assert fault.value.code == "bad_name"
