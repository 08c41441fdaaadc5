"""Many desks at the same moment, in different programs: with one coupon one comes, and thanks are given once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.own_house import own_house, result_of

PROGRAMS, EACH = 2, 5  # programs, and how many desks in each at once
ACTS = ("redeem", "thank", "give")


def lay() -> dict[str, Any]:
    """A study in the field: a seed with which somebody came, and coupons; one of them was given on."""
    from amparo.commons.accounts import actions as accounts
    from amparo.fieldwork.actions import coupons
    from amparo.fieldwork.models import Study
    from tests.field import TODAY, plan

    team = accounts.make_team(name="Casa", by=accounts.SETUP)
    ines = accounts.open_account(
        sign_in_name="ines", name_used="Ines", password="mango lluvia puerta sal", by=accounts.SETUP
    )
    accounts.give_role(ines, team=team, role="interviewer", by=accounts.SETUP)
    study = Study.objects.create(salt="0" * 32, ring="0" * 16, state="running", **plan(design="rds", coupons_each=2))
    ((_row, seed),) = coupons.print_coupons(study, many=1, by=accounts.SETUP, is_seed=True)
    coupons.give(study, code=seed, by=accounts.SETUP, on=TODAY)
    coupons.redeem(study, code=seed, by=ines, on=TODAY)
    codes = [code for _row, code in coupons.print_coupons(study, many=PROGRAMS * EACH + 1, by=accounts.SETUP)]
    coupons.give(study, code=codes[0], giver=seed, by=ines, on=TODAY)
    return {"study": study.reference, "seed": seed, "codes": codes}


def desks(laid: dict[str, Any], mine: list[str], gate: str) -> dict[str, list[str]]:
    """At each gate, in threads, the act that it is for; what each desk was told, nothing where it was done."""
    import time as clock
    from concurrent.futures import ThreadPoolExecutor

    from amparo.commons.accounts.models import User
    from amparo.commons.policy.policies import Denied
    from amparo.fieldwork.actions import coupons
    from amparo.fieldwork.models import Study
    from tests.field import TODAY

    study, by = Study.objects.get(reference=laid["study"]), User.objects.get(sign_in_name="ines")
    on: dict[str, Any] = {"by": by, "on": TODAY}

    def once(what: str, code: str) -> str:
        from django.db import connections

        try:
            if what == "redeem":
                coupons.redeem(study, code=laid["codes"][0], **on)
            elif what == "thank":
                coupons.thank(study, code=laid["seed"], **on)
            else:
                coupons.give(study, code=code, giver=laid["seed"], **on)
        except Denied as error:
            return str(error.sentence)
        finally:
            connections.close_all()
        return ""

    told = {}
    for what in ACTS:
        Path(f"{gate}.{what}.{clock.monotonic_ns()}").touch()
        ends = clock.monotonic() + 120
        while not Path(f"{gate}.{what}").exists() and clock.monotonic() < ends:
            clock.sleep(0.002)
        with ThreadPoolExecutor(EACH) as threads:
            told[what] = list(threads.map(once, [what] * EACH, mine))
    return told


def left() -> dict[str, int]:
    """What is in the tables afterwards."""
    from amparo.fieldwork.models import Coupon, Thanks

    given = Coupon.objects.exclude(given_by="").count()
    came = Coupon.objects.filter(state="redeemed").count()
    return {"redeemed": came, "thanks": Thanks.objects.count(), "given": given}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Counter[str]], dict[str, int]]:
    """What ten desks were told at each gate, and what was left."""
    with own_house(tmp_path_factory.mktemp("house")) as house:
        laid, gate = house.run(lay), tmp_path_factory.mktemp("gates") / "gate"
        parts = [laid["codes"][1 + at :: PROGRAMS] for at in range(PROGRAMS)]
        programs = [house.start(desks, laid, part, str(gate)) for part in parts]
        for what in ACTS:
            while len(list(gate.parent.glob(f"gate.{what}.*"))) < PROGRAMS:
                assert all(each.poll() is None for each in programs), result_of(next(p for p in programs if p.poll()))
            (gate.parent / f"gate.{what}").touch()
        told = [result_of(each) for each in programs]
        every = {what: Counter(sentence for each in told for sentence in each[what]) for what in ACTS}
        return every, house.run(left)


def test_of_ten_who_redeem_one_coupon_at_once_one_does_and_the_others_are_told(found: Any) -> None:
    told, rows = found
    assert told["redeem"].pop("") == 1
    ((sentence, many),) = told["redeem"].items()
    assert ("vino" in sentence, many) == (True, PROGRAMS * EACH - 1)
    assert rows["redeemed"] == 2, "the seed, and this one"


def test_of_ten_who_thank_her_at_once_one_does(found: Any) -> None:
    told, rows = found
    assert told["thank"].pop("") == 1
    assert rows["thanks"] == 2, "for coming, and for the one who came with hers"


def test_of_ten_who_give_for_her_at_once_no_more_do_than_she_may_hand_on(found: Any) -> None:
    told, rows = found
    assert told["give"].pop("") == 1, "one of two she gave before"
    ((sentence, _many),) = told["give"].items()
    assert "todos los cupones" in sentence
    assert rows["given"] == 2
