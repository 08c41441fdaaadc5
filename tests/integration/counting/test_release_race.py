"""Several people at the same moment, in different programs: nobody is counted twice, and nothing leaves twice."""

from functools import partial
from typing import Any

import pytest

from tests.gates import at_gate, opened
from tests.own_house import own_house

PROGRAMS, EACH = 2, 3
GATES = ("check", "withdraw", "release")


def lay() -> dict[str, str]:
    """Requests in the states in which people meet."""
    from tests.cast import make_beside, make_cast
    from tests.release_house import asked, quick, ready

    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        cast = make_cast()
        iris = make_beside(cast)["iris"]
        made = {"check": asked(cast, "harm"), "withdraw": asked(cast, "needs"), "release": asked(cast, "care")}
        ready(cast, made["release"], iris)
    return {name: each.reference for name, each in made.items()}


def meet(laid: dict[str, str], gate: str, who: str) -> dict[str, list[str]]:
    """At each gate, in threads, the act that it is for; what each was told, nothing where it was done."""
    from amparo.commons.accounts.models import User
    from amparo.doors.release import actions
    from amparo.doors.release.models import Request
    from tests.release_house import DUE, TODAY, quick

    def once(what: str, number: int) -> str:
        request = Request.objects.get(reference=laid[what])
        by = User.objects.get(sign_in_name=who)
        if what == "release":
            actions.let_out(request, by=by, today=DUE)
        elif what == "withdraw" and number == 0:
            actions.withdraw(request, by=User.objects.get(sign_in_name="diana"))
        else:
            actions.say_yes(request, digest=request.digest, by=by, today=TODAY)
        return ""

    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        return {what: at_gate(gate, what, who, partial(once, what), EACH) for what in GATES}


def left(laid: dict[str, str]) -> dict[str, Any]:
    """How each request stands, how many said yes to it, and what is published."""
    from amparo.doors.release.models import Request
    from amparo.publications.queries import every_edition, first_broken

    found = {name: Request.objects.get(reference=reference) for name, reference in laid.items()}
    stands: dict[str, Any] = {
        name: [each.state, each.says.filter(kind="check").count()] for name, each in found.items()
    }
    return stands | {"editions": len(every_edition()), "broken": first_broken()}


def test_at_the_same_moment(tmp_path_factory: pytest.TempPathFactory) -> None:
    with own_house(tmp_path_factory.mktemp("house")) as house:
        laid, gate = house.run(lay), tmp_path_factory.mktemp("gates") / "gate"
        programs = [house.start(meet, laid, str(gate), who) for who in ("elena", "fabia")]
        told, stands = opened(gate, GATES, programs, {}), house.run(left, laid)
    for each in told:  # of three that are hers, one counts
        assert each["check"].count("") == 1
    assert stands["check"] == ["words", 2]
    assert stands["withdraw"][0] == "withdrawn"
    assert sum(each["withdraw"][0] == "" for each in told) == 1  # it is taken back once
    assert stands["withdraw"][1] <= PROGRAMS
    released = [sentence for each in told for sentence in each["release"]]
    assert released.count("") == 1
    assert all("mientras tanto" in each or "No está lista" in each for each in released if each)
    assert (stands["release"][0], stands["editions"], stands["broken"]) == ("released", 1, None)
