"""Forms that no phone opens, and near ones that some phone does: for the lint, and for the engine that judges it."""

from xml.sax.saxutils import quoteattr

from tests.xforms import asking

ASKED = '<input ref="/data/q"/><input ref="/data/w"/>'
UNOPENED = {
    "not(selected(../q, 'a')": "ends_early",
    ". > 0 and . <": "ends_early",
    "../q = 1 or": "ends_early",
    "../q == 1": "not_understood",
    "../q AND 1": "not_understood",
    "“a” = ../q": "not_understood",
    "../q\u00a0= 1": "not_understood",
    "../q = 'a": "not_understood",
    "$q + 1": "not_understood",
    "../q = 1)": "not_understood",
    "contain(../q, 'a')": "misspelt_function",
    "selectd(../q, 'a')": "misspelt_function",
    "difference-in-months('2020-01-01', '2021-01-01')": "unknown_function",
    "to-bikram-sambat(../q)": "unknown_function",
    "nowhere() + pulldata('a', 'b', 'c', 'd')": "unknown_function",
    "pulldata('a', 'b', 'c', 'd') + nowhere()": "unknown_function",
    "pulldata('a', 'b', 'c', 'd') + (": "ends_early",
    "selected(../q)": "wrong_arguments",
    "if(1, 2)": "wrong_arguments",
    "now(1)": "wrong_arguments",
}
"""Each with the rule that it breaks."""

AT_LEAST_ONE_OPENS = (
    "/data/@id", "/data/q/text()", "following-sibling::q", "name(..)", "is-selected(../q, 'a')", "version()",
    "pulldata('a', 'b', 'c', 'd')", "digest('a', 'MD5')", "coalesce('a', 'b', 'c')", "floor(1)",
    "substring('abc', 2)", "regex(../q, '(?=a)b')", "indexed-repeat(../q, .., 1, .., 1, .., 1, .., 1)", "",
    "../q = 'a' and (../q != \"b\")",
)  # fmt: skip


def bound(name: str, more: str) -> str:
    """What a form says of one place."""
    return f'<bind nodeset="/data/{name}" {more}/>'


def asking_with(expression: str, rule: str) -> bytes:
    """A form of two questions; the second has this rule."""
    return asking("<q/><w/>", binds=bound("w", f"{rule}={quoteattr(expression)}"), body=ASKED)


def _two(first: str, second: str) -> bytes:
    return asking("<q/><w/>", binds=bound("q", first) + bound("w", second), body=ASKED)


def _told_again(binds: str) -> bytes:
    asked = '<repeat nodeset="/data/r"><input ref="/data/r/a"/><input ref="/data/r/b"/></repeat>'
    return asking("<r><a/><b/></r>", binds=binds, body=f'<group ref="/data/r">{asked}</group>')


BEFORE = "/data/r[position() = position(current()/..) - 1]"
CIRCLES = {
    "itself": (asking_with(". + 1", "calculate"), "/data/w", "w → w"),
    "itself by its name": (asking_with("../w + 1", "calculate"), "/data/w", "w → w"),
    "a question that hides itself": (asking_with("../w = 'a'", "relevant"), "/data/w", "w → w"),
    "a question that shuts itself": (asking_with(". > 10", "readonly"), "/data/w", "w → w"),
    "a question that requires itself": (asking_with(". = ''", "required"), "/data/w", "w → w"),
    "two": (_two('calculate="../w"', 'calculate="../q"'), "/data/q", "q → w → q"),
    "a condition and a calculation": (_two('relevant="../w = 1"', 'calculate="../q + 1"'), "/data/q", "q → w → q"),
    "itself in what is told again": (_told_again(bound("r/a", 'calculate="../a + 1"')), "/data/r/a", "a → a"),
    "itself by its whole path in what is told again": (
        _told_again(bound("r/a", 'calculate="/data/r/a + 1"')), "/data/r/a", "a → a",
    ),
    "a group that hangs on what is in it": (
        asking(
            "<g><q/></g>", binds=bound("g", 'relevant="/data/g/q = 1"'),
            body='<group ref="/data/g"><input ref="/data/g/q"/></group>',
        ),
        "/data/g/q", "q → g → q",
    ),
}  # fmt: skip
"""Each with its first question, and the way that it goes."""

NO_CIRCLES = {
    "a limit looks at its own answer": asking_with(". > 10", "constraint"),
    "a running total": _told_again(bound("r/a", f'calculate="coalesce({BEFORE}/a, 0) + ../b"')),
    "a total of the row before": _told_again(
        bound("r/a", f'calculate="coalesce({BEFORE}/b, 0)"') + bound("r/b", 'calculate="../a + 1"')
    ),
    "the row before by its number": _told_again(
        bound("r/a", 'calculate="indexed-repeat(/data/r/a, /data/r, position(..) - 1) + ../b"')
    ),
    "where it stands": _told_again(bound("r/a", 'calculate="position(..)"') + bound("r", 'relevant="true()"')),
    "the other answer is typed": _two('relevant="../w = 1"', 'constraint=". != ../q"'),
    "required by one that it hides": _two('relevant="../w = 1"', 'required="../q = 1"'),
}
