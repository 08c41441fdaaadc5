"""More agreements of the demo: one waits for a second person, by one rows of this house would go, by one totals came.

The totals are of a house where nobody checks: they came to be looked at, and one who checks here gave the word.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
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


def lay_totals(people: dict[str, Any], laid: Laid, drawn: Callable[[Random], dict[str, Any]]) -> None:
    """Another house publishes totals of its own: made there, opened here, looked at, and answered with a yes."""
    from amparo.doors.exchange.actions.agreeing import confirm, draw
    from amparo.doors.release.actions.theirs import bring_theirs, say
    from amparo.formats.passing.documents import mark_of
    from amparo.formats.passing.totals import YES
    from amparo.vault.actions.passing import seal_passing

    facts, house = town.read("between"), town.read("town")["house"]
    said, on = facts["totals"], laid.before(facts["totals"]["days"])
    by: Any = people[said["by"]]
    agreed = draw(
        by=by, sender=said["sender"], receiver=house, purpose=facts["purpose"], variables=facts["variables"],
        begins=laid.before(said["began"]), ends=laid.today + timedelta(days=facts["lasts"]),
        sender_role=facts["sender_role"], receiver_role=facts["receiver_role"],
    )  # fmt: skip
    confirm(agreed, heard=agreed.mark, by=SETUP)
    agreed.refresh_from_db()
    rng = Random(said["seed"])
    told = would_publish([drawn(rng) for _ in range(said["people"])], agreed, on)
    data = seal_passing(agreed.recipient, told.as_file())
    theirs = bring_theirs(agreed, data, heard=mark_of(data), by=by, today=on)
    say(theirs, said=YES, seen=theirs.looked_at, apart=True, by=people[said["says"]], today=on + timedelta(days=1))


def would_publish(rows: list[dict[str, Any]], agreed: Any, on: Any) -> Any:
    """What that house would publish: counted, hidden and attacked by the same machine, and no row of it comes here."""
    from amparo.doors.release.queries.outside import bare
    from amparo.doors.release.queries.people import OWN, leaf_of
    from amparo.doors.release.queries.protection import Past, protected_of
    from amparo.doors.release.queries.words import default_words
    from amparo.formats.hsds.encode import canonical
    from amparo.formats.passing.totals import Totals, fresh_token
    from amparo.formats.plan_periods import before
    from amparo.formats.plans import plan, world
    from amparo.methods.disclosure import Ledger

    one = plan("totals")
    period = before(on, one.unit, 1)[0]
    fresh = Counter((OWN, *(leaf_of(each, row) for each in world(one.codebook))) for row in rows)
    made = protected_of(
        one, period, Past(Ledger(), ()), fresh, name=f"{one.code}/{period}", audience=one.audience, revises=False,
        time_limit_s=20.0,
    )  # fmt: skip
    words = canonical(default_words(one, period, json.loads(made.cells)))
    return Totals(
        agreed.code, agreed.sender, one.code, one.digest, period, f"{one.code}/{period}", bare(made.cells), words,
        made.report, made.digest, on + timedelta(days=60), fresh_token(), fresh_token(), (),
    )  # fmt: skip
