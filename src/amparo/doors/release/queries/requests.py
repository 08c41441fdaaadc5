"""Reading requests: what waits for whom, and how one stands before the rules."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.commons.accounts.queries import accounts_of, accounts_with
from amparo.commons.policy.policies import Actor, Hidden
from amparo.doors.release.models import CHECK, READ, Request, Say
from amparo.doors.release.policies import (
    ANALYST,
    CHECKER,
    DELAY,
    READER,
    YEAR,
    Standing,
    Yes,
    may_check,
    may_find,
    may_read_words,
    may_release,
    may_see,
    may_see_tables,
)
from amparo.doors.release.policies.states import OPEN
from amparo.formats.plan_periods import end_of
from amparo.formats.plans import Plan
from amparo.publications.queries import every_edition


def get_request(actor: Actor, reference: str) -> Request:
    """One of them; for who has nothing to do with releases there is none."""
    found = Request.objects.filter(reference=reference).first() if may_see.allows(actor) else None
    if found is None or not may_find.allows(actor, standing(found, ())):
        raise Hidden
    return found


def get_edition(actor: Actor, reference: str) -> tuple[Any, bool]:
    """An edition that left, for who works at the door, and whether she sees its tables."""
    found = next((each for each in every_edition() if each.reference == reference), None)
    of = Request.objects.filter(released=reference).first()
    if found is None:
        raise Hidden
    stands = standing(of, ()) if of else Standing("", "", frozenset(), 0, audience=found.audience)
    if not may_find.allows(actor, stands):
        raise Hidden
    return found, may_see_tables.allows(actor, stands)


def reviewers() -> list[tuple[str, str]]:
    """Who is paid to read words: her opaque name, and the name she uses."""
    return sorted(((each.reference, each.name_used) for each in accounts_with(READER)), key=lambda each: each[1])


def standing(of: Request, says: Iterable[Say] | None = None) -> Standing:
    """A request as the rules see it: with each yes to what it says now, and through whose hands she comes in."""
    told = list(of.says.order_by("on", "pk")) if says is None else list(says)
    people = {each.reference: each for each in accounts_of(references={of.author, *(each.who for each in told)})}

    def hands(who: str, then: str) -> frozenset[str]:
        """Those of that day and those of today: whoever was handed another passphrase since is not another person."""
        return frozenset({who, *then.split(), *(people[who].hands() if who in people else ())})

    def yes(kind: str, digest: str) -> tuple[Yes, ...]:
        now = [each for each in told if each.kind == kind and each.digest == digest]
        return tuple(
            Yes(
                each.who,
                frozenset({each.who}) if each.outside else hands(each.who, each.hands),
                each.paid,
                each.outside,
            )
            for each in now
            if not each.outside or _answered(of, each)
        )

    return Standing(
        of.state, of.author, hands(of.author, of.author_hands), of.checkers,
        yes(CHECK, of.digest), yes(READ, of.words_digest), due(of), of.audience, frozenset(of.readers.split()), of.kind,
    )  # fmt: skip


def _answered(of: Request, said: Say) -> bool:
    """Is there the answer of that house, to these figures and to these words?"""
    asked = of.asked_outside.filter(partner=said.who, said="yes", digest=of.digest, words_digest=of.words_digest)
    return bool(asked.exists())


def somebody_counts() -> bool:
    """Is there anybody in this house who counts or checks? Then its own totals go the way of all figures."""
    return bool(accounts_with(ANALYST, CHECKER).exists())


def due(of: Request) -> date:
    """The first day on which it may be released: by the calendar of the place where the house stands."""
    return end_of(of.period) + DELAY


@dataclass(frozen=True, slots=True)
class Lists:
    """Requests as one person finds them."""

    hers: list[Request]  # they wait for her
    others: list[Request]  # they wait for somebody else
    ended: list[Request]


def requests_for(actor: Actor, today: date) -> Lists:
    """Everything there is, what waits for her first; the newest on top."""
    if not may_see.allows(actor):
        raise Hidden
    hers: list[Request] = []
    others: list[Request] = []
    for each in Request.objects.filter(state__in=OPEN).order_by("-asked_on", "pk"):
        stands = standing(each)
        if not may_find.allows(actor, stands):
            continue
        waits = may_check.allows(actor, stands) or may_read_words.allows(actor, stands)
        (hers if waits or may_release.allows(actor, stands, today) else others).append(each)
    ended = Request.objects.exclude(state__in=OPEN).order_by("-asked_on", "pk")[:200]
    return Lists(hers, others, [each for each in ended if may_find.allows(actor, standing(each, ()))])


def readings(codebook: str, kind: str = "counts") -> dict[str, str]:
    """For each edition of a codebook who it counted, as it was kept with its request."""
    return _counted([each.name for each in every_edition() if each.kind == kind and of_codebook(each, codebook)])


def other_readings(codebook: str, kind: str = "counts") -> dict[str, str]:
    """The same of every other codebook: whose rows these are may be the same people under other codes.

    For own totals also of what counted the people of several houses. For that, own totals of the same codebook are
    nothing else: there everybody is taken to know the rows of who published them (``known``).
    """
    kinds = ("counts", "totals")
    other = [each for each in every_edition() if each.kind in kinds and not of_codebook(each, codebook)]
    if kind == "totals":
        other += [each for each in every_edition() if each.kind == "counts" and of_codebook(each, codebook)]
    return _counted([each.name for each in other])


def every_reading() -> dict[str, str]:
    """The same of every edition of counts that ever left; nothing of one of which it is not kept."""
    return _with_gaps([each.name for each in every_edition() if each.kind in ("counts", "totals")])


def sample_readings(plan: Plan) -> dict[str, str]:
    """For each edition of estimates by the questionnaire of a plan who stood behind it, the oldest first."""
    name = f"f_{plan.instrument}"
    found = [each for each in reversed(every_edition()) if each.kind == "sample"]
    return _with_gaps([each.name for each in found if each.codebook.partition("/")[0] == name])


def with_rows(plan: Plan) -> list[tuple[Any, set[str]]]:
    """Every edition of a plan of a sample, with the digests of the answers that it told of; the newest first."""
    told = sample_readings(plan)
    read = {name: json.loads(text)["samples"] if text else [] for name, text in told.items()}
    rows = {name: {each["rows"] for each in samples} for name, samples in read.items()}
    return [(each, rows.get(each.name, set())) for each in earlier(plan.code)]


def _with_gaps(names: list[str]) -> dict[str, str]:
    kept = _counted(names)
    return {name: kept.get(name, "") for name in names}


def _counted(names: list[str]) -> dict[str, str]:
    found = Request.objects.filter(state="released", name__in=names)
    return dict(found.values_list("name", "counts"))


def earlier(plan: str) -> list[Any]:
    """The editions of a plan, the newest first."""
    return [each for each in every_edition() if each.plan == plan]


def recounted_by(plan: Plan) -> Any:
    """The edition of its codebook that last counted what came late; the first one, where none did. None: there is none.

    Whoever publishes after it, by whatever plan, counts whom it counted.
    """
    mine = [each for each in reversed(every_edition()) if each.kind == plan.kind and of_codebook(each, plan.codebook)]
    anew = [each for place, each in enumerate(mine) if not place or json.loads(each.ledger)[0]["revises"]]
    return anew[-1] if anew else None


def revisable_on(plan: Plan) -> date | None:
    """From when on what came late may be counted: a year after it was last counted. None: nothing was published."""
    last = recounted_by(plan)
    found: date | None = last.released_on + YEAR if last else None
    return found


def of_codebook(edition: Any, codebook: str) -> bool:
    """Does an edition stand on the ledger of this codebook?"""
    return bool(edition.codebook.partition("/")[0] == codebook)


def remarks_of(of: Request) -> list[tuple[str, dict[str, Any]]]:
    """What the method said when it refused: message ids, and what goes into their places."""
    return [(text, values) for _code, text, values in json.loads(of.remarks or "[]")]
