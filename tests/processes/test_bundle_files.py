"""What the script makes of files and long texts: a key of its own for each, and sizes that tell a class only."""

from pathlib import Path

import pytest

from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import case_identity
from tests.script import Call, needs_node, put_together

SEED = bytes(range(100, 132))


@pytest.fixture(scope="module")
def js(tmp_path_factory: pytest.TempPathFactory) -> Call:
    return put_together(tmp_path_factory.mktemp("js"))


@needs_node
def test_each_file_has_a_key_and_a_name_of_its_own(js: Call, tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    lines = js(*({"do": "file", "size": 9, "path": path, "note": ""} for _ in range(3)))
    assert len({line["seed"] for line in lines}) == len({line["ref"] for line in lines}) == 3
    assert {(len(line["seed"]), len(line["ref"])) for line in lines} == {(64, 16)}


@needs_node
def test_a_long_text_is_filled_up_too(js: Call, tmp_path: Path) -> None:
    """Padmé, by hand: 5,031 bytes have 13 bits, 4 of which count; so it ends on the next 256, which is 5,120."""
    lengths = []
    for letters in (5_000, 5_050):
        path = tmp_path / f"{letters}"
        js({"do": "message", "text": "x" * letters, "files": [], "seed": SEED.hex(), "path": str(path)})
        lengths.append(len(open_sealed(path.read_bytes(), case_identity(SEED))))
    assert lengths == [5_120, 5_120]
