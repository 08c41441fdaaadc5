"""A form is read as it says: places, kinds, words, conditions, lists; expected values written by hand."""

from typing import Any

import pytest

from amparo.formats.openrosa.forms import BadForm, Choice, Form, Question, read_form
from amparo.formats.openrosa.submissions import read_submission
from tests.xforms import STREET, asking, form


def question(read: Form, path: str) -> Question:
    return next(each for each in read.questions if each.path == path)


def only(xml: bytes, path: str = "/data/q") -> Question:
    return question(read_form(xml), path)


STREET_FORM = read_form(STREET)


def test_the_form_itself() -> None:
    assert (STREET_FORM.id, STREET_FORM.version, STREET_FORM.title) == ("street", "20261101", "Street")
    assert (STREET_FORM.languages, STREET_FORM.default_language) == (("en", "es"), "es")
    assert (STREET_FORM.root, STREET_FORM.namespace) == ("data", "http://www.w3.org/2002/xforms")
    assert STREET_FORM.public_key == "TUlJQklqQU4="
    assert STREET_FORM.media == ("bands.png", "towns.csv", "prices.csv")
    assert STREET_FORM.repeats == ("/data/visit",)


def test_places_kinds_and_controls_in_the_order_of_the_instance() -> None:
    assert [(each.path, each.type, each.control) for each in STREET_FORM.questions] == [
        ("/data/when", "metadata", ""),
        ("/data/me", "string", "input"),
        ("/data/intro", "note", "input"),
        ("/data/about/band", "select_one", "select1"),
        ("/data/about/city", "select_one", "select1"),
        ("/data/about/other", "string", "input"),
        ("/data/visit/place", "select_multiple", "select"),
        ("/data/visit/paper/kind", "string", "input"),
        ("/data/photo", "binary", "upload"),
        ("/data/total", "calculate", ""),
        ("/data/meta/instanceID", "metadata", ""),
        ("/data/meta/audit", "binary", ""),
    ]
    assert [(each.path, each.is_repeat, each.appearance, each.relevant) for each in STREET_FORM.groups] == [
        ("/data/about", False, "field-list", "/data/me != ''"),
        ("/data/visit", True, "compact", ""),
        ("/data/visit/paper", False, "", ""),
        ("/data/meta", False, "", ""),
    ]
    kind = question(STREET_FORM, "/data/visit/paper/kind")
    assert (kind.groups, kind.repeat, kind.name) == (("/data/visit", "/data/visit/paper"), "/data/visit", "kind")


def test_words_in_each_language() -> None:
    band = question(STREET_FORM, "/data/about/band")
    assert band.labels == {"en": "Age, ${me}", "es": "Edad"}
    assert band.hints == {"en": "Roughly"}
    assert band.constraint_messages == {"en": "Too late", "es": "Muy tarde"}
    assert band.choices == (
        Choice("under", {"en": "Under 30", "es": "Menos de 30"}),
        Choice("over", {"en": "30 and over"}),
    )
    me = question(STREET_FORM, "/data/me")
    assert me.labels == {"en": "Who are you?", "es": "Who are you?"}
    assert me.required_messages == {"en": "Say something", "es": "Say something"}
    groups = {each.path: each.labels for each in STREET_FORM.groups}
    assert groups["/data/about"] == {"en": "About you", "es": "Sobre ti"}
    assert groups["/data/visit"] == {"en": "A visit", "es": "A visit"}
    assert groups["/data/meta"] == {}


def test_conditions_lists_and_what_a_phone_writes_by_itself() -> None:
    city = question(STREET_FORM, "/data/about/city")
    assert city.choice_filter == "(zone = 'a]b' or zone= /data/me) and (1)"
    assert [each.name for each in city.choices] == ["cuc", "bog"]
    assert city.choices[0].labels == {"en": "Cúcuta", "es": "Cúcuta"}
    assert city.relevant == "selected(/data/about/band, 'over')"
    assert question(STREET_FORM, "/data/about/other").default == "nothing"
    assert question(STREET_FORM, "/data/when").preload == "timestamp/start"
    assert question(STREET_FORM, "/data/intro").readonly == "true()"
    assert question(STREET_FORM, "/data/photo").media == "image/*"
    total = question(STREET_FORM, "/data/total")
    assert total.calculate == "count(/data/visit) + pulldata('prices', 'a', 'b', 'c')"
    place = question(STREET_FORM, "/data/visit/place")
    assert place.choices[1] == Choice("court", {"en": "Court", "es": "Court"})


def test_the_template_stands_by_itself_and_is_filled_in_as_it_is() -> None:
    template = STREET_FORM.template
    assert template.startswith(b"<data xmlns:h=")
    assert template.endswith(b"</data>")
    assert b'<visit jr:template="">' in template
    filled = template.replace(b"<orx:instanceID/>", b"<orx:instanceID>uuid:1</orx:instanceID>")
    assert {answer.path for answer in read_submission(filled).answers} == {each.path for each in STREET_FORM.questions}


def test_a_form_in_one_language_that_nobody_names() -> None:
    read = read_form(
        asking(
            "<q/>",
            model='<itext><translation lang="default"><text id="a"><value>Hi</value></text></translation></itext>',
            body='<input ref="/data/q"><label ref="jr:itext(\'a\')"/></input>',
        )
    )
    assert (read.languages, read.default_language, read.questions[0].labels) == (("",), "", {"": "Hi"})
    plain = read_form(asking("<q/>", body='<input ref="/data/q"><label> Hi <output value="1 + 1"/> </label></input>'))
    assert (plain.languages, plain.questions[0].labels) == (("",), {"": "Hi ${1 + 1}"})


def test_languages_that_would_have_one_code_keep_their_names() -> None:
    names = ("Español (es)", "Español de aquí (es)", "Kichwa")
    itext = "".join(f'<translation lang="{name}"/>' for name in names)
    read = read_form(
        asking("<q/>", model=f"<itext>{itext}</itext>", body='<input ref="/data/q"><label>a</label></input>')
    )
    assert read.languages == names
    assert read.default_language == names[0]


@pytest.mark.parametrize(
    ("control", "bind", "expected"),
    [
        ("input", 'type="int"', "int"),
        ("input", 'type="xsd:integer"', "int"),
        ("input", 'type="decimal"', "decimal"),
        ("input", 'type="boolean"', "boolean"),
        ("input", 'type="dateTime"', "dateTime"),
        ("input", 'type="barcode"', "barcode"),
        ("input", 'type="geotrace"', "geotrace"),
        ("input", 'type="geoshape"', "geoshape"),
        ("input", 'type="something"', "string"),
        ("input", "", "string"),
        ("input", 'type="string" readonly="true()"', "note"),
        ("input", 'type="string" readonly="/data/q = 1"', "string"),
        ("select1", 'type="select1"', "select_one"),
        ("select", 'type="string"', "select_multiple"),
        ("odk:rank", 'type="odk:rank"', "rank"),
        ("range", 'type="int"', "range"),
        ("trigger", 'type="string"', "trigger"),
        ("upload", "", "binary"),
    ],
)
def test_kinds_of_what_is_asked(control: str, bind: str, expected: str) -> None:
    body = f'<{control} ref="/data/q"><label>Q</label></{control}>'
    assert only(asking("<q/>", binds=f'<bind nodeset="/data/q" {bind}/>', body=body)).type == expected


@pytest.mark.parametrize(
    ("bind", "expected"),
    [
        ('type="string" calculate="1"', "calculate"),
        ('type="string"', "calculate"),
        ('type="string" jr:preload="property" jr:preloadParams="deviceid"', "metadata"),
        ('type="geopoint"', "geopoint"),  # taken down by an action, unasked: it keeps its name
        ('type="geopoint" calculate="/data/x"', "calculate"),
        ('type="binary"', "binary"),
    ],
)
def test_kinds_of_what_nobody_asks(bind: str, expected: str) -> None:
    xml = asking("<x/><q/>", binds=f'<bind nodeset="/data/q" {bind}/>', body='<input ref="/data/x"/>')
    assert (only(xml).type, only(xml).control) == (expected, "")


LISTED = '<select1 ref="/data/q"><itemset nodeset="{}"><value ref="./name"/></itemset></select1>'


@pytest.mark.parametrize(
    ("control", "names", "media"),
    [
        (LISTED.format("instance('far')/root/item"), (), ()),
        (LISTED.format("/data/r[x]"), (), ()),
        (
            '<select1 ref="/data/q" appearance="minimal search(\'fruits\')"><item><value>n</value></item></select1>',
            (), ("fruits.csv",),
        ),
        ('<input ref="/data/q" query="instance(\'c\')/root/item[a= /data/x]"/>', (), ("itemsets.csv",)),
        (LISTED.format("instance('near')/root/item"), ("a",), ()),
        (LISTED.format("randomize(instance('near')/root/item[f(1, '),')], 7)"), ("a",), ()),
    ],
    ids=["beside the form", "of a repeat", "searched", "a long list", "inside", "shuffled"],
)  # fmt: skip
def test_where_a_list_stands(control: str, names: tuple[str, ...], media: tuple[str, ...]) -> None:
    xml = asking(
        "<q/>", body=control,
        binds="<instance id='near'><root><item><name>a</name></item></root></instance><instance id='far' src='jr://x/'/>",
    )  # fmt: skip
    read = read_form(xml)
    assert tuple(each.name for each in question(read, "/data/q").choices) == names
    assert (question(read, "/data/q").type, question(read, "/data/q").control) == ("select_one", "select1")
    assert read.media == media


def test_a_file_is_named_once_and_without_its_folders() -> None:
    body = '<input ref="/data/q"><label ref="jr:itext(\'a\')"/></input>'
    for named, expected in {
        "jr://images/../../x.png": ("x.png",),
        "jr://audio/a b.mp3": ("a b.mp3",),
        "jr://images/..": (),
        "jr://instance/last-saved": (),
        "images/x.png": (),
    }.items():
        values = f'<value form="image">{named}</value><value form="big-image">{named}</value>'
        itext = f'<itext><translation lang="es"><text id="a">{values}</text></translation></itext>'
        assert read_form(asking("<q/>", model=itext, body=body)).media == expected


def code_of(xml: bytes) -> tuple[str, dict[str, Any]]:
    with pytest.raises(BadForm) as raised:
        read_form(xml)
    for language in ("es", "pt", "en"):
        sentence = raised.value.sentence(language)
        assert sentence.endswith(".")
        assert "{" not in sentence
    return raised.value.code, dict(raised.value.facts)


ASKS = '<input ref="/data/q"><label>Q</label></input>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "not_xml"),
        (b"<a><b></a>", "not_xml"),
        (b"<a xmlns:x='u'><y:b/></a>", "not_xml"),
        ("<a>ñ</a>".encode("latin-1"), "not_utf8"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "not_utf8"),
        (b"<html><head/><body/></html>", "not_a_form"),
        (b"<root><item/></root>", "not_a_form"),
        (form(instance=""), "no_instance"),
        (form(instance='<data xmlns=""><q/></data>', body=ASKS), "bad_id"),
        (form(instance=f'<data id="{"x" * 250}"><q/></data>', body=ASKS), "bad_id"),
        (form(instance='<data id="f"><q/></data>'), "no_questions"),
        (form(instance='<data id="f"/>'), "no_questions"),
        (asking("<q/>", body='<input ref="/data/nowhere"/>'), "unknown_place"),
        (asking("<q/>", body='<input bind="nothing"/>'), "unknown_place"),
        (asking("<q/>", body="<input/>"), "unknown_place"),
        (asking("<q/>", body='<group ref="/data/g"><input ref="/data/q"/></group>'), "unknown_place"),
        (asking("<q/>", body=f'<input ref="/data/{"../data/" * 600}q"/>'), "unknown_place"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(xml: bytes, code: str) -> None:
    assert code_of(xml)[0] == code


def test_a_fact_is_text_and_no_place_for_another() -> None:
    assert BadForm("unknown_place", place="{place} {line}").sentence("en") == (
        "A question wants to keep its answer in “{place} {line}”, and there is no such place."
    )
    assert code_of(b"<a>\n\n<b></a>") == ("not_xml", {"line": "3"})
