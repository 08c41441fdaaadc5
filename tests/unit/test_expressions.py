"""Expressions of forms: what they come to, and what is refused."""

import re
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from amparo.formats.openrosa.documents import Element, Limits, read_xml
from amparo.formats.openrosa.expressions import BadExpression, Context, Node, Work, parse
from amparo.formats.openrosa.expressions.places import MOST_WORK
from amparo.formats.openrosa.faults import BadForm
from tests.unit.expression_table import INSTANCE, LISTS, OURS, ROWS

NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)


def node(xml: str, above: Node | None = None) -> Node:
    """A tree of nodes out of XML."""

    def grown(element: Element, into: Node) -> Node:
        made = into.add(element.name, element.text.strip())
        for each in element.children:
            grown(each, made)
        return made

    return grown(read_xml(xml.encode(), limits=Limits(99_999, 999), fault=BadForm), above or Node(""))


ROOT = Node("")
DATA = node(INSTANCE.format(places="<here/>"), ROOT)
HIDDEN = next(each for each in DATA.descendants() if each.name == "hidden")
HIDDEN.value, HIDDEN.is_relevant = "", False
PLACES = node(LISTS)
HERE = next(each for each in DATA.children if each.name == "here")
NAMES = {"b": "Bee", "c": "Cee", "d": "Dee"}


def context(at: Node = HERE, language: str = "en") -> Context:
    return Context(
        ROOT, at, NOW, Random(1), language=language, instances={"places": PLACES},
        choice_label=lambda asked, name: NAMES.get(name, "") if asked.name == "s" else "",
        words=lambda name: {"hello": "Hola"}.get(name, ""),
    )  # fmt: skip


@pytest.mark.parametrize("row", [*ROWS, *OURS], ids=[row[0] for row in [*ROWS, *OURS]])
def test_what_an_expression_comes_to(row: tuple[str, ...]) -> None:
    assert parse(row[0]).text(context()) == row[1]


# --- what is refused ---

REFUSED = [
    ("1 +", "ends_early"),
    ("", "ends_early"),
    ("concat('a'", "ends_early"),
    ("/data/a[1", "ends_early"),
    ("1 2", "bad_syntax"),
    ("a b", "bad_syntax"),
    ("${name}", "bad_syntax"),
    ("'open", "bad_syntax"),
    ("1 ! 2", "bad_syntax"),
    ("/data/@version", "bad_syntax"),
    ("(1)[1]", "bad_syntax"),
    ("1/2", "bad_syntax"),
    ("$x", "bad_syntax"),
    ("/data//", "ends_early"),
    ("__import__('os')", "unknown_function"),
    ("eval('1')", "unknown_function"),
    ("ns:thing(1)", "unknown_function"),
    ("position(1)", "nodes_needed"),
    ("count('a')", "nodes_needed"),
    ("1 | /data/a", "nodes_needed"),
    ("jr:choice-name('a', 'b + c')", "nodes_needed"),
    ("jr:choice-name('a', /data/s)", "wrong_arguments"),
    ("jr:choice-name('a', '1 +')", "ends_early"),
    ("today(1)", "wrong_arguments"),
    ("if(1, 2)", "wrong_arguments"),
    ("weighted-checklist(1, 2, 'yes')", "wrong_arguments"),
    ("indexed-repeat(/data/r/x, /data/r, 1, /data/r)", "wrong_arguments"),
    ("pulldata('f', 'a', 'b', 'c')", "refused_function"),
    ("digest('a', 'MD5')", "refused_function"),
    ("area(/data/a)", "refused_function"),
    ("preceding-sibling::a", "unknown_axis"),
    ("/data/namespace::a", "unknown_axis"),
    ("regex(/data/t, /data/a)", "pattern_not_written"),
    ("regex(/data/t, '[')", "bad_pattern"),
    ("regex(/data/t, '(?=a)')", "pattern_not_understood"),
    ("regex(/data/t, '(a{1000}){1000}')", "pattern_too_large"),
    ("'" + "a" * 40_000 + "'", "too_long"),
    ("(" * 101 + "1" + ")" * 101, "too_deep"),
    ("/data/a" + "[" * 101 + "1" + "]" * 101, "bad_syntax"),
    ("a[" * 101 + "1" + "]" * 101, "too_deep"),
]


@pytest.mark.parametrize(("expression", "code"), REFUSED, ids=[each[0][:30] for each in REFUSED])
def test_what_cannot_be_worked_out_is_refused_in_words(expression: str, code: str) -> None:
    with pytest.raises(BadExpression) as raised:
        parse(expression)
    assert raised.value.code == code
    for language in ("es", "pt", "en"):
        sentence = raised.value.sentence(language)
        assert sentence.endswith(".")
        assert "{" not in sentence.replace("${name}", "")
    assert all(len(fact) <= 40 for fact in raised.value.facts.values())


def test_how_deep_and_how_long_it_may_be() -> None:
    assert parse("(" * 100 + "1" + ")" * 100).number(context()) == 1
    assert parse("if(1 = 2, 1, " * 100 + "9" + ")" * 100).number(context()) == 9
    assert parse(" + ".join(["1"] * 8000)).number(context()) == 8000
    assert parse(" or ".join(["false()"] * 2500)).holds(context()) is False
    assert parse("-" * 9001 + "1").number(context()) == -1
    assert parse("/".join([".."] * 9000)).nodes(context()) == []


def test_an_expression_that_would_look_at_too_much_is_stopped() -> None:
    long = Node("")
    root = long.add("root")
    for number in range(2000):
        root.add("item").add("name", str(number))
    many = Context(ROOT, HERE, NOW, Random(1), instances={"long": long}, work=Work(MOST_WORK - 20_000))
    rows = "instance('long')/root/item"
    assert parse(f"count({rows}[name > 1000])").number(many) == 999
    with pytest.raises(BadExpression, match="too many lists"):
        parse(f"count({rows}[count({rows}[name = current()]) = 0])").number(many)


# --- where one stands ---


def test_a_path_inside_what_is_told_again_means_the_one_in_which_it_stands() -> None:
    second = [each for each in DATA.children if each.name == "r"][1]
    x = second.children[0]
    assert parse("/data/r/x * 10").text(context(x)) == "20"
    assert parse("../x").text(context(x)) == "2"
    assert parse("position(..)").text(context(x)) == "2"
    assert parse("count(/data/r)").text(context(x)) == "3"
    assert parse("/data/r[position() = position(current()/..) - 1]/x").text(context(x)) == "1"
    assert parse("indexed-repeat(/data/r/x, /data/r, position(..) - 1)").text(context(x)) == "1"
    assert parse("sum(/data/r[position() < 3]/x)").text(context(x)) == "3"
    assert parse("instance('places')/root/item[people = 5 * /data/r/x]/name").text(context(x)) == "b"
    assert parse(". > 1 and . < 3").holds(context(x)) is True


def test_days_in_another_zone() -> None:
    bogota = ZoneInfo("America/Bogota")
    late = Context(ROOT, HERE, datetime(2026, 11, 27, 23, 30, tzinfo=bogota), Random(1))
    assert parse("today()").text(late) == "2026-11-27"
    assert parse("now()").text(late) == "2026-11-27T23:30:00.000-05:00"
    assert parse("date('2026-11-28T02:00:00.000Z')").text(late) == "2026-11-27T21:00:00.000-05:00"
    assert parse("date('2026-11-28T02:00:00.000Z') < now()").holds(late) is True
    assert parse("today() = '2026-11-27'").holds(late) is True
    assert parse("number('2026-11-27')").text(late) == "20784"
    assert parse("date(20784)").text(late) == "2026-11-27"
    assert parse("decimal-date-time('2026-11-27T12:00:00.000-05:00')").text(late) == "20784.5"
    assert parse("date(10000000000)").text(late) == ""
    assert parse("'0001-01-01T00:00:00.000+14:00' < today()").holds(late) is False
    chile = Context(ROOT, HERE, datetime(2026, 9, 10, 12, tzinfo=ZoneInfo("America/Santiago")), Random(1))
    assert parse("date('2026-09-10') - date('2026-09-01')").text(chile) == "9"  # the clocks changed on the 6th


def test_a_context_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse("1 = 1").holds(Context(ROOT, HERE, NOW.replace(tzinfo=None), Random(1)))


def test_names_of_months_and_words_of_the_form() -> None:
    assert parse("format-date('2026-08-01', '%a %e %b')").text(context(language="es")) == "sáb 1 ago"
    assert parse("format-date('2026-08-01', '%a %e %b')").text(context(language="pt")) == "sáb 1 ago"
    assert parse("format-date('2026-12-25', '%b')").text(context(language="pt-BR")) == "dez"
    assert parse("format-date('2026-08-01', '%a %e %b')").text(context(language="Kichwa")) == "Sat 1 Aug"
    assert parse("jr:itext('hello')").text(context()) == "Hola"
    assert parse("jr:itext('nothing')").text(context()) == ""


def test_chance_is_given() -> None:
    assert parse("random()").text(context()) == parse("random()").text(context()) == "0.13436424411240122"
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", parse("uuid()").text(context())
    )
    assert parse("string-length(uuid(99999))").text(context()) == "1000"
    rows = "randomize(instance('places')/root/item{})"
    assert {each.name for each in parse(rows.format("")).nodes(context())} == {"item"}
    shuffled = parse(f"join('', {rows.format(', 7')}/name)")
    assert sorted(shuffled.text(context())) == ["b", "c", "d"]
    assert shuffled.text(context()) == shuffled.text(context(language="es"))


def test_texts_that_grow_are_cut() -> None:
    grown = "concat(/data/t, /data/t)"
    for _ in range(14):
        grown = f"concat({grown}, {grown})" if len(grown) < 10_000 else f"concat({grown}, 'x')"
    assert len(parse(grown).text(context())) < 100_001
    long = Node("")
    rows = long.add("root")
    for _ in range(20):
        rows.add("item", "x" * 9_000)
    at = Context(ROOT, HERE, NOW, Random(1), instances={"long": long})
    assert len(parse("join('--', instance('long')/root/item)").text(at)) == 100_000


@pytest.mark.parametrize(
    ("expression", "paths", "lists"),
    [
        ("/data/n + /data/g/u", {"/data/n", "/data/g/u"}, set()),
        ("../n", {"/data/n"}, set()),
        ("current()/../n", {"/data/n"}, set()),
        (". > 1", {"/data/here"}, set()),
        ("position(..)", {"/data"}, set()),
        ("instance('places')/root/item[name = /data/s and . > current()/../n]", {"/data/s", "/data/n"}, {"places"}),
        ("count(/data/r[x = 2])", {"/data/r", "/data/r/x"}, set()),
        ("jr:choice-name(/data/s, '/data/m')", {"/data/s", "/data/m"}, set()),
        ("//x", {"/**/x"}, set()),
        ("/data/*/u", {"/data/*/u"}, set()),
        ("instance(concat('a', 'b'))/root", set(), {"*"}),
    ],
)  # fmt: skip
def test_what_an_expression_looks_at_is_known_before(expression: str, paths: set[str], lists: set[str]) -> None:
    read = parse(expression).reads("/data/here")
    assert (read.paths, read.lists) == (frozenset(paths), frozenset(lists))


def test_what_draws_and_what_keeps() -> None:
    assert parse("once(random())").reads("/data/a").draws is True
    assert parse("once(random())").reads("/data/a").keeps is True
    assert parse("1").reads("/data/a").draws is False
    assert parse("1").reads("/data/a").keeps is False
