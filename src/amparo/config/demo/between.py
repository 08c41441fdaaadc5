"""Two more agreements of the demo: one that waits for a second person, and one by which rows of this house would go."""

from datetime import timedelta
from typing import Any

from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid


def lay_between(counts: Any, laid: Laid) -> None:
    """Both of them; ``counts`` is who draws up, with her key open."""
    from amparo.doors.exchange.actions.agreeing import confirm, draw, read_in
    from amparo.doors.exchange.queries.partnerships import book_today
    from amparo.formats.passing.agreements import Agreement, fresh_code
    from amparo.vault.actions.passing import key_of_nobody

    facts, house = town.read("between"), town.read("town")["house"]
    days = {"begins": laid.before(facts["began"]), "ends": laid.today + timedelta(days=facts["lasts"])}
    said = days | {name: facts[name] for name in ("purpose", "variables", "sender_role", "receiver_role")}
    draw(by=counts, receiver=house, **facts["waits"], **said)
    book, variables = book_today(), tuple(sorted(said.pop("variables")))
    theirs = Agreement(
        code=fresh_code(), sender=house, codebook=book.reference, digest=book.digest, recipient=key_of_nobody(),
        variables=variables, **facts["goes"], **said,
    )  # fmt: skip
    found = read_in(theirs.as_file(), by=SETUP)
    confirm(found, heard=theirs.mark, by=SETUP)
