"""What an interviewer ticks before the first question of a form: the standards of asking somebody who was hurt.

A list of ``content/codes`` becomes a page in front of the author's own: a sentence, and every line of the list to be
ticked. The form does not go on until all are. Their words come in each language that the form speaks; a language of
the form that we do not write gets the Spanish ones.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from amparo.formats.codes import LANGUAGES, codes, label
from amparo.formats.fold import fold

OURS = "amparo_"
"""How the names of what we put in begin; a name of the author must not."""

_NAMED = {
    "espanol": "es", "castellano": "es", "spanish": "es", "portugues": "pt", "portuguese": "pt", "english": "en",
    "ingles": "en",
}  # fmt: skip
_CODE = re.compile(r"\(\s*([A-Za-z]{2})\b[^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Ticked:
    """A page of things to tick: its name, its words by language, and its lines: a code and the words of each."""

    name: str
    heading: Mapping[str, str]
    note: Mapping[str, str]
    each: Mapping[str, str]
    missing: Mapping[str, str]
    lines: tuple[tuple[str, Mapping[str, str]], ...]

    def as_data(self) -> dict[str, Any]:
        """As it goes to the child, who reads no file."""
        return asdict(self)


def standards() -> Ticked:
    """The ten standards of asking, after the World Health Organization: the list ``before_asking``."""

    heading, note, each, missing = (
        {language: label("sheet_words", f"before_{code}", language) for language in LANGUAGES}
        for code in ("heading", "note", "each", "missing")
    )
    lines = tuple((line.code, dict(line.texts)) for line in codes("before_asking"))
    return Ticked(f"{OURS}before", heading, note, each, missing, lines)


def language_of(name: str) -> str:
    """Which of our languages a form means by this name; Spanish where none of them."""
    found = _CODE.search(name)
    code = found[1].lower() if found else name.strip().lower()
    return code if code in LANGUAGES else _NAMED.get(fold(name.partition("(")[0].strip()), "es")


def languages_in(form: Mapping[str, Any]) -> list[str]:
    """Every language of the texts of a form, as pyxform holds it, in the order in which they come."""
    found: dict[str, None] = {}
    waiting: list[Any] = [*form["children"], *chain.from_iterable(form.get("choices", {}).values())]
    for element in waiting:  # it grows while it is read: what stands in a group comes behind
        for part in ("label", "hint"):
            if isinstance(element.get(part), dict):
                found |= dict.fromkeys(element[part])
        waiting += element.get("children", ())
    return list(found)


def put_before(form: dict[str, Any], pages: Iterable[Mapping[str, Any]], *, plain: str) -> None:
    """Put the pages in front of the first question of a form, as pyxform holds it.

    ``plain`` is the language of a form that names none.
    """
    spoken = languages_in(form)

    def said(texts: Mapping[str, str]) -> Any:
        if not spoken:
            return texts[plain]
        return {name: texts[plain if name == "default" else language_of(name)] for name in spoken}

    first = [_page(page, said, form.setdefault("choices", {})) for page in pages]
    form["children"] = first + form["children"]


def _page(page: Mapping[str, Any], said: Callable[[Mapping[str, str]], Any], lists: dict[str, Any]) -> dict[str, Any]:
    """One page, in the words of pyxform."""
    name = page["name"]
    lists[name] = [{"name": code, "label": said(texts)} for code, texts in page["lines"]]
    return {
        "type": "group",
        "name": name,
        "label": said(page["heading"]),
        "control": {"appearance": "field-list"},
        "children": [
            {"type": "note", "name": f"{name}_note", "label": said(page["note"])},
            {
                "type": "select all that apply",
                "name": f"{name}_ticked",
                "label": said(page["each"]),
                "itemset": name,
                "list_name": name,
                "choices": lists[name],
                "parameters": {},
                "bind": {
                    "required": "yes",
                    "constraint": f"count-selected(.) = {len(page['lines'])}",
                    "jr:constraintMsg": said(page["missing"]),
                    "jr:requiredMsg": said(page["missing"]),
                },
            },
        ],
    }
