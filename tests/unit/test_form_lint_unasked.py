"""What no question shows: what a form would have a phone do by itself is found, whatever place it writes into."""

from __future__ import annotations

import pytest

from amparo.formats.form_lint import lint
from amparo.formats.openrosa.forms import read_form
from amparo.formats.xlsform import convert
from tests.unit.form_made import GOOD, LANGUAGES, Item, xform

TEXT = Item("told", "text", {"es": "¿Qué te cuida?", "pt": "O que cuida de você?", "en": "What protects you?"})
ODK = 'xmlns:odk="http://www.opendatakit.org/xforms"'
HIDDEN = {
    f'<odk:setgeopoint {ODK} event="odk-instance-first-load" ref="/data/told"/>': ("exact_place", "/data/told"),
    f'<odk:recordaudio {ODK} event="odk-instance-load" ref="/data/told"/>': ("background", "/data/told"),
    '<setvalue event="odk-instance-load" ref="/data/told" value="property(\'deviceid\')"/>':
        ("phone_told", "/data/told"),
    '<setvalue event="odk-instance-load" ref="/data/meta/instanceName" value="/data/told"/>':
        ("shown_name", "/data/meta/instanceName"),
    '<send event="xforms-ready" submission="there"/>': ("outside", "/data"),
    '<whatever event="xforms-ready" ref="/data/told"/>': ("outside", "/data/told"),
    '<instance id="before" src="jr://instance/last-saved"/>': ("next_person", "/data"),
    '<instance id="x" src="https://example.org/x"/>': ("unseen", "/data"),
}  # fmt: skip


def with_more(more: str = "", *, put: tuple[str, str] = ("", "")) -> list[tuple[str, str]]:
    written = xform(*GOOD, TEXT, title="Cuaderno", id="cuaderno", languages=LANGUAGES)
    written = written.replace("</model>", f"{more}</model>").replace(*put, 1)
    return [(each.rule, each.path) for each in lint(read_form(written.encode()), kind="interview")]


def test_a_first_value_that_the_form_works_out_is_nothing() -> None:
    assert with_more('<setvalue event="odk-instance-first-load" ref="/data/told" value="\'x\'"/>') == []


@pytest.mark.parametrize("hidden", HIDDEN, ids=[rule for rule, _path in HIDDEN.values()])
def test_what_a_phone_would_do_unasked_is_found_into_whatever_place_it_writes(hidden: str) -> None:
    assert with_more(hidden) == [HIDDEN[hidden]]


def test_a_group_hands_no_answer_to_another_program_and_no_list_goes_to_the_next_person() -> None:
    control = '<input ref="/data/told">'
    inside = control + f'<odk:setgeopoint {ODK} event="xforms-value-changed" ref="/data/told"/>'
    assert with_more(put=(control, inside)) == [("exact_place", "/data/told")]
    group = '<group intent="org.example.app(a=/data/told)"><label/></group>'
    assert with_more(put=(control, group + control)) == [("outside", "/data")]
    row = '<entity dataset="people" create="1" id=""/></data>'
    assert [each[0] for each in with_more(put=("</data>", row))] == ["next_person"]


def test_what_a_sheet_makes_of_the_one_before_is_found_too() -> None:
    sheet = (
        '"survey",,,,\n,"type","name","label","default"\n,"text","told","¿Qué te cuida?","${last-saved#told}"\n'
    ).encode()
    made = convert(sheet, "a.csv", form_id="cuaderno", version="1").xform
    assert "next_person" in {each.rule for each in lint(read_form(made), kind="interview")}
