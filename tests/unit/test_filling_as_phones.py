"""Where our page once did otherwise than the phones: what is expected is written by hand, form by form."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from amparo.doors.intake.forms.sheet import begin, sealed, with_typed
from amparo.doors.intake.forms.shown import item_of
from amparo.doors.intake.views.sheets import words_of
from amparo.formats.openrosa.filling import Filling, blank_form, cannot_ask, one_less, one_more, pages, wrong_answers
from tests.disagreements import (
    BLANKS,
    CORRECTED,
    COUNTED,
    COUNTED_FROM_ITSELF,
    SELF,
    WRITTEN,
    counted,
)
from tests.xforms import asking

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)


def filled(xml: bytes, answers: Mapping[str, str]) -> Filling:
    return Filling(blank_form(xml), answers, "uuid:1", NOW, NOW)


def wrong(read: Filling) -> list[tuple[str, str]]:
    return [(each.key, each.code) for each in wrong_answers(read)]


@pytest.mark.parametrize("form", [COUNTED, COUNTED_FROM_ITSELF])
def test_what_an_answer_counts_does_not_stop_at_nine(form: bytes) -> None:
    assert cannot_ask(blank_form(form)) == ()
    read = filled(form, {"/data/n": "12", **{f"/data/visit[{each}]/place": f"p{each}" for each in range(1, 13)}})
    assert (read.times("/data/visit"), read.value("/data/many"), wrong(read)) == (12, "12", [])
    assert read.value("/data/visit[12]/place") == "p12"
    assert len(pages(read)) == 13
    assert filled(form, {"/data/n": ""}).times("/data/visit") == 0


def test_what_is_too_often_is_told_where_it_was_said_and_not_left_out_in_silence() -> None:
    assert wrong(filled(COUNTED, {"/data/n": "30"})) == []
    read = filled(COUNTED, {"/data/n": "31"})
    assert wrong(read) == [("/data/n", "told_too_often")]
    assert wrong_answers(read)[0].sentence("en").startswith("At most 30 fit here.")
    assert wrong(filled(counted("/data/n * 10"), {"/data/n": "4"})) == [("/data/n", "told_too_often")]
    (trouble,) = cannot_ask(blank_form(counted("31 + count(/data/n)")))
    assert trouble == ("/data/visit", "told_too_often")


def test_a_choice_whose_name_has_a_blank_can_be_chosen() -> None:
    read = filled(BLANKS, {"/data/where": "a house"})
    assert (read.value("/data/where"), read.value("/data/said"), wrong(read)) == ("a house", "a house!", [])
    assert wrong(filled(BLANKS, {"/data/where": "a street"})) == [("/data/where", "no_such_choice")]
    assert cannot_ask(blank_form(BLANKS)) == ()


def test_where_several_are_ticked_a_name_with_a_blank_is_told_beforehand() -> None:
    items = "<item><label>A</label><value>a house</value></item><item><label>B</label><value>b</value></item>"
    several = asking("<q/>", body=f'<select ref="/data/q">{items}</select>')
    assert cannot_ask(blank_form(several)) == (("/data/q", "choice_with_blank"),)


def test_a_figure_that_is_worked_out_can_be_corrected_until_it_comes_to_another() -> None:
    first = filled(CORRECTED, {"/data/hours": "8"})
    assert (first.value("/data/week"), first.is_fixed("/data/week"), first.is_fixed("/data/month")) == (
        "48",
        False,
        True,
    )
    hers = filled(CORRECTED, first.answers | {"/data/week": "40"})
    assert (hers.value("/data/week"), hers.value("/data/month"), wrong(hers)) == ("40", "160", [])
    later = filled(CORRECTED, hers.answers)
    assert (later.value("/data/week"), later.answers) == ("40", hers.answers)
    emptied = filled(CORRECTED, hers.answers | {"/data/week": ""})
    assert (emptied.value("/data/week"), emptied.value("/data/month")) == ("", "")
    again = filled(CORRECTED, hers.answers | {"/data/hours": "5"})
    assert (again.value("/data/week"), again.value("/data/month")) == ("30", "120"), "another answer: worked out anew"
    assert "/data/week" not in again.answers
    unchanged = filled(CORRECTED, first.answers | {"/data/week": "48"})
    changed = filled(CORRECTED, unchanged.answers | {"/data/hours": "5"})
    assert changed.value("/data/week") == "30", "who only went on corrected nothing"
    assert wrong(filled(CORRECTED, {"/data/hours": "8", "/data/week": "many"})) == [("/data/week", "whole_number")]


def test_the_page_shows_it_in_a_field_and_takes_what_is_typed_over_it() -> None:
    read = filled(CORRECTED, {"/data/hours": "8"})
    item = item_of(read, "/data/week", "q2")
    assert (item.kind, item.value, item.name) == ("number", "48", "a/data/week")
    hers = with_typed(read, QueryDict("a/data/week=40&a/data/month=1"), ["/data/week", "/data/month"])
    assert filled(CORRECTED, hers).value("/data/month") == "160"
    assert filled(CORRECTED, filled(CORRECTED, hers).answers).value("/data/week") == "40"


def test_what_is_given_back_to_be_copied_is_what_was_said_and_nothing_beside_it() -> None:
    answers = filled(CORRECTED, {"/data/hours": "8", "/data/week": "40"}).answers
    assert len(answers) == 3
    request = RequestFactory().post("/", {"b": sealed(begin(NOW), ""), "s": json.dumps(answers)})
    request.resolver_match = None
    assert words_of(request) == [("hours", "8"), ("week", "40")]


def test_a_correction_moves_up_with_what_is_told_once_less() -> None:
    form = asking(
        '<r jr:template=""><n/><w/></r>',
        binds='<bind nodeset="/data/r/n" type="int"/><bind nodeset="/data/r/w" type="int" calculate="../n * 2"/>',
        body='<repeat nodeset="/data/r"><input ref="/data/r/n"/><input ref="/data/r/w"/></repeat>',
    )
    read = filled(form, {"/data/r": "2", "/data/r[1]/n": "1", "/data/r[2]/n": "2", "/data/r[2]/w": "5"})
    assert (read.value("/data/r[1]/w"), read.value("/data/r[2]/w")) == ("2", "5")
    less = filled(form, one_less(read, "/data/r", 1))
    assert (less.times("/data/r"), less.value("/data/r[1]/n"), less.value("/data/r[1]/w")) == (1, "2", "5")
    assert filled(form, less.answers | {"/data/r[1]/n": "4"}).value("/data/r[1]/w") == "8"
    assert filled(form, one_more(less, "/data/r")).times("/data/r") == 2


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_into_new_ones_is_not_written_into_the_first(name: str) -> None:
    form, expected = WRITTEN[name]
    read = filled(form, {"/data/n": "3"})
    read = read if read.times("/data/visit") else filled(form, one_more(read, "/data/visit"))
    names, times = ("how", "both", "one"), range(1, read.times("/data/visit") + 1)
    assert [tuple(read.value(f"/data/visit[{each}]/{name}") for name in names) for each in times] == expected


def test_one_that_is_added_to_the_first_is_a_new_one() -> None:
    form, _expected = WRITTEN["one to begin with"]
    read = filled(form, one_more(filled(form, {}), "/data/visit"))
    assert [read.value(f"/data/visit[{each}]/how") for each in (1, 2)] == ["", "new"]
    assert [read.value(f"/data/visit[{each}]/one") for each in (1, 2)] == ["first", ""]
    kept = filled(form, read.answers)
    assert [kept.value(f"/data/visit[{each}]/how") for each in (1, 2)] == ["", "new"]


def test_a_calculation_that_looks_at_itself_is_a_circle_also_in_what_is_told_again() -> None:
    assert cannot_ask(blank_form(SELF)) == (("/data/r/a", "goes_round"),)
