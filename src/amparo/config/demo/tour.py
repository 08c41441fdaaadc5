"""What the terminal says of the town, in its language: the accounts, once, and a tour."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse
from django.utils.translation import get_language

from amparo.config.demo import town
from amparo.config.demo.asked import args_of
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


def coupon_lines(codes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Codes of made-up coupons: they stand on paper alone, and here."""
    if codes:
        yield ""
        yield said("coupons")
        for kind, code in codes:
            yield f"  {code}  {said(f'coupon_{kind}')}"


def stop_lines(stops: Sequence[town.Row], language: str) -> Iterator[str]:
    """Pages of this house, and what to try there."""
    for stop in stops:
        args = args_of(stop.get("of", ""))
        if args is not None and (settings.CHILD_CARE or not stop.get("child_care")):
            yield f"  {reverse(stop['page'], args=args):18} {stop[language]}"


def tour_lines() -> Iterator[str]:
    """Two minutes as she sees it, then as the team does, five with a study and five with figures."""
    told, language = town.read("tour"), get_language() or "es"
    yield ""
    yield said("as_she_sees_it")
    yield from stop_lines(told["stops"], language)
    yield said("from_the_desk")
    yield from stop_lines(told["desk"], language)
    if args_of("studies") is not None:
        yield said("of_studies")
        yield from stop_lines(told["asking"], language)
        yield said("of_figures")
        yield from stop_lines(told["figures"], language)
    if "import_services" in get_commands():
        yield said("bring_in")
    yield said("statistics")
    yield said("all_made_up") % {"name": settings.SITE_NAME}
    yield said("checks_too")
