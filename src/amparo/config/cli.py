"""``./amparo``: a few words of its own, and through to any command of the house."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from amparo.config import bundle, doctor, founding, prepare
from amparo.config import check as checks
from amparo.config.env import HOUSE_FILE, data_folder
from amparo.config.trouble import in_words

# What looks at the code and at no house. They run on an empty house of their own, which is gone afterwards.
NEED_NO_HOUSE = {"help", "version", "makemigrations", "words", "brief", "dpia", "show_pages", "show_rules"}
ROOT = Path(__file__).resolve().parents[3]
HELP = """Amparo

  ./amparo demo [--port N] [--small] [--no-serve] [--wipe]
                         a fictional border town to try, on this computer only
  ./amparo init          set up your own house: three questions
  ./amparo run [--port N] [--workers N]
                         open your house
  ./amparo test [...]    run the tests that can run here, name the ones that cannot
  ./amparo check         is the house still the house? walls, types, words, generated pages
  ./amparo bench NAME    measure; each result is one JSON line
  ./amparo doctor [--port N]
                         say in words what is missing on this computer
  ./amparo keys | sheets | outside
                         whose keys count, the sheets of paper, a reader from outside without an account
  ./amparo panic         lock everything, now
  ./amparo tidy | digest | backup FOLDER | restore FOLDER
                         once a night; the daily note; a copy of the house, and putting it back
  ./amparo COMMAND       any other: import_services, dpia, show_rules, migrate, ...   (./amparo help lists them)
"""


def main() -> None:
    """Run what was asked."""
    words = sys.argv[1:]
    own: dict[str, Callable[[list[str]], int]] = {
        "demo": prepare.demo,
        "init": founding.init,
        "run": prepare.run,
        "test": test,
        "check": check,
        "bench": bench,
        "doctor": doctor.main,
    }
    asks_how = not {"-h", "--help"}.isdisjoint(words[:2])
    if not words or (asks_how and (words[0] in own.keys() - {"test", "bench"} or words[0].startswith("-"))):
        print(HELP)
        return
    if words[0] in own:
        sys.exit(own[words[0]](words[1:]))
    manage(words)


def manage(words: list[str]) -> None:
    """Pass a command on to Django, which knows the commands of every room; most of them work on a house."""
    if words[0] in NEED_NO_HOUSE or not {"-h", "--help", "--version"}.isdisjoint(words):
        without_a_house(words)
        return
    data = data_folder("var/house")
    with in_words(data):
        if not (data / HOUSE_FILE).is_file():
            without_a_house(words, but_wanted=data)
            return
        prepare.keep_to_ourselves(data)
        os.environ |= {"AMPARO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
        from django.core.management import execute_from_command_line

        execute_from_command_line(["amparo", *words])


def without_a_house(words: list[str], *, but_wanted: Path | None = None) -> None:
    """Run a command that needs no house; say of any other that the one it was to work on is not there."""
    with tempfile.TemporaryDirectory(prefix="amparo-") as folder:
        checks.a_house_of_its_own(Path(folder))
        prepare.django_setup()
        from django.core.management import execute_from_command_line, get_commands

        if but_wanted and words[0] in get_commands():
            raise SystemExit(
                f"There is no house in {but_wanted}, so ./amparo {words[0]} has nothing to work on. Make one with "
                "./amparo init, or say where yours is: AMPARO_DATA=/its/folder before the command."
            )
        execute_from_command_line(["amparo", *words])


def test(words: list[str]) -> int:
    """Run the tests; Python's own exit code says whether they held."""
    os.chdir(ROOT)
    prepare.compile_words()
    bundle.build()  # tests fetch nothing themselves
    import pytest

    return int(pytest.main(words))


def check(words: list[str]) -> int:
    """Walls, types, style, words and generated pages."""
    os.chdir(ROOT)
    prepare.compile_words()
    return checks.main(words)


def bench(words: list[str]) -> int:
    """Run one benchmark of the folder ``bench``."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not words or words[0] not in names:
        print("Which one? " + ", ".join(names), file=sys.stderr)
        return 2
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, str(ROOT / "bench" / f"{words[0]}.py"), *words[1:]])
