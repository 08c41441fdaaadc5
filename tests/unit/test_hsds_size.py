"""A large file stays small in memory. Counted in bytes by the interpreter itself, never in seconds."""

import io
import tracemalloc
from collections.abc import Iterator

from amparo.formats.hsds import Problem, Service, read_json


def page(count: int) -> Iterator[bytes]:
    """A page of services, made while it is read. They are short because tracing every allocation is slow."""
    whole = (
        b'{"id":"00000000-0000-4000-8000-%012d","name":"Casa","status":"active","description":"' + b"x" * 600 + b'"}'
    )
    yield b'{"total_items":0,"contents":['
    for number in range(count):
        yield (b"," if number else b"") + whole % number
    yield b"]}"


class Pieces(io.RawIOBase):
    """A stream over pieces that do not exist yet."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def peak(count: int) -> int:
    """The most memory in bytes while so many services are read."""
    tracemalloc.start()
    try:
        read = problems = 0
        for found in read_json(Pieces(page(count))):
            read += isinstance(found, Service)
            problems += isinstance(found, Problem)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (read, problems) == (count, 0)
    return most


def test_a_hundred_thousand_services_pass_in_less_than_sixty_megabytes() -> None:
    """What each further service takes is measured over 5,000 and carried on to 100,000.

    The identifiers seen, to find the second one, are most of it: about 230 bytes each. Their table grows by steps; with
    all 100,000 it was 248 each. Whatever kept the text of a service as well would take more than 850.
    """
    less, more = peak(5_000), peak(10_000)
    assert less + (more - less) / 5_000 * 95_000 < 60_000_000
    assert more < 6_000_000
