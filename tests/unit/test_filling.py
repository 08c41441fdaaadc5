"""A form is filled in page by page: what is asked, offered, worked out, refused and sent; expected values by hand."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from amparo.formats.openrosa.filling import (
    Filling,
    WrongAnswer,
    blank_form,
    instance_xml,
    page_unseen,
    written,
    wrong_answers,
)
from tests.filling_form import BLANK, FULL, NOW, NUMBER, STARTED, filling, small

SENT = """<start>2026-11-27T23:40:00.000-05:00</start><end>2026-11-28T00:25:00.000-05:00</end><today>2026-11-27</today>
<device/><stamp>0.5</stamp><n>3</n><name>Luz &lt;&amp;&gt;</name><nick/><sex>y</sex><country>ec</country><town>a</town>
<towns>b c</towns><luck/><child><cname>Ana</cname><age>7</age><older>8</older><pos>1</pos><sofar>7</sofar></child>
<child><cname>Sol</cname><age>2</age><older>3</older><pos>2</pos><sofar>9</sofar></child><many>1</many>
<loop><l1>1Luz &lt;&amp;&gt;</l1><l2>eso</l2></loop><total>2</total><score>15</score><label>Tulcán</label><dec>2.5</dec>
<scale>7</scale><at>08:05:00.000-05:00</at><moment>2026-03-05T18:30:00.000-05:00</moment><when>2026-07-01</when>
<cond>late5</cond><note/><ack>OK</ack><code>K0</code><phone>3001</phone><shown>as it is</shown>
<orx:meta><orx:instanceID>uuid:00000000-0000-4000-8000-000000000001</orx:instanceID>
<orx:instanceName>Luz &lt;&amp;&gt;-3</orx:instanceName></orx:meta></data>"""


def test_what_is_sent() -> None:
    answers = FULL | {"/data/stamp": "0.5"}
    sent = instance_xml(BLANK, answers, instance_id=NUMBER, now=NOW, started=STARTED, language="es").decode()
    head, _more, inside = sent.partition(">\n")[2].partition(">")
    assert head.startswith("<data ")
    assert {' id="walk"', ' version="3"', ' orx:version="x"'} <= {
        f" {each}" for each in head.replace("<data ", "").split(" ")
    }
    assert f"{_more}{inside}".removeprefix(">") == SENT.replace("\n", "")
    assert wrong_answers(filling(answers)) == ()


def test_what_is_kept_is_hers_and_nothing_that_is_not_asked() -> None:
    kept = filling(FULL | {"/data/stamp": "0.5"}).answers
    assert kept == {
        "/data/stamp": "0.5", "/data/n": "3", "/data/name": "Luz <&>", "/data/nick": "", "/data/sex": "y",
        "/data/country": "ec", "/data/town": "a", "/data/towns": "b c", "/data/child": "2",
        "/data/child[1]/cname": "Ana", "/data/child[1]/age": "7",
        "/data/child[2]/cname": "Sol", "/data/child[2]/age": "2",
        "/data/many": "1", "/data/loop[1]/l2": "eso", "/data/dec": "2.5", "/data/scale": "7",
        "/data/at": "08:05:00.000-05:00", "/data/moment": "2026-03-05T18:30:00.000-05:00", "/data/when": "2026-07-01",
        "/data/ack": "OK", "/data/phone": "3001",
    }  # fmt: skip
    changed = filling({**kept, "/data/n": "1"})
    assert not changed.is_relevant("/data/name")
    assert {"/data/name", "/data/country", "/data/town"}.isdisjoint(changed.answers)
    assert b"Luz" not in written(changed)


def test_a_choice_that_another_answer_took_away_is_dropped_without_a_word() -> None:
    before = {"/data/n": "2", "/data/name": "Luz", "/data/country": "ec", "/data/town": "b"}
    assert filling(before).value("/data/town") == "b"
    after = filling(before | {"/data/country": "co"})
    assert (after.value("/data/town"), after.answers["/data/town"]) == ("", "")
    assert [each.key for each in wrong_answers(after)] == []
    assert [each.name for each in after.choices("/data/town")] == ["c"]
    assert after.said(after.choices("/data/town")[0].labels, "/data/town") == "Cúcuta de Luz"


def test_words_in_her_language() -> None:
    for language, expected in {"es": "Hola, Luz", "pt": "Olá, Luz", "en": "Hello, Luz", "gn": "Hola, Luz"}.items():
        read = filling({"/data/n": "2", "/data/name": "Luz"}, language=language)
        assert read.said(read.question("/data/sex").labels, "/data/sex") == expected
    assert (
        filling({"/data/n": "3", "/data/name": "L", "/data/country": "ec", "/data/town": "a"}, language="pt").value(
            "/data/label"
        )
        == "Tulcã"
    )
    children = filling({"/data/child": "2", "/data/child[1]/cname": "Ana", "/data/child[2]/cname": "Sol"})
    labels = children.question("/data/child[2]/age").labels
    assert children.said(labels, "/data/child[2]/age") == "¿Qué edad tiene Sol?"
    assert children.said(children.question("/data/note").labels, "/data/note") == "2 son dos"


def test_first_values_stand_until_she_says_something() -> None:
    read = filling({})
    assert [read.value(f"/data/{name}") for name in ("nick", "code", "shown")] == ["Flor", "K4", "as it is"]
    assert "/data/nick" not in read.answers
    assert filling({"/data/nick": ""}).value("/data/nick") == ""
    assert filling({"/data/code": "mine"}).value("/data/code") == "mine"
    assert filling({"/data/n": "4", "/data/shown": "hers"}).value("/data/shown") == "hers"
    assert filling({"/data/n": "3", "/data/shown": "hers"}).is_fixed("/data/shown")


def test_what_is_worked_out_once_stays() -> None:
    first = filling({}).answers
    assert set(first) == {"/data/stamp"}
    later = Filling(BLANK, first, "uuid:another", NOW + timedelta(days=1), STARTED)
    assert later.value("/data/stamp") == first["/data/stamp"]
    assert filling({}, number="uuid:another").value("/data/stamp") != first["/data/stamp"]
    hidden = small(
        "<q/><day/>",
        binds='<bind nodeset="/data/day" type="date"/>'
        '<setvalue ref="/data/day" event="odk-instance-first-load" value="today()"/>',
        body='<input ref="/data/q"/>',
    )
    assert hidden.answers == {"/data/day": "2026-11-28"}
    kept = Filling(hidden.blank, hidden.answers, NUMBER, NOW + timedelta(days=9), STARTED)
    assert kept.value("/data/day") == "2026-11-28"


def test_nothing_is_told_of_the_phone() -> None:
    binds = "".join(
        f'<bind nodeset="/data/{name}" jr:preload="property" jr:preloadParams="{name}"/>'
        for name in ("deviceid", "username", "phonenumber", "email", "simserial", "subscriberid")
    )
    read = small(
        "<q/><deviceid/><username/><phonenumber/><email/><simserial/><subscriberid/><key/>",
        binds=binds + '<bind nodeset="/data/key" jr:preload="uid"/>',
        body='<input ref="/data/q"/>',
    )
    values = {node.name: node.value for key, node in read.tree.keys.items() if key in read.blank.questions}
    assert values.pop("key").startswith("uuid:")
    assert values.pop("instanceID") == NUMBER
    assert set(values.values()) == {""}


def test_what_stands_there_at_first_stands_in_the_first_ones_only() -> None:
    read = small(
        '<r jr:template=""><a>new</a><b/></r><r><a>one</a></r><r><a>two</a><b>too</b></r>',
        body='<repeat nodeset="/data/r"><input ref="/data/r/a"/><input ref="/data/r/b"/></repeat>',
        answers={"/data/r": "3"},
    )
    assert [(read.value(f"/data/r[{time}]/a"), read.value(f"/data/r[{time}]/b")) for time in (1, 2, 3)] == [
        ("one", ""),
        ("two", "too"),
        ("new", ""),
    ]
    assert Filling(read.blank, {}, NUMBER, NOW, STARTED).times("/data/r") == 2


def test_what_is_not_asked_is_passed_by_when_things_are_added_up() -> None:
    read = small(
        '<r jr:template=""><k/><n/></r><sum/><all/><most/>',
        binds='<bind nodeset="/data/r/n" type="int" relevant="../k = \'yes\'"/>'
        '<bind nodeset="/data/sum" calculate="sum(/data/r/n)"/><bind nodeset="/data/most" calculate="max(/data/r/n)"/>'
        "<bind nodeset=\"/data/all\" calculate=\"join('-', /data/r/n)\"/>",
        body='<repeat nodeset="/data/r"><input ref="/data/r/k"/><input ref="/data/r/n"/></repeat>',
        answers={
            "/data/r": "3", "/data/r[1]/k": "yes", "/data/r[1]/n": "4", "/data/r[2]/k": "no", "/data/r[2]/n": "90",
            "/data/r[3]/k": "yes", "/data/r[3]/n": "2",
        },
    )  # fmt: skip
    assert [read.value(f"/data/{name}") for name in ("sum", "all", "most")] == ["6", "4-2", "4"]


def test_the_label_of_a_choice_waits_for_what_stands_in_it() -> None:
    read = small(
        "<label/><q/><name/>",
        binds='<bind nodeset="/data/label" calculate="jr:choice-name(/data/q, \'/data/q\')"/>'
        "<bind nodeset=\"/data/name\" calculate=\"concat('L', 'uz')\"/>",
        body='<select1 ref="/data/q"><item><label>With <output value="/data/name"/></label><value>w</value></item>'
        "</select1>",
        answers={"/data/q": "w"},
    )
    assert read.value("/data/label") == "With Luz"


# --- what cannot stay ---


def wrong(answers: Mapping[str, str], language: str = "es") -> dict[str, tuple[str, str]]:
    return {
        each.key: (each.code, each.sentence(language)) for each in wrong_answers(filling(answers, language=language))
    }


def test_what_is_missing_and_what_does_not_pass() -> None:
    assert wrong({}) == {"/data/n": ("required", "Falta")}
    assert wrong({"/data/n": "9"}) == {
        "/data/n": ("constraint", "Esta respuesta no pasa. Mírala otra vez, o déjala vacía.")
    }
    fine = {"/data/n": "1"}
    assert wrong(fine | {"/data/when": "2025-05-05"}) == {"/data/when": ("constraint", "Tiene que ser en 2026.")}
    assert wrong(fine | {"/data/when": "2025-05-05"}, "pt") == {"/data/when": ("constraint", "Tem que ser em 2026.")}
    assert wrong(fine | {"/data/phone": "2001"})["/data/phone"][0] == "pattern"
    deep = fine | {"/data/towns": "a", "/data/grp/b1": "yes", "/data/grp/b2": "2"}
    assert wrong(deep) == {"/data/grp/inner/c1": ("required", "Para seguir hace falta una respuesta aquí.")}


def test_what_cannot_be_understood_is_shown_again_as_she_wrote_it() -> None:
    answers = {
        "/data/n": "tres",
        "/data/when": "mañana",
        "/data/sex": "z",
        "/data/scale": "11",
        "/data/nick": "x" * 20_001,
    }
    read = filling(answers)
    assert {each.key: each.code for each in wrong_answers(read)} == {
        "/data/n": "whole_number", "/data/when": "day", "/data/sex": "no_such_choice", "/data/scale": "out_of_range",
        "/data/nick": "too_long",
    }  # fmt: skip
    assert (read.shown("/data/n"), read.value("/data/n"), read.answers["/data/n"]) == ("tres", "", "tres")
    assert b"tres" not in written(read)
    assert wrong({**answers, "/data/sex": "x y"})["/data/sex"] == ("one_only", "Aquí se elige una sola respuesta.")
    assert wrong(answers, "en")["/data/scale"][1] == "Write a number from 1 to 10."
    assert wrong(answers)["/data/nick"][1] == "Caben 20000 letras. Escribe un poco menos."


def test_what_the_form_itself_says_is_not_asked_again() -> None:
    read = small(
        "<q>9</q><w/>",
        binds='<bind nodeset="/data/q" type="int" readonly="1 = 1" constraint=". &lt; 5"/>'
        '<bind nodeset="/data/w" calculate="0 div 0" required="true()" readonly="true()"/>',
        body='<input ref="/data/q"/><input ref="/data/w"/>',
    )
    assert (read.is_fixed("/data/q"), read.is_fixed("/data/w"), read.value("/data/q")) == (True, True, "9")
    assert (wrong_answers(read), page_unseen(read)) == ((), None)


def test_only_what_is_asked_about_is_looked_at() -> None:
    read = filling({"/data/when": "x"})
    assert wrong_answers(read, ["/data/when", "/data/nothing", "/data/child"]) == (
        WrongAnswer("/data/when", "day", {}),
    )
    assert wrong_answers(read, []) == ()


def test_times_have_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        Filling(BLANK, {}, NUMBER, NOW.replace(tzinfo=None), STARTED)


# --- what a form may bring ---


def test_choices_that_were_told_before() -> None:
    people = (
        '<group ref="/data/p"><label>P</label><repeat nodeset="/data/p"><input ref="/data/p/name"/></repeat></group>'
        '<select1 ref="/data/who"><label>W</label><itemset nodeset="/data/p[./name != \'\']">'
        '<value ref="name"/><label ref="name"/></itemset></select1>'
    )
    answers = {"/data/p": "3", "/data/p[1]/name": "Ana", "/data/p[3]/name": "Sol", "/data/who": "Sol"}
    read = small('<p jr:template=""><name/></p><who/>', body=people, answers=answers)
    assert [(each.name, read.said(each.labels, "/data/who")) for each in read.choices("/data/who")] == [
        ("Ana", "Ana"),
        ("Sol", "Sol"),
    ]
    assert read.value("/data/who") == "Sol"
    assert wrong_answers(read) == ()


def test_an_order_of_chance_stays_while_she_answers() -> None:
    orders = set()
    read = filling({})
    assert read.choices("/data/luck") == read.choices("/data/luck")
    for number in range(12):
        names = [each.name for each in filling({}, number=f"uuid:{number}").choices("/data/luck")]
        assert names == [each.name for each in filling({"/data/n": "2"}, number=f"uuid:{number}").choices("/data/luck")]
        assert sorted(names) == ["a", "b", "c"]
        orders.add("".join(names))
    assert len(orders) > 2


def test_a_number_where_the_form_has_no_place_for_one_and_attributes_of_its_own() -> None:
    plain = blank_form(
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
        b'<data xmlns="http://example.org/a" id="a&amp;b" xml:lang="es"><q xmlns:o="http://example.org/o" o:k="1"/>'
        b"<x:w xmlns:x='http://example.org/x'/></data></instance></model></h:head><h:body>"
        b'<input ref="/data/q"/></h:body></h:html>'
    )
    sent = instance_xml(plain, {"/data/q": "a"}, instance_id="uuid:1", now=NOW, started=STARTED)
    assert sent == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<data xmlns:h="http://www.w3.org/1999/xhtml" '
        b'xmlns="http://example.org/a" id="a&amp;b" xml:lang="es"><q xmlns:o="http://example.org/o" o:k="1">a</q>'
        b'<x:w xmlns:x="http://example.org/x"/><meta><instanceID>uuid:1</instanceID></meta></data>'
    )
