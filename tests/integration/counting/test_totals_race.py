"""Own totals, several people at the same moment in different programs: one word counts, and one edition leaves.

Each gate has a request of its own, of a year of its own, because a plan has one open request for a period.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.gates import at_gate, opened
from tests.own_house import own_house

EACH = 3  # in each of two programs, so many at once
GATES = ("ask", "count", "send", "hear", "both", "back", "release", "either")
YEARS = {what: date(2030 + number, 2, 1) for number, what in enumerate(GATES)} | {"either": date(2040, 2, 1)}
MEANWHILE = "Alguien hizo algo con ella mientras tanto. Mírala otra vez."
NO_WORD = "Ahora no se espera la palabra de otra casa."
NOT_READY = "No está lista: faltan los sí a las cifras y a las palabras."


def quick(patch: pytest.MonkeyPatch) -> None:
    """Nothing is counted and nothing attacked: this is about who does what when."""
    from amparo.doors.release.queries import protection
    from tests.release_house import quick as without_machine
    from tests.totals import shown

    without_machine(patch)
    patch.setattr(protection, "protected", shown)


def her(name: str) -> Any:
    from amparo.commons.accounts.models import User

    return User.objects.get(sign_in_name=name)


def lay() -> dict[str, str]:
    """A request for each gate but the first and the last, as far as people meet there; and what is answered to it."""
    from tests.between import going, make_between
    from tests.cast import make_cast
    from tests.totals import nobody_counts

    _found, secret = going(make_between(make_cast()))
    nobody_counts()
    ask("count")
    made("send")
    laid = {"secret": secret.hex()}
    for what in ("hear", "both", "back", "release"):
        laid |= answers(what, laid["secret"])
    hear("release", laid["release"], "ana")
    return laid


def ask(what: str, name: str = "ana") -> Any:
    from amparo.doors.release import actions
    from amparo.formats.plan_periods import period_of
    from amparo.formats.plans import plan

    day = YEARS[what]
    asked = actions.Asked(plan("totals"), period_of(day, "quarter"), revises=what == "either")
    return actions.ask(asked, by=her(name), today=day)


def made(what: str) -> Any:
    """Asked for and made."""
    from amparo.doors.release import actions

    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        return actions.protect(ask(what), by=her("ana"), today=YEARS[what])


def sent(what: str, secret: str) -> Any:
    """What the other house reads of it."""
    from tests.totals import opened_there

    return opened_there(file_of(what), bytes.fromhex(secret), agreed())


def agreed() -> Any:
    from amparo.doors.exchange.models import Partnership

    return Partnership.objects.get()


def file_of(what: str) -> Any:
    from amparo.doors.release.actions.asking_outside import ask_outside
    from tests.between import TODAY

    return ask_outside(of(what), agreed(), by=her("ana"), today=TODAY)


def answers(what: str, secret: str) -> dict[str, str]:
    """It is made and sent; the yes and the no of the other house."""
    from tests.totals import NO, answered

    made(what)
    told = sent(what, secret)
    return {what: answered(told).decode(), f"no {what}": answered(told, NO).decode()}


def of(what: str) -> Any:
    """The request of a gate as it stands now."""
    from amparo.doors.release.models import Request

    return Request.objects.get(period=f"{YEARS[what]:%Y}-Q1")


def hear(what: str, answer: str, name: str) -> str:
    from amparo.doors.release.actions.asking_outside import hear as heard
    from tests.between import TODAY

    return str(heard(of(what), answer.encode(), by=her(name), today=TODAY).state)


def second(secret: str) -> None:
    """Once the first edition is out: totals that were attacked with it, and their word."""
    hear("either", answers("either", secret)["either"], "ana")


def meet(laid: dict[str, str], gate: str, who: str) -> dict[str, list[str]]:
    """At each gate, in threads, the act that it is for."""
    from amparo.doors.release import actions
    from amparo.doors.release.queries.requests import due

    def send(number: int) -> str:
        Path(f"{gate}-{who}-{number}.age").write_bytes(file_of("send").data)
        return "sent"

    def let_out(what: str) -> str:
        return str(actions.let_out(of(what), by=her(who), today=due(of(what))).state)

    def withdraw(what: str) -> str:
        return str(actions.withdraw(of(what), by=her("ana")).state)

    acts = {
        "ask": lambda _number: str(ask("ask", who).state),
        "count": lambda _number: str(actions.protect(of("count"), by=her(who), today=YEARS["count"]).state),
        "send": send,
        "hear": lambda _number: hear("hear", laid["hear"], who),
        "both": lambda number: hear("both", laid["no both" if number == 1 else "both"], who),
        "back": lambda number: withdraw("back") if number == 1 else hear("back", laid["back"], who),
        "release": lambda _number: let_out("release"),
        "either": lambda number: withdraw("either") if number == 1 else let_out("either"),
    }
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        return {what: at_gate(gate, what, who, acts[what], EACH) for what in GATES}


def left(secret: str, gate: str) -> dict[str, Any]:
    """How each request stands, its words, how many of the files can still be answered, and what is published."""
    from amparo.commons.audit.models import Act
    from amparo.doors.release.actions.asking_outside import Made
    from amparo.doors.release.models import Request
    from amparo.formats.passing.totals import is_token
    from amparo.publications.queries import every_edition, first_broken
    from tests.totals import opened_there

    waiting = of("send").asked_outside.get()
    files = [Made(waiting, each.read_bytes()) for each in Path(gate).parent.glob("*.age")]
    told = [opened_there(each, bytes.fromhex(secret), agreed()) for each in files]
    stands: dict[str, Any] = {}
    for what in GATES:
        request = of(what)
        said = list(request.asked_outside.values_list("said", flat=True))
        stands[what] = [request.state, said, request.says.count(), request.counts != ""]
    verbs = Counter(Act.objects.using("evidence").values_list("verb", flat=True))
    return stands | {
        "open files": sum(is_token(each.yes, waiting.yes) for each in told),
        "requests": Request.objects.count(), "verbs": verbs,
        "editions": [each.name for each in every_edition()], "broken": first_broken(),
    }  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Counter[str]], dict[str, Any]]:
    """What was told at each gate, how often; and what was left."""
    with own_house(tmp_path_factory.mktemp("house")) as house:
        laid, gate = house.run(lay), tmp_path_factory.mktemp("gates") / "gate"
        programs = [house.start(meet, laid, str(gate), who) for who in ("ana", "nadia")]
        parts = opened(gate, GATES, programs, {"either": lambda: house.run(second, laid["secret"])})
        told = {what: [each for part in parts for each in part[what]] for what in GATES}
        return {what: Counter(every) for what, every in told.items()}, house.run(left, laid["secret"], str(gate))


def test_of_six_who_ask_one_does(found: Any) -> None:
    told, stands = found
    assert told["ask"] == {"draft": 1, "Alguien ya la pidió. Mírala en la lista.": 5}
    assert stands["requests"] == len(GATES), "one a gate"


def test_of_six_who_have_it_made_one_does(found: Any) -> None:
    told, stands = found
    assert told["count"] == {"outside": 1, MEANWHILE: 5}
    assert stands["count"] == ["outside", [], 0, True]


def test_of_six_files_the_last_one_is_answered(found: Any) -> None:
    told, stands = found
    assert (told["send"], stands["open files"]) == ({"sent": 6}, 1)
    assert stands["send"] == ["outside", [""], 0, True]


def test_a_word_brought_six_times_is_heard_once(found: Any) -> None:
    told, stands = found
    assert told["hear"] == {"ready": 1, NO_WORD: 5}
    assert stands["hear"] == ["ready", ["yes"], 1, True]


def test_of_a_yes_and_a_no_one_is_heard(found: Any) -> None:
    """Who opened the file has both tokens. Whichever comes first is the word."""
    told, stands = found
    (word,) = set(told["both"]) - {NO_WORD}
    assert told["both"] == {word: 1, NO_WORD: 5}
    assert stands["both"] == {"ready": ["ready", ["yes"], 1, True], "refused": ["refused", ["no"], 0, False]}[word]


def test_what_was_taken_back_stays_so_whatever_word_comes(found: Any) -> None:
    told, stands = found
    assert told["back"]["withdrawn"] == 1
    assert told["back"]["ready"] <= 1
    state, said, yeses, counted = stands["back"]
    assert (state, counted) == ("withdrawn", False)
    assert (said, yeses) == ((["yes"], 1) if told["back"]["ready"] else ([""], 0))


def test_of_six_who_let_out_one_does(found: Any) -> None:
    told, stands = found
    assert told["release"]["released"] == 1
    assert sum(told["release"].values()) == EACH * 2
    assert all("mientras tanto" in each or each == NOT_READY for each in told["release"] if each != "released")
    assert (stands["release"][0], stands["editions"][-1], stands["broken"]) == ("released", "totals/2036-Q1", None)


def test_it_leaves_or_was_taken_back_and_never_both(found: Any) -> None:
    told, stands = found
    (ended,) = {"released", "withdrawn"} & set(told["either"])
    assert (stands["either"][0], told["either"][ended]) == (ended, 1)
    assert stands["editions"] == ["totals/2040-Q1", "totals/2036-Q1"][ended == "withdrawn" :]


def test_the_trail_has_a_line_for_what_was_done_and_none_for_what_was_not(found: Any) -> None:
    told, stands = found
    verbs = Counter(stands["verbs"])
    assert verbs["release.asked"] == len(GATES)
    assert verbs["release.asked_outside"] == 5 + 6, "one for each gate of a word, and six files"
    heard = 3 + told["both"]["ready"] + told["back"]["ready"]
    assert (verbs["release.said_yes_outside"], verbs["release.said_no_outside"]) == (heard, told["both"]["refused"])
    assert verbs["edition.released"] == verbs["release.let_out"] == len(stands["editions"])
    assert verbs["release.withdrawn"] == 1 + told["either"]["withdrawn"]
