"""A house that really stands: its own data, its collected files, granian in front, the made-up town inside."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from amparo.config import bundle
from amparo.config.paths import WORDS
from amparo.config.prepare import server_command
from tests import kept_town
from tests.moment import PROGRAM_PATH

ROOT = Path(__file__).resolve().parents[2]
PREFIX = {"es": "", "pt": "/pt", "en": "/en"}
LETTER = re.compile(r"^  (\S[^\n]*):\n      ((?:\S+ ){7}\S+)$", re.MULTILINE)
PHRASE = re.compile(r"^\s+\S+\s+([a-z]+)\s.*\s((?:[a-z]+-){4}\d\d)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """What the demo tells once: the passphrases, and the words of the made-up letters by what each is about."""

    passphrases: dict[str, str]
    letters: dict[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """Where it is, who works in it, and what it was asked."""

    address: str
    ledger: Path
    told: Told
    neutral: str

    @property
    def passphrases(self) -> dict[str, str]:
        """By the name with which somebody comes in."""
        return self.told.passphrases

    @property
    def database(self) -> Path:
        """The file of the people's database."""
        return self.ledger.parent / "care.sqlite3"

    def path(self, name: str, language: str = "es", more: str = "") -> str:
        """The address of a page by its name; ``home`` is the first one."""
        word = "" if name == "home" else WORDS[name]
        return f"{self.address}{PREFIX[language]}/{word}{more}"

    def asked(self, path: str) -> int:
        """How often the server itself was asked for this path."""
        return self.ledger.read_text(encoding="utf-8").splitlines().count(path)

    @contextlib.contextmanager
    def later(self, seconds: int, *, what: str = ".later") -> Iterator[None]:
        """For the stamps of its pages (or, ``.waited``, for its tickets) it is later now, until the block ends."""
        file = self.ledger.with_suffix(what)
        file.write_text(str(seconds), encoding="utf-8")
        try:
            yield
        finally:
            file.unlink()

    def with_role(self, role: str) -> str:
        """The name with which someone of this role comes in; who reads letters goes by her name."""
        if role in self.passphrases:
            return role
        people = tomllib.loads((ROOT / "src/amparo/content/demo/people.toml").read_text(encoding="utf-8"))["people"]
        return next(str(each["sign_in_name"]) for each in people if each["role"] == role)


def clean_environment(data: Path) -> dict[str, str]:
    """Nothing of the house of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AMPARO_", "DJANGO_"))}
    return kept | {
        "AMPARO_DATA": str(data),
        "PYTHONPATH": PROGRAM_PATH,
        "LC_ALL": "C.UTF-8",
    }


def lay_the_town(data: Path) -> Told:
    """Make the demo house in this folder, with the script where it can be made; give what it tells once."""
    bundle.build(quiet=True, fetch=False)
    told = kept_town.laid_in(data, run_the_demo)
    return Told(dict(PHRASE.findall(told)), dict(LETTER.findall(told)))


def run_the_demo(data: Path, environment: Mapping[str, str]) -> str:
    """What ``./amparo demo`` says while it makes the town in this folder."""
    return subprocess.run(
        [sys.executable, "-m", "amparo", "demo", "--no-serve"],
        env=clean_environment(data) | dict(environment),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=kept_town.BEFORE.total_seconds(),
    ).stdout


def free_port() -> int:
    """A port of this computer that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def standing(data: Path, told: Told, neutral: str, *, one_hop: bool = False) -> Iterator[House]:
    """The house, open, until the block ends."""
    port, ledger = free_port(), data / f"asked-{one_hop}.txt"
    ledger.touch()
    environment = clean_environment(data) | {
        "AMPARO_SERVING": "yes",
        "AMPARO_NEUTRAL_URL": neutral,
        "AMPARO_TEST_LEDGER": str(ledger),
        "AMPARO_TEST_ONE_HOP": neutral if one_hop else "",
    }
    command = server_command(port, application="tests.browser.counting:application")
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield House(f"http://localhost:{port}", ledger, told, neutral)
        finally:
            server.terminate()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Until the door opens, or a sentence that says it did not."""
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"The house did not open: granian ended with {server.returncode}.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The house did not open within half a minute.")


class Anybody(BaseHTTPRequestHandler):
    """A page like anybody's: where the quick way out leads in tests."""

    def do_GET(self) -> None:
        page = b"<!doctype html><html lang=en><title>The weather</title><link rel=icon href=data:,><h1>Sun</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def next_door() -> Iterator[str]:
    """A second server on another host name and port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Anybody) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
