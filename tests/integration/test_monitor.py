"""The page of each morning: what it shows of a study that grew from hand to hand, and what it does not."""

import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from amparo.doors.intake.actions import door
from amparo.doors.intake.queries.watching import degree_of, degree_variable, watch
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Coupon
from amparo.fieldwork.queries.coupons import Counts
from amparo.vault.actions.coupons import new_code
from tests.cast import Cast
from tests.conftest import HAS_NUMPY
from tests.field import NOW, TODAY, Field, filled, make_field

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.clock]


def grown(field: Field, *, sizes: tuple[int, ...] = (6, 6, 1), width: int = 2, there: int = 0) -> None:
    """Trees in which each one brings ``width``, breadth first, until the tree is as large; as forms say it.

    The first ``there`` met her there and all others here; where it says nothing, by chance.
    """
    rng, number = Random(5), 0
    for size in sizes:
        codes: list[tuple[str, tuple[str, ...]]] = []
        for _ in range(size):
            code, marks = new_code(field.study.salt)
            place = len(codes)
            giver = codes[(place - 1) // width][1][(place - 1) % width] if place else ""
            Coupon.objects.create(
                study=field.study, number=1_000 + number, check_of=marks.lookup, given_by=giver, is_seed=not giver,
                state="redeemed",
            )  # fmt: skip
            codes.append((code, marks.givers))
            number += 1
            is_here = number > there if there else rng.random() < 0.5
            met = "here" if is_here else "there"
            receive(field.deployment, Sent(filled(number, coupon=code, met=met, age="27")), now=NOW)
    door.build(field.study, by=field.person("leda"))


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, design="rds")


def page(field: Field, name: str = "leda") -> Any:
    return field.client(name).get(f"/mesa/estudios/{field.study.reference}/marcha")


def test_chains_waves_and_coupons_are_those_that_were_laid(field: Field) -> None:
    grown(field)
    found = watch(field.people["leda"], field.study, TODAY)
    assert found.chains is not None
    # Two trees of six in pairs: 1, 2, 3 people in three waves; one that went no further.
    assert (found.chains.n, found.chains.waves, found.chains.trees) == (13, (3, 4, 6), (6, 6, 1))
    assert (found.coupons, found.returned) == ((Counts("redeemed", 10, 3),), 100)
    text = page(field).content.decode()
    assert "<td>6</td>" in text
    assert "Es pronto para cualquier cifra: 13 personas, 2 olas" in text


def test_a_coupon_that_nobody_used_in_its_weeks_did_not_come_back(field: Field) -> None:
    """Ten of the thirteen were handed on and came. Two ran out yesterday, before a night wrote it down; one runs."""
    grown(field)
    for number, days in enumerate((-1, -1, 1)):
        _code, marks = new_code(field.study.salt)
        Coupon.objects.create(
            study=field.study, number=2_000 + number, check_of=marks.lookup, state="issued", given_by=f"{number:064x}",
            expires_on=TODAY + timedelta(days=days),
        )  # fmt: skip
    found = watch(field.people["leda"], field.study, TODAY)
    assert found.coupons == (Counts("issued", 1, 0), Counts("redeemed", 10, 3), Counts("expired", 2, 0))
    assert found.returned == 83, "10 of 12"
    assert "el 83 %" in page(field).content.decode()


def test_the_degree_is_that_of_the_library_and_stands_for_a_number(field: Field) -> None:
    assert degree_of({"tie_coupons": ["n1"], "tie_here": ["n25"]}, "tie_here") == 25
    assert degree_of({"tie_coupons": ["n1"]}, "tie_here") == 0
    assert degree_variable(field.study) == ""


def test_one_chain_that_holds_most_of_all_is_said(field: Field) -> None:
    grown(field, sizes=(12, 2))
    assert any("Más de la mitad" in str(each) for each in watch(field.people["leda"], field.study, TODAY).warnings) or (
        "More than half" in str(watch(field.people["leda"], field.study, TODAY).warnings)
    )
    assert "Más de la mitad vino por una sola cadena" in page(field).content.decode()


def test_chains_that_died_and_numbers_that_are_only_guessed_are_said(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of three seeds brought nobody; of thirteen people eight say ten, four say seven and one says nothing."""
    told = iter([10] * 8 + [7] * 4 + [0])
    grown(field, sizes=(11, 1, 1))
    monkeypatch.setattr("amparo.doors.intake.queries.watching.degree_of", lambda codes, asked: next(told))
    monkeypatch.setattr("amparo.doors.intake.queries.watching._settling", lambda *_said: ())
    text = page(field).content.decode()
    assert "<dd>3 (2 de ellas no siguieron)</dd>" in text
    assert "<dd>67 %</dd>" in text
    assert "El 67 % dice un número redondo" in text
    assert re.search(r"<dt>No dijeron número, o dijeron ninguna</dt><dd>1</dd>", text)


def test_before_anything_went_through_the_door_the_page_says_so(field: Field) -> None:
    text = page(field).content.decode()
    assert "Todavía no pasó nada por la puerta" in text
    assert "<svg" not in text


@pytest.mark.parametrize(("name", "status"), [("leda", 200), ("otra", 200), ("ines", 403), ("iris", 403), ("ana", 403)])
def test_who_sees_it(field: Field, name: str, status: int) -> None:
    assert page(field, name).status_code == status


def test_without_the_libraries_everything_else_is_there(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(field)
    monkeypatch.setattr("amparo.doors.intake.queries.watching.degree_of", lambda codes, asked: 4)

    def missing(*_args: object) -> Any:
        raise ModuleNotFoundError("numpy")

    monkeypatch.setattr("amparo.doors.intake.queries.watching._settling", missing)
    text = page(field).content.decode()
    assert "no están instaladas las bibliotecas" in text
    assert "Personas por ola" in text


@pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not there: requirements/evidence.txt")
def test_whether_shares_have_settled_is_shown_of_groups_of_ten_in_whole_points(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(field, sizes=(22, 22))
    monkeypatch.setattr("amparo.doors.intake.queries.watching.degree_of", lambda codes, asked: 4)
    found = watch(field.people["leda"], field.study, TODAY)
    (settling,) = found.settling
    assert settling.name == "Dónde nos conocimos"
    assert {each.name for each in settling.lines} == {"Aquí", "Allá"}
    last = [each.points[-1][1] for each in settling.lines]
    assert sum(last) == pytest.approx(1)  # all degrees are the same, so the shares are those of the sample
    assert all(round(share, 2) == share for share in last)
    assert all(at >= 3 for each in settling.lines for at, _share in each.points)  # 1, 2, 4, 8, 7
    text = page(field).content.decode()
    assert text.count("<svg") == 2
    assert " style=" not in text


@pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not there: requirements/evidence.txt")
def test_of_a_group_of_fewer_than_ten_no_share_is_shown(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine of forty-four met her there: whoever knows them would read who they are out of a line."""
    grown(field, sizes=(22, 22), there=9)
    monkeypatch.setattr("amparo.doors.intake.queries.watching.degree_of", lambda codes, asked: 4)
    (settling,) = watch(field.people["leda"], field.study, TODAY).settling
    assert [each.name for each in settling.lines] == ["Aquí"]
    assert "Allá" not in page(field).text
