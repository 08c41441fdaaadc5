"""How long it takes to let one more colleague read thousands of cases: whoever leaves hands all of hers on.

./amparo bench casework_rewrap [--cases 5000]

One open session, one process, as the page does it: a hundred cases in one transaction. Of each it is opened first who
was left out of it and what she allowed, and each is a line in the trail. Beside it stands what wrapping alone costs.
"""

import argparse
import os
import tempfile
import time
from types import SimpleNamespace
from typing import Any

from _house import finish_run, report, start
from _letters import house_for_letters

BUDGET_S, CASES = 60.0, 5_000  # promised; for more of them as much longer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=CASES)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as folder:
        os.environ |= {"BENCH_FOLDER": folder, "AMPARO_PROFILE": "red", "AMPARO_COUNTRY": "EC"}
        start("rewrap")
        house_for_letters()
        ana, berta = whoever("ana"), whoever("berta")
        made = timed(lambda: fill(words.cases, ana))
        wrapping = timed(lambda: only_wraps(ana, "carla"))
        longest, handed = 0.0, 0
        begun = time.perf_counter()
        while True:
            one = time.perf_counter()
            done = hand(berta, ana)
            longest = max(longest, time.perf_counter() - one)
            handed += done.given
            if not done.waiting:
                break
        taken = time.perf_counter() - begun
    report(
        "casework_rewrap", budget=BUDGET_S * max(1, words.cases / CASES), of=("took_s",), cases=words.cases,
        handed=handed, took_s=round(taken, 1), kept_back=done.kept_back, longest_batch_ms=round(longest * 1000),
        only_wraps_s=round(wrapping, 1), making_s=round(made, 1),
    )  # fmt: skip
    finish_run()


def timed(do: Any) -> float:
    """How many seconds it takes."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def whoever(name: str) -> Any:
    """One of the house with her key open. The house keeps no passphrase, so hers is made anew first."""
    import secrets

    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts import backends
    from amparo.commons.accounts.queries import person_named
    from amparo.vault.actions import readers
    from amparo.vault.queries.readers import reader_of

    person: Any = person_named(name)
    phrase = secrets.token_urlsafe(16)
    accounts.set_password(person, password=phrase, by=accounts.SETUP)
    person = person_named(name)
    person.must_choose = False
    person.save(update_fields=["must_choose"])
    request = SimpleNamespace(new_unlock="")
    backends.keeper.came_half(request, person, person.try_passphrase(phrase).kek)
    reader: Any = reader_of(person)
    if reader.state != "active":
        readers.confirm_reader(reader, by=accounts.SETUP, seen=reader.fingerprint)
    person.opened = backends.keeper.opened(person, request.new_unlock)
    return person


def fill(cases: int, by: Any) -> None:
    """So many cases of hers, of nobody."""
    from django.db import transaction

    from amparo.casework.actions.cases import begin_case
    from amparo.formats.case_questions import Answer

    said = {"name_used": Answer("Nadie, una prueba"), "need_first": Answer("shelter_tonight")}
    for begin in range(0, cases, 200):
        with transaction.atomic(using="default"):
            for _ in range(min(200, cases - begin)):
                begin_case(answers=said, agreed="written", by=by)


def only_wraps(by: Any, name: str) -> None:
    """Wrap all of it to somebody, without asking who was left out, and without a line in the trail."""
    from amparo.vault.actions.rings import share_many
    from amparo.vault.queries.opened import rings_of
    from amparo.vault.queries.readers import reader_of

    share_many(sorted(set(rings_of(by))), reader_of(whoever(name)), by=by)


def hand(to: Any, by: Any) -> Any:
    """One batch, as the page does it."""
    from amparo.casework.actions.handing import hand_cases
    from amparo.vault.queries.readers import reader_of

    return hand_cases(reader_of(to), by=by)


if __name__ == "__main__":
    main()
