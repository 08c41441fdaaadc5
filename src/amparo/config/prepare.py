"""Making a house ready: its file, its words, its two databases, its first data; and opening it."""

import difflib
import os
import secrets
import shutil
import sys
from pathlib import Path
from typing import NoReturn

from amparo.config.doctor import is_taken
from amparo.config.env import read_house_file

PACKAGE = Path(__file__).resolve().parents[1]
PROFILES = {"1": "guia", "2": "acompanamiento", "3": "red"}
THREE_PICTURES = """
1  guía            a directory and routes, on screen and on paper. It keeps nothing about anybody.
                   One person, ten minutes. You promise to confirm what you list every few months.
2  acompañamiento  also messages without a name, cases, referrals, focal points and health.
                   Two people and a reader from outside. You promise to answer, and to keep keys.
3  red             also legal work, listening in the field, evidence and its release.
                   A small team. You promise two pairs of eyes on every figure.
What a profile lacks is not there: no page, no job, no data. You can change it later in the house file.
"""


def compile_words() -> None:
    """Compile the word catalogues that are newer than their compiled form."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in (PACKAGE / "locale").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as readable:
            catalogue = read_po(readable, locale=source.parts[-3])
        unfinished = compiled.with_suffix(".tmp")
        with unfinished.open("wb") as writable:
            write_mo(writable, catalogue)
        unfinished.replace(compiled)


def ready(*, data: Path) -> None:
    """Bring words, style sheet, both databases and the shipped data up to date; the folder is its owner's alone."""
    os.umask(0o077)
    data.chmod(0o700)
    compile_words()
    from django.core.management import call_command

    from amparo.commons.directory.actions.projection import project_all
    from amparo.commons.directory.queries.projection import is_current

    call_command("migrate", database="default", verbosity=0, interactive=False)
    call_command("migrate", database="evidence", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_places", verbosity=0)
    (data / "audio").mkdir(exist_ok=True)
    if not is_current():
        project_all()


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
            hint = f" Did you mean {near[0]}?" if near else f" It can be: {', '.join(known)}."
            raise SystemExit(f"There is no option {word} here.{hint}")
        if known[word] and (not rest or rest.pop(0).startswith("--")):
            raise SystemExit(f"After {word} comes a value.")


def port_of(words: list[str]) -> int:
    """The port that was asked for, or 8000."""
    text = option(words, "--port", "8000")
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise SystemExit(f"--port {text}: write a number between 1024 and 65535.")
    return int(text)


def write_house_file(data: Path, settings: dict[str, str]) -> None:
    """Write ``house.env``, readable by its owner only."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "house.env"
    lines = [f"{name}={value}" for name, value in settings.items()]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("# The settings of this house. Keep this file to yourself.\n" + "\n".join(lines) + "\n")


def init(words: list[str]) -> int:
    """Set up a house: three questions, each with an answer that is fine for most."""
    data = Path(os.environ.get("AMPARO_DATA", "var/house")).resolve()
    if (data / "house.env").exists():
        print(
            f"There is a house already: {data / 'house.env'}. Change that file, or choose another folder: "
            "AMPARO_DATA=var/other ./amparo init"
        )
        return 1
    print(THREE_PICTURES)
    profile = PROFILES.get(ask("Which one? 1, 2 or 3", "1"), "guia")
    country = ask("In which country are you? Two letters (CO, EC, PE, BR, ...)", "").upper()
    name = ask("What name shall the pages carry? A plain one, that says nothing of what they are for", "Libreta")
    write_house_file(
        data,
        {
            "AMPARO_PROFILE": profile,
            "AMPARO_COUNTRY": country,
            "AMPARO_NAME": name,
            "AMPARO_SECRET_KEY": secrets.token_urlsafe(48),
        },
    )
    os.environ["AMPARO_DATA"] = str(data)
    django_setup()
    ready(data=data)
    from django.core.management import call_command

    call_command("first_account")
    print(f"\nThe house is ready in {data}.\nOpen it: ./amparo run")
    return 0


def ask(question: str, default: str) -> str:
    """Ask on the terminal; where nobody answers, take the default."""
    if not sys.stdin.isatty():
        return default
    return input(f"{question} [{default}]: ").strip() or default


def run(words: list[str]) -> int:
    """Open the house."""
    refuse_unknown(words, {"--port": True, "--workers": True})
    data = Path(os.environ.get("AMPARO_DATA", "var/house")).resolve()
    if not (data / "house.env").exists():
        print("There is no house here yet. Make one: ./amparo init. Or look at a town to try: ./amparo demo")
        return 1
    os.environ["AMPARO_DATA"] = str(data)
    os.environ["AMPARO_SERVING"] = "yes"
    django_setup()
    ready(data=data)
    serve(port_of(words), workers=option(words, "--workers", "2"))


def demo(words: list[str]) -> int:
    """A fictional border town laid over real geography, to try every role in five minutes."""
    refuse_unknown(words, {"--port": True, "--small": False, "--no-serve": False, "--wipe": False})
    data = Path(os.environ.get("AMPARO_DATA", "var/demo")).resolve()
    if data.exists() and any(data.iterdir()) and not is_demo(data):
        print(f"{data} is not a demo, so it is left alone. Choose an empty folder: AMPARO_DATA=var/demo ./amparo demo")
        return 1
    if "--wipe" in words:
        shutil.rmtree(data, ignore_errors=True)
        print(f"The demo is gone: {data}")
        return 0
    port = port_of(words)
    if "--no-serve" not in words and is_taken(port):
        print(f"Another program uses port {port}. Try: ./amparo demo --port {port + 1}", file=sys.stderr)
        return 1
    profile = "acompanamiento" if "--small" in words else "red"
    print(
        f"Demo, profile {profile}: a few megabytes in {data}. Everything in it is made up, except the geography.",
        flush=True,
    )
    if not (data / "house.env").exists():
        own = {"AMPARO_PROFILE": profile, "AMPARO_COUNTRY": "EC", "AMPARO_NAME": "Libreta", "AMPARO_DEMO": "yes"}
        write_house_file(data, own | {"AMPARO_SECRET_KEY": secrets.token_urlsafe(48)})
    os.environ["AMPARO_DATA"] = str(data)
    os.environ["AMPARO_SERVING"] = "yes"
    django_setup()
    ready(data=data)
    from django.core.management import call_command

    call_command("demo_town")
    if "--no-serve" in words:
        print("Ready. Open it: ./amparo demo")
        return 0
    serve(port, workers="2")


def is_demo(data: Path) -> bool:
    """Does this folder say itself that it is a demo? Nothing else is ever wiped."""
    return read_house_file(data / "house.env").get("AMPARO_DEMO") == "yes"


def serve(port: int, *, workers: str) -> NoReturn:
    """Listen on this computer only; a web server with TLS stands in front of a public house."""
    address = f"http://localhost:{port}/"
    print(f"\nOpen {address}   (stop: Ctrl+C)", flush=True)
    # The server takes our place, so that stopping us stops it.
    os.execv(sys.executable, server_command(port, workers=workers))


def server_command(port: int, *, workers: str = "2") -> list[str]:
    """The server as a house runs it; the benchmark asks the same one."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers {workers} --blocking-threads 4"
    quiet = "--no-ws --no-access-log --log-level warning"
    return [sys.executable, "-m", "granian", *options.split(), *quiet.split(), "amparo.config.wsgi:application"]
