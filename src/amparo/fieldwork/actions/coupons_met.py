"""Coupons as the filled forms name them: who was brought by whom, and where two forms do not go together.

Phones ask without a line, so a coupon may have been redeemed on two of them. Nothing is guessed then: both forms stay,
with a reason, until somebody who leads the study decides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from amparo.commons.audit.actions import unaudited
from amparo.fieldwork.models import Coupon, Study
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, PRINTED, REDEEMED, REPLACED, VOID
from amparo.vault.actions.coupons import Marks, NotACode, marks_of_typed

type Named = Mapping[int, tuple[str, tuple[str, ...]]]  # by form: the code she came with, and those she was given


@dataclass(slots=True)
class Met:
    """What the forms of a study say of its coupons. The marks live while a build is written."""

    links: dict[int, tuple[str, str]] = field(default_factory=dict)  # by form: its own mark, and that of who brought it
    refused: dict[int, str] = field(default_factory=dict)  # by form, of the list ``door_reason``
    redeemed: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)  # by coupon, the mark of who gave it
    numbers: tuple[int, ...] = ()  # printed on coupons with which more than one form came


@unaudited("it changes nothing")
def meet_coupons(study: Study, named: Named) -> Met:
    """Lay what the forms say beside what the house knows."""
    met = Met()
    known = {each.check_of: each for each in study.coupons.all()}
    own: dict[int, Marks] = {}
    for key, (code, given) in named.items():
        try:
            if code:
                own[key] = marks_of_typed(code, study.salt)
            elif study.design == "rds":
                met.refused[key] = "no_coupon"
                continue
            _take_given(study, known, own.get(key), given, met)
        except NotACode:
            met.refused[key] = "coupon_unknown"
    _refuse(own, known, met)
    _link(own, known, met)
    return met


def _take_given(study: Study, known: Mapping[str, Coupon], own: Marks | None, given: tuple[str, ...], met: Met) -> None:
    """Who gave which coupon, as her form says; what the desk wrote down before stands."""
    for code in given:
        lookup = marks_of_typed(code, study.salt).lookup
        if own is not None and lookup in known and not known[lookup].given_by and not known[lookup].is_seed:
            met.given.setdefault(lookup, own.giver)


def _refuse(own: Mapping[int, Marks], known: Mapping[str, Coupon], met: Met) -> None:
    """Forms with a coupon that this study did not give, or with which another one came."""
    often = Counter(marks.lookup for marks in own.values())
    twice = set()
    for key, marks in own.items():
        coupon = known.get(marks.lookup)
        was_given = coupon is not None and (coupon.is_seed or coupon.given_by or marks.lookup in met.given)
        if coupon is None or coupon.state in {VOID, REPLACED} or not was_given:
            met.refused[key] = "coupon_unknown"
        elif often[marks.lookup] > 1:
            met.refused[key] = "coupon_twice"
            twice.add(coupon.number)
        elif key not in met.refused:
            met.redeemed.add(marks.lookup)
    met.numbers = tuple(sorted(twice))


def _link(own: Mapping[int, Marks], known: Mapping[str, Coupon], met: Met) -> None:
    """The marks by which rows are tied, without circles."""
    links = {}
    for key, marks in own.items():
        if key not in met.refused:
            links[key] = (marks.giver, known[marks.lookup].given_by or met.given.get(marks.lookup, ""))
    above = dict(links.values())
    for key, (mark, _by) in links.items():
        if mark in _upwards(above, mark):
            met.refused[key] = "coupon_circle"
    met.links = {key: link for key, link in links.items() if key not in met.refused}


def _upwards(above: Mapping[str, str], mark: str) -> Iterator[str]:
    """Everybody above in the chain, until it ends or comes round."""
    seen = set[str]()
    at = above.get(mark, "")
    while at and at not in seen:
        seen.add(at)
        yield at
        at = above.get(at, "")


@unaudited("a part of a build, which writes the trail")
def write_met(study: Study, met: Met) -> None:
    """Take over what the forms say: which coupons were given by whom, and with which somebody came."""
    changed = []
    for coupon in study.coupons.filter(check_of__in=[*met.given, *met.redeemed]):
        before = (coupon.state, coupon.given_by)
        if coupon.check_of in met.given and not coupon.given_by:
            coupon.given_by = met.given[coupon.check_of]
            coupon.state = ISSUED if coupon.state == PRINTED else coupon.state
        if coupon.check_of in met.redeemed and coupon.state in {PRINTED, ISSUED, EXPIRED}:
            coupon.state = REDEEMED
        if (coupon.state, coupon.given_by) != before:
            changed.append(coupon)
    Coupon.objects.bulk_update(changed, ["state", "given_by"], batch_size=500)
