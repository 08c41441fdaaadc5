"""A small form that was written to stop whoever looks at it is looked at as fast as any other: its work is counted."""

from xml.sax.saxutils import quoteattr

import pytest

from amparo.formats.form_lint import conditions, lint
from amparo.formats.openrosa.expressions import patterns
from amparo.formats.openrosa.filling import blank_form, cannot_ask
from amparo.formats.openrosa.filling.ways import MOST_LOOKED, Ways
from amparo.formats.openrosa.forms import read_form
from tests.unopened import bound
from tests.xforms import asking

HOSTILE = "regex(., '(((x?){1000}){1000}){30}')"
ENDLESS = ("(a+)+b", "(a|a)*c", "(x+x+)+y", "((a?){25}){25}b", "(.*.*)*=", "(((x?){1000}){1000}){30}")


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_of_a_form_is_followed_by_our_own_machine_of_bounded_size(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    state = patterns.Machine.state

    def counted(self: patterns.Machine, kind: str, *to: int, **more: object) -> int:
        made.append(kind)
        return state(self, kind, *to, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(patterns.Machine, "state", counted)
    patterns.compiled.cache_clear()
    held = conditions.holds(f"regex(., '{pattern}')", "/data/q", {"/data/q": ""})
    assert 0 < len(made) <= patterns.MOST_STATES + 1, "Python's own engine makes none, and may take years"
    assert held is (None if "1000" in pattern else False)


def test_what_our_machine_does_not_read_is_not_known() -> None:
    for pattern in ("(?=a)", "(?i)a", "(a)\\1", "("):
        assert conditions.holds(f"regex(., '{pattern}')", "/data/q", {"/data/q": ""}) is None
    assert conditions.holds("regex(., '[a-z]*')", "/data/q", {"/data/q": ""}) is True
    assert conditions.holds("regex(., '[a-z]+')", "/data/q", {"/data/q": "a"}) is None


def test_the_whole_of_a_hostile_form_is_looked_at() -> None:
    binds = "".join(bound(f"q{number}", f"constraint={quoteattr(HOSTILE)}") for number in range(10))
    xform = asking("".join(f"<q{number}/>" for number in range(10)), binds=binds, body='<input ref="/data/q0"/>')
    assert {each.rule for each in lint(read_form(xform), kind="round", xform=xform)} <= {"no_way_out"}
    assert {code for _path, code in cannot_ask(blank_form(xform))} == {"pattern_too_large"}


DEEP = "/" + "/".join(["data", *["g"] * 39])


@pytest.mark.parametrize("many", [1, 7, 20])
def test_a_path_of_many_any_steps_is_walked_in_a_time_that_is_known(many: int) -> None:
    known = [DEEP, *(DEEP[: 5 + 2 * steps] for steps in range(39))]
    ways = Ways(known)
    assert ways.of("/**/g" * many) == {each for each in known if each.count("/g") >= many}
    assert ways.of("/**/g" * many + "/x") == set()
    assert ways.looked <= 2 * len(known) * 40 * (2 * many + 2), "each step of a path with each of the pattern, once"


def test_who_names_too_much_may_mean_all_places() -> None:
    known = [f"/data/g{number}/a{other}" for number in range(30) for other in range(30)]
    ways = Ways(known)
    asked = 0
    while ways.looked < MOST_LOOKED:
        assert ways.of(f"/**/b{asked}") in (set(), set(known))
        asked += 1
    assert asked > 100, "so many different ones are looked up"
    assert ways.of("/**/b") == set(known)
    assert ways.of("/data/g1/a1") == {"/data/g1/a1"}, "a plain path costs nothing"
    assert ways.looked < MOST_LOOKED + 20


def test_a_form_forty_deep_with_a_path_of_many_any_steps_is_read() -> None:
    inside = "<q/>"
    for _each in range(39):
        inside = f"<g>{inside}</g>"
    path = "//g" * 12 + "//none"
    xform = asking(inside + "<w/>", binds=bound("w", f'calculate="count({path})"'), body='<input ref="/data/w"/>')
    assert ("/data/w", "unknown_place") in cannot_ask(blank_form(xform))
