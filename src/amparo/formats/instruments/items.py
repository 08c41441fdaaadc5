"""Reading one question of an instrument: what is offered, and what becomes of the answer."""

from amparo.formats.codebook import KINDS, LEVELS
from amparo.formats.codebook import NAME as VARIABLE
from amparo.formats.codes import LANGUAGES, by_code, codes
from amparo.formats.instruments.beside import indicator
from amparo.formats.instruments.records import DONE, LINKS, LISTED, NOT_SAID, TYPES, BadInstrument, Choice, Group, Item
from amparo.formats.instruments.rows import Row

_HINTS = tuple(f"hint_{language}" for language in LANGUAGES)
_KEYS = {
    "group", "name", "type", "list", "choices", "without", "alone", "relevant", "calculation", "least", "most",
    "do", "variable", "kind", "level", "indicator", "as", *LANGUAGES, *_HINTS,
}  # fmt: skip
_NEVER_OFFERED = {"answer": ("skipped", "not_asked")}  # what is noted of an answer, and said by nobody
_CODED_AS = {
    "one": ("one", "age_band", "place", "week", "quarter"),
    "consent": ("one",),
    "many": ("many",),
    "number": ("one", "age_band"),
    "calculate": KINDS,
}
_BELONGS = {  # to which types a key belongs that not all have
    "choices": LISTED,
    "without": ("one", "many"),
    "alone": ("many",),
    "calculation": ("calculate",),
    "least": ("number",),
    "most": ("number",),
    "list": ("one", "many", "number", "calculate"),
    "as": ("text",),
}


def item(row: Row, *, groups: tuple[Group, ...]) -> Item:
    """One question, checked by itself."""
    row.only(_KEYS)
    type_ = row.one_of("type", TYPES)
    for key, types in _BELONGS.items():
        if key in row.table and type_ not in types:
            raise BadInstrument("key_of_others", row.where, key=key, type=type_)
    do = row.one_of("do", DONE, "dropped" if type_ == "note" else None)
    list_name = row.list("list")
    least, most = _bounds(row, type_)
    found = Item(
        group=row.one_of("group", [group.code for group in groups]),
        name=row.text("name"),
        type=type_,
        list=list_name,
        choices=_choices(row, type_, list_name),
        relevant=row.text("relevant", ""),
        calculation=row.text("calculation", None if type_ == "calculate" else ""),
        least=least,
        most=most,
        texts={} if type_ == "calculate" and "es" not in row.table else row.languages(),
        hints=row.languages("hint_") if any(key in row.table for key in _HINTS) else {},
        do=do,
        variable=row.text("variable", ""),
        kind=row.one_of("kind", KINDS, ""),
        level=row.one_of("level", LEVELS, ""),
        indicator=indicator(row),
        link=row.one_of("as", LINKS, None if do == "link" else ""),
    )
    _check_coded(found, row)
    return found


def _bounds(row: Row, type_: str) -> tuple[int | None, int | None]:
    """Between which numbers an answer lies: never below nothing."""
    if type_ != "number":
        return None, None
    least = row.number("least", least=0, most=10**6) if "least" in row.table else 0
    most = row.number("most", least=least, most=10**6) if "most" in row.table else None
    return least, most


def _choices(row: Row, type_: str, list_name: str) -> tuple[Choice, ...]:
    """What is offered: a list or its own choices, then that she does not know and that she prefers not to say.

    Both together are codes of the list in words of this question: what the list says of her is here said to her.
    """
    if type_ not in LISTED:
        return ()
    if not list_name and "choices" not in row.table and type_ != "consent":
        raise BadInstrument("list_or_choices", row.where)
    own = _own(row, list_name) if "choices" in row.table else _of_list(row, list_name or "answer", type_)
    if type_ == "consent":
        if [each.code for each in own] != ["yes", "no"]:
            raise BadInstrument("consent_choices", row.where)
        return own
    alone = row.some("alone", [each.code for each in own], row.where)
    offered = [Choice(each.code, each.texts, each.code in alone) for each in own if each.code not in NOT_SAID]
    if len(offered) < (2 if type_ == "one" else 1):
        raise BadInstrument("too_few_choices", row.where)
    answers = by_code("answer")
    mine = {each.code: each.texts for each in own}
    return (*offered, *(Choice(code, mine.get(code, answers[code].texts), True) for code in NOT_SAID))


def _of_list(row: Row, list_name: str, type_: str) -> tuple[Choice, ...]:
    """The codes of a list, but for those that this question leaves out."""
    without = {*row.known("without", list_name), *_NEVER_OFFERED.get(list_name, ())}
    if type_ == "consent":
        without |= set(NOT_SAID)
    return tuple(
        Choice(each.code, {language: each.label(language) for language in LANGUAGES})
        for each in codes(list_name)
        if each.code not in without
    )


def _own(row: Row, list_name: str) -> tuple[Choice, ...]:
    """Choices in words that only this question has; of a list, where one is named."""
    if "without" in row.table:
        raise BadInstrument("key_of_others", row.where, key="without", type="choices")
    found: list[Choice] = []
    for each in row.rows("choices", named="code"):
        each.only({"code", *LANGUAGES})
        code = each.text("code")
        if not code.isascii() or not code.replace("_", "a").isalnum() or len(code) > 24:
            raise BadInstrument("bad_name", each.where, value=code)
        if list_name and code not in by_code(list_name):
            raise BadInstrument("unknown_code", each.where, value=code, list=list_name)
        if any(code == other.code for other in found):
            raise BadInstrument("name_twice", each.where, value=code)
        found.append(Choice(code, each.languages()))
    return tuple(found)


def _check_coded(found: Item, row: Row) -> None:
    """A variable stands where an answer is coded and nowhere else, and is of a kind that the answer can have."""
    if bool(found.link) != (found.do == "link") or (found.link and found.type != "text"):
        raise BadInstrument("link", row.where)
    if found.do != "coded":
        for key in ("variable", "kind", "level"):
            if key in row.table:
                raise BadInstrument("not_coded", row.where, key=key, do=found.do)
        if found.list and found.type not in LISTED:
            raise BadInstrument("not_coded", row.where, key="list", do=found.do)
        return
    if found.kind not in _CODED_AS.get(found.type, ()):
        raise BadInstrument("cannot_be_coded", row.where, type=found.type, kind=found.kind or "—")
    if not VARIABLE.fullmatch(found.variable):
        raise BadInstrument("bad_name", row.where, value=found.variable)
    if (found.kind == "place") != bool(found.level):
        raise BadInstrument("level", row.where)
    if found.kind in ("one", "many", "age_band") and not (found.list or found.choices):
        raise BadInstrument("missing", row.where, key="list")
