"""Coupons as the filled forms name them: who was brought by whom, and where forms do not go together.

Phones ask without a line and send in any order, so what comes of it hangs on the forms that are here and on what the
desk wrote down with the paper in its hand, never on which came first: each build reads all of them anew. Where two
forms do not go together nothing is guessed. They stay, with a reason, until somebody who leads the study decides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from amparo.commons.audit.actions import unaudited
from amparo.fieldwork.actions.coupons import runs_out
from amparo.fieldwork.models import Coupon, Study
from amparo.fieldwork.models.coupons import EXPIRED, ISSUED, PRINTED, REDEEMED, REPLACED, VOID
from amparo.vault.actions.coupons import Marks, NotACode, marks_of_typed

type Named = Mapping[int, tuple[str, tuple[str, ...]]]  # by form: the code she came with, and those she was given
MOST_NAMED = 12  # coupons of one form: each takes a millisecond to derive, and two megabytes would name thousands
ENDED = {VOID: "coupon_void", REPLACED: "coupon_replaced"}


@dataclass(slots=True)
class Met:
    """What the forms of a study say of its coupons. The marks live while a build is written."""

    links: dict[int, tuple[str, str]] = field(default_factory=dict)  # by form: its own mark, and that of who brought it
    refused: dict[int, str] = field(default_factory=dict)  # by form, of the list ``door_reason``
    redeemed: set[str] = field(default_factory=set)
    given: dict[str, Marks] = field(default_factory=dict)  # by coupon: the marks of who gave it, as one form says
    numbers: tuple[int, ...] = ()  # printed on coupons about which forms do not agree


@unaudited("it changes nothing")
def meet_coupons(study: Study, named: Named) -> Met:
    """Lay what the forms say beside what the house knows."""
    met, read = Met(), _Reading(study, named)
    known = {each.check_of: each for each in study.coupons.all()}
    met.refused |= read.unreadable
    for key, own in read.own.items():
        reason = _why_not(known.get(own.lookup))
        if reason:
            met.refused.setdefault(key, reason)
    disputed = _claims(read, known, met, study.coupons_each)
    _refuse(read, known, met, disputed)
    _link(read, known, met)
    return met


class _Reading:
    """The codes of the forms, as marks; each is derived once, however many forms name it."""

    def __init__(self, study: Study, named: Named) -> None:
        self.salt, self.derived = study.salt, dict[str, Marks]()
        self.own: dict[int, Marks] = {}
        self.given: dict[int, list[str]] = {}  # by form: the coupons it says that she was given
        self.unreadable: dict[int, str] = {}
        for key, (code, given) in named.items():
            try:
                if code:
                    self.own[key] = self._marks(code)
                elif study.design == "rds":
                    self.unreadable[key] = "no_coupon"
            except NotACode:
                self.unreadable[key] = "coupon_code"
            if len(given) > MOST_NAMED:
                self.unreadable.setdefault(key, "given_too_many")
                continue
            try:
                self.given[key] = sorted({self._marks(each).lookup for each in given})
            except NotACode:
                self.unreadable.setdefault(key, "given_code")

    def _marks(self, code: str) -> Marks:
        if code not in self.derived:
            self.derived[code] = marks_of_typed(code, self.salt)
        return self.derived[code]


def _is_by_desk(coupon: Coupon) -> bool:
    """Did the desk write down who gave it, with her paper in its hand?"""
    return bool(coupon.given_by) and not coupon.is_given_by_form


def _why_not(coupon: Coupon | None) -> str:
    """Why nobody is counted by this coupon, whatever the forms say."""
    return "coupon_unknown" if coupon is None else ENDED.get(coupon.state, "")


def _claims(read: _Reading, known: Mapping[str, Coupon], met: Met, most: int) -> set[str]:
    """Who gave which coupon, as forms say; what the desk wrote down stands. The coupons that two say they gave."""
    says: dict[str, set[str]] = {}
    givers: dict[str, Marks] = {}
    for key, given in read.given.items():
        own = read.own.get(key)
        if own is None or _why_not(known.get(own.lookup)):
            continue
        givers[own.lookup] = own
        for lookup in given:
            if lookup not in known or known[lookup].is_seed:
                met.refused.setdefault(key, "given_unknown")
            elif known[lookup].state not in ENDED and not _is_by_desk(known[lookup]):
                says.setdefault(lookup, set()).add(own.lookup)
    for lookup, who in says.items():
        if len(who) == 1:
            met.given[lookup] = givers[next(iter(who))]
    _not_too_many(read, known, met, says, most)
    return {lookup for lookup, who in says.items() if len(who) > 1}


def _not_too_many(
    read: _Reading, known: Mapping[str, Coupon], met: Met, says: Mapping[str, set[str]], most: int
) -> None:
    """Whoever is said to have given more than one person gets: none of what forms say of her is taken over."""
    by_desk = Counter(each.given_by for each in known.values() if _is_by_desk(each) and each.state not in ENDED)
    said, many = Counter(each for who in says.values() for each in who), set()
    for key, own in read.own.items():
        if said[own.lookup] and said[own.lookup] + sum(by_desk[mark] for mark in own.givers) > most:
            met.refused.setdefault(key, "given_too_many")
            many.add(own.lookup)
    met.given = {lookup: marks for lookup, marks in met.given.items() if marks.lookup not in many}


def _refuse(read: _Reading, known: Mapping[str, Coupon], met: Met, disputed: set[str]) -> None:
    """Forms with a coupon that nobody gave, that two gave, or with which another form came."""
    often = Counter(own.lookup for own in read.own.values())
    unclear = set()
    for key, own in read.own.items():
        coupon = known.get(own.lookup)
        if coupon is None or coupon.state in ENDED:
            continue
        was_given = _is_by_desk(coupon) or own.lookup in met.given or (coupon.is_seed and coupon.state != PRINTED)
        if often[own.lookup] > 1:
            met.refused[key] = "coupon_twice"
            unclear.add(coupon.number)
        elif own.lookup in disputed:
            met.refused[key] = "coupon_given_twice"
            unclear.add(coupon.number)
        elif not was_given:
            met.refused[key] = "coupon_not_given"
        else:  # whatever is wrong with the coupons that she gave on, she came
            met.redeemed.add(own.lookup)
    met.numbers = tuple(sorted(unclear))


def _link(read: _Reading, known: Mapping[str, Coupon], met: Met) -> None:
    """The marks by which rows are tied, without circles."""
    whose = {mark: own.lookup for own in read.own.values() for mark in own.givers}
    links = {}
    for key, own in read.own.items():
        if key not in met.refused:
            said, coupon = met.given.get(own.lookup), known[own.lookup]
            by = said.lookup if said is not None else whose.get(coupon.given_by, "")
            links[key] = (own.lookup, by)
    above = dict(links.values())
    for key, (mark, _by) in links.items():
        if mark in _upwards(above, mark):
            met.refused[key] = "coupon_circle"
            met.redeemed.discard(mark)
            met.given.pop(mark, None)
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
def write_met(study: Study, met: Met, *, on: date) -> None:
    """Take over what the forms say: which coupons were given by whom, and with which somebody came.

    What forms said before and say no more goes back, and only that.
    """
    rows = list(study.coupons.select_for_update().exclude(state__in=list(ENDED)))
    held = {each.given_by for each in rows if not each.is_given_by_form}
    changed, anew = [], []
    for coupon in sorted(rows, key=lambda each: each.check_of):
        before = _facts(coupon)
        _take_given(coupon, met.given.get(coupon.check_of), held)
        if coupon.given_by != before[1] and before[1]:
            anew.append(coupon.pk)
        _take_redeemed(coupon, coupon.check_of in met.redeemed)
        if coupon.state == ISSUED and coupon.expires_on is None:
            coupon.expires_on = runs_out(study, on)
        if _facts(coupon) != before:
            changed.append(coupon)
    Coupon.objects.filter(pk__in=anew).update(given_by="", is_given_by_form=False)  # no two bear one mark meanwhile
    names = ["state", "given_by", "is_given_by_form", "is_redeemed_by_form", "expires_on"]
    Coupon.objects.bulk_update(changed, names, batch_size=500)


def _facts(coupon: Coupon) -> tuple[object, ...]:
    said = (coupon.is_given_by_form, coupon.is_redeemed_by_form)
    return (coupon.state, coupon.given_by, *said, coupon.expires_on)


def _take_given(coupon: Coupon, by: Marks | None, held: set[str]) -> None:
    """Who gave it, as a form says, under one of her marks that is free; or nobody, where no form says so any more."""
    if coupon.is_seed or _is_by_desk(coupon):
        return
    coupon.given_by, coupon.is_given_by_form = "", by is not None
    if by is not None:
        coupon.given_by = next(mark for mark in by.givers if mark not in held)
        held.add(coupon.given_by)
        coupon.state = ISSUED if coupon.state == PRINTED else coupon.state
    elif coupon.state in {ISSUED, EXPIRED}:
        coupon.state, coupon.expires_on = PRINTED, None


def _take_redeemed(coupon: Coupon, came: bool) -> None:
    """That somebody came with it, as a form says; or not, where no form says so any more."""
    if came and coupon.state != REDEEMED:
        coupon.state, coupon.is_redeemed_by_form, coupon.expires_on = REDEEMED, True, None
    elif not came and coupon.is_redeemed_by_form:
        was_given = coupon.is_seed or bool(coupon.given_by)
        coupon.state, coupon.is_redeemed_by_form = ISSUED if was_given else PRINTED, False
