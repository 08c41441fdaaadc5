"""What becomes of each answer: words and voices are never coded, and what is coded is coarse and out of a list.

The mapping is the one of ``formats.coding``: by path, what to ``do``, and where it is coded also ``variable``,
``kind``,
``list`` and ``level``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from amparo.formats.codebook import LEVELS, LISTED, TIMES
from amparo.formats.codes import CONTENT, by_code
from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.places import asks, lists_venues
from amparo.formats.form_lint.said import NUMBERS
from amparo.formats.form_lint.xpath import Tree, paths, read
from amparo.formats.openrosa.forms import Form, Question

WORDS = frozenset({"string", "binary", "barcode", "note", "metadata"})
EXACT = frozenset({"geopoint", "geotrace", "geoshape"})
MOMENTS = frozenset({"date", "time", "dateTime"})
DAYS = frozenset({"date/today", "timestamp/start", "timestamp/end"})  # what a phone writes down by itself
FLAT = frozenset({
    "=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "selected", "count-selected", "boolean", "true", "false",
    "string-length", "regex", "contains", "starts-with", "count", "position",
})  # fmt: skip
"""What comes to a yes, a no or a count: an answer that is only looked at by these is not carried on."""


def of(mapping: Mapping[str, Any], path: str) -> Mapping[str, str]:
    """What a mapping says of a path, whatever it is written as."""
    said = mapping.get(path)
    if said is None or isinstance(said, Mapping):
        return said or {}
    return {key: str(getattr(said, key, "") or "") for key in ("do", "variable", "kind", "list", "level")}


def coded(form: Form, mapping: Mapping[str, Any]) -> list[tuple[Question, Mapping[str, str]]]:
    """The questions that are coded, and how."""
    every = [(each, of(mapping, each.path)) for each in form.questions]
    return [(question, how) for question, how in every if how.get("do") == "coded"]


def look(form: Form, mapping: Mapping[str, Any]) -> Iterator[Finding]:
    """Question by question, then what two of them tell together."""
    known = {each.path for each in form.questions}
    for path in mapping:
        if path not in known:
            yield found("not_in_form", path)
    for question, how in coded(form, mapping):
        yield from _one(question, how)
        if not question.control and not question.calculate.strip() and not question.preload:
            yield found("filled_unread", question.path)
        yield from _carried(form, question, mapping)
    yield from _together(form, mapping)


def _one(question: Question, how: Mapping[str, str]) -> Iterator[Finding]:
    rule = _broken(question, how.get("kind", ""), how.get("list", ""), how.get("level", ""))
    if rule:
        yield found(rule, question.path, variable=how.get("variable", ""))


def _broken(question: Question, kind: str, list_name: str, level: str) -> str:
    """Which rule it breaks to count this answer so, or none."""
    if question.type in EXACT or (kind == "place" and level not in LEVELS):
        return "too_fine"
    if question.type in MOMENTS or question.preload in DAYS:
        return "" if kind in TIMES else "too_fine"
    if question.type in NUMBERS:
        is_banded = question.type != "decimal" and kind in ("one", "age_band") and _is_list(list_name)
        return "" if is_banded else "number_coded"
    if question.control == "upload" or (question.type in WORDS and not question.calculate):
        return "words_coded"
    if kind not in (*LISTED, *TIMES, "place"):
        return "too_fine"
    has_list = _is_list(list_name) if list_name else bool(question.choices)
    return "no_list" if kind in LISTED and not has_list else ""


def _is_list(name: str) -> bool:
    return bool(name) and name.replace("_", "").isalnum() and (CONTENT / "codes" / f"{name}.toml").is_file()


def _carried(form: Form, question: Question, mapping: Mapping[str, Any]) -> Iterator[Finding]:
    """A coded answer that is worked out must not carry on what is sealed or dropped."""
    sealed = {
        each.path for each in form.questions if of(mapping, each.path).get("do") != "coded" and each is not question
    }
    for expression in (question.calculate, question.default):
        carried = carries(read(expression, question.path), sealed) if expression.strip() else frozenset()
        for path in sorted(carried):
            yield found("copied", question.path, found=path.rpartition("/")[2])
            return


def carries(tree: Tree, sealed: set[str]) -> frozenset[str]:
    """The sealed answers that come out of a calculation as they are, or as a part of what comes out."""
    kind = tree[0]
    if kind == "path":
        return frozenset({tree[1]} & sealed)
    if kind in FLAT or (kind == "call" and tree[1] in FLAT):
        return frozenset()
    if kind == "call" and tree[1] == "if" and len(tree[2]) == 3:
        return carries(tree[2][1], sealed) | carries(tree[2][2], sealed)
    return paths(tree) & sealed


def _together(form: Form, mapping: Mapping[str, Any]) -> Iterator[Finding]:
    """A place and a kind of venue in one row."""
    every = coded(form, mapping)
    places = [q for q, how in every if how.get("kind") == "place" and how.get("level") != "country"]
    for question, how in every:
        if places and _has_venues(how):
            yield found("coded_together", question.path, found=places[0].name)


def counts_a_venue(form: Form, mapping: Mapping[str, Any]) -> bool:
    """Does a row of this form say a kind of venue: by a list of the house, or by what the form offers or asks?"""
    return any(
        _has_venues(how) or lists_venues(question) or asks(question, "venue") for question, how in coded(form, mapping)
    )


def _has_venues(how: Mapping[str, str]) -> bool:
    return any(each.more.get("venue") is True for each in _codes(how.get("list", "")))


def _codes(name: str) -> list[Any]:
    return list(by_code(name).values()) if _is_list(name) else []
