"""Which addresses may be a link on a page: those of the web, and nothing that runs, calls or opens a file. Pure."""

import re

_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0]")  # a browser reads past these when it looks for the scheme
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # example.org:8080 names a port, not a scheme


def is_web(address: str) -> bool:
    """Does the address begin as one of the web does?"""
    return address.lower().startswith(("http://", "https://"))


def web(address: str) -> str:
    """The address where it is one of the web, else nothing."""
    return address if is_web(address) else ""


def has_other_scheme(address: str) -> bool:
    """Does a text name a scheme that is not of the web, like javascript, data, file or mailto?"""
    plain = _BLANK.sub("", address)
    return bool(_SCHEME.match(plain)) and not is_web(plain)
