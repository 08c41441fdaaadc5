"""A phone that speaks OpenRosa byte by byte, written from the specification: for tests that ask a real server.

It shares nothing with what it judges. What the app makes of an answer stands in ``collect_reading``.
"""

import http.client
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from typing import Any

from tests.collect_reading import read_message

MOST_FILES, MOST_BYTES = (
    100,
    10_000_000,
)  # ODK Collect: one more than a hundred, or more than it was told, and it splits
type Part = tuple[bytes, bytes]  # what stands in its head, and what it holds


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def said(self) -> str:
        """The sentence that a phone shows; nothing where there is none."""
        told = read_message(self.body) if self.body.startswith(b"<?xml") else None
        return told[1] if told else ""


def part(name: str, file_name: str | None, data: bytes, kind: str = "application/octet-stream") -> Part:
    """A part as OkHttp writes it: letters in UTF-8, quotes and line ends by number."""
    said = [b"form-data", b'name="' + quoted(name) + b'"']
    if file_name is not None:
        said.append(b'filename="' + quoted(file_name) + b'"')
    head = b"Content-Disposition: " + b"; ".join(said)
    return head + (f"\r\nContent-Type: {kind}".encode() if file_name is not None else b""), data


def quoted(name: str) -> bytes:
    """As OkHttp quotes a name."""
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22").encode()


def form_part(xml: bytes) -> Part:
    """The form itself."""
    return part("xml_submission_file", "a.xml", xml, "text/xml")


def parts_of(xml: bytes, files: Mapping[str, bytes] | None = None, *, is_split: bool = False) -> list[Part]:
    """What one request brings."""
    more = [part("*isIncomplete*", None, b"yes")] if is_split else []
    return [form_part(xml), *(part(name, name, data) for name, data in (files or {}).items()), *more]


def body_of(parts: Sequence[Part], boundary: str) -> bytes:
    """The body of a request."""
    mark = f"--{boundary}".encode()
    return b"".join(b"%b\r\n%b\r\n\r\n%b\r\n" % (mark, head, data) for head, data in parts) + mark + b"--\r\n"


def split(xml: bytes, files: Mapping[str, bytes], most_bytes: int = MOST_BYTES) -> list[dict[str, bytes]]:
    """Which files ODK Collect sends in which request: the form counts in each."""
    requests: list[dict[str, bytes]] = [{}]
    size = len(xml)
    names = list(files)
    for place, name in enumerate(names):
        requests[-1][name] = files[name]
        size += len(files[name])
        following = names[place + 1 : place + 2]
        if following and (len(requests[-1]) > MOST_FILES or size + len(files[following[0]]) > most_bytes):
            requests.append({})
            size = len(xml)
    return requests


@dataclass
class Phone:
    """One phone at one server."""

    port: int
    token: str
    headers: dict[str, str] = of(default_factory=dict)

    def path(self, page: str) -> str:
        """Where a page of this phone is."""
        return f"/hojas/{self.token}/{page}?deviceID=collect%3Ax" if self.token else f"/hojas/{page}?deviceID=x"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request."""
        told = {"X-OpenRosa-Version": "1.0", "Date": "Fri, 27 Nov 2026 03:00:00 GMT", **self.headers}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body=body, headers=told)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def post(self, parts: Sequence[Part], **headers: str) -> Answer:
        """A form, as a phone posts it."""
        boundary = secrets.token_hex(16)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.ask("POST", self.path("submission"), body_of(parts, boundary), Content_Type=kind, **headers)

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None, **headers: str) -> list[Answer]:
        """A form with all its files, in as many requests as ODK Collect makes of it; it ends where one is refused."""
        requests = split(xml, files or {})
        answers: list[Answer] = []
        for number, some in enumerate(requests, start=1):
            answers.append(self.post(parts_of(xml, some, is_split=number < len(requests)), **headers))
            if answers[-1].status not in (201, 202):
                break
        return answers

    def cut(self, body: bytes, boundary: str, *, at: int, is_chunked: bool = False) -> None:
        """Begin to send and hang up in the middle."""
        length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {len(body)}"
        head = (
            f"POST {self.path('submission')} HTTP/1.1\r\nHost: localhost\r\n{length}\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\n\r\n"
        )
        piece = body[:at]
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(head.encode() + (b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece))

    def raw(self, request: bytes) -> bytes:
        """Whatever these bytes are, and whatever comes back until the line is closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(request)
            pieces = []
            while piece := line.recv(65_536):
                pieces.append(piece)
        return b"".join(pieces)
