"""Eight words and what hangs on them: house and phone hold to the same figures, which were made elsewhere."""

import hashlib
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from amparo.sealing import words as house_words
from amparo.sealing.receipts import check_of, derive_receipt, salt_of
from tests.script import Call, needs_node, put_together

GOLDEN = json.loads(Path(__file__).with_name("receipts.json").read_text("utf-8"))
# Fillers for a list of 1,024: letters that no word of the figures has, so that none is a slip away from another.
FILLERS = ["".join(each) + "qq" for each in itertools.product("kwxyqz", repeat=4)]
LIST = [*GOLDEN["words"], *FILLERS][:1024]
LISTS = Path(house_words.LISTS)

needs_lists = pytest.mark.skipif(not (LISTS / "es.txt").is_file(), reason="the lists of words are not here yet")


@pytest.fixture(scope="module")
def js(tmp_path_factory: pytest.TempPathFactory) -> Call:
    return put_together(tmp_path_factory.mktemp("js"))


@pytest.fixture(scope="module")
def list_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("words") / "list.txt"
    path.write_text("\n".join(LIST), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("made", GOLDEN["derived"], ids=lambda made: made["words"][0] + made["house_salt"][:2])
def test_the_house_derives_the_same(made: dict[str, Any]) -> None:
    house_salt = bytes.fromhex(made["house_salt"])
    receipt = derive_receipt(tuple(made["words"]), house_salt)
    assert salt_of(house_salt).hex() == made["salt"]
    assert (receipt.check, receipt.secret.hex(), receipt.recipient) == (
        made["check"], made["secret"], made["recipient"],
    )  # fmt: skip
    assert check_of(bytes.fromhex(made["lookup"])) == made["check"]


@needs_node
def test_her_phone_derives_the_same(js: Call) -> None:
    calls = [{"do": "receipt", "words": made["words"], "salt": made["salt"]} for made in GOLDEN["derived"]]
    for made, got in zip(GOLDEN["derived"], js(*calls), strict=True):
        assert (got["lookup"], got["secret"], got["recipient"]) == (made["lookup"], made["secret"], made["recipient"])
        assert got["told"] > 20  # it says how far it is
        assert got["last"] == 1


@pytest.mark.parametrize("case", GOLDEN["typed"], ids=lambda case: case["why"])
def test_the_house_reads_what_is_typed(case: dict[str, Any]) -> None:
    plain = [house_words.folded(word) for word in LIST]
    known, beginnings = {word: word for word in plain}, {word[: house_words.PREFIX]: word for word in plain}
    typed = house_words.typed_words(case["typed"])
    got = [house_words.meant_by(word, known, beginnings) for word in typed]
    if isinstance(case["read"], list):
        assert got == case["read"]
    elif case["read"]["kind"] == "unknown":
        assert [place for place, word in enumerate(got, 1) if word is None] == case["read"]["places"]
    else:
        assert (len(typed) < house_words.COUNT) == (case["read"]["kind"] == "few")
        assert len(typed) != house_words.COUNT


@needs_node
@pytest.mark.parametrize("case", GOLDEN["typed"], ids=lambda case: case["why"])
def test_her_phone_reads_what_is_typed(js: Call, list_file: str, case: dict[str, Any]) -> None:
    assert js({"do": "read", "text": case["typed"], "paths": [list_file]}) == [case["read"]]


@needs_node
def test_a_list_that_knows_more_is_taken_whole(js: Call, list_file: str, tmp_path: Path) -> None:
    """The list of the page is asked first; another one only where it does not know all, and then it is the other's."""
    other = tmp_path / "other.txt"
    other.write_text("\n".join(FILLERS[:1024]), encoding="utf-8")
    typed = " ".join(GOLDEN["words"][:8])
    first, second = js(
        {"do": "read", "text": typed, "paths": [str(other), list_file]},
        {"do": "read", "text": typed, "paths": [list_file, "/nowhere"]},
    )
    assert first == second == GOLDEN["words"][:8]
    mixed = " ".join([*GOLDEN["words"][:6], FILLERS[1100], FILLERS[1101]])
    assert js({"do": "read", "text": mixed, "paths": [list_file, str(other)]}) == [
        {"kind": "unknown", "places": [7, 8]}
    ]


@needs_node
def test_words_are_drawn_from_the_whole_list(js: Call, list_file: str) -> None:
    drawn = [0, 1, 1023, 1024, 2047, 65_535, 65_024, 512]
    one, *many = js({"do": "fresh", "path": list_file, "drawn": drawn}, *[{"do": "fresh", "path": list_file}] * 40)
    assert one == [LIST[each % 1024] for each in drawn]
    seen = {word for words in many for word in words}
    assert len(seen) > 250  # of 320 drawn from 1,024, about 275 are different
    assert len({tuple(words) for words in many}) == 40


@needs_node
@needs_lists
@pytest.mark.parametrize("language", house_words.LANGUAGES)
def test_house_and_phone_read_every_slip_alike(js: Call, language: str) -> None:
    """Over the real list: beginnings, slips and near misses of one word in seventeen, read the same on both sides."""
    shown = house_words.word_list(language)
    typed: list[str] = []
    for word in shown[::17]:
        plain = house_words.folded(word)
        at = int(hashlib.sha256(plain.encode()).hexdigest(), 16)
        slips = sorted(set(house_words.slips(plain)))
        typed += [plain, plain[:3], plain[:4], plain[:5], *slips[at % 7 :: 40], slips[at % len(slips)] + "x"]
    (got,) = js({"do": "resolve", "path": str(LISTS / f"{language}.txt"), "typed": typed})
    assert got == [house_words.resolve(word, language) for word in typed]
    assert None in got
