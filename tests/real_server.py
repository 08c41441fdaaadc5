"""A house that granian serves, asked byte by byte: for tests that look at what goes over the wire and what it says.

Her browser here tells much of her: an address, an agent, a language, a page she came from, a cookie. All of them bear
one mark, so that it can be looked for afterwards.
"""

import html
import re
import socket
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from amparo.config.prepare import server_command
from tests import acts_of_a_day as acts
from tests.browser.house import free_port, wait_for
from tests.two_houses import base_house, copies

ROOT = Path(__file__).resolve().parents[1]
MARK = "zanahoria7391"  # stands in everything by which she could be told from others
COOKIE = f"{MARK}galleta"
ADDRESS, BEFORE, REAL, WEIGHT = "198.51.100.73", "203.0.113.91", "203.0.113.92", "0.7391"
LOOKED_FOR = (MARK, ADDRESS, BEFORE, REAL, WEIGHT)


@dataclass(frozen=True)
class Served:
    """A house that granian serves, what it says, and somebody who works in it from inside."""

    port: int
    said: Path
    inside: Any
    world: dict[str, Any]

    def raw(self, method: str, name: str, body: bytes = b"", kind: str = "application/x-www-form-urlencoded") -> bytes:
        """One request as bytes, and the answer as bytes, with its head."""
        head = [
            f"{method} {name} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {len(body)}",
            f"Content-Type: {kind}", f"User-Agent: Mozilla/5.0 ({MARK})", f"Accept-Language: es-{MARK}",
            f"X-Forwarded-For: {BEFORE}", f"Referer: http://localhost/{MARK}", f"Cookie: amparo={COOKIE}",
            "Accept-Encoding: gzip, br",
        ]  # fmt: skip
        return self.sent("\r\n".join(head).encode() + b"\r\n\r\n" + body)

    def sent(self, request: bytes, patience: float = 30) -> bytes:
        """Whatever these bytes are, and whatever is answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
            line.sendall(request)
            pieces = []
            while piece := line.recv(65_536):
                pieces.append(piece)
        return b"".join(pieces)

    def form(self, name: str, **fields: str) -> bytes:
        """A form of the channel."""
        return self.raw("POST", f"/{settings.PATHS[name]}", urlencode(fields).encode())

    def her_page(self, words: str) -> bytes:
        """Her page, from the field for her words on."""
        page = self.raw("GET", f"/{settings.PATHS['back']}", kind="text/plain")
        ticket = page_ticket(page)
        return self.form("back_open", p=words, t=ticket)


def page_ticket(page: bytes) -> str:
    """The ticket of a page as it came, packed or not."""
    head, _, body = page.partition(b"\r\n\r\n")
    text = zlib.decompress(body, zlib.MAX_WBITS | 32) if b"gzip" in head.lower() else body
    found = re.findall(r'name="t" value="([^"]+)"', text.decode())
    assert found, text[:500]
    return html.unescape(found[-1])


@contextmanager
def real_server(folder: Path, **more: str) -> Iterator[Served]:
    """The house of ``acts_of_a_day`` with granian in front of it, as a house starts it, until the block ends."""
    with base_house(folder / "base", acts.lay) as (base, world), copies(base, folder, 1) as (inside,):
        port, said = free_port(), folder / "said.txt"
        environment = inside.house.environment | {"AMPARO_SERVING": "yes"} | more
        command = server_command(port, application="tests.served:application")
        with (
            said.open("wb") as out,
            subprocess.Popen(command, env=environment, cwd=ROOT, stdout=out, stderr=out) as server,
        ):
            try:
                wait_for(port, server)
                yield Served(port, said, inside, world)
            finally:
                server.terminate()
