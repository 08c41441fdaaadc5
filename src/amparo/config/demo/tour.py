"""What the terminal says of the town, in its language: the accounts, once, and a tour of two minutes."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse
from django.utils.translation import get_language

from amparo.config.demo import town
from amparo.config.demo.people import Person


def said(name: str) -> str:
    """A sentence of the tour."""
    return str(town.read("tour")["say"][name][get_language() or "es"])


def address(page: str) -> str:
    """The address of a page as this house writes it."""
    return reverse(page)


def account_lines(people: Sequence[Person]) -> Iterator[str]:
    """The table of the accounts, with what to try first as each of them."""
    rows = [tuple(said("columns").split("|"))]
    rows += [(person.name, person.sign_in_name, person.role, person.passphrase) for person in people]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    yield said("made_up")
    yield ""
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield said("begin_there") % {"page": address("sign_in")}
    for person in people:
        yield f"  {person.name:8} {address(person.page):18} {person.first}"


def letter_lines(words: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """The words of the made-up letters: with them a visitor comes back as she would."""
    yield ""
    yield said("words")
    for name, each in words:
        yield f"  {name}:"
        yield f"      {' '.join(each)}"


def tour_lines() -> Iterator[str]:
    """Two minutes: first as she sees it, then as the team does."""
    told, language = town.read("tour"), get_language() or "es"
    yield ""
    yield said("as_she_sees_it")
    for stop in told["stops"]:
        yield f"  {address(stop['page']):18} {stop[language]}"
    yield said("from_the_desk")
    for stop in told["desk"]:
        if not stop.get("child_care") or settings.CHILD_CARE:
            yield f"  {address(stop['page']):18} {stop[language]}"
    if "import_services" in get_commands():
        yield said("bring_in")
    yield said("statistics")
    yield said("all_made_up") % {"name": settings.SITE_NAME}
    yield said("checks_too")
