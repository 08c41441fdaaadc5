"""Making a house ready: its file, its words, its two databases, its first data; and opening it."""

import difflib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from amparo.config import bundle, lock, values
from amparo.config.doctor import is_taken, other_port
from amparo.config.env import HOUSE_FILE, data_folder, read_house_file, write_house_file
from amparo.config.language import say as _
from amparo.config.language import spoken
from amparo.config.trouble import CLOSED, in_words, whole_or_nothing
from amparo.formats.slow_work import THREADS

PACKAGE = Path(__file__).resolve().parents[1]


def compile_words() -> None:
    """Compile the word catalogues that are newer than their compiled form."""
    for source in (PACKAGE / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo  # it is large, and most starts have nothing to compile
        from babel.messages.pofile import read_po

        with source.open("rb") as readable:
            catalogue = read_po(readable, locale=source.parts[-3])
        unfinished = compiled.with_suffix(f".{os.getpid()}.tmp")  # two may begin at once in one copy of the code
        try:
            with unfinished.open("wb") as writable:
                write_mo(writable, catalogue)
            shutil.copymode(source, unfinished)  # as readable as the code, also where a house keeps its files to itself
            unfinished.replace(compiled)
        finally:
            unfinished.unlink(missing_ok=True)


def keep_to_ourselves(data: Path) -> None:
    """The folder and the databases are their owner's alone, from the first byte; old ones as well."""
    os.umask(0o077)
    data.chmod(0o700)
    for path in (*data.glob("*.sqlite3*"), *data.glob(HOUSE_FILE)):
        path.chmod(0o600)


def ready(*, data: Path) -> None:
    """Bring words, style sheet, both databases and the shipped data up to date; the folder is its owner's alone."""
    keep_to_ourselves(data)
    refuse_half_left(data)
    with of_the_owner():
        compile_words()
    from django.conf import settings
    from django.core.management import call_command

    from amparo.commons.directory.actions.projection import learn_sizes, project_all
    from amparo.commons.directory.queries.projection import is_current

    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("migrate", database="evidence", verbosity=0, interactive=False)
    destroy_again()
    if settings.PROFILE != "guia":
        bundle.build()
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_places", verbosity=0)
    (data / "audio").mkdir(exist_ok=True)
    refuse_unknown_place()
    if not is_current():
        project_all()
    learn_sizes()


def refuse_half_left(data: Path) -> None:
    """A house that was being emptied when it was cut is not opened again: what comes in now would go unread."""
    state = data / "leaving.json"
    if state.is_file() and not json.loads(state.read_text(encoding="utf-8"))["done"]:
        raise SystemExit(_("This house is being emptied, and that was cut. To finish it: ./amparo leave FOLDER"))


def destroy_again() -> None:
    """Whatever an old copy brought back that was destroyed goes again, before anybody can open it."""
    from django.apps import apps

    if apps.is_installed("amparo.vault"):
        from amparo.vault.actions.replaying import replay_ledger

        replay_ledger()
    if apps.is_installed("amparo.doors.intake"):
        from amparo.doors.intake.actions.ending import take_away_again

        take_away_again()


def refuse_unknown_place() -> None:
    """Only the database knows whether the place of the house is one; a wrong one would be silently nowhere."""
    from django.conf import settings

    from amparo.commons.directory.queries.whereabouts import coded_place
    from amparo.commons.places.queries import find_places, label
    from amparo.config.settings import env

    wanted = settings.HOME_PLACE
    if not wanted or coded_place(wanted, settings.HOME_COUNTRY).lat is not None:
        return
    near = [f"{each.code} ({label(each)})" for each in find_places(wanted, country=settings.HOME_COUNTRY).places[:3]]
    codes = _("The codes are the first word of each line in src/amparo/content/places/places.tsv.")
    hint = _("Did you mean %(name)s?") % {"name": " / ".join(near)} if near else codes
    said = _("AMPARO_PLACE=“%(wanted)s” is not the code of a place.") % {"wanted": wanted}
    env.refuse("AMPARO_PLACE", f"{said} {hint}")


def django_setup() -> None:
    """Start Django in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
    import django

    django.setup()


def option(words: list[str], name: str, default: str = "") -> str:
    """The word after ``--name``."""
    return words[words.index(name) + 1] if name in words and words.index(name) + 1 < len(words) else default


def refuse_unknown(words: list[str], known: dict[str, bool]) -> None:
    """A misspelt option would be silently ignored; refuse it. ``known``: name, and whether a word follows it."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            hints = [_("Did you mean %(name)s?") % {"name": near[0]}] if near else []
            if known and not near:
                hints = [_("It can be: %(known)s.") % {"known": ", ".join(known)}]
            raise SystemExit(" ".join([_("“%(said)s” does not belong here.") % {"said": word}, *hints]))
        if known[word] and (not rest or rest.pop(0).startswith("--")):
            raise SystemExit(_("After %(what)s comes a value.") % {"what": word})


def refuse_taken(port: int, command: str) -> None:
    """Say so before anything is made, where another program listens already."""
    if is_taken(port):
        how = f"./amparo {command} --port {other_port(port)}"
        raise SystemExit(_("Another program uses port %(port)s. Try: %(how)s") % {"port": port, "how": how})


@contextmanager
def of_the_owner() -> Iterator[None]:
    """On a server the code belongs to another user than the one it runs as: who owns it makes what is missing."""
    try:
        yield
    except OSError as error:
        if error.errno not in CLOSED:
            raise
        said = _("%(place)s is to be made anew, and this user may not write it. Its owner runs %(how)s first.")
        raise SystemExit(said % {"place": error.filename, "how": "./amparo build"}) from error


def build(words: list[str]) -> int:
    """Make what else a start would make in the folder of the code: the compiled words, and the script."""
    refuse_unknown(words, {})
    compile_words()
    if os.environ.get("AMPARO_PROFILE") != "guia":
        bundle.build()
    print(_("Ready. To run, Amparo needs to write nothing in this folder."))
    return 0


def run(words: list[str]) -> int:
    """Open the house."""
    refuse_unknown(words, {"--port": True, "--workers": True})
    port, workers = values.port(option(words, "--port", "8000")), values.workers(option(words, "--workers", "2"))
    data = data_folder("var/house")
    with in_words(data):
        if not (data / HOUSE_FILE).exists():
            print(_("There is no house here yet. Make one: ./amparo init. Or look at a town to try: ./amparo demo"))
            return 1
        refuse_taken(port, "run")
        with lock.held(data):
            os.environ |= {"AMPARO_DATA": str(data), "AMPARO_SERVING": "yes"}
            django_setup()
            ready(data=data)
            start_worker()
            serve(port, workers=workers)


def demo(words: list[str]) -> int:
    """A fictional border town laid over real geography, to try every role in five minutes."""
    refuse_unknown(words, {"--port": True, "--small": False, "--no-serve": False, "--wipe": False})
    port = values.port(option(words, "--port", "8000"))
    data = data_folder("var/demo")
    with in_words(data):
        if data.exists() and any(data.iterdir()) and not is_demo(data):
            print(
                _("%(data)s is not a demo, so it is left alone. Choose an empty folder: %(how)s")
                % {"data": data, "how": "AMPARO_DATA=var/demo ./amparo demo"}
            )
            return 1
        if "--wipe" in words:
            return wipe(data)
        if "--no-serve" not in words:
            refuse_taken(port, "demo")
        if (data / HOUSE_FILE).exists():
            refuse_other_size(data, words)
            with lock.held(data):
                lay_demo(data)
        else:
            with whole_or_nothing(data):
                make_demo(data, profile="acompanamiento" if "--small" in words else "red")
        if "--no-serve" in words:
            print(_("Ready. Open it: %(how)s") % {"how": "./amparo demo"})
            return 0
        with lock.held(data):
            start_worker()
            serve(port, workers="2")


def refuse_other_size(data: Path, words: list[str]) -> None:
    """A demo stays as large as it was made; say so where another size is asked for."""
    if "--small" in words and read_house_file(data / HOUSE_FILE).get("AMPARO_PROFILE") != "acompanamiento":
        raise SystemExit(_("This demo was made without --small. Wipe it first: ./amparo demo --wipe"))


def make_demo(data: Path, *, profile: str) -> None:
    """Write the settings of a demo, then lay it out."""
    own = {"AMPARO_PROFILE": profile, "AMPARO_COUNTRY": "EC", "AMPARO_NAME": "Libreta", "AMPARO_DEMO": "yes"}
    own |= {"AMPARO_CHILD_CARE": "yes"} if profile == "red" else {}
    write_house_file(data / HOUSE_FILE, own | {"AMPARO_SECRET_KEY": secrets.token_urlsafe(48)})
    lay_demo(data)


def lay_demo(data: Path) -> None:
    """Bring the demo up to date, and lay the town out where it is not there yet."""
    os.environ |= {"AMPARO_DATA": str(data), "AMPARO_SERVING": "yes"}
    django_setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    said = _("Demo, profile %(profile)s: a few megabytes in %(data)s. All in it is made up, except the geography.")
    print(said % {"profile": settings.PROFILE, "data": data}, flush=True)
    ready(data=data)
    with translation.override(spoken()):
        call_command("demo_town")


def wipe(data: Path) -> int:
    """Delete the demo, unless it is open."""
    if data.exists():
        with lock.held(data, alone=True):
            shutil.rmtree(data)
    print(_("The demo is gone: %(data)s") % {"data": data})
    return 0


def is_demo(data: Path) -> bool:
    """Does this folder say itself that it is a demo? Nothing else is ever wiped."""
    return read_house_file(data / HOUSE_FILE).get("AMPARO_DEMO") == "yes"


def start_worker() -> None:
    """One process beside the pages that does what takes long, where this house has such work; it ends with us."""
    from django.conf import settings

    if settings.PROFILE == "red":
        words = [sys.executable, "-m", "amparo", "work", "--beside", str(os.getpid())]
        subprocess.Popen(words, stdin=subprocess.DEVNULL)


def serve(port: int, *, workers: str) -> NoReturn:
    """Listen on this computer only; a web server with TLS stands in front of a public house."""
    address = f"http://localhost:{port}/"
    print("\n" + _("Open %(address)s   (stop: Ctrl+C)") % {"address": address}, flush=True)
    # The server takes our place, so that stopping us stops it.
    os.execv(sys.executable, server_command(port, workers=workers))


def server_command(port: int, *, workers: str = "2", application: str = "amparo.config.wsgi:application") -> list[str]:
    """The server as a house runs it; the benchmark and the browser tests ask the same one."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers {workers} --blocking-threads {THREADS}"
    quiet = "--no-ws --no-access-log --log-level warning"
    return [sys.executable, "-m", "granian", *options.split(), *quiet.split(), application]
