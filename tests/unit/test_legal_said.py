"""Nothing of the legal desk names her work or her status: no question, list, letter, template, address or file name.

Everything that could be read on a page, in a paper or in a calendar is gathered: the files of ``content/legal``, the
lists that they and the code of ``legal`` name, the texts of the pages in three languages, the pages and the code
themselves, and the addresses. The look first finds a word that was planted in each of these places.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from amparo.config.reference import named_patterns
from amparo.formats.codes import CONTENT, LANGUAGES, codes, label
from amparo.formats.documents.filling import WORDS
from amparo.formats.documents.naming import file_name

SRC = CONTENT.parent
LEGAL, FORMATS = SRC / "legal", [SRC / "formats" / name for name in ("documents", "deadlines", "custody_chain")]
NAMES_A_LIST = re.compile(r'\blist = "(\w+)"|\b(?:codes|by_code|choices|label)\("(\w+)"|coded:"(\w+)"')
WORK = (
    r"sex[\s_-]?work|(?:trabaj|trabalh)\w*[\s_-](?:sexual|sexuais|sexo|do sexo)|(?:trabaj|trabalh)adora?s? sexua"
    r"|prostit|meretr|\bputas?\b|ramera|\bescorts?\b|acompañante sexual|garota de programa|\bprograma sexual"
    r"|brothel|burdel|bordel|prost[ií]bul|whorehouse|\bhooker|cliente sexual|servi[cç]ios? sexual|sexual services"
)
STATUS = (
    r"indocumentad|undocumented|\birregular|\bilegal|\billegal|clandestin|sin papeles|sem pap[eé]is|without papers"
    r"|(?:estatus|status|situaci[oó]n|situa[cç][aã]o|condici[oó]n) migrat[oó]ri|(?:migration|immigration) status"
    r"|\bVIH\b|\bHIV\b|seropositiv"
)
NAMED = re.compile(f"{WORK}|{STATUS}", re.IGNORECASE)


def lists() -> set[str]:
    """The code lists that the content and the code of legal matters name."""
    texts = [path.read_text(encoding="utf-8") for path in [*files(CONTENT / "legal", "toml"), *files(LEGAL, "*")]]
    found = {name for text in texts for hit in NAMES_A_LIST.findall(text) for name in hit if name}
    known = {path.stem for path in (CONTENT / "codes").glob("*.toml")}
    return {name for name in found if name in known} | {name for name in known if name.startswith("matter_")} | {WORDS}


def files(folder: Path, ending: str) -> list[Path]:
    """The files of a folder that are read by people or by the program."""
    return sorted(path for path in folder.rglob(f"*.{ending}") if path.suffix in {".toml", ".html", ".py", ".txt"})


def said() -> Iterator[tuple[str, str]]:
    """Everything that is said, and where."""
    for path in files(CONTENT / "legal", "toml"):
        yield f"content {path.relative_to(CONTENT)}", path.read_text(encoding="utf-8")
    for name in sorted(lists()):
        for each in codes(name):
            yield f"list {name}", f"{each} {each.more}" if hasattr(each, "more") else str(each)
        yield f"list {name}", (CONTENT / "codes" / f"{name}.toml").read_text(encoding="utf-8")
    for folder in (LEGAL, *FORMATS):
        for path in files(folder, "*"):
            yield f"code {path.relative_to(SRC)}", f"{path.name}\n{path.read_text(encoding='utf-8')}"
    for language in ("es", "pt"):
        with (SRC / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            for each in read_po(file):
                if any(place.startswith(("legal/", "formats/")) for place, _line in each.locations):
                    yield f"words {language}", f"{each.id} {each.string}"
    for name, pattern, view in named_patterns():
        if view.__module__.startswith("amparo.legal"):
            yield "address", f"{name} {pattern}"


def named_in(texts: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    """Where a word stands that says her work or her status, and which."""
    found: dict[str, set[str]] = {}
    for place, text in texts:
        for hit in NAMED.finditer(text):
            found.setdefault(place, set()).add(hit[0].lower())
    return found


ALL = list(said())


def test_everything_is_looked_at() -> None:
    places = {place.split()[0] for place, _text in ALL}
    assert places == {"content", "list", "code", "words", "address"}
    assert len(ALL) > 600
    assert {"matter_kind", "state_act", "party_role", "exhibit_kind", "hearing_mode"} <= lists()
    assert len(LANGUAGES) == 3


PLANTED = [
    "trabajo sexual", "trabajadora sexual", "trabalhadora sexual", "sex work", "prostitución", "una puta",
    "está indocumentada", "irregular", "ilegal", "sin papeles", "sem papéis", "migration status", "situação migratória",
    "sexwork.toml",
]  # fmt: skip


@pytest.mark.parametrize("word", PLANTED)
def test_a_planted_word_is_found_wherever_it_stands(word: str) -> None:
    by_kind = {place.split()[0]: (place, text) for place, text in ALL}
    for kind, (place, text) in by_kind.items():
        assert named_in(iter([(place, f"{text} {word}")])), (kind, word)


def test_nothing_names_her_work_or_her_status() -> None:
    assert named_in(iter(ALL)) == {}


def test_file_names_and_calendars_say_a_neutral_word() -> None:
    """What leaves as a file: an opaque name; what a calendar shows: one word and a day."""
    from datetime import UTC, date, datetime

    from amparo.formats.ical import Event, calendar

    for language in LANGUAGES:
        for form in ("pdf", "docx", "html"):
            name = file_name(label(WORDS, "file_name", language), "0123456789abcdef", form)
            assert not NAMED.search(name)
            assert not re.search(r"amparo|asunto|legal|abogad|tutela|matter|case|caso", name, re.IGNORECASE), name
    text = calendar([Event("x", date(2026, 11, 28), "Pendiente", datetime(2026, 11, 28, tzinfo=UTC))])
    assert not re.search(rb"asunto|legal|abogad|audiencia|juzgado", text if isinstance(text, bytes) else text.encode())
