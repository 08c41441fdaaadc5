"""An instrument of the library as a spreadsheet in the format XLSForm, in three languages.

Nothing has to be answered but the consent. Behind the first consent everything is asked only after a yes; where a
question names that consent itself, it says so itself. No question stores an hour, a phone, a place or a number drawn
by chance.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from amparo.formats.codes import LANGUAGES, by_code, label
from amparo.formats.instruments import ARMS, BadInstrument, Group, Instrument, Item
from amparo.formats.instruments.references import REFERENCE
from amparo.formats.xlsform.packing import packed

NAMES = {"es": "Español (es)", "pt": "Português (pt)", "en": "English (en)"}
"""How a form names its languages: a person reads the word, a program the code."""

_SPOKEN = ("label", "hint", "constraint_message", "required_message")
_SURVEY = (
    "type", "name", *(f"{each}::{NAMES[language]}" for each in _SPOKEN for language in LANGUAGES),
    "relevant", "constraint", "required", "calculation", "parameters",
)  # fmt: skip
_CHOICES = ("list_name", "name", *(f"label::{NAMES[language]}" for language in LANGUAGES))
_SETTINGS = ("form_title", "form_id", "version", "default_language")
_TYPES = {"number": "integer", "text": "text", "note": "note", "voice": "audio", "calculate": "calculate"}
_SELECTS = {"one": "select_one", "many": "select_multiple", "consent": "select_one"}

type Row = dict[str, str]


def workbook(instrument: Instrument, *, modules: Collection[str]) -> bytes:
    """The instrument as .xlsx: the pages that every form has, and those of these modules; the same bytes every time."""
    chosen = frozenset(modules)
    _check(instrument, chosen)
    groups = [group for group in instrument.groups if group.is_in(chosen)]
    items = [item for group in groups for item in instrument.of_group(group.code)]
    lists = _lists(items)
    settings = {
        "form_title": instrument.texts["es"],
        "form_id": instrument.name,
        "version": str(instrument.version),
        "default_language": NAMES["es"],
    }
    return packed({
        "survey": _table(_SURVEY, _survey(groups, items, lists)),
        "choices": _table(_CHOICES, _offered(items, lists)),
        "settings": _table(_SETTINGS, [settings]),
    })  # fmt: skip


def _check(instrument: Instrument, chosen: frozenset[str]) -> None:
    """Of two lists a form carries exactly one; a module that is in no list was written wrong."""
    for code in sorted(chosen):
        if code not in by_code("module"):
            raise BadInstrument("unknown_code", instrument.name, value=code, list="module")
    arms = chosen & set(ARMS)
    if len(arms) > 1:
        raise BadInstrument("both_arms", instrument.name)
    if instrument.modules & set(ARMS) and not arms:
        raise BadInstrument("no_arm", instrument.name)


def _table(columns: Sequence[str], rows: Iterable[Row]) -> list[Sequence[str]]:
    """Rows under their headings."""
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def _said(column: str, texts: Mapping[str, str]) -> Row:
    """The same thing in each language."""
    return {f"{column}::{NAMES[language]}": text for language, text in texts.items()}


def _ours(column: str, code: str, **facts: str) -> Row:
    """A sentence of the list ``sheet_words``."""
    return _said(column, {each: label("sheet_words", code, each).format(**facts) for each in LANGUAGES})


# --- choices ---


def _lists(items: Iterable[Item]) -> dict[str, str]:
    """Under which name the choices of each question stand: what is the same stands once, after who comes first."""
    first: dict[tuple[tuple[str, ...], ...], str] = {}
    return {
        item.name: first.setdefault(tuple((each.code, *each.texts.values()) for each in item.choices), item.name)
        for item in items
        if item.choices
    }


def _offered(items: Iterable[Item], lists: Mapping[str, str]) -> Iterable[Row]:
    """The sheet of choices."""
    for item in items:
        if lists.get(item.name) == item.name:
            for each in item.choices:
                yield {"list_name": item.name, "name": each.code, **_said("label", each.texts)}


# --- questions ---


def _survey(groups: Iterable[Group], items: Sequence[Item], lists: Mapping[str, str]) -> Iterable[Row]:
    """The sheet of questions, page after page."""
    behind = _behind_consent(items)
    for group in groups:
        mine = [item for item in items if item.group == group.code]
        waits = {behind[item.name] for item in mine}
        of_all = waits.pop() if len(waits) == 1 else ""  # what the whole page waits for
        yield {"type": "begin_group", "name": group.code, "relevant": of_all, **_said("label", group.texts)}
        for item in mine:
            yield _question(item, lists, waits_for="" if of_all else behind[item.name])
        yield {"type": "end_group"}


def _behind_consent(items: Iterable[Item]) -> dict[str, str]:
    """What each question waits for: nothing, or a yes to the first consent where that stands before it.

    A question that names this consent itself, such as a word of thanks after a no, says itself what it waits for.
    """
    found: dict[str, str] = {}
    consent = ""
    for item in items:
        is_free = not consent or consent in REFERENCE.findall(item.relevant)
        found[item.name] = "" if is_free else f"${{{consent}}} = 'yes'"
        if item.type == "consent" and not consent:
            consent = item.name
    return found


def _question(item: Item, lists: Mapping[str, str], *, waits_for: str) -> Row:
    """The row of one question."""
    row = {"name": item.name, "relevant": _both(waits_for, item.relevant), "calculation": item.calculation}
    row |= _said("label", item.texts) | _said("hint", item.hints)
    if item.type not in _SELECTS:
        row |= {"type": _TYPES[item.type]}
    else:
        row |= {"type": f"{_SELECTS[item.type]} {lists[item.name]}"}
    if item.type == "number":
        row |= _bounds(item)
    elif item.type == "many":
        row |= _alone(item)
    elif item.type == "voice":
        row |= {"parameters": "quality=low"}
    elif item.type == "consent":
        row |= {"required": "yes"} | _ours("required_message", "consent")
    return row


def _both(first: str, second: str) -> str:
    """Two conditions as one."""
    return f"{first} and ({second})" if first and second else first or second


def _bounds(item: Item) -> Row:
    """Between which numbers an answer lies."""
    if item.most is None:
        return {"constraint": f". >= {item.least}"} | _ours("constraint_message", "from", least=str(item.least))
    words = _ours("constraint_message", "between", least=str(item.least), most=str(item.most))
    return {"constraint": f". >= {item.least} and . <= {item.most}"} | words


def _alone(item: Item) -> Row:
    """Which answers are not ticked together with another: that she does not know, that she prefers not to say, …"""
    alone = [f"not(selected(., '{each.code}'))" for each in item.choices if each.alone]
    return {"constraint": f"count-selected(.) < 2 or ({' and '.join(alone)})"} | _ours("constraint_message", "alone")
