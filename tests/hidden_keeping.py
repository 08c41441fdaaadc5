"""Cases for two houses: what Ana has of them in both, and what is made in one only, of a letter that leaves her out."""

from datetime import timedelta
from typing import Any

from amparo.commons import clock


def of_ana(people: dict[str, Any], readers: dict[str, Any]) -> dict[str, list[str]]:
    """Her case, held, shared, asked for; one that she destroyed; a list that waits for her to look."""
    from amparo.casework.actions import asking, cases, exports, holds
    from amparo.casework.queries.exports import To
    from amparo.formats.case_questions import Answer

    ana, berta, carla = (people[name] for name in ("ana", "berta", "carla"))
    now, answers = clock.now(), {"name_used": Answer("Kiara, ejemplo")}
    before = now - timedelta(days=1)
    made, gone = (cases.begin_case(answers=answers, agreed="written", by=ana, now=before) for _ in range(2))
    theirs = cases.begin_case(answers=answers, agreed="written", by=berta, now=before)
    cases.share(made, reader=readers["berta"], by=ana)
    until = clock.day(now) + timedelta(days=100)
    hold = holds.ask_to_hold(made, until=until, answers={"hold_why": Answer("court")}, by=ana)
    holds.agree_to_hold(made, reference=hold.reference, by=berta)
    cases.destroy(gone.reference, why="she_asked", by=ana)
    said = {"kind": "handover", "reason": "network", "words": "", "now": now}
    hers = exports.ask_for_export(
        cases=[made.reference], to=To(reader=readers["carla"]), second=readers["berta"], by=ana, **said
    )
    looks = exports.ask_for_export(
        cases=[theirs.reference], to=To(reader=readers["carla"]), second=readers["ana"], by=berta, **said
    )
    asked = asking.ask_to_read(which="esa", whom=readers["ana"], why="covers", words="", by=carla, now=now)
    return {
        "cases": [made.reference], "exports": [hers.reference, looks.reference], "asks": [asked.reference],
        "holds": [hold.reference],
    }  # fmt: skip


def without_ana(letter: str) -> dict[str, list[str]]:
    """A case of a letter from which she is left out: shared, held, asked for by two, and one like it destroyed."""
    from amparo.access.reporting.actions import desk
    from amparo.access.reporting.models import Thread
    from amparo.casework.actions import asking, cases, exports, holds
    from amparo.casework.queries.exports import To
    from amparo.commons.accounts.models import User
    from amparo.vault.models import Reader
    from tests.letters import with_open_key

    people = {name: with_open_key(User.objects.get(sign_in_name=name)) for name in ("berta", "carla", "olga")}
    readers = {name: Reader.objects.exclude(state="retired").get(user=person) for name, person in people.items()}
    berta, carla, now = people["berta"], people["carla"], clock.now()
    thread = desk.get_thread(berta, Thread.objects.get(reference=letter).reference)
    made = desk.begin_case(thread, answers={}, agreed="written", by=berta)
    other = cases.begin_case(answers={}, agreed="written", by=berta, now=now - timedelta(days=1))
    cases.share(made, reader=readers["carla"], by=berta)
    hold = holds.ask_to_hold(made, until=clock.day(now) + timedelta(days=50), answers={}, by=carla)
    holds.agree_to_hold(made, reference=hold.reference, by=berta)
    asked = exports.ask_for_export(
        kind="handover", cases=[made.reference], reason="network", words="", to=To(reader=readers["carla"]),
        second=readers["carla"], by=berta, now=now,
    )  # fmt: skip
    exports.agree(asked, by=carla, now=now)
    ask = asking.ask_to_read(which=made.reference, whom=None, why="covers", words="", by=people["olga"], now=now)
    cases.destroy(other.reference, why="she_asked", by=berta)
    return {
        "hidden_cases": [made.reference, other.reference], "hidden_exports": [asked.reference],
        "hidden_asks": [ask.reference], "hidden_holds": [hold.reference],
    }  # fmt: skip
