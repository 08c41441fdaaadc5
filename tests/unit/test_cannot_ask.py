"""What our page cannot ask is told beforehand, each with a planted case, and forms it can ask are told nothing."""

from datetime import UTC, datetime

import pytest

from amparo.formats.openrosa.filling import Filling, blank_form, cannot_ask, may_be_filled, sentence, troubles
from amparo.formats.openrosa.filling.ways import Ways
from tests.filling_form import WALK
from tests.xforms import asking, form

NOW = datetime(2026, 11, 27, tzinfo=UTC)
Q = '<input ref="/data/q"/>'
CHOOSES = '<select1 ref="/data/q"><itemset nodeset="{}"><value ref="name"/><label ref="label"/></itemset></select1>'
NEAR = '<instance id="near"><root><item><name>a</name><label>A</label></item></root></instance>'
INLINE = '<select1 ref="/data/q"><item><value>n</value></item></select1>'
FIRST = "odk-instance-first-load"
CHANGED = '<setvalue ref="/data/w" event="xforms-value-changed" value="1"/>'
ENTITY = '<entity dataset="d" id="" create="1"><label/></entity>'
ROWS = "instance('near')/root/item"
FAR = '<instance id="far" src="jr://file-csv/far.csv"/>'
REPEAT = '<group ref="/data/{0}"><repeat nodeset="/data/{0}">{1}</repeat></group>'


def bind(name: str, more: str) -> str:
    return f'<bind nodeset="/data/{name}" {more}/>'


PLANTED = {
    "a photo": (asking("<q/>", body='<upload ref="/data/q" mediatype="image/*"/>'), ("/data/q", "file")),
    "a place on a map": (asking("<q/>", binds=bind("q", 'type="geopoint"'), body=Q), ("/data/q", "map")),
    "a line on a map": (asking("<q/>", binds=bind("q", 'type="geotrace"'), body=Q), ("/data/q", "map")),
    "an order": (
        asking("<q/>", body='<odk:rank ref="/data/q"><item><value>a</value></item></odk:rank>'),
        ("/data/q", "rank"),
    ),
    "where the phone is": (
        asking("<q/><g/>", binds=bind("g", 'type="geopoint"'), body=Q),
        ("/data/g", "taken_unasked"),
    ),
    "where it is, by an action": (
        asking("<q/><g/>", binds='<odk:setgeopoint ref="/data/g" event="first"/>', body=Q),
        ("/data/g", "taken_unasked"),
    ),
    "a list beside the form": (
        asking("<q/>", binds=FAR, body=CHOOSES.format("instance('far')/root/item")),
        ("/data/q", "outside_list"),
    ),
    "a condition on a list beside the form": (
        asking("<q/>", binds=FAR + bind("q", "relevant=\"instance('far')/root/item[1]/name = 'a'\""), body=Q),
        ("/data/q", "outside_list"),
    ),
    "a searched list": (
        asking("<q/>", body=INLINE.replace("<select1", "<select1 appearance=\"search('f')\"")),
        ("/data/q", "outside_list"),
    ),
    "a list that is nowhere": (
        asking("<q/>", binds=bind("q", "calculate=\"count(instance('none')/root/item)\""), body=Q),
        ("/data/q", "unknown_list"),
    ),
    "choices out of nothing": (asking("<q/>", body=CHOOSES.format("'a b'")), ("/data/q", "no_choices")),
    "again inside again": (
        asking("<r><s><q/></s></r>", body=REPEAT.format("r", REPEAT.format("r/s", '<input ref="/data/r/s/q"/>'))),
        ("/data/r/s", "nested_repeat"),
    ),
    "too often": (
        asking(
            "<r><q/></r>",
            body='<repeat nodeset="/data/r" jr:count="31"><input ref="/data/r/q"/></repeat>',
        ),
        ("/data/r", "told_too_often"),
    ),
    "when an answer changes": (
        asking("<q/><w/>", body=f'<input ref="/data/q">{CHANGED}</input>'),
        ("/data/w", "action"),
    ),
    "at first and when it changes": (
        asking("<q/><w/>", binds=CHANGED.replace('event="', f'event="{FIRST} '), body=Q),
        ("/data/w", "action"),
    ),
    "a record on a server": (
        form(instance=f'<data id="f"><q/><meta><instanceID/>{ENTITY}</meta></data>', body=Q),
        ("/data/meta/entity/label", "entity"),
    ),
    "a circle": (
        asking("<q/><w/>", binds=bind("q", 'relevant="/data/w = 1"') + bind("w", 'calculate="/data/q + 1"'), body=Q),
        ("/data/q", "goes_round"),
    ),
    "a calculation on itself": (
        asking("<q/><w/>", binds=bind("w", 'calculate="if(/data/q = 1, now(), .)"'), body=Q),
        ("/data/w", "goes_round"),
    ),
    "a question that hides itself": (
        asking("<q/>", binds=bind("q", "relevant=\". = 'a'\""), body=Q),
        ("/data/q", "goes_round"),
    ),
    "a place that is nowhere": (
        asking("<q/>", binds=bind("q", 'relevant="/data/x = 1"'), body=Q),
        ("/data/q", "unknown_place"),
    ),
    "a limit that names nothing": (
        asking("<q/>", binds=bind("q", 'constraint=". &lt; ../x"'), body=Q),
        ("/data/q", "unknown_place"),
    ),
    "a sentence that names nothing": (
        asking("<q/>", body='<input ref="/data/q"><label>a <output value="pulldata(1)"/></label></input>'),
        ("/data/q", "unknown_place"),
    ),
    "an expression": (
        asking("<q/>", binds=bind("q", 'required="nonsense()"'), body=Q),
        ("/data/q", "unknown_function"),
    ),
    "a pattern": (asking("<q/>", binds=bind("q", "constraint=\"regex(., '(')\""), body=Q), ("/data/q", "bad_pattern")),
    "too long a form": (
        asking("".join(f"<q{number}/>" for number in range(1000)), body='<input ref="/data/q0"/>'),
        ("/data", "too_many_places"),
    ),
    "lists through lists": (
        asking(
            "<q/>",
            binds="<instance id='near'><root>" + "<item><name>a</name></item>" * 1100 + "</root></instance>"
            + bind("q", f"calculate=\"count({ROWS}[count({ROWS}[. = 'b']) = 1])\""),
            body='<input ref="/data/q"/>',
        ),
        ("/data", "too_much_work"),
    ),
}  # fmt: skip
LEFT_OUT = {
    "a photo",
    "a place on a map",
    "a line on a map",
    "an order",
    "where the phone is",
    "where it is, by an action",
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_cannot_be_asked_is_told(name: str) -> None:
    xml, expected = PLANTED[name]
    blank = blank_form(xml)
    assert expected in cannot_ask(blank)
    assert {code for _path, code in cannot_ask(blank)} == {expected[1]}
    assert may_be_filled(blank) is (name in LEFT_OUT)
    for trouble in troubles(blank):
        for language in ("es", "pt", "en"):
            said = sentence(trouble, language)
            assert said != trouble.code
            assert said.endswith(".")
            assert "{" not in said


def test_what_can_all_be_asked_is_told_nothing() -> None:
    assert cannot_ask(blank_form(WALK)) == ()
    assert may_be_filled(blank_form(WALK)) is True


def test_what_is_left_out_must_not_have_to_be_answered() -> None:
    photo = '<upload ref="/data/q" mediatype="image/*"/>'
    assert may_be_filled(blank_form(asking("<q/>", binds=bind("q", 'required="true()"'), body=photo))) is False
    assert may_be_filled(blank_form(asking("<q/>", binds=bind("q", 'required="false()"'), body=photo))) is True
    blank = blank_form(asking("<q/><w/>", body=photo + '<input ref="/data/w"/>'))
    read = Filling(blank, {"/data/q": "a.jpg", "/data/w": "a"}, "uuid:1", NOW, NOW)
    assert (read.value("/data/q"), read.answers, blank.blocks[0].pages) == ("", {"/data/w": "a"}, (("/data/w",),))


@pytest.mark.parametrize("name", ["again inside again", "too long a form"])
def test_what_cannot_be_filled_in_is_not(name: str) -> None:
    with pytest.raises(ValueError, match="cannot_ask"):
        Filling(blank_form(PLANTED[name][0]), {}, "uuid:1", NOW, NOW)


def test_a_running_total_is_no_circle() -> None:
    total = "coalesce(/data/r[position() = position(current()/..) - 1]/t, 0) + ../q"
    xml = asking(
        "<r><q/><t/></r>",
        binds=bind("r/t", f'calculate="{total}"'),
        body=REPEAT.format("r", '<input ref="/data/r/q"/>'),
    )
    assert cannot_ask(blank_form(xml)) == ()


def test_what_comes_later_in_the_form_may_be_looked_at_before() -> None:
    names = [f"c{number}" for number in range(300)]
    binds = "".join(
        bind(name, f'calculate="/data/{after} + 1"') for name, after in zip(names, [*names[1:], "q"], strict=True)
    )
    blank = blank_form(
        asking("".join(f"<{name}/>" for name in names) + "<q/>", binds=binds + bind("q", 'type="int"'), body=Q)
    )
    assert cannot_ask(blank) == ()
    assert Filling(blank, {"/data/q": "5"}, "uuid:1", NOW, NOW).value("/data/c0") == "305"


def test_which_places_a_path_may_mean() -> None:
    known = ["/data", "/data/a", "/data/g", "/data/g/a", "/data/g/h/a"]
    assert Ways(known).of("/data/g/a") == {"/data/g/a"}
    assert Ways(known).of("/data/b") == set()
    assert Ways(known).of("/data/*/a") == {"/data/g/a"}
    assert Ways(known).of("/**/a") == {"/data/a", "/data/g/a", "/data/g/h/a"}
    assert Ways(known).of("/data/**/h/a") == {"/data/g/h/a"}
    assert Ways(known).of("/**/..") == set(known)
