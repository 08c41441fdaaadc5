"""Looking through the written house: what a document names must be there.

A line that says "to come" may name what is not built yet.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from amparo.config import listing, paths

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "amparo"
NOT_OURS = {"var", "node_modules"}  # beside every folder whose name begins with a dot
LATER = re.compile(r"to come|not built yet", re.IGNORECASE)
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"\./amparo +([a-z_]+)((?: +[^`#\n]*)?)")
FOLDERS = ("src/", "tests/", "docs/", "bench/", "requirements/", ".ci/")  # how the path of a file of ours begins
FOLDERS_OF_A_SERVER = ("srv", "var", "run", "etc", "dev", "backups")  # not addresses of pages, though they look alike
ROOMS = ("config/", "commons/", "access/", "formats/", "content/", "locale/")  # the same, inside the package


def documents() -> list[Path]:
    """Every Markdown file of the project, except those that a program writes."""
    found = (path for path in ROOT.rglob("*.md") if not is_foreign(path.relative_to(ROOT)))
    return sorted(path for path in found if "reference" not in path.parts)


def is_foreign(path: Path) -> bool:
    """Does it lie in a folder that tools or houses fill?"""
    return any(part in NOT_OURS or part.startswith(".") for part in path.parts)


def content(path: Path) -> str:
    """What a file says."""
    return path.read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The names by which the headings of a document can be linked."""
    found = set()
    for heading in re.findall(r"^#+ +(.+)$", FENCE.sub("", text), re.MULTILINE):
        kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
        found.add(kept.strip().replace(" ", "-"))
    return found


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Relative links that lead nowhere, and links to a heading that is not there."""
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists() or (anchor and anchor not in anchors(text if there == path else content(there))):
            yield target


def lines_of_today(text: str) -> list[str]:
    """The lines that speak of what is there now."""
    return [line for line in text.splitlines() if not LATER.search(line)]


def missing_files(text: str) -> Iterator[str]:
    """Paths named in code marks that no file or folder of ours has, and tests that no file defines."""
    for line in lines_of_today(text):
        for named in CODE.findall(line):
            name, _, test = named.partition("::")
            if " " in named or not name.startswith((*FOLDERS, *ROOMS)):
                continue
            base = PACKAGE if name.startswith(ROOMS) else ROOT
            found = list(base.glob(name.rstrip("/")))
            if not found or (test and f"def {test}(" not in content(found[0])):
                yield named


def missing_measures(text: str) -> list[str]:
    """What ``./amparo bench`` is said to measure, and no file does."""
    named = [name for line in lines_of_today(text) for name in re.findall(r"\./amparo bench ([a-z_]+)", line)]
    return [name for name in named if not (ROOT / "bench" / f"{name}.py").is_file()]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every ``./amparo`` command that a document quotes, with its options."""
    for line in lines_of_today(text):
        for name, rest in COMMAND.findall(line):
            yield name, re.findall(r"(?<!\S)--[a-z-]+", rest)


def own_commands() -> set[str]:
    """The commands that may be written after ``./amparo``."""
    return listing.names() - {"help", "version"}


def house_commands() -> set[str]:
    """The commands that a file of ours brings."""
    return {path.stem for path in PACKAGE.glob("**/management/commands/*.py") if not path.stem.startswith("_")}


def unknown_options(name: str, options: list[str]) -> list[str]:
    """Options that neither the help nor the code of the script knows."""
    brought = PACKAGE.glob(f"**/management/commands/{name}.py")
    known = "".join(
        map(
            content,
            [*(PACKAGE / "config").rglob("*.py"), *brought, *ROOT.glob("bench/*.py"), *ROOT.glob("tests/running/*.py")],
        )
    )
    return [option for option in options if f'"{option}"' not in known and option not in listing.page()]


def unknown_settings(text: str) -> set[str]:
    """Settings that no file of ours reads."""
    readers = [
        ROOT / "amparo",
        ROOT / "tests" / "conftest.py",
        ROOT / "tests" / "moment.py",
        ROOT / "tests" / "examples.py",
        ROOT / "tests" / "running" / "plugin.py",
        *ROOT.glob(".ci/run"),
    ]
    known = "".join(map(content, [*readers, *(PACKAGE / "config").rglob("*.py")]))
    found = {name.removesuffix("_FILE") for name in re.findall(r"\bAMPARO_[A-Z_]*[A-Z]", text)}
    return {name for name in found if name not in known}


def unknown_addresses(text: str) -> list[str]:
    """Addresses in code marks whose first word is no page of ours."""
    words = {*paths.WORDS.values(), *FOLDERS_OF_A_SERVER, "", "pt", "en", "hsds"}
    found = [named for line in lines_of_today(text) for named in CODE.findall(line) if re.fullmatch(r"/[a-z/]*", named)]
    return [address for address in found if address.split("/")[1] not in words]


def foreign_traces(text: str) -> list[str]:
    """What no document of ours should hold: folders of one machine, invented mail addresses."""
    prose = re.sub(r"postgres://\S+", "", text)
    return re.findall(r"/(?:work|root|home)/\S*|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b", prose)


def folded(text: str) -> str:
    """Small letters without accents: how a glossary is sorted."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def glossary_faults(text: str) -> Iterator[str]:
    """Rows without a word in each language or a definition, twice the same term, and rows out of order."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    before = ""
    for row in rows[2:]:
        term = row[0]
        if len(row) != 4 or not all(row):
            yield f"{term}: not three languages and a definition"
        if folded(term) <= before:
            yield f"{term}: out of order, or twice"
        before = folded(term)


def adr_faults(names: Iterable[str]) -> Iterator[str]:
    """File names without a number, numbers that are missing or twice."""
    for expected, name in enumerate(sorted(names), start=1):
        if not re.fullmatch(rf"{expected:04d}-[a-z0-9-]+\.md", name):
            yield name
