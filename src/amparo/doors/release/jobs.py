"""What takes longer than somebody waits for a page: hiding and attacking a large plan, and letting it out."""

from collections.abc import Mapping
from typing import Any

from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.jobs.jobs import Tell
from amparo.doors.release import actions
from amparo.doors.release.queries.requests import get_request
from amparo.methods.estimate import in_plain_words

ATTACKS = in_plain_words("Attack %(n)s of %(of)s is done.")
LONG_S = 600.0  # of the search, where nobody waits


def protect(arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str:
    """Hide and attack, in the name of who asked for it."""
    (person,) = accounts_of(references={by})
    request = get_request(person, arguments["request"])

    def heard(done: int, of: int) -> None:
        tell(done, of, ATTACKS, n=done, of=of)

    actions.protect(request, by=person, today=clock.today(), time_limit_s=LONG_S, progress=heard)
    return request.reference


def let_out(arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str:
    """The last attack, and the release; by the rules as they are when it is done."""
    (person,) = accounts_of(references={by})
    request = get_request(person, arguments["request"])
    actions.let_out(request, by=person, today=clock.today(), time_limit_s=LONG_S)
    return request.reference
