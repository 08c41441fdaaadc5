"""What is asked of children and of homes: three languages, and never a word of what she does for a living.

No question, no code, no page of the legal desk names her work, and none ties a child to it. Whether a country's law is
right is not tested here; that each line of law says on which page it stands is. Each look first finds a planted fault.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from amparo.config.words import catalogue_path, gather
from amparo.formats.codes import CONTENT, LANGUAGES, by_code, codes
from amparo.formats.fold import fold
from tests.unit.test_code_content import ASKS_TOO_MUCH, HER_WORK, NATIONALITY

ROOT = Path(__file__).resolve().parents[2]
OURS = ("custody", "evictions")
HOME = (
    "her_child", "other_parent", "care_order", "used_against", "best_interest", "child_travel", "hearing_prep",
    "tenancy", "harassment", "utilities", "screening", "session", "offer", "agreement", "instalment", "breach",
)  # fmt: skip
SHARED = {"go_with.worker"}  # a code of a list that others use too; what people read of it is "Somebody of the team"
LISTS = ("birth_hint", "home_line", "gate_state", "gate_reason", "session_state", "instalment_every")
# What she does for a living, in whatever words. In the files of children and homes none of them stands at all.
WORK = re.compile(
    r"\btrabaj\w*|\btrabalh\w*|\boficios?\b|\bocupac\w*|\bemple[oa]\w*|\bempreg\w*|\bprofesi\w*|\bprofiss\w*|\bclient\w*"
    r"|\bprograma\b|\bwork\w*|\bjobs?\b|\boccupation\w*|\bliving\b|\bearn\w*|\bgana\b|\bprostitu\w*|\bsexo\w*|\bsex\b"
)
STATUS = re.compile(r"irregular|indocument|sin papeles|sem papeis|undocumented|ilegal|illegal|estatus|estadia legal")
type Told = tuple[str, str]


def texts_of(kind: str) -> Iterator[Told]:
    """Everything that a file of questions says: where, what."""
    with (CONTENT / "legal" / f"{kind}.toml").open("rb") as file:
        table = tomllib.load(file)
    for section in table["sections"]:
        rows = [section, *section["questions"]]
        names = [*LANGUAGES, *(f"{form}_{language}" for form in ("hint", "young") for language in LANGUAGES)]
        yield from ((f"{kind}.{row['code']}", row[name]) for row in rows for name in names if name in row)
        yield from ((f"{kind}.{row['code']}", row["code"].replace("_", " ")) for row in rows)


def lists_of(kind: str) -> set[str]:
    """The lists that a file of questions offers."""
    with (CONTENT / "legal" / f"{kind}.toml").open("rb") as file:
        table = tomllib.load(file)
    return {row["list"] for section in table["sections"] for row in section["questions"] if "list" in row}


def told_in(names: Iterator[str] | set[str] | tuple[str, ...]) -> list[Told]:
    """Everything that these lists say, codes and all."""
    rows = [(name, each) for name in sorted(names) for each in codes(name)]
    said = [(f"{name}.{each.code}", each.label(language)) for name, each in rows for language in LANGUAGES]
    return said + [(f"{name}.{each.code}", each.code.replace("_", " ")) for name, each in rows]


def sentences(folders: tuple[str, ...]) -> list[Told]:
    """Everything that the pages and acts of these folders say, in three languages."""
    whose = [f"legal/{folder}/" for folder in folders]
    ours = [each for place, each, _about in gather() if any(name in str(place) for name in whose)]
    found = [("", text) for message in ours for text in ((message,) if isinstance(message, str) else message)]
    every = {text for _place, text in found}
    for language in ("es", "pt"):
        with catalogue_path(language).open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
                strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                if every & set(ids):
                    found += [(f"{language}: {ids[0]}", str(text)) for text in strings if text]
    return [(str(place), text) for place, text in found]


def names_work(told: list[Told], *, wide: bool = True) -> list[str]:
    """Where her work is named. ``wide``: any work at all, and not only hers by its name."""
    return [where for where, text in told if (WORK if wide else HER_WORK).search(fold(text))]


def asks_status(told: list[Told]) -> list[str]:
    return [where for where, text in told if STATUS.search(fold(text)) or ASKS_TOO_MUCH.search(fold(text))]


PLANTED = [
    ("a", "¿En qué trabaja la madre?"), ("b", "Does the mother work at night?"), ("c", "A ocupação da mãe"),
    ("d", "Vive del trabajo sexual"), ("e", "What she does for a living"), ("f", "Faz programa"),
    ("g", "¿Cuánto gana?"), ("h", "her job"),
]  # fmt: skip


def test_the_look_finds_her_work_however_it_is_said() -> None:
    assert names_work([*PLANTED, ("ok", "¿Quién cuida día a día?")]) == [where for where, _ in PLANTED]
    assert names_work(PLANTED, wide=False) == ["d"]


@pytest.mark.parametrize("kind", HOME)
def test_no_question_of_children_or_homes_names_her_work(kind: str) -> None:
    told = list(texts_of(kind))
    assert len(told) >= 8
    assert names_work(told) == []
    assert {*names_work(told_in(lists_of(kind)))} <= SHARED


def test_no_list_beside_them_does() -> None:
    assert names_work(told_in(LISTS)) == []


def test_no_file_and_no_list_of_the_whole_legal_desk_does() -> None:
    files = {path.stem: path.read_text("utf-8") for path in sorted((CONTENT / "legal").glob("*.toml"))}
    kinds = [name for name, text in files.items() if "[[sections]]" in text]
    assert set(HOME) <= set(kinds)
    told = [each for kind in kinds for each in texts_of(kind)]
    told += told_in({name for kind in kinds for name in lists_of(kind)})
    assert len(told) > 800
    assert names_work(told, wide=False) == []


def test_no_page_and_no_act_does() -> None:
    """In three languages: of children and homes no work at all, of the whole legal desk not hers."""
    told = sentences(OURS)
    assert len(told) > 300
    assert names_work(told) == []
    every = sentences(tuple(path.parent.name for path in (ROOT / "src/amparo/legal").glob("*/apps.py")))
    assert len(every) > len(told)
    assert names_work(every, wide=False) == []
    templates = [
        path.read_text("utf-8") for each in OURS for path in (ROOT / f"src/amparo/legal/{each}").rglob("*.html")
    ]
    assert len(templates) >= 12
    assert names_work([("", text) for text in templates], wide=False) == []


def test_nobody_is_asked_for_status_and_the_other_parent_not_for_a_country() -> None:
    assert asks_status([("a", "¿Está irregular?"), ("b", "Is she undocumented?"), ("c", "Tiene papeles")]) == ["a", "b"]
    every = [each for kind in HOME for each in (*texts_of(kind), *told_in(lists_of(kind)))]
    assert asks_status(every) == []
    other = [where for where, text in texts_of("other_parent") if NATIONALITY.search(fold(text))]
    assert other == []
    assert NATIONALITY.search(fold("¿De qué país es el padre o la otra madre?"))


@pytest.mark.parametrize("kind", HOME)
def test_each_text_stands_in_three_languages_and_each_list_is_there(kind: str) -> None:
    with (CONTENT / "legal" / f"{kind}.toml").open("rb") as file:
        table = tomllib.load(file)
    rows = [each for section in table["sections"] for each in (section, *section["questions"])]
    assert [row["code"] for row in rows if len({row[language] for language in LANGUAGES}) != 3] == []
    names = [row["code"] for section in table["sections"] for row in section["questions"]]
    assert len(names) == len(set(names))
    assert all(by_code(name) for name in lists_of(kind))


def test_each_line_of_law_says_on_which_page_it_stands() -> None:
    rows = codes("home_line")
    assert {row.more["topic"] for row in rows} == {"eviction", "bia", "travel"}
    for row in rows:
        assert re.fullmatch(r"https://[\w.-]+/\S+", row.more["source"]), row.code
        assert row.more["country"] in {"", *by_code("country")}, row.code
    eviction = [row.more["country"] for row in rows if row.more["topic"] == "eviction"]
    assert eviction == ["EC"], "of no other country the house has a page that says so"


def test_what_frightens_shuts_the_room() -> None:
    """By hand: what of the log is harm, fear or control."""
    danger = {row.code for row in codes("harm_kind") if row.more["danger"]}
    assert danger == {
        "threat", "hurt", "touch", "weapon", "children", "report", "tell", "locked_in", "papers", "watch", "enter",
    }  # fmt: skip
