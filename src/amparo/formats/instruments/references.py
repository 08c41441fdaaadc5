"""What a question says of others: that they exist, were asked before, stand in the same forms, and have that answer.

A slip here is silent in the field: a condition on an answer that nobody can give is a question that is never asked.
"""

import re

from amparo.formats.instruments.records import LISTED, BadInstrument, Instrument, Item

REFERENCE = re.compile(r"\$\{([^{}]*)\}")
_ANSWERS = (
    re.compile(r"selected(?:-at)?\(\s*\$\{([^{}]*)\}\s*,\s*['\"]([^'\"]*)['\"]\s*\)"),
    re.compile(r"\$\{([^{}]*)\}\s*!?=\s*['\"]([^'\"]*)['\"]"),
    re.compile(r"(?P<b>['\"])(?P<value>[^'\"]*)(?P=b)\s*!?=\s*\$\{(?P<name>[^{}]*)\}"),
)


def check_references(found: Instrument, where: tuple[str, ...]) -> None:
    """Every ``${name}`` of every question, and every answer that a condition waits for."""
    only = {group.code: frozenset(group.only) for group in found.groups}
    before: dict[str, Item] = {}
    every = {each.name for each in found.questions}
    for each, place in zip(found.questions, where, strict=True):
        for text in (each.relevant, each.calculation, *each.texts.values(), *each.hints.values()):
            for name in REFERENCE.findall(text):
                if name not in every:
                    raise BadInstrument("unknown_reference", place, value=name)
                if name not in before:
                    raise BadInstrument("later_reference", place, value=name)
                if not _is_there(only[before[name].group], only[each.group]):
                    raise BadInstrument("left_out_reference", place, value=name)
        for text in (each.relevant, each.calculation):
            _check_answers(text, before, place)
        before[each.name] = each


def _is_there(first: frozenset[str], second: frozenset[str]) -> bool:
    """Does every form with the second page have the first?"""
    return not first or bool(second and second <= first)


def _check_answers(text: str, before: dict[str, Item], place: str) -> None:
    """An answer that is waited for has to be one that can be given."""
    for pattern in _ANSWERS:
        for found in pattern.finditer(text):
            named = found.groupdict()
            name, value = (named["name"], named["value"]) if named else found.groups()
            of = before[name]
            if value and of.type in LISTED and value not in of.codes:
                raise BadInstrument("unknown_code", place, value=value, list=name)
