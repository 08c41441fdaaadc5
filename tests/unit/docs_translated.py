"""Looking through the pages of help in Spanish and Portuguese: each is the English one, said again.

Whether a sentence says the same, only a reader can tell. Seen here is what a hurried change leaves behind: a step that
is missing, a command that is another one, a link into the wrong language, a button by a name that no page shows.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from amparo.config.words import LANGUAGES, catalogue_path
from tests.unit.docs_lint import CODE, LINK, PACKAGE, ROOT, anchors, content

DOCS = ROOT / "docs"
CALLED = {"en": "English", "es": "Español", "pt": "Português"}
UNDER = {"es": "", "pt": "/pt"}  # how the addresses of its pages begin
KINDS = {"box": r"\s*- \[ \] ", "point": r"\s*\* ", "step": r"\s*\d+\. ", "row": r"\|"}
TO_FILL_IN = re.compile(r"\b[^\W\d_a-zà-ÿ]{3,}\b")  # NAME in a command, which is NOMBRE in Spanish


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it, without what lies deeper."""

    heading: str
    lines: tuple[str, ...]
    code: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is said, without the code between fences."""
        return "\n".join(self.lines)


def parts(text: str) -> list[Part]:
    """A page in parts. The first one is what stands above its title."""
    found: list[tuple[str, list[str], list[str]]] = [("", [], [])]
    fenced = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif fenced:
            found[-1][2].append(line.strip())
        elif re.match(r"#+ ", line):
            found.append((line, [], []))
        else:
            found[-1][1].append(line)
    return [Part(heading, tuple(lines), tuple(code)) for heading, lines, code in found]


def shape(part: Part) -> list[str]:
    """The depth of the heading, and what comes under it, in order: paragraphs, steps, points, boxes, rows."""
    found = [part.heading.partition(" ")[0]]
    before = ""
    for line in part.lines:
        kind = next((kind for kind, looks in KINDS.items() if re.match(looks, line)), None)
        if kind:
            found.append(f"{kind} of {line.count('|') - 1}" if kind == "row" else kind)
        elif line.strip() and not before.strip():
            found.append("paragraph")
        before = line
    return found


def code(part: Part, *, under: str = "") -> Counter[str]:
    """Commands, paths, settings and addresses, with what is to be filled in left open.

    A page of a language has its address under that language: whoever reads the name of a button in Portuguese finds it
    at ``/pt/mesa`` and not at ``/mesa``.
    """
    marked = CODE.findall(" ".join(part.text.split()))
    return Counter(TO_FILL_IN.sub("…", re.sub(r"^/", f"{under}/", each)) for each in [*marked, *part.code])


def emphasised(part: Part) -> list[str]:
    """Every word or sentence *in italics* or **in bold**, also one within the other."""
    blocks = re.split(r"\n\s*\n|^\s*(?:\* |- \[ \] |\d+\. )|\|", CODE.sub("", part.text), flags=re.MULTILINE)
    return [" ".join(said.split()) for block in blocks for said in emphasised_in(re.sub(r"\n\s*>? ?", "\n", block))]


def emphasised_in(block: str) -> Iterator[str]:
    """What is between stars in one paragraph, row or step."""
    opened: list[tuple[int, int]] = []
    for stars in re.finditer(r"\*+", block):
        left = len(stars[0])
        while left and opened and opened[-1][0] <= left and not block[stars.start() - 1].isspace():
            width, start = opened.pop()
            left -= width
            yield block[start : stars.start()].replace("*", "")
        if left:
            opened.append((left, stars.end()))


@cache
def on_the_pages(language: str) -> dict[str, set[str]]:
    """What is called how on the pages: of each English name, the names it has in a language."""
    found: dict[str, set[str]] = {}
    with catalogue_path(language).open("rb") as file:
        for message in read_po(file):
            if isinstance(message.id, str) and message.id:
                found.setdefault(open_name(message.id), set()).add(open_name(str(message.string)))
    for path in (PACKAGE / "content" / "codes").glob("*.toml"):
        for each in tomllib.loads(content(path))["codes"]:
            found.setdefault(each["en"], set()).add(each[language])
    return found


def open_name(text: str) -> str:
    """A name as a page of help quotes it: what is filled in stands as three dots."""
    return re.sub(r"%\(\w+\)s", "…", text)


def links(page: Path, part: Part, language: str, docs: Path) -> Counter[str]:
    """Where a part leads: the English name of the page there, and the number of the heading."""
    found: Counter[str] = Counter()
    for target in LINK.findall(part.text):
        name, _, anchor = target.partition("#")
        there = Path(os.path.normpath(page.parent / name)) if name else page
        called, spoken = english_of(there, docs)
        if spoken != language and (docs / language / called).exists():
            called = f"{called} ({CALLED[spoken]})"
        found[f"{called}{place_of(anchor, content(there)) if anchor else ''}"] += 1
    return found


def place_of(anchor: str, text: str) -> str:
    """Which heading of a page an anchor names, by its number."""
    headings = [part.heading for part in parts(text)]
    return next((f"#{n}" for n, heading in enumerate(headings) if anchor in anchors(heading)), f"#{anchor}")


def english_of(page: Path, docs: Path) -> tuple[str, str]:
    """The name of a page without its language, and the language."""
    name = os.path.relpath(page, docs)
    language, _, rest = name.partition(os.sep)
    return (rest, language) if language in LANGUAGES else (name, "en")


def translated(docs: Path = DOCS) -> list[str]:
    """Every page that is there in another language, by its English name."""
    return sorted({str(page.relative_to(docs / each)) for each in LANGUAGES for page in (docs / each).rglob("*.md")})


def first_line(name: str, language: str) -> str:
    """How a page begins: with the way to the same page in the other two languages."""
    folder = os.path.dirname(name if language == "en" else f"{language}/{name}")
    others = ((each, name if each == "en" else f"{each}/{name}") for each in CALLED if each != language)
    return " · ".join(f"[{CALLED[each]}]({os.path.relpath(there, folder or '.')})" for each, there in others)


def faults(name: str, docs: Path = DOCS) -> Iterator[str]:
    """What parts the Spanish and the Portuguese page of a name from the English one, a sentence each."""
    pages = {each: docs / name if each == "en" else docs / each / name for each in CALLED}
    missing = [each for each, page in pages.items() if not page.exists()]
    if missing:
        yield f"{name}: not there in {' and '.join(map(CALLED.__getitem__, missing))}"
        return
    for language, page in pages.items():
        if content(page).splitlines()[0] != first_line(name, language):
            yield f"{language}/{name}: it has to begin with {first_line(name, language)}"
    for language in LANGUAGES:
        for fault in differences(pages["en"], pages[language], language, docs):
            yield f"{language}/{name}: {fault}"


def differences(english: Path, page: Path, language: str, docs: Path) -> Iterator[str]:
    """What differs between two pages, heading by heading."""
    ours, theirs = parts(content(english))[1:], parts(content(page))[1:]
    if len(ours) != len(theirs):
        yield f"{len(theirs)} headings instead of {len(ours)}"
        return
    called = on_the_pages(language)
    for one, other in zip(ours, theirs, strict=True):
        if shape(one) != shape(other):
            yield f"{other.heading}: {', '.join(shape(other))} instead of {', '.join(shape(one))}"
        pairs = (
            ("code", code(one, under=UNDER[language]), code(other)),
            ("link", links(english, one, "en", docs), links(page, other, language, docs)),
        )
        for what, wanted, found in pairs:
            yield from (f"{other.heading}: {what} {each} is missing" for each in sorted(wanted - found))
            yield from (f"{other.heading}: {what} {each} is not in English" for each in sorted(found - wanted))
        yield from (f"{other.heading}: {fault}" for fault in misnamed(emphasised(one), emphasised(other), called))


def misnamed(english: Iterable[str], said: Iterable[str], called: dict[str, set[str]]) -> Iterator[str]:
    """Buttons, menus and titles that do not bear the name they have on the pages, and marks that came or went."""
    wanted, found = Counter(english), Counter(said)
    if wanted.total() != found.total():
        yield f"{found.total()} words in italics or bold instead of {wanted.total()}"
    for name, times in sorted(wanted.items()):
        if name[:1].isupper() and name in called and sum(found[each] for each in called[name]) < times:
            yield f"“{name}” is called “{'” or “'.join(sorted(called[name]))}” on the pages"
