"""The three models as plans: what is expected of a zone and window, and how chance alone deals the cases."""

import numpy as np

from amparo.methods.estimate import Floats, Integers, Refused, remark
from amparo.methods.spacetime import null
from amparo.methods.spacetime.carry import Timing
from amparo.methods.spacetime.cases import Cases
from amparo.methods.spacetime.places import Places
from amparo.methods.spacetime.plan import BERNOULLI, POISSON, Plan, listed
from amparo.methods.spacetime.zones import Zones

WEEK = 7
MOST = 50_000_000  # cases, each of which is dealt or thrown by itself


def cases_by_place(places: Places, *cases: Cases) -> Floats:
    """How many cases, or events, each place has."""
    return sum((np.bincount(each.place, weights=each.count, minlength=len(places.ids)) for each in cases), np.zeros(1))


def permuted(places: Places, cases: Cases, when: Timing, zones: Zones, *, same_weekday: bool) -> Plan:
    """Place and day go their own ways: e = (cases of the zone) (of the window) / C; within weekdays, their sum."""
    c, at = cases.count, places.site[cases.place]
    site, day = np.repeat(at, c.astype(np.int64)), np.repeat(when.of, c.astype(np.int64))
    weekday = day % WEEK if same_weekday else np.zeros(len(day), np.int64)
    order = np.lexsort((site, -day, weekday))
    stratum = np.searchsorted(weekday[order], np.arange(WEEK + 1 if same_weekday else 2)).astype(np.int64)
    if same_weekday:
        table, scale = _by_weekday(site, day, weekday, places.sites, when.steps), np.ones(len(zones.member))
    else:
        table = np.concatenate([[0.0], np.cumsum(np.bincount(day, minlength=when.steps)) / len(day)])[None, :]
        scale = zones.summed(np.bincount(site, minlength=places.sites).astype(np.float64))
    return Plan(
        POISSON, float(c.sum()), float(c.sum()), zones, scale, table, same_weekday, when.longest, when.alive,
        *listed(at, when.of, c, places.sites), "permuted", (site[order], day[order], stratum),
    )  # fmt: skip


def refuse_what_cannot_be_permuted(places: Places, cases: Cases, when: Timing, *, same_weekday: bool) -> None:
    """With one case, one place or one day there is nothing to deal; and a step of a week has no weekday."""
    _refuse_fractions(cases)
    sites, steps = set(places.site[cases.place].tolist()), set(when.of.tolist())
    if cases.count.sum() < 2 or len(sites) < 2 or len(steps) < 2:
        raise Refused(
            remark(
                "nothing_to_permute",
                "It takes two cases or more, from two places and two days or more, to ask whether place and time go "
                "together.",
            )
        )
    if same_weekday and when.step != 1:
        raise Refused(remark("no_weekday", "Within weekdays takes steps of one day."))


def _by_weekday(site: Integers, day: Integers, weekday: Integers, sites: int, steps: int) -> Floats:
    """Running sums of what is expected of each site and day, where they go their own ways within each weekday."""
    table = np.zeros((sites, steps + 1))
    for of in (weekday == each for each in set(weekday.tolist())):
        by_site, by_day = np.bincount(site[of], minlength=sites), np.bincount(day[of], minlength=steps)
        table[:, 1:] += np.outer(by_site, by_day / of.sum())
    return np.cumsum(table, axis=1)


def thrown(places: Places, cases: Cases, when: Timing, zones: Zones, base: Floats) -> Plan:
    """Cases come in proportion to what was expected; it is scaled to as many as there are."""
    total = float(cases.count.sum())
    site = places.summed(base * (total / base.sum()))
    if base.ndim == 2:
        cells, scale = site, np.ones(len(zones.member))
        table = np.concatenate([np.zeros((len(site), 1)), np.cumsum(site, axis=1)], axis=1)
    else:
        cells, scale = np.repeat(site[:, None] / when.steps, when.steps, axis=1), zones.summed(site)
        table = np.linspace(0, 1, when.steps + 1)[None, :]
    return Plan(
        POISSON, total, total, zones, scale, table, base.ndim == 2, when.longest, when.alive,
        *listed(places.site[cases.place], when.of, cases.count, places.sites),
        "scattered", (round(total), *null.alias(cells.reshape(-1)), when.steps),
    )  # fmt: skip


def usable(expected: Floats, places: Places, when: Timing, cases: Cases) -> Floats:
    """What was expected, where it can be: of these places and steps, not below zero, and above it at each case."""
    base = np.asarray(expected, np.float64)
    if base.ndim == 2 and when.windows == "whole":
        base = base.sum(axis=1)
    if base.shape not in {(len(places.ids),), (len(places.ids), when.steps)}:
        raise Refused(
            remark(
                "shape",
                "What is expected has the shape %(shape)s: it has to be one number for each of %(places)s places, or "
                "for each of them and of %(steps)s steps.",
                shape=base.shape, places=len(places.ids), steps=when.steps,
            )
        )  # fmt: skip
    wrong = np.flatnonzero(~(np.isfinite(base) & (base >= 0)).reshape(len(base), -1).all(axis=1))
    if len(wrong):
        names = ", ".join(places.ids[at] for at in wrong[:10])
        raise Refused(
            remark("bad_expected", "What is expected has to be a number, zero or more: %(places)s.", places=names)
        )
    if cases.young:  # their cases were left out: what was expected of them would be missed there, and found elsewhere
        base = base.copy()
        base[list(cases.young)] = 0.0
    here = places.summed(base)
    at = here[places.site[cases.place]] if base.ndim == 1 else here[places.site[cases.place], when.of]
    if not at.all():
        rows = sorted(cases.row[at == 0].tolist())
        raise Refused(remark("nobody_there", "There is a case where nobody was expected to be.", rows=rows))
    return base


def labelled(places: Places, cases: Cases, controls: Cases, when: Timing, beside: Timing, zones: Zones) -> Plan:
    """Each event has the same chance to be a case: which ones are is drawn anew."""
    at, of = places.site[np.concatenate([cases.place, controls.place])], np.concatenate([when.of, beside.of])
    many = np.concatenate([cases.count, controls.count]).astype(np.int64)
    table = np.zeros((places.sites, when.steps + 1))
    np.add.at(table, (at, of + 1), many)
    site, day = np.repeat(at, many), np.repeat(of, many)
    order = np.lexsort((day, site))
    c = float(cases.count.sum())
    return Plan(
        BERNOULLI, c, float(many.sum()), zones, np.ones(len(zones.member)), np.cumsum(table, axis=1), True,
        when.longest, when.alive, *listed(places.site[cases.place], when.of, cases.count, places.sites),
        "labelled", (site[order], day[order], round(c)),
    )  # fmt: skip


def refuse_what_cannot_be_labelled(cases: Cases, controls: Cases) -> None:
    """Whole events of one period, two cases and one control or more."""
    for each in (cases, controls):
        _refuse_fractions(each)
    if (controls.since, controls.until) != (cases.since, cases.until):
        raise Refused(remark("periods_differ", "Cases and controls are not of the same period: say since and until."))
    if cases.young != controls.young:
        raise Refused(remark("left_out_differ", "Places without history were left out of cases or of controls alone."))
    if cases.count.sum() < 2 or controls.count.sum() < 1:
        raise Refused(remark("nothing_to_label", "It takes two cases or more, and one control or more."))


def _refuse_fractions(cases: Cases) -> None:
    """Only whole cases can change places."""
    refuse_too_many(cases)
    broken = np.flatnonzero(cases.count != np.round(cases.count))
    if len(broken):
        rows = sorted(cases.row[broken].tolist())
        raise Refused(remark("fractions_here", "A count is a fraction: this model takes whole cases only.", rows=rows))


def refuse_too_many(cases: Cases) -> None:
    """So many that they do not fit into the machine, or a slip of the pen."""
    total = float(cases.count.sum())
    if total > MOST:
        raise Refused(
            remark("too_many_cases", "There are %(total)s cases: at most %(most)s.", total=f"{total:,.0f}",
                   most=f"{MOST:,}")
        )  # fmt: skip
