"""A running house writes nothing where its code lies: on a server the code belongs to another user."""

import errno
import re
from pathlib import Path

import pytest

from amparo.config import prepare
from tests.own_house import own_house
from tests.terminal import amparo

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/how-to/run-a-house.md"


def written_by_a_start() -> list[str]:
    """Every file beneath the code that a start opens to write, moves or takes away."""
    import os
    import sys

    from django.conf import settings

    from amparo.config.prepare import ready

    found: list[str] = []

    def heard(event: str, told: tuple[object, ...]) -> None:
        if event == "open":
            path, flags = told[0], told[2]
            changes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        else:
            path, changes = told[0] if told else "", event in ("os.rename", "os.remove", "os.mkdir", "os.chmod")
        if changes and isinstance(path, str | Path) and str(path).startswith(f"{ROOT}/"):
            found.append(f"{event} {path}")

    sys.addaudithook(heard)
    (ROOT / "README.md").open("r+").close()  # nothing of it is changed
    ready(data=Path(settings.DATA))
    return found


def test_a_start_writes_nothing_beside_the_code(tmp_path: Path) -> None:
    assert prepare.build([]) == 0
    with own_house(tmp_path / "house") as made:
        seen = made.run(written_by_a_start)
    assert seen[:1] == [f"open {ROOT}/README.md"], "a file that is opened to be written there is seen"
    assert seen[1:] == []


def test_what_is_to_be_made_anew_there_is_asked_of_its_owner() -> None:
    with pytest.raises(SystemExit, match=r"django\.mo.*\./amparo build"), prepare.of_the_owner():
        raise OSError(errno.EROFS, "Read-only file system", "/srv/amparo/src/amparo/locale/es/LC_MESSAGES/django.mo")
    with pytest.raises(OSError), prepare.of_the_owner():  # what is no matter of whose it is keeps its own words
        raise OSError(errno.EIO, "Input/output error", "/srv/amparo/x")


def test_build_takes_no_word_that_it_does_not_know(tmp_path: Path) -> None:
    told = amparo(tmp_path / "house", "build", "--prot", LC_ALL="C.UTF-8")
    assert told.code != 0
    assert "--prot" in told.err


def test_the_service_of_the_guide_may_write_where_the_house_lies_and_nowhere_else() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    code = re.search(r"^WorkingDirectory=(\S+)$", text, re.M)
    house = re.search(r"^Environment=AMPARO_DATA=(\S+)$", text, re.M)
    writes = re.findall(r"^ReadWritePaths=(.+)$", text, re.M)
    assert code
    assert house
    assert "ProtectSystem=strict" in text
    assert writes == [house.group(1)]
    assert not house.group(1).startswith(code.group(1))
