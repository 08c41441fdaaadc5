"""A town is laid once for the same sources, and copied after that; a half-laid one is never copied."""

from pathlib import Path

import pytest

from tests import kept_town, moment


class Laying:
    """Lays a town of one file, and remembers how often."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.breaks = False

    def __call__(self, data: Path, environment: dict[str, str]) -> str:
        self.told.append(environment)
        (data / "deep").mkdir()
        (data / "deep/rows").write_text(f"town {len(self.told)}", encoding="utf-8")
        (data / "deep/rows").chmod(0o600)
        if self.breaks:
            raise RuntimeError("no town today")
        return f"told {len(self.told)}"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "town"


def rows(data: Path) -> str:
    return (data / "deep/rows").read_text(encoding="utf-8")


def test_it_is_laid_once_and_each_has_a_copy_of_its_own(tmp_path: Path, kept: Path) -> None:
    lay, one, other = Laying(), tmp_path / "one", tmp_path / "other"
    assert kept_town.laid_in(one, lay, kept=kept, key="a") == "told 1"
    (one / "deep/rows").write_text("changed by a test", encoding="utf-8")
    assert kept_town.laid_in(other, lay, kept=kept, key="a") == "told 1"
    assert (rows(other), len(lay.told)) == ("town 1", 1)
    assert (other / "deep/rows").stat().st_mode & 0o777 == 0o600
    assert kept.stat().st_mode & 0o077 == 0


def test_other_sources_have_another(tmp_path: Path, kept: Path) -> None:
    lay = Laying()
    said = [kept_town.laid_in(tmp_path / key, lay, kept=kept, key=key) for key in "ab"]
    assert said == ["told 1", "told 2"]
    assert rows(tmp_path / "b") == "town 2"


def test_it_is_laid_before_the_moment_of_the_tests(tmp_path: Path, kept: Path) -> None:
    lay = Laying()
    kept_town.laid_in(tmp_path / "one", lay, kept=kept, key="a")
    zone, then, _computer = lay.told[0][moment.TOLD].split()
    assert zone == moment.ZONE.key
    assert then == (moment.NOW - kept_town.BEFORE).isoformat()


def test_what_broke_half_way_is_not_kept(tmp_path: Path, kept: Path) -> None:
    lay = Laying()
    lay.breaks = True
    with pytest.raises(RuntimeError):
        kept_town.laid_in(tmp_path / "one", lay, kept=kept, key="a")
    assert [each.name for each in kept.iterdir()] == ["lock"]
    lay.breaks = False
    kept_town.laid_in(tmp_path / "two", lay, kept=kept, key="a")
    assert rows(tmp_path / "two") == "town 2"


def test_those_that_were_not_used_for_longest_go(tmp_path: Path, kept: Path) -> None:
    lay = Laying()
    for key in "abca" + "d":
        kept_town.laid_in(tmp_path / f"{key}{len(lay.told)}", lay, kept=kept, key=key)
    assert sorted(each.name for each in kept.iterdir() if each.is_dir()) == ["a", "c", "d"]


def test_the_digest_changes_with_every_file_the_town_is_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept_town.digest_of_sources() == kept_town.digest_of_sources()
    paths = list(kept_town._files())
    assert {"town.py", "people.toml", "run.txt", "moment.py", "house.py"} <= {each.name for each in paths}
    assert not [each for each in paths if each.suffix in {".mo", ".pyc"}]
    (tmp_path / "src/deep").mkdir(parents=True)
    monkeypatch.setattr(kept_town, "ROOT", tmp_path)
    monkeypatch.setattr(kept_town, "MADE_FROM", ("src",))
    digests = [kept_town.digest_of_sources()]
    for name, text in (("src/a.py", "1"), ("src/a.py", "2"), ("src/deep/b.html", ""), ("src/deep/__pycache__/c", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        digests.append(kept_town.digest_of_sources())
    assert len(set(digests)) == 4
    assert digests[-1] == digests[-2], "what Python compiled is made from the rest"
