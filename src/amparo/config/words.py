"""The word catalogues: gathered from the code, kept complete, compiled without gettext on the machine.

Message ids are English. ``es`` and ``pt`` are written by people; a new message stands there empty until
somebody writes it, and ``./amparo check`` says so.
"""

import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("es", "pt")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "_": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "remark": (2,),  # amparo.methods says what is wrong or weak: a code, and the sentence
    "in_plain_words": None,  # and what it takes for granted
}
CALLED = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(")  # a file without it has no message
LONG = 12  # letters; a longer translation that equals its source was forgotten
SAME = frozenset({"Tel."})  # that are the same in every language, each for a reason


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


type Message = str | tuple[str, ...]  # a pair where it has a plural
type Known = tuple[str | None, str]  # what it is about where that was said, and the message: one English, two meanings


def gather(package: Path = PACKAGE) -> Iterator[tuple[str, Message, str | None]]:
    """Every message of the Python files and the templates: file, message, and what it is about."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = re.sub(r"^\s+|\s+$", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
        if not CALLED.search(text):
            continue
        source, place = io.BytesIO(text.encode()), str(path.relative_to(package))
        for _line, message, _comments, about in extract("python", source, keywords=KEYWORDS):
            yield place, message, about


def update() -> dict[str, int]:
    """Bring both catalogues up to date; the number of messages that wait for words, by language."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    template = Catalog(charset="utf-8")
    for place, message, about in gather():
        if message:
            template.add(message, locations=[(place, 0)], flags=flags(message), context=about)
    waiting = {}
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language)
        else:
            catalogue = Catalog(locale=language, charset="utf-8")
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=110)
        keep_header_still(path)
        waiting[language] = sum(1 for message in catalogue if message.id and not all(strings(message.string)))
    return waiting


def flags(message: object) -> set[str]:
    """A message with %(name)s is formatted by Python."""
    texts = message if isinstance(message, tuple) else (message,)
    return {"python-format"} if any("%(" in str(text) for text in texts) else set()


def keep_header_still(path: Path) -> None:
    """Take the dates out of the header: an update that changes nothing changes no byte."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|'
        r"Project-Id-Version|Generated-By): .*\n",
        "",
        text,
        flags=re.MULTILINE,
    )
    path.write_text(re.sub(r"\A(#.*\n)+", "", text), encoding="utf-8")


def strings(value: object) -> tuple[str, ...]:
    """The translations of a message, singular and plural."""
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value or ""),)


def missing() -> list[str]:
    """What is wrong with the catalogues, a sentence each."""
    from babel.messages.pofile import read_po

    wanted = {known(message, about): strings(message) for _place, message, about in gather() if message}
    faults = []
    for language in LANGUAGES:
        path = catalogue_path(language)
        if not path.exists():
            faults.append(f"{language}: there is no catalogue. Run ./amparo words.")
            continue
        with path.open("rb") as file:
            catalogue = {known(m.id, m.context): strings(m.string) for m in read_po(file) if m.id}
        for about, source in sorted(wanted, key=lambda each: (each[1], each[0] or "")):
            translated = catalogue.get((about, source), ("",))
            if not all(translated):
                faults.append(f"{language}: no words yet for “{source}”.")
            faults += [
                f"{language}: “{form}” is the same as its source."
                for form in wanted[about, source]
                if len(form) > LONG and form in translated and form not in SAME
            ]
            for form, said in zip(wanted[about, source], translated, strict=False):
                if said and names_in(form) != names_in(said):
                    faults.append(f"{language}: “{form}” and its translation do not name the same things.")
        faults += [f"{language}: “{source}” is no longer used." for _about, source in catalogue.keys() - wanted.keys()]
    return faults


def names_in(text: str) -> list[str]:
    """What a text wants to be filled in."""
    return sorted(re.findall(r"%\(\w+\)s", text))


def known(message: str | Sequence[str], about: str | None) -> Known:
    """By what a message is known in a catalogue."""
    return about, message if isinstance(message, str) else str(message[0])
