"""What is installed is what its hash says, and none of it is built here but what only the tests use."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "amparo").read_text(encoding="utf-8")


def test_every_installation_asks_for_hashes_and_for_nothing_that_has_to_be_built() -> None:
    installs = [line for line in SCRIPT.splitlines() if re.search(r"\bpip install\b", line)]
    assert installs
    for line in installs:
        assert "--require-hashes" in line
        assert "--only-binary=:all:" in line


def test_only_lists_of_the_tests_have_an_exception() -> None:
    exceptions = re.findall(r" in ([\w |]+)\) echo \"--no-binary=([\w,-]+)\"", SCRIPT, re.M)
    assert exceptions == [("dev | browser", "libhxl,python-io-wrapper")]
    assert SCRIPT.count("--no-binary") == 1
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        if path.stem not in ("dev", "browser"):
            pinned = path.read_text(encoding="utf-8")
            assert not re.search(r"^(libhxl|python-io-wrapper)\b", pinned, re.M), path.name
