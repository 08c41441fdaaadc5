"""``./amparo``: a few words of its own, and through to any command of the house."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from amparo.config import doctor, prepare

ROOT = Path(__file__).resolve().parents[3]
HELP = """Amparo

  ./amparo demo [--port N] [--small] [--no-serve] [--wipe]
                         a fictional border town to try, on this computer only
  ./amparo init          set up your own house: three questions
  ./amparo run [--port N]   open your house
  ./amparo test [...]    run the tests that can run here, name the ones that cannot
  ./amparo check         is the house still the house? walls, types, words, generated pages
  ./amparo bench NAME    measure; each result is one JSON line
  ./amparo doctor        say in words what is missing on this computer
  ./amparo COMMAND       any other: import_services, dpia, show_rules, migrate, ...   (./amparo help lists them)
"""


def main() -> None:
    """Run what was asked."""
    words = sys.argv[1:]
    own: dict[str, Callable[[list[str]], int]] = {
        "demo": prepare.demo,
        "init": prepare.init,
        "run": prepare.run,
        "test": test,
        "check": check,
        "bench": bench,
        "doctor": doctor.main,
    }
    if not words or words[0] in {"-h", "--help"}:
        print(HELP)
        return
    if words[0] in own:
        sys.exit(own[words[0]](words[1:]))
    manage(words)


def manage(words: list[str]) -> None:
    """Pass a command on to Django, which knows the commands of every room."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
    Path(os.environ.get("AMPARO_DATA", "var/house")).mkdir(parents=True, exist_ok=True)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["amparo", *words])


def test(words: list[str]) -> int:
    """Run the tests; Python's own exit code says whether they held."""
    os.chdir(ROOT)
    prepare.compile_words()
    import pytest

    return int(pytest.main(words))


def check(words: list[str]) -> int:
    """Walls, types, style, words and generated pages."""
    os.chdir(ROOT)
    prepare.compile_words()
    from amparo.config import check as checks

    return checks.main(words)


def bench(words: list[str]) -> int:
    """Run one benchmark of the folder ``bench``."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not words or words[0] not in names:
        print("Which one? " + ", ".join(names), file=sys.stderr)
        return 2
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, str(ROOT / "bench" / f"{words[0]}.py"), *words[1:]])
