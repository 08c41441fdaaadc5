"""An instrument is read as it stands, and each slip in one is found with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from amparo.formats import instruments
from amparo.formats.codes import LANGUAGES, label
from amparo.formats.instruments import BadInstrument, Choice, instrument, read
from tests.unit.instrument_made import TEXT, table

SEEN = "questions 5 (seen)"
SLIPS = [
    ("missing", "faro", "version = 2", ""),
    ("missing", "faro", 'pt = "O farol"', ""),
    ("missing", "faro, note", 'sources = ["Made up for the tests."]', ""),
    ("missing", SEEN, 'es = "¿Qué luces viste?"', ""),
    ("missing", SEEN, 'hint_pt = "Pode marcar várias."', ""),
    ("missing", SEEN, 'do = "coded"\nvariable = "lights"\nkind = "many"', ""),
    ("missing", "questions 12 (arm_short)", "calculation = \"'a'\"", ""),
    ("no_text", "faro", 'es = "El faro"', 'es = " "'),
    ("no_text", "groups 2 (light)", 'es = "La luz"', "es = 3"),
    ("no_texts", "groups 3 (coast)", 'only = ["border", "rural"]', 'only = "border"'),
    ("no_number", "faro", "minutes = 3", "minutes = 0"),
    ("no_number", "faro", "version = 2", 'version = "2"'),
    ("no_number", "questions 7 (steps)", "most = 300", "most = -1"),
    ("no_truth", "faro", "is_sensitive = false", 'is_sensitive = "no"'),
    ("unknown_key", SEEN, 'alone = ["none"]', 'allone = ["none"]'),
    ("unknown_key", "groups 3 (coast)", 'only = ["border", "rural"]', 'onli = ["border"]'),
    ("unknown_key", f"{SEEN}, choices 1 (red)", '{ code = "red",', '{ code = "red", fr = "Rouge",'),
    ("key_of_others", "questions 9 (told)", 'type = "text"', 'type = "text"\nmost = 3'),
    ("key_of_others", "questions 2 (consent)", 'type = "consent"', 'type = "consent"\nlist = "answer"'),
    ("unknown_word", "questions 9 (told)", 'type = "text"', 'type = "drawn"'),
    ("unknown_word", SEEN, 'group = "light"\nname = "seen"', 'group = "lamp"\nname = "seen"'),
    ("unknown_word", "questions 9 (told)", 'do = "sealed"\n\n[[questions]]\ngroup = "light"\nname = "said"',
     'do = "kept"\n\n[[questions]]\ngroup = "light"\nname = "said"'),
    ("unknown_list", "questions 11 (sea)", 'list = "answer"', 'list = "no_such_list"'),
    ("unknown_list", "questions 11 (sea)", 'list = "answer"', 'list = "../answer"'),
    ("unknown_code", "faro", 'needs = ["food", "transport"]', 'needs = ["money_for_nothing"]'),
    ("unknown_code", "groups 3 (coast)", 'only = ["border", "rural"]', 'only = ["sea"]'),
    ("unknown_code", "questions 4 (age)", 'without = ["under_12", "12_17", "unknown"]', 'without = ["under_13"]'),
    ("unknown_code", SEEN, 'alone = ["none"]', 'alone = ["nothing"]'),
    ("unknown_code", "questions 6 (again)", "selected(${seen}, 'red')", "selected(${seen}, 'reed')"),
    ("unknown_code", "questions 6 (again)", "selected(${seen}, 'red')", "'yess' = ${consent}"),
    ("unknown_code", "questions 3 (thanks)", "${consent} = 'no'", "${consent} != 'nope'"),
    ("bad_name", "El faro", 'name = "faro"', 'name = "El faro"'),
    ("bad_name", "questions 5 (Seen)", 'name = "seen"', 'name = "Seen"'),
    ("bad_name", "questions 5 (amparo_seen)", 'name = "seen"', 'name = "amparo_seen"'),
    ("bad_name", "questions 5 (meta)", 'name = "seen"', 'name = "meta"'),
    ("bad_name", SEEN, 'variable = "lights"', 'variable = ""'),
    ("bad_name", f"{SEEN}, choices 1 (re d)", 'code = "red"', 'code = "re d"'),
    ("name_twice", "questions 6 (seen)", 'name = "again"', 'name = "seen"'),
    ("name_twice", "questions 6 (coast)", 'name = "again"', 'name = "coast"'),
    ("name_twice", "groups (coast)", '[[groups]]\ncode = "coast"',
     '[[groups]]\ncode = "coast"\nes = "a"\npt = "b"\nen = "c"\n\n[[groups]]\ncode = "coast"'),
    ("name_twice", f"{SEEN}, choices 2 (red)", 'code = "green"', 'code = "red"'),
    ("variable_twice", SEEN, 'variable = "lights"', 'variable = "age_band"'),
    ("both_arms", "groups 4 (short)", 'only = ["arm_a"]', 'only = ["arm_a", "arm_b"]'),
    ("list_or_choices", "questions 11 (sea)", 'list = "answer"', ""),
    ("consent_choices", "questions 2 (consent)", 'type = "consent"',
     'type = "consent"\nchoices = [{ code = "yes", es = "Sí", pt = "Sim", en = "Yes" }]'),
    ("too_few_choices", "questions 11 (sea)", 'list = "answer"', 'list = "answer"\nwithout = ["no"]'),
    ("not_coded", "questions 9 (told)", 'type = "text"', 'type = "text"\nvariable = "told"'),
    ("cannot_be_coded", "questions 9 (told)", 'do = "sealed"\n\n[[questions]]\ngroup = "light"\nname = "said"',
     'do = "coded"\nvariable = "told"\nkind = "one"\n\n[[questions]]\ngroup = "light"\nname = "said"'),
    ("cannot_be_coded", SEEN, 'kind = "many"', 'kind = "one"'),
    ("level", "questions 4 (age)", 'kind = "age_band"', 'kind = "place"'),
    ("level", "questions 4 (age)", 'kind = "age_band"', 'kind = "age_band"\nlevel = "country"'),
    ("unknown_reference", "questions 3 (thanks)", "${consent} = 'no'", "${concent} = 'no'"),
    ("unknown_reference", SEEN, "¿Qué luces viste?", "¿Qué luces viste, ${nadie}?"),
    ("later_reference", "questions 3 (thanks)", "${consent} = 'no'", "${steps} > 3"),
    ("left_out_reference", "questions 12 (arm_short)", "calculation = \"'a'\"", 'calculation = "${sea}"'),
    ("out_of_order", "questions 7 (steps)", 'group = "light"\nname = "steps"', 'group = "start"\nname = "steps"'),
    ("empty_group", "groups 3 (coast)", 'group = "coast"', 'group = "light"'),
    ("no_rows", "faro", TEXT[TEXT.index("[[groups]]"):TEXT.index("[[questions]]")], ""),
]  # fmt: skip


def bad(*, old: str, new: str) -> BadInstrument:
    with pytest.raises(BadInstrument) as fault:
        read(table(change=(old, new)))
    return fault.value


@pytest.mark.parametrize(
    ("code", "where", "old", "new"), SLIPS, ids=[f"{number}-{row[0]}" for number, row in enumerate(SLIPS)]
)
def test_each_slip_is_found_with_its_place(code: str, where: str, old: str, new: str) -> None:
    fault = bad(old=old, new=new)
    assert fault.code == code
    assert fault.facts["where"] == where
    for language in LANGUAGES:
        said = label("instrument_fault", fault.code, language).format(**fault.facts)
        assert fault.facts["where"] in said
        assert said != fault.code


def test_it_is_read_as_it_stands() -> None:
    faro = read(table())
    assert (faro.name, faro.version, faro.minutes, faro.needs) == ("faro", 2, 3, ("food", "transport"))
    assert faro.texts == {"es": "El faro", "pt": "O farol", "en": "The lighthouse"}
    assert faro.sources == ("Made up for the tests.",)
    assert [group.code for group in faro.groups] == ["start", "light", "coast", "short", "long"]
    assert faro.modules == {"border", "rural", "arm_a", "arm_b"}
    assert [item.name for item in faro.of_group("light")] == ["seen", "again", "steps", "boats", "told", "said"]
    by_name = {item.name: item for item in faro.questions}
    assert by_name["consent"].codes == ("yes", "no")
    assert by_name["age"].codes == ("18_24", "25_34", "35_44", "45_59", "60_more", "does_not_know", "prefers_not")
    assert by_name["sea"].codes == ("yes", "no", "does_not_know", "prefers_not")
    assert by_name["seen"].codes == ("red", "green", "none", "does_not_know", "prefers_not")
    assert [each.alone for each in by_name["seen"].choices] == [False, False, True, True, True]
    assert by_name["seen"].choices[1] == Choice("green", {"es": "Verde", "pt": "Verde", "en": "Green"})
    assert by_name["seen"].hints["pt"] == "Pode marcar várias."
    assert (by_name["steps"].least, by_name["steps"].most, by_name["boats"].most) == (0, 300, None)
    assert (by_name["hello"].do, by_name["hello"].is_asked, by_name["told"].is_asked) == ("dropped", False, True)
    assert (by_name["arm_long"].texts, by_name["arm_long"].calculation) == ({}, "'b'")


def test_two_arms_may_fill_one_variable_and_nothing_else_may() -> None:
    coded = 'do = "coded"\nvariable = "arm"\nkind = "one"\nlist = "zone"'
    text = TEXT.replace('calculation = "\'a\'"\ndo = "sealed"', f"calculation = \"'a'\"\n{coded}")
    text = text.replace('calculation = "\'b\'"\ndo = "sealed"', f"calculation = \"'b'\"\n{coded}")
    faro = read(tomllib.loads(text))
    assert [item.variable for item in faro.questions[-2:]] == ["arm", "arm"]
    with pytest.raises(BadInstrument, match="variable_twice"):
        read(tomllib.loads(text.replace('only = ["arm_b"]', 'only = ["trans"]')))


def test_a_file_says_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "faro.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "otro.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "roto.toml").write_text("name = ", encoding="utf-8")
    assert instruments.names(tmp_path) == ["faro", "otro", "roto"]
    assert instrument("faro", tmp_path).name == "faro"
    for name, code in (("otro", "other_name"), ("roto", "no_toml"), ("nadie", "no_file")):
        with pytest.raises(BadInstrument) as fault:
            instrument(name, tmp_path)
        assert (fault.value.code, fault.value.facts["where"]) == (code, name)
