"""The columns of a file of recruits by which a study checks itself: days, devices, coupons and their last day."""

from pathlib import Path

import pytest

from tests.methods.hidden.test_rds_command import told

HEAD = "id,recruiter,degree,kind,day,phone,got\n"


def lines(tmp_path: Path, *changed: tuple[int, str]) -> Path:
    """Sixty people of three trees; some lines as the test wants them."""
    rows = [
        f"p{at},{f'p{at // 3 - 1}' if at > 2 else 'semilla'},{2 + at % 5},{'ab'[at % 2]},"
        f"2026-01-{1 + at // 2:02},t{at},3"
        for at in range(60)
    ]
    for at, text in changed:
        rows[at] = text
    path = tmp_path / "people.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


WORDS = ("--outcome", "kind", "--replicates", 60, "--day", "day", "--device", "phone", "--coupons", "got")


def test_nothing_is_wrong_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = told(capsys, "rds", lines(tmp_path), *WORDS)
    assert (code, error) == (0, "")


@pytest.mark.parametrize(
    ("at", "text", "said"),
    [
        (30, "p30,p9,2,a,2025-12-24,t30,3", "A recruit came before whoever brought her. (lines 32)"),
        (30, "p30,p9,2,a,24/12/2026,t30,3", "a day has to be a number or a date as 2026-01-31. (lines 32)"),
        (1, "p1,semilla,3,b,2026-01-01,t1,1", "Somebody brought more people than she had coupons. (lines 3)"),
        (1, "p1,semilla,3,b,2026-01-01,t1,some", "has to be a whole number, 0 or more. (lines 3)"),
        (30, "p30,NA,2,a,2026-01-16,t30,3", "The recruiter is not in the file. (lines 32)"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at: int, text: str, said: str
) -> None:
    code, out, error = told(capsys, "rds", lines(tmp_path, (at, text)), *WORDS)
    assert (code, out) == (1, "")
    assert said in " ".join(error.split())


def test_many_on_one_telephone_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = [(at, f"p{at},p{at // 3 - 1},3,a,2026-01-20,lost,3") for at in range(40, 44)]
    code, out, _ = told(capsys, "rds", lines(tmp_path, *same), *WORDS)
    assert code == 0
    assert "Interviews from one device on one day, four or more at once: 4." in " ".join(out.split())


def test_a_coupon_past_its_last_day_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        f"p{at},{f'c{at}' if at > 2 else ''},{f'c{3 * at + 3},c{3 * at + 4},c{3 * at + 5}' if at < 19 else ',,'},"
        f"{2 + at % 5},{'ab'[at % 2]},2026-01-{1 + at // 2:02},{'2026-01-08' if at == 20 else '2026-03-01'}"
        for at in range(60)
    ]
    path = tmp_path / "coupons.csv"
    path.write_text("id,own,a,b,c,degree,kind,day,last\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ("--outcome", "kind", "--replicates", 60, "--coupon", "own", "--issued", "a,b,c", "--day", "day")
    code, out, _ = told(capsys, "rds", path, *words, "--expires", "last")
    assert code == 0
    assert "Coupons that were redeemed after their last day: 1. (lines 22)" in " ".join(out.split())
    code, _, error = told(capsys, "rds", path, *words, "--coupons", "3")
    assert code == 2
    assert "--coupons does not go with --coupon" in error
    code, _, error = told(capsys, "rds", lines(tmp_path), "--outcome", "kind", "--expires", "day")
    assert code == 2
    assert "--expires needs --coupon" in error


def test_who_is_a_seed_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of those who came without a coupon one lost it; and a seed came with a coupon of somebody else."""
    rows = [
        f"{at},5,{f'c{at}' if at else ''},c{2 * at + 1},c{2 * at + 2},{'no' if at % 2 else 'yes'},"
        + ("" if at else "yes")
        for at in range(80)
    ]
    path = tmp_path / "coupons.csv"
    header = "id,degree,came,a,b,x,first"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    words = ("rds", path, "--outcome", "x", "--coupon", "came", "--issued", "a,b", "--replicates", 40)
    code, out, _ = told(capsys, *words)
    assert (code, "taken for seeds: 1." in " ".join(out.split())) == (0, True)
    code, out, _ = told(capsys, *words, "--seed-column", "first")
    assert (code, "taken for seeds" in out) == (0, False)
    lost = [*rows[:7], rows[7].replace(",c7,", ",,"), rows[8] + "yes", *rows[9:]]
    path.write_text("\n".join([header, *lost]) + "\n", encoding="utf-8")
    code, _, err = told(capsys, *words, "--seed-column", "first")
    assert code == 1
    assert "Somebody came without a coupon and is no seed. (lines 9)" in err
    assert "A seed came with a coupon of somebody in the sample. (lines 10)" in err
    code, _, err = told(capsys, "rds", path, "--outcome", "x", "--seed-column", "first")
    assert (code, "--seed-column needs --coupon" in err) == (2, True)
