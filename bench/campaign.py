"""A whole campaign by simulation: are estimates of a known region right, from coupons to what is published?

./amparo bench campaign [--runs 200] [--people 500] [--only runs|door|editions]

A made-up region of 5,000 people is drawn once; what they live with is counted in it. Each run recruits in three kinds
of territory by coupons along ties, lets people answer the questionnaire of pressures, and hands the coded rows to what
reckons the page of pressures and the profile of risks. Intervals of 95 % have to hold the truth as often as 95 % of so
many runs allow: the band is that of one in a hundred. Too narrow fails; too wide fails as well, unless the page of the
method says that it is.
Replicates are 200 where the product draws 1,000. ``door``: one study of 500 is filled in by the engine of ODK, sealed,
sent to a running house and let through the door; what arrives has to be what was said. ``editions``: of those who
sought support four editions are released over more than a year, and attacked together by whoever may have own cases.
"""

import argparse
import os
import shutil
import sys
import time
import uuid
from pathlib import Path

from _coverage import Tally, allowed, together, verdict
from _house import MISSED, finish_run, report, start
from _profiled import count_profile, profiled
from _reckoned import ASKED, DRAWS, Tallies, count, keep_books, progress, study
from _region import PEOPLE, PLANTED, TERRITORIES, Region, region

RUNS, BUDGET_S, BUDGET_MB, SEED = 200, 900, 1_500, 1  # promised
CONSERVATIVE = {"tree"}  # docs/methods/rds-uncertainty.md: its intervals are wider than they say
MOST_BIAS_S = 4.0  # standard errors of the mean of all runs, and …
MOST_BIAS = 0.02  # … a fiftieth: what a planted share may be missed by on average
LEAST_RUNS = 30  # of fewer the error of a mean is not known


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--people", type=int, default=500, help="who go through the door")
    parser.add_argument("--only", choices=["runs", "door", "editions"])
    words = parser.parse_args()
    began = time.process_time()
    where = region(SEED)
    report(
        "campaign region", people=PEOPLE, ties=len(where.near) // 2, seed=SEED,
        truth={trait: [round(where.truth(trait, name), 4) for name in TERRITORIES] for trait in PLANTED},
    )  # fmt: skip
    if words.only in (None, "runs"):
        runs(where, words.runs)
    if words.only in (None, "door"):
        door(where, words.people)
    if words.only in (None, "editions"):
        released(where)
    report("campaign", budgets={"cpu_s": BUDGET_S, "most_mb": BUDGET_MB}, cpu_s=round(all_cpu() - began, 1),
           most_mb=most_mb())  # fmt: skip
    finish_run()


def runs(where: Region, many: int) -> None:
    """Rows into the reckoning, so many times; every figure beside the truth."""
    os.environ |= {"AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC"}
    folder = start(f"campaign-{uuid.uuid4().hex[:8]}")
    tallies: Tallies = {}
    began = time.process_time()
    try:
        books = keep_books()
        for run in range(many):
            made = [study(where, territory, n, 1000 * SEED + run, books) for territory, n in ASKED.items()]
            for each in made:
                count(tallies, where, each, run)
            for is_sized in (True, False):
                count_profile(tallies, where, [profiled(each, run, is_sized=is_sized) for each in made])
            progress(run + 1, many)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    judge(tallies, many)
    report("campaign runs", runs=many, draws=DRAWS, studies=3 * many, figures=len(tallies),
           cpu_s=round(time.process_time() - began, 1))  # fmt: skip


def judge(tallies: Tallies, many: int) -> None:
    """By the way of asking and the bootstrap, of all people and of groups; then each figure alone."""
    band = allowed(many)
    kinds = sorted({(key[0], key[1], bool(key[4])) for key in tallies})
    for way, bootstrap, is_group in kinds:
        some = {key: each for key, each in tallies.items() if key[:2] == (way, bootstrap) and bool(key[4]) == is_group}
        whole = together(some.values())
        of = "groups" if is_group else "all"
        name = f"campaign coverage, {way}, {bootstrap}, {of}"
        said = verdict(whole.coverage, band, is_conservative=bootstrap in CONSERVATIVE) if whole.told else "silent"
        if way == "unweighted":
            said = "to compare"
        report(
            name, runs=many, intervals=whole.told, too_weak=whole.silent, coverage=share(whole.coverage),
            least=share(band[0]), most=share(band[1]), bias=share(whole.bias), width=share(mean(whole.widths)),
            verdict=said,
        )  # fmt: skip
        missed(name, said in {"too_narrow", "too_wide"}, f"{whole.coverage:.3f} of {whole.told} intervals, {said}")
        if way != "unweighted":
            each_alone(some, name, is_conservative=bootstrap in CONSERVATIVE)
    for way in ("crosswise", "list"):
        for key, each in sorted(tallies.items()):
            if key[:2] == (way, "gile") and not key[4]:
                recovered(key[3], key[2], each)


def each_alone(some: Tallies, name: str, *, is_conservative: bool) -> None:
    """The worst of these figures; one that is out of its own band fails."""
    fit = {key: each for key, each in some.items() if each.told >= each.runs / 2}
    if not fit:
        return
    worst = min(fit, key=lambda key: fit[key].coverage)
    for key, each in fit.items():
        band = allowed(each.told, risk=0.01 / len(fit))
        said = verdict(each.coverage, band, is_conservative=is_conservative)
        missed(f"{name}: {' '.join(key[2:])}", said in {"too_narrow", "too_wide"},
               f"{each.held} of {each.told}, {said}; {band[0]:.3f} to {band[1]:.3f}")  # fmt: skip
    report(f"{name}, the least", of=" ".join(worst[2:]).strip(), intervals=fit[worst].told,
           coverage=share(fit[worst].coverage), figures=len(fit))  # fmt: skip


def recovered(trait: str, territory: str, each: Tally) -> None:
    """Is a planted share what comes out, on average?"""
    is_off = each.told >= LEAST_RUNS and abs(each.bias) > MOST_BIAS and abs(each.bias) > MOST_BIAS_S * each.bias_error
    name = f"campaign planted, {trait}, {territory}"
    report(name, told=each.told, too_weak=each.silent, bias=share(each.bias), its_error=share(each.bias_error),
           recovered=not is_off)  # fmt: skip
    missed(name, is_off, f"off by {each.bias:.3f} on average")


def missed(name: str, is_missed: bool, why: str) -> None:
    """What makes the benchmark fail, named at its end."""
    if is_missed:
        MISSED.append(f"{name}: {why}")


def door(where: Region, people: int) -> None:
    """One study through engine, server and door."""
    with_tests()
    from _door import through

    through(where, people, SEED)


def released(where: Region) -> None:
    """Editions through the door of release, and the attack on them."""
    with_tests()
    from _released import editions

    editions(where, SEED)


def with_tests() -> None:
    """Houses of their own are what tests have."""
    for folder in ("", "src"):
        sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))


def share(value: float) -> float | None:
    """A share as it is printed; nothing where none was told."""
    return round(value, 4) if value == value else None


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def all_cpu() -> float:
    """Of this program and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def most_mb() -> int:
    import resource

    return round(
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    )


if __name__ == "__main__":
    main()
