"""Filling in, judged by the engine of ODK: expressions come to the same, and the same answers are sent as the same.

The engine is the oracle: it is the real client without a telephone. Where we do not follow it, the table says why.
"""

import re
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

import pytest

from amparo.formats.openrosa.filling import Blank, Filling, blank_form, may_be_filled, written, wrong_answers
from amparo.formats.openrosa.submissions import Answer, read_submission
from tests.engine_client import Filled, Job, fill, needs_engine
from tests.filling_form import WALK
from tests.unit.expression_table import INSTANCE, LISTS, ROWS

pytestmark = needs_engine
NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa"
SHARED = {
    path.name: path for path in (*sorted(DATA.glob("collect/*.xml")), *sorted(DATA.glob("pyxform/expected/*.xml")))
}
NO_FORMS = {"Repeat.xml", "external_data.xml", "external_data_10.xml"}  # an empty file, and lists of answers
# Binds that say where they belong from the root: Collect and we follow them, the engine takes each for a text.
BOUND_FROM_THE_ROOT = {"basic.xml", "one-question-relevance.xml", "one-question-translation.xml", "one-question.xml",
                       "two-question-audit.xml"}  # fmt: skip
LONG = ("xlsform_spec_test", "attribute_columns_test", "flat_xlsform_test")
GOES_ON = {f"/{name}/skip_to_end": "no" for name in LONG}  # an answer without which these forms end at once
SAID = {
    "/data/n": ["", "1", "2", "3", "4"], "/data/name": ["", "Luz", 'ñ <&>"'], "/data/nick": ["", "Sol"],
    "/data/sex": ["", "x"], "/data/country": ["", "ec", "co"], "/data/town": ["", "a", "b", "c"],
    "/data/towns": ["", "a", "b c", "a c"], "/data/grp/b1": ["", "yes"], "/data/grp/b2": ["", "2"],
    "/data/grp/inner/c1": ["", "deep"], "/data/child/cname": ["", "Ana"], "/data/child/age": ["", "7"],
    "/data/many": ["0", "2"], "/data/dec": ["", "2.5", "-0.25", "4"], "/data/when": ["", "2026-03-05", "2026-12-01"],
    "/data/code": ["", "K9"], "/data/phone": ["", "3001"], "/data/shown": ["", "other"],
}  # fmt: skip


def whole_form() -> bytes:
    """One form in which each row is a calculation: e0, e1, …"""
    places = "".join(f"<e{number}/>" for number in range(len(ROWS)))
    binds = "".join(
        f'<bind nodeset="/data/e{number}" type="string" calculate={quoteattr(row[0])}/>'
        for number, row in enumerate(ROWS)
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Table</h:title><model>'
        f"<instance>{INSTANCE.format(places=places)}</instance>{LISTS}"
        '<bind nodeset="/data/g/hidden" relevant="false()"/>'
        f'{binds}<bind nodeset="/data/meta/instanceID" jr:preload="uid" type="string"/></model></h:head><h:body>'
        '<select1 ref="/data/s"><label>s</label><itemset nodeset="instance(\'places\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select1>'
        '<repeat nodeset="/data/r"/><repeat nodeset="/data/e"/></h:body></h:html>'
    ).encode()


@cache
def our_own() -> tuple[Filled, list[tuple[dict[str, str], Filled]]]:
    """The table, and the form of these tests with various answers, the first of them plain; all in one Node."""
    rng = Random(7)
    said = [{"/data/n": "3", "/data/name": "Luz", "/data/many": "0"}]
    said += [{path: rng.choice(values) for path, values in SAID.items()} for _ in range(10)]
    jobs = [Job(form=whole_form(), answers={"/data/s": "b"}), *(Job(form=WALK, answers=each) for each in said)]
    table, *walks = fill(*jobs, zone="UTC")
    assert [each.error for each in (table, *walks)] == [""] * len(jobs)
    return table, list(zip(said, walks, strict=True))


def test_expressions_come_to_what_the_engine_says() -> None:
    told = our_own()[0]
    said = {
        int(found[1]): unescape(found[2] or "")
        for found in re.finditer(r"<e(\d+)(?:/>|>(.*?)</e\1>)", told.xml.decode(), re.DOTALL)
    }
    assert [(row[0], said[number]) for number, row in enumerate(ROWS) if len(row) == 2 and said[number] != row[1]] == []
    assert [row[0] for number, row in enumerate(ROWS) if len(row) == 3 and said[number] == row[1]] == []


def leaves(answers: tuple[Answer, ...]) -> dict[tuple[str, tuple[int, ...]], str]:
    return {(each.path, each.index): each.value for each in answers}


def hers(blank: Blank, told: Filled, answers: tuple[Answer, ...]) -> dict[str, str]:
    """What was answered, by key, out of what the engine sent."""
    found: dict[str, str] = {}
    for each in answers:
        question = blank.questions.get(each.path)
        if question and question.control and each.path in {**told.set, **told.unset}:
            position = f"{question.repeat}[{each.index[0]}]" if question.repeat else ""
            found[f"{position}{each.path.removeprefix(question.repeat)}"] = each.value
    for repeat in blank.form.repeats:
        found[repeat] = str(max((each.index[0] for each in answers if each.path.startswith(f"{repeat}/")), default=0))
    return found


def by_itself(blank: Blank, path: str) -> bool:
    """Does a place hang on the clock, on chance, or on what our page does not ask?"""
    question = blank.questions[path]
    wild = ("now()", "random()", "uuid()")
    return (
        bool(question.preload)
        or question.type in ("binary", "geopoint", "geotrace", "geoshape", "rank")
        or any(each in question.calculate for each in wild)
    )


def differences(xml: bytes, told: Filled) -> list[object]:
    """What differs between what the engine sent and what we send of the same answers."""
    blank = blank_form(xml)
    theirs = read_submission(told.xml, repeats=blank.form.repeats)
    answers = hers(blank, told, theirs.answers)
    language = told.languages[0] if told.languages else ""
    filling = Filling(blank, answers, theirs.instance_id, NOW, NOW, language)
    ours = read_submission(written(filling), repeats=blank.form.repeats)
    one, other = leaves(theirs.answers), leaves(ours.answers)
    found: list[object] = [
        (place, one.get(place), other.get(place))
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place) and not by_itself(blank, place[0])
    ]
    assert (ours.form_id, ours.version, ours.instance_id) == (theirs.form_id, theirs.version, theirs.instance_id)
    wrong = {each.key for each in wrong_answers(filling)} - set(told.unset)
    return [*found, *sorted(wrong)]


def test_a_comparison_sees_a_planted_difference() -> None:
    _said, told = our_own()[1][0]
    assert differences(WALK, told) == []
    other = WALK.replace(b"concat(/data/name, '-', /data/n)", b"concat(/data/n, '-', /data/name)")
    assert differences(other, told) == [(("/data/meta/instanceName", ()), "Luz-3", "3-Luz")]


def test_the_same_answers_are_sent_as_the_engine_sends_them() -> None:
    found = [(said, differences(WALK, told)) for said, told in our_own()[1]]
    assert [each for each in found if each[1]] == []


@cache
def filled() -> dict[str, Filled]:
    """Every form of the reference that our page may fill in, filled in once by the engine."""
    forms = {name: path.read_bytes() for name, path in SHARED.items() if name not in NO_FORMS | BOUND_FROM_THE_ROOT}
    taken = {name: xml for name, xml in forms.items() if may_be_filled(blank_form(xml))}
    return dict(zip(taken, fill(*(Job(form=xml, answers=GOES_ON) for xml in taken.values())), strict=True))


@pytest.mark.shared
def test_forms_of_others_are_sent_as_the_engine_sends_them() -> None:
    assert len(filled()) >= 20
    found = {name: differences(SHARED[name].read_bytes(), told) for name, told in filled().items() if not told.error}
    assert {name: each for name, each in found.items() if each} == {}
    assert [name for name, told in filled().items() if told.error] == []
