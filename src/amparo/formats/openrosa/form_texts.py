"""The words of a form in its languages: labels, hints and messages, wherever the form keeps them.

A text stands either where it is used, the same in every language, or under an id in the form's ``itext``, once for each
language. There a text may have several shapes; the one without a name is for reading, the others name pictures and
sounds. A value that is put into a sentence is written ``${name}``, as a sheet writes it.
"""

import re
from collections.abc import Iterator, Mapping

from amparo.formats.openrosa.documents import Element
from amparo.formats.openrosa.faults import BadForm

MOST_LANGUAGES = 60
UNNAMED = ("", "default")  # how pyxform calls the language of a sheet that names none
READ = ("", "long", "short")  # the shapes of a text that are for reading, the best first
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*\Z")
_FILE = re.compile(r"jr://(?!instance/)[A-Za-z-]+/(.+)\Z", re.DOTALL)


class Texts:
    """What a form says. ``languages`` are codes where it names them as ``Español (es)``, otherwise its own names."""

    def __init__(self, model: Element) -> None:
        translations = [each for itext in model.named("itext") for each in itext.named("translation")]
        if len(translations) > MOST_LANGUAGES:
            raise BadForm("too_many_languages", most=str(MOST_LANGUAGES))
        names = _languages([each.get("lang") for each in translations])
        self.languages = tuple(dict.fromkeys(names)) or ("",)
        chosen = [name for name, each in zip(names, translations, strict=True) if ("", "default") in each.attributes]
        self.default_language = (chosen or self.languages)[0]
        self.media: dict[str, None] = {}  # the files that texts name, in order
        self._by_id: dict[str, dict[str, str]] = {}
        for name, translation in zip(names, translations, strict=True):
            for text in translation.named("text"):
                self._keep(name, text)

    def _keep(self, language: str, text: Element) -> None:
        shapes: dict[str, str] = {}
        for value in text.named("value"):
            said = written(value)
            if not self.names_file(said):
                shapes.setdefault(value.get("form"), said)
        said = next((shapes[shape] for shape in READ if shapes.get(shape)), "")
        kept = self._by_id.setdefault(text.get("id"), {})
        if said:
            kept.setdefault(language, said)

    def names_file(self, text: str) -> bool:
        """Whether a text is the address of a file of the form; the file is then remembered."""
        found = _FILE.match(text.strip())
        if found:
            self.name_file(plain_name(found[1]))
        return found is not None

    def name_file(self, name: str) -> None:
        """Remember a file that the form needs."""
        if name:
            self.media.setdefault(name)

    def of(self, element: Element | None, *, item: Element | None = None) -> Mapping[str, str]:
        """The words of a label or a hint by language; in an ``item`` of a list their id may be one of its parts."""
        if element is None:
            return {}
        reference = element.get("ref")
        if reference:
            return self.at(reference, item=item)
        return self.everywhere(written(element))

    def at(self, reference: str, *, item: Element | None = None) -> Mapping[str, str]:
        """The words that ``jr:itext('…')`` points at; in an ``item`` also ``jr:itext(part)`` or the name of a part."""
        inside = pointed(reference)
        if inside is None:
            return self.everywhere(part_of(item, reference)) if item else {}
        is_literal = inside[:1] in ("'", '"') and inside[-1:] == inside[:1]
        return self._by_id.get(inside[1:-1] if is_literal else part_of(item, inside), {})

    def message(self, text: str) -> Mapping[str, str]:
        """A message that is either a text or points at one."""
        return self.everywhere(text.strip()) if pointed(text) is None else self.at(text)

    def everywhere(self, text: str) -> Mapping[str, str]:
        """One text, the same in every language of the form."""
        return dict.fromkeys(self.languages, text) if text else {}


def pointed(reference: str) -> str | None:
    """What stands in ``jr:itext(…)``, or None where this is something else."""
    call, is_there, rest = reference.strip().partition("jr:itext(")
    return rest[:-1].strip() if is_there and not call and rest.endswith(")") else None


def part_of(item: Element | None, reference: str) -> str:
    """The text of a part of an item of a list: ``name``, or ``./name``, or further down."""
    at = item
    for step in reference.strip().removeprefix("./").split("/"):
        at = at.first(step.rpartition(":")[2]) if at else None
    return at.text.strip() if at else ""


def written(element: Element) -> str:
    """The text of a label, with ``${name}`` where a value will stand."""
    return "".join(_pieces(element)).strip()


def _pieces(element: Element) -> Iterator[str]:
    for each in element.content:
        if isinstance(each, str):
            yield each
        elif each.name == "output":
            value = (each.get("value") or each.get("ref")).strip()
            yield f"${{{value.rpartition('/')[2] if _is_path(value) else value}}}"
        else:
            yield from _pieces(each)


def _is_path(expression: str) -> bool:
    return not set(expression) & set("()[]'\"+*|<>=!,") and " " not in expression


def plain_name(name: str) -> str:
    """The name of a file without any folder before it, or an empty text where nothing is left of it."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    return last if last.strip(".") else ""


def _languages(names: list[str]) -> list[str]:
    """The codes of some languages as a form names them; their names where two would have one code."""
    codes = [found[1].lower() if (found := _CODE.search(name)) else name.strip() for name in names]
    clear = len(set(codes)) == len(set(names))
    return ["" if name in UNNAMED else code for name, code in zip(names, codes if clear else names, strict=True)]
