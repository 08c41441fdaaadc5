"""Several people at the same moment, in different programs: nobody is counted twice, and nothing leaves twice."""

from pathlib import Path
from typing import Any

import pytest

from tests.own_house import own_house, result_of

PROGRAMS, EACH = 2, 3


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
    import time as clock
    from concurrent.futures import ThreadPoolExecutor

    from amparo.commons.accounts.models import User
    from amparo.commons.policy.policies import Denied
    from amparo.doors.release import actions
    from amparo.doors.release.models import Request
    from tests.release_house import DUE, TODAY, quick

    def once(what: str, number: int) -> str:
        from django.db import connections

        request = Request.objects.get(reference=laid[what])
        by = User.objects.get(sign_in_name=who)
        try:
            if what == "release":
                actions.let_out(request, by=by, today=DUE)
            elif what == "withdraw" and number == 0:
                actions.withdraw(request, by=User.objects.get(sign_in_name="diana"))
            else:
                actions.say_yes(request, digest=request.digest, by=by, today=TODAY)
        except Denied as error:
            return str(error.sentence)
        finally:
            connections.close_all()
        return ""

    told = {}
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        for what in ("check", "withdraw", "release"):
            Path(f"{gate}.{what}.{who}").touch()
            ends = clock.monotonic() + 120
            while not Path(f"{gate}.{what}").exists() and clock.monotonic() < ends:
                clock.sleep(0.002)
            with ThreadPoolExecutor(EACH) as threads:
                told[what] = list(threads.map(once, [what] * EACH, range(EACH)))
    return told


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
        for what in ("check", "withdraw", "release"):
            while len(list(gate.parent.glob(f"gate.{what}.*"))) < PROGRAMS:
                assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
            (gate.parent / f"gate.{what}").touch()
        told, stands = [result_of(each) for each in programs], house.run(left, laid)
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
