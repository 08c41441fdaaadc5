"""A chain of hands made up for tests, and the faults that are planted in it."""

from datetime import UTC, datetime, timedelta

from amparo.formats.custody_chain.events import Fact, Mark, digest_of, next_link

BEGAN = datetime(2026, 11, 28, 19, 34, tzinfo=UTC)
ITEMS = ("4f2a19c0d1e2f3a4", "00aa11bb22cc33dd")
PHOTO, PAPER = b"\xff\xd8\xff a photo", b"%PDF- a paper"


def chain(*acts: tuple[str, str, bytes]) -> tuple[list[bytes], dict[int, bytes], list[Mark]]:
    """The links, the facts and every mark of these acts: (action, item, the bytes after it)."""
    links, facts, marks = list[bytes](), dict[int, bytes](), list[Mark]()
    for number, (action, item, data) in enumerate(acts, 1):
        fact = Fact(
            1, item, BEGAN + timedelta(minutes=number), "user:9c1b", action, f"{number:032x}",
            reason=f"act {number}", after=digest_of(data) if data else "",
        )  # fmt: skip
        link, body, mark = next_link(marks[-1] if marks else None, fact)
        links.append(link)
        facts[number] = body
        marks.append(mark)
    return links, facts, marks


def six() -> tuple[list[bytes], dict[int, bytes], list[Mark]]:
    """Six acts on two pieces."""
    one, two = ITEMS
    return chain(
        ("acquired", one, PHOTO), ("acquired", two, PAPER), ("viewed", one, b""),
        ("viewed", two, b""), ("transferred", two, PAPER), ("viewed", one, b""),
    )  # fmt: skip
