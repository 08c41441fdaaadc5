"""A whole profile of three territories; and its pages out of what is kept, beside a hundred thousand observations.

./amparo bench profile [--people 500] [--observations 100000]

Three samples are brought as doors bring them, and reckoned with a thousand draws; then the pages of that profile are
asked for, while the room holds that many observations.
"""

import argparse
import os
import resource
import shutil
import sys
import time
import uuid

from _house import ROOT, finish_run, percentile, report, start

PROFILE_S, PAGE_MS, DRAWS = 120, 300, 1000  # promised
ZONES = ("border", "urban", "rural")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--observations", type=int, default=100_000)
    words = parser.parse_args()
    os.environ |= {"AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC", "AMPARO_SECOND_STEP": "no"}
    sys.path.insert(0, str(ROOT))
    folder = start(f"profile-{uuid.uuid4().hex[:8]}")
    try:
        reference = whole(words.people)
        pages(reference, words.observations)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def whole(people: int) -> str:
    """Every indicator that the questionnaire asks, of three territories; the reference of what is kept."""
    from amparo.information.risk_profiles.actions import keep_result
    from amparo.information.risk_profiles.jobs.making import made_of
    from tests.profiled import arguments, lay, sample

    for place, zone in enumerate(ZONES):
        lay(f"s{place}", sample("risks", zone, people, place), "risks", token="abc"[place])
    sizes = {each: [4 * people, 8 * people, 20 * people] for each in ("s0", "s1", "s2")}
    asked = arguments("s0", "s1", "s2", replicates=DRAWS, populations=sizes)
    began, cpu = time.perf_counter(), time.process_time()
    made = made_of(asked)
    taken, cpu = time.perf_counter() - began, time.process_time() - cpu
    asked_there = [len({each["indicator"] for each in one["shares"]}) for one in made.body["samples"]]
    report(
        "profile whole", budgets={"whole_s": PROFILE_S}, people=people, territories=len(ZONES), draws=DRAWS,
        indicators=asked_there, whole_s=round(taken, 1), whole_cpu_s=round(cpu, 1),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    )  # fmt: skip
    return str(keep_result("profile", "s", recipe=made.recipe, body=made.body, by="bench").reference)


def pages(reference: str, observations: int) -> None:
    """A page of the profile, asked for again and again by an analyst."""
    from django.test import Client
    from django.urls import reverse

    from amparo.commons.accounts import actions as accounts
    from tests.profiled import lay, sample

    lay("s9", sample("risks", "border", observations, 9), "risks", token="d")
    team = accounts.make_team(name="Bench", by=accounts.SETUP)
    person = accounts.open_account(
        sign_in_name="bench", name_used="Bench", password="mango lluvia puerta sal", by=accounts.SETUP
    )
    accounts.give_role(person, team=team, role="analyst", by=accounts.SETUP)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(person)
    for name in ("profile", "profile_changes"):
        taken, size = [], 0
        for _ in range(40):
            began = time.perf_counter()
            answer = browser.get(reverse(name, args=[reference]))
            taken.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200, answer.status_code
            size = len(answer.content)
        report(
            f"profile page {name}", budget=PAGE_MS, of=("p95_ms",), observations=observations,
            p50_ms=percentile(sorted(taken), 0.5), p95_ms=percentile(sorted(taken), 0.95),
            page_kb=round(size / 1000, 1),
        )  # fmt: skip


if __name__ == "__main__":
    main()
