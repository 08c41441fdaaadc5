"""``./amparo``: a few words of its own, and through to any command of the house."""

import contextlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import amparo
from amparo.config import bundle, doctor, founding, listing, methods, prepare, terminal
from amparo.config import check as checks
from amparo.config.env import HOUSE_FILE, data_folder, read_house_file
from amparo.config.language import say as _
from amparo.config.language import spoken
from amparo.config.trouble import in_words

# What looks at the code and at no house. They run on an empty house of their own, which is gone afterwards.
NEED_NO_HOUSE = {"makemigrations", "words", "brief", "dpia", "show_pages", "show_rules", "show_schema"}
ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Run what was asked."""
    words = sys.argv[1:]
    own: dict[str, Callable[[list[str]], int]] = {
        "demo": prepare.demo,
        "build": prepare.build,
        "init": founding.init,
        "run": prepare.run,
        "test": test,
        "check": check,
        "bench": bench,
        "doctor": doctor.main,
        "methods": methods.main,
    }
    if spoken() != "en":
        with contextlib.suppress(OSError):  # a folder of others: then with the words that were compiled before
            prepare.compile_words()
    asks_how = not {"-h", "--help"}.isdisjoint(words[:2])
    if (
        not words
        or words == ["help"]
        or (asks_how and (words[0] in own.keys() - {"test", "bench", "methods"} or words[0][0] == "-"))
    ):
        print(listing.page(with_letters=takes_letters()))
    elif words[0] in own:
        sys.exit(own[words[0]](words[1:]))
    else:
        manage(words)


def takes_letters() -> bool:
    """Does the house here take letters? Where there is none yet, it could."""
    file = data_folder("var/house") / HOUSE_FILE
    return not file.is_file() or profile_of(file) != "guia"


def profile_of(file: Path) -> str:
    """What a house is, as the environment or its file says."""
    return os.environ.get("AMPARO_PROFILE") or read_house_file(file).get("AMPARO_PROFILE", "guia")


def manage(words: list[str]) -> None:
    """A command that the rooms bring; most of them work on a house."""
    name = words[1] if words[0] == "help" else words[0]
    if name == "version":
        print(amparo.__version__)
        return
    if name not in listing.names():
        terminal.refuse(name)
    if words[0] == "help" or not {"-h", "--help"}.isdisjoint(words):
        without_a_house(lambda: print(terminal.explain(name)))
        return
    call = terminal.pass_on if name in listing.DJANGOS else terminal.run
    data = data_folder("var/house")
    with in_words(data):
        if name in NEED_NO_HOUSE:
            without_a_house(lambda: call(words))
            return
        if not (data / HOUSE_FILE).is_file():
            raise SystemExit(
                _(
                    "There is no house in %(folder)s, so ./amparo %(name)s has nothing to work on. Make one with "
                    "./amparo init, or say where yours is: AMPARO_DATA=/its/folder before the command."
                )
                % {"folder": data, "name": name}
            )
        if name in listing.LETTERS and not takes_letters():
            terminal.refuse_of_a_guide(name, data / HOUSE_FILE)
        prepare.keep_to_ourselves(data)
        os.environ |= {"AMPARO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
        prepare.django_setup()
        call(words)


def without_a_house(do: Callable[[], None]) -> None:
    """What needs no house works on an empty one of its own, with the rooms that are installed here."""
    with tempfile.TemporaryDirectory(prefix="amparo-") as folder:
        checks.a_house_of_its_own(Path(folder))
        if importlib.util.find_spec("pyrage") is None:
            os.environ["AMPARO_PROFILE"] = "guia"
        prepare.django_setup()
        do()


def test(words: list[str]) -> int:
    """Run the tests (``tests/running``); the exit code says whether they held."""
    os.chdir(ROOT)
    prepare.compile_words()
    bundle.build()  # tests fetch nothing themselves
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "tests.running", *words])


def check(words: list[str]) -> int:
    """Walls, types, style, words and generated pages."""
    os.chdir(ROOT)
    prepare.compile_words()
    return checks.main(words)


def bench(words: list[str]) -> int:
    """Run one benchmark of the folder ``bench``."""
    names = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    if not words or words[0] not in names:
        print(_("Which one? %(names)s") % {"names": ", ".join(names)}, file=sys.stderr)
        return 2
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, str(ROOT / "bench" / f"{words[0]}.py"), *words[1:]])
