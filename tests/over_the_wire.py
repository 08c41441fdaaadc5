"""A browser without script, as bytes on the wire: for tests that ask a real server and know all that was sent."""

import html
import re
import secrets
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Wire:
    """One person at one server; it keeps the cookies that she is given."""

    def __init__(self, address: str) -> None:
        self.address, self.jar = address, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        """A page."""
        return self._ask(Request(self.address + path))

    def post(self, path: str, fields: dict[str, Any], files: dict[str, tuple[str, str, bytes]] | None = None) -> str:
        """A form, with files where there are any: ``field: (name, type, bytes)``."""
        if files is None:
            return self._ask(Request(self.address + path, urlencode(fields, doseq=True).encode()))
        boundary = secrets.token_hex(16)
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask(Request(self.address + path, multipart(boundary, fields, files), kind))

    def _ask(self, request: Request) -> str:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()


def multipart(boundary: str, fields: dict[str, Any], files: dict[str, tuple[str, str, bytes]]) -> bytes:
    """The body of a form with files. The ticket goes last, as on the page."""
    mark = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = [f'{mark}"{name}"; filename="{file}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + data + b"\r\n"
             for name, (file, kind, data) in files.items()]  # fmt: skip
    texts = sorted(fields.items(), key=lambda each: each[0] == "t")
    parts += [f'{mark}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in texts]
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def hidden(page: str, name: str, *, place: int = 0) -> str:
    """A hidden field of this name on a page: the first, or the one at another place."""
    found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name!r} on the page"
    return html.unescape(found[place])


def field(page: str, name: str) -> str:
    """The last hidden field of this name on a page."""
    return hidden(page, name, place=-1)


def words_on(page: str) -> tuple[str, ...]:
    """Her eight words, where they stand on a page; none where they do not."""
    listed = re.search(r'<ol class="words[^"]*"[^>]*>(.*?)</ol>', page, re.DOTALL)
    return tuple(html.unescape(word) for word in re.findall(r"<li>(.*?)</li>", listed[1])) if listed else ()
