"""Regular expressions of forms: what fits them, what is refused, and that none of them can be made to take long."""

import pytest

from amparo.formats.openrosa.expressions import BadExpression
from amparo.formats.openrosa.expressions.patterns import MOST_STEPS, compiled, matches

FITS = [
    ("abc", "abc", "ab abcd ABC"),
    ("", "", "a"),
    ("a*", " a aaa", "b"),
    ("a+b?", "a aab", "b abb"),
    ("(ab)+", "ab abab", "aba"),
    ("a|bc|", "a bc", "b abc"),
    ("(a|b)c", "ac bc", "c abc"),
    ("[0-9]{8}", "12345678", "1234567 123456789"),
    ("^[0-9]{8}$", "12345678", "1234567"),
    ("[0-9]{2,}", "12 1234", "1"),
    ("[0-9]{2,3}", "12 123", "1 1234"),
    ("a{0}b", "b", "ab"),
    ("a{2}{", None, None),
    (r"\d{3}-\d{4}", "555-1234", "5551234 ٥٥٥-1234"),
    (r"\w+", "abc_9", "ñ a-b"),
    (r"\D\W\S", "a-b", "1-b aab"),
    (r"[\w.+-]+@[\w-]+\.[\w.]+", "luz@example.org a.b+c@x-y.com.ec", "luz@ luz@example"),
    (r"[A-Za-zñáéíóú]+", "niñá", "n1"),
    (r"[^0-9]+", "abc", "a1"),
    (r"[]a]", None, None),
    (r"[a\]]", "a ]", "b"),
    (r"[a-]", "a -", "b"),
    (r"[\d-]+", "1-2", "a"),
    (r"\p{L}+", "Ñandú Жук", "a1"),
    (r"\P{L}+", "123", "a"),
    (r"[\p{Lu}0-9]+", "Ñ9", "ñ"),
    (r"\p{IsL}", "a", "1"),
    (r"\u00f1\x41", "ñA", "nA"),
    (r"\.\*\(\)\[\]\{\}\?\+\|\^\$\\\/\-", r".*()[]{}?+|^$\/-", "x"),
    (r"\bno\b", "no", "nono"),
    (r".*\bno\b.*", "si,no,si no", "nono si"),
    (r"\Bo", "", "o"),
    (r"a\Bb", "ab", ""),
    (r"a.c", "abc añc", "ac"),
    (r"(?:a(?:b|c))*d", "d abd abacd", "ad aad"),
    (r"a.*?b", "ab axxb", "axx"),
    (r"a$b", "", "ab"),
    (r"(^a|b)c", "ac bc", "xac"),
    (r"(a*)*", " a aa", "b"),
    (r"(a|a)*b", "b ab aaab", "aaa"),
    (r"()*", "", "a"),
    (r"((((){1000}){1000}){1000}){1000}a", "a", "b"),
    (r"^.{3,5}$", "abc abcde", "ab abcdef"),
    (r"3[0-9]{9}|[26][0-9]{6,7}", "3001234567 2123456 61234567", "4001234567"),
]


@pytest.mark.parametrize(("pattern", "fitting", "others"), [each for each in FITS if each[1] is not None])
def test_what_fits_a_pattern_as_a_whole(pattern: str, fitting: str, others: str) -> None:
    texts = fitting.split(" ") if pattern != r".*\bno\b.*" else ["no", "si,no,si", "no si"]
    texts = [] if pattern in (r"\Bo", r"a$b") else texts
    assert [text for text in texts if not matches(pattern, text)] == []
    assert [text for text in others.split(" ") if text and matches(pattern, text)] == []


def test_lines_and_letters_beyond_the_first_plane() -> None:
    assert matches("a.b", "a\nb") is False
    assert matches(r"a\sb", "a\nb") is True
    assert matches(r"a\sb", "a\u00a0b") is True
    assert matches(".", "🙂") is True
    assert matches(r"[\n\t]", "\t") is True
    assert matches(r"[\b]", "\b") is True


REFUSED = [
    ("(", "bad_pattern"), ("a)", "bad_pattern"), ("[a", "bad_pattern"), ("*a", "bad_pattern"), ("a**", "bad_pattern"),
    ("a{2}{3}", "bad_pattern"), ("{2}", "bad_pattern"), ("a{3,2}", "bad_pattern"), ("a{x}", "bad_pattern"),
    ("a{2", "bad_pattern"), ("[z-a]", "bad_pattern"), ("a{,2}", "bad_pattern"), ("+", "bad_pattern"),
    (r"\u12", "bad_pattern"), (r"\xzz", "bad_pattern"), (r"[\d-z]{", "bad_pattern"), ("[a-\\d]", "bad_pattern"),
    ("\\", "pattern_not_understood"), (r"(a)\1", "pattern_not_understood"), ("(?=a)", "pattern_not_understood"),
    ("(?<n>a)", "pattern_not_understood"), ("(?i)a", "pattern_not_understood"), (r"\Z", "pattern_not_understood"),
    (r"\p{Greek}", "pattern_not_understood"), (r"\pL", "pattern_not_understood"), ("[a[b]]", "pattern_not_understood"),
    ("[a&&b]", "pattern_not_understood"), ("a{1001}", "pattern_too_large"), ("(a{1000}){1000}", "pattern_too_large"),
    ("a" * 2001, "pattern_too_large"), ("(" * 42 + ")" * 42, "pattern_too_large"),
    ("(((a{9}){9}){9}){9}", "pattern_too_large"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "code"), REFUSED)
def test_what_is_no_pattern_is_refused_in_words(pattern: str, code: str) -> None:
    with pytest.raises(BadExpression) as raised:
        matches(pattern, "a")
    assert raised.value.code == code
    assert "{" not in raised.value.sentence("es").replace(pattern, "")


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(a*)*b", "(.*a){12}b", "a?" * 30 + "a" * 30, "(x+x+)+y"])
def test_patterns_that_take_other_engines_years_are_worked_out_at_once(pattern: str) -> None:
    for text in ("a" * 3000, "x" * 3000):
        assert matches(pattern, text) is False


def test_a_text_that_is_too_long_for_its_pattern_does_not_fit() -> None:
    states = len(compiled("(a{0,400})*").states)
    longest = MOST_STEPS // states
    assert 800 < states < 900
    assert matches("(a{0,400})*", "b" * longest) is False
    assert matches("(a{0,400})*", "a" * (longest + 1)) is False
    assert matches("a*", "a" * 20_000) is True
