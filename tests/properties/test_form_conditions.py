"""What is known of a condition stays, whatever else is answered; and no text that somebody brings breaks the look."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.form_lint.conditions import holds
from amparo.formats.form_lint.plain import readings
from amparo.formats.form_lint.xpath import read
from tests.examples import examples

PATHS = ("/data/a", "/data/b", "/data/c")
ANSWERS = st.sampled_from(["", "yes", "no", "x y", "3", "0"])
ATOMS = st.sampled_from([*PATHS, "'yes'", "''", "3", "true()", "false()", "'x'"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Larger conditions of smaller ones."""
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from(["=", "!=", "<", ">=", "and", "or", "+", "-", "*", "div", "mod"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda one: f"not({one})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if({t[0]}, {t[1]}, {t[2]})"),
        pair.map(lambda t: f"selected({t[0]}, {t[1]})"),
        pair.map(lambda t: f"coalesce({t[0]}, {t[1]})"),
        pair.map(lambda t: f"concat({t[0]}, {t[1]})"),
        inner.map(lambda one: f"string-length({one})"),
        inner.map(lambda one: f"count-selected({one})"),
    )


CONDITIONS = st.recursive(ATOMS, grown, max_leaves=8)


@given(
    CONDITIONS, st.dictionaries(st.sampled_from(PATHS), ANSWERS), st.fixed_dictionaries(dict.fromkeys(PATHS, ANSWERS))
)
@settings(max_examples=examples(400), deadline=None)
def test_a_sure_answer_stays_when_more_is_known(condition: str, some: dict[str, str], every: dict[str, str]) -> None:
    sure = holds(condition, "/data/here", some)
    if sure is not None:
        now = holds(condition, "/data/here", every | some)
        assert now is None or now is sure  # a number that is none, or a division by nothing, is never sure


@given(st.text(alphabet="()[]'\"/.,=<>!*+-| ab1:@$\n", max_size=60))
@settings(max_examples=examples(400), deadline=None)
def test_no_condition_breaks_the_look(text: str) -> None:
    assert holds(text, "/data/here", {"/data/a": "x"}) in (True, False, None)
    assert isinstance(read(text, "/data/here"), tuple)


@given(st.text(max_size=200))
@settings(max_examples=examples(300), deadline=None)
def test_any_text_can_be_looked_through(text: str) -> None:
    for each in readings(text):
        assert each == each.strip()
        assert "  " not in each
        assert not any(letter.isupper() for letter in each)
