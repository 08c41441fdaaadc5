"""What can become of an answer, what is proposed, and what of a mapping could never be counted."""

from typing import Any

import pytest

from amparo.formats import answers
from amparo.formats.answers.faults import Fault
from amparo.formats.answers.listed import CODE, NO_ANSWERS, band_lists, known_lists
from amparo.formats.answers.proposal import CONSTANTS, NEEDS, free_name
from amparo.formats.codebook import read
from amparo.formats.codes import CONTENT, LANGUAGES, by_code
from amparo.formats.coding import table_of
from amparo.formats.form_lint import lint
from amparo.formats.form_lint.mapped import look
from amparo.formats.form_lint.sensitive import subjects
from amparo.formats.openrosa.forms import Form, Question
from tests.unit.form_made import ASKED, GOOD, NOT_SAID, WELL, YES_NO, Item, changed, form

AGE = Item(
    "years_group", label="¿En qué grupo de edad estás?",
    choices={"18_24": "18 a 24", "25_34": "25 a 34", "35_44": "35 a 44"} | NOT_SAID,
)  # fmt: skip
NEEDED = Item(
    "needed", "many", "¿Qué te hace falta?", choices={"1": "Comida", "2": "Vacunas", "3": "Escuela"} | NOT_SAID
)
SITE = Item("site", label="¿En qué parte del país?", choices={"EC-G": "Guayas", "EC-C": "Carchi"} | NOT_SAID)
TASTE = Item("taste", label="¿Té o café?", choices={"tea-green": "Té", "coffee": "Café", "7": "Agua"} | NOT_SAID)
TODAY = Item("today", "hidden", relevant="", bind={"jr:preload": "date", "jr:preloadParams": "today"})
START = Item("start", "hidden", relevant="", bind={"jr:preload": "timestamp", "jr:preloadParams": "start"})
PHONE = Item("deviceid", "hidden", relevant="", bind={"jr:preload": "property", "jr:preloadParams": "deviceid"})
WORDS = Item("words", "text", "¿Qué más quieres decir?")
COUPON = Item("cupon", "text", "El código del papel")
GIVEN = Item("cupones_dados", "text", "Los códigos que le diste")
KNOWN = Item("known_ones", "number", "¿Cuántas compañeras conoces?")
MORE = Item("counted", label="¿Podemos contar tus respuestas junto a otras?", choices=YES_NO)


def keys(item: Item) -> list[str]:
    return [way.key for way in answers.ways(question(form(*GOOD, item), item.name))]


def question(made: Form, name: str) -> Question:
    return next(each for each in made.questions if each.name == name)


def proposal(*items: Item) -> dict[str, Any]:
    made = form(*GOOD, *items)
    return {
        path.rpartition("/")[2]: rule for path, rule in answers.proposed(made, lint(made, kind="interview")).items()
    }


def test_what_each_kind_of_question_can_become() -> None:
    """Words, voices and points have no way out of the vault; numbers only bands; days only as a week or more."""
    assert keys(WORDS) == ["sealed", "dropped", "link.own", "link.given"]
    assert keys(Item("voice", "upload", "Voz", control={"mediatype": "audio/*"})) == ["sealed", "dropped"]
    assert keys(Item("point", "geopoint", "Dónde")) == ["sealed", "dropped"]
    assert keys(Item("money", "decimal", "Cuánto")) == ["sealed", "dropped"]
    assert keys(Item("day", "date", "Qué día")) == [
        "sealed", "coded.quarter", "coded.month", "coded.week", "dropped",
    ]  # fmt: skip
    assert set(keys(KNOWN)) == {"sealed", "dropped", "coded.age_band.age_band", "coded.age_band.age_group",
                                "coded.one.degree_band"}  # fmt: skip
    assert keys(TODAY)[1:4] == ["coded.quarter", "coded.month", "coded.week"]
    assert keys(PHONE) == ["sealed", "dropped"]


def test_choices_go_with_a_list_by_their_codes_or_by_their_words() -> None:
    assert "coded.age_band.age_band" in keys(AGE)
    way = next(way for way in answers.ways(question(form(*GOOD, NEEDED), "needed")) if way.list == "need")
    assert (way.key, way.codes) == ("coded.many.need", {"1": "food", "2": "vaccines", "3": "school"})
    assert keys(SITE)[:4] == ["sealed", "coded.place.country", "coded.place.admin1", "coded.one"]
    assert keys(WELL)[:2] == ["sealed", "coded.one.answer"]
    assert "consent" in keys(WELL)


def test_own_choices_are_named_so_that_a_row_can_hold_them() -> None:
    made = form(*GOOD, TASTE)
    own = next(way for way in answers.ways(question(made, "taste")) if way.key == "coded.one")
    assert own.codes == {"tea-green": "c_tea_green", "7": "c_7"}
    book = read(table_of(made, {"/data/taste": own.rule("taste")}, name="f_x", version=1))
    assert book.variables[0].codes == ("c_tea_green", "coffee", "c_7")


def test_choices_that_clash_or_are_only_half_in_a_list_are_not_offered_with_it() -> None:
    clash = changed(TASTE, choices={"a-b": "Té", "a_b": "Café", "a.b": "Agua"} | NOT_SAID)
    assert keys(clash) == ["sealed", "dropped"]
    half = changed(AGE, choices={"18_24": "18 a 24", "25_34": "25 a 34", "old": "Más"} | NOT_SAID)
    assert not [key for key in keys(half) if "age" in key]


def test_a_calculation_goes_with_the_lists_that_have_all_it_can_say() -> None:
    calculated = Item("zone_of", "unasked", bind={"calculate": "if(/data/well = 'yes', 'border', 'rural')"})
    assert {"coded.one.zone", "coded.one.module"} <= set(keys(calculated))
    copied = Item("copy", "unasked", bind={"calculate": "/data/words"})
    assert keys(copied) == ["sealed", "dropped"]
    assert keys(Item("on", "unasked", bind={"calculate": "once(today())"}))[1:4] == [
        "coded.quarter", "coded.month", "coded.week",
    ]  # fmt: skip


def test_every_way_is_one_word_and_comes_back_from_its_rule() -> None:
    made = form(*GOOD, AGE, NEEDED, SITE, TODAY, WORDS, KNOWN)
    for each in made.questions:
        offered = answers.ways(each)
        assert len({way.key for way in offered}) == len(offered)
        for way in offered:
            assert answers.way_of(way.rule("v")).key == way.key
            assert " " not in way.key


def test_what_is_proposed() -> None:
    made = proposal(TODAY, PHONE, AGE, NEEDED, TASTE, WORDS, COUPON, GIVEN, KNOWN, MORE)
    assert made == {
        "consent": {"do": "consent", "yes": ["yes"]},
        "well": {"do": "coded", "variable": "well", "kind": "one", "list": "answer"},
        "today": {"do": "coded", "variable": "week", "kind": "week"},
        "deviceid": {"do": "dropped"},
        "years_group": {"do": "coded", "variable": "years_group", "kind": "age_band", "list": "age_band"},
        "needed": {"do": "coded", "variable": "needed", "kind": "many", "list": "need",
                   "codes": {"1": "food", "2": "vaccines", "3": "school"}},
        "taste": {"do": "sealed"},
        "words": {"do": "sealed"},
        "cupon": {"do": "link", "as": "own"},
        "cupones_dados": {"do": "link", "as": "given"},
        "known_ones": {"do": "sealed"},
        "counted": {"do": "consent", "yes": ["yes"]},
    }  # fmt: skip


def test_only_one_day_is_counted_and_the_rest_is_not_needed() -> None:
    made = proposal(TODAY, START)
    assert (made["today"]["variable"], made["start"]) == ("week", {"do": "dropped"})


def test_nothing_is_proposed_that_a_rule_forbids() -> None:
    """A question that may not be asked stays sealed, and of a place and a kind of venue only one is counted."""
    hiv = Item("result", label="¿Tienes VIH?", choices=YES_NO | NOT_SAID)
    assert proposal(hiv)["result"] == {"do": "sealed"}
    told = Item(
        "signs", "many", "¿Qué te dijeron?", choices=dict.fromkeys(list(by_code("signs_work"))[:4], "Algo") | NOT_SAID
    )
    assert proposal(told)["signs"] == {"do": "sealed"}
    made = form(*GOOD, AGE, NEEDED, SITE, TASTE, WORDS, TODAY, KNOWN)
    rules = answers.proposed(made, lint(made, kind="interview"))
    assert not [each for each in look(made, rules) if each.is_refusal]
    assert answers.faults(made, rules) == ()


def test_names_in_a_row_are_free_and_can_be_names() -> None:
    odd = Item("Año-1", label="¿Cómo?", choices=YES_NO | NOT_SAID)
    assert proposal(odd)["Año-1"]["variable"] == "a_o_1"
    assert proposal(Item("zone", label="¿Cómo?", choices=YES_NO | NOT_SAID))["zone"]["variable"] == "zone_2"
    assert free_name("a", {"a", "a_2"}) == "a_3"
    assert len(free_name("x" * 24, {"x" * 24})) == 23


def test_help_is_named_for_what_is_asked() -> None:
    assert answers.needs_of(form(*GOOD)) == ()
    beaten = Item("hurt", label="¿Alguien te golpeó?", choices=YES_NO | NOT_SAID)
    raided = Item("raid", label="¿Te detuvo la policía?", choices=YES_NO | NOT_SAID)
    assert answers.needs_of(form(*GOOD, beaten)) == ("mental_health", "protection", "survivor_care")
    assert answers.needs_of(form(*GOOD, raided)) == ("lawyer",)
    assert set(NEEDS) == set(subjects())
    assert {need for every in NEEDS.values() for need in every} <= set(by_code("need"))


@pytest.mark.parametrize(("name", "rule", "code"), [
    ("well", {"do": "coded", "variable": "Año", "kind": "one", "list": "answer"}, "bad_variable"),
    ("well", {"do": "coded", "variable": "zone", "kind": "one", "list": "answer"}, "variable_taken"),
    ("well", {"do": "coded", "variable": "years", "kind": "one", "list": "answer"}, "variable_twice"),
    ("well", {"do": "coded", "variable": "well", "kind": "one", "list": "need"}, "not_in_list"),
    ("well", {"do": "consent", "yes": ["maybe"]}, "no_yes"),
    ("words", {"do": "link", "as": "own"}, "coupon_twice"),
    ("well", {"do": "coded", "variable": "well", "kind": "many", "list": "nothing_like_it"}, "no_codebook"),
])  # fmt: skip
def test_what_could_never_be_counted_is_found_before(name: str, rule: dict[str, Any], code: str) -> None:
    made = form(*GOOD, AGE, COUPON, WORDS)
    sound = {
        "/data/years_group": {"do": "coded", "variable": "years", "kind": "age_band", "list": "age_band"},
        "/data/cupon": {"do": "link", "as": "own"},
    }
    assert answers.faults(made, sound) == ()
    if code == "no_codebook":
        rule = rule | {"list": "", "kind": "age_band"}
    found = answers.faults(made, sound | {f"/data/{name}": rule})
    assert [each.rule for each in found] == [code]
    for language in LANGUAGES:
        assert "{" not in found[0].sentence(language)


def test_every_fault_has_its_sentence_and_a_fact_is_only_text() -> None:
    assert set(by_code("mapping_fault")) == {
        "bad_variable", "variable_taken", "variable_twice", "not_in_list", "no_yes", "coupon_twice", "no_codebook",
        "file_missing", "no_help",
    }  # fmt: skip
    assert "{other}" in Fault("variable_twice", "/x", {"variable": "{other}", "other": "b"}).sentence("es")


def test_lists_of_sentences_are_no_answers() -> None:
    assert set(CONSTANTS) == {"zone", "territory"}
    assert {"degree_band", "age_band", "age_group"} == set(band_lists())
    assert not [name for name in known_lists() if name.endswith(NO_ANSWERS)]
    assert {"need", "answer", "incident_type", "zone"} <= set(known_lists())
    left_out = {path.stem for path in (CONTENT / "codes").glob("*.toml")} - set(known_lists()) - {"row_band"}
    assert all(
        name.endswith(NO_ANSWERS) or not all(CODE.fullmatch(code) for code in by_code(name)) for name in left_out
    )


def test_how_easy_a_form_is_to_read_language_by_language() -> None:
    long = "La institucionalización administrativa de procedimientos extraordinarios dificulta notablemente. " * 3
    more = Item("more", "note", {"es": "Gracias por tu tiempo. " * 6, "pt": "Obrigada pelo seu tempo. " * 6,
                                "en": "Thank you for your time. " * 6})  # fmt: skip
    easy = answers.levels(form(*GOOD, more))
    hard = answers.levels(form(*GOOD, more, Item("x", "text", {"es": long})))
    assert {each.language: each.is_easy for each in easy} == {"es": True, "pt": True, "en": True}
    assert [each.language for each in hard if not each.is_easy] == ["es"]
    assert answers.levels(form(*GOOD)) == (), "of so few words a formula says nothing"
    assert answers.levels(form(ASKED, more, languages=("fr",))) == ()
