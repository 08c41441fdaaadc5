"""The door from the field: what may be counted goes on in codes, whole and once; what does not fit stays sealed."""

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connections

from amparo.commons.audit.queries import first_broken
from amparo.commons.policy.policies import Denied, Hidden, Locked
from amparo.doors.intake.actions import door
from amparo.doors.intake.models import Intent
from amparo.doors.intake.policies import whole
from amparo.evidence.models import Observation, Recruitment, Value
from amparo.evidence.queries import people_of, rows_of
from amparo.fieldwork.actions.coupons import redeem
from amparo.fieldwork.actions.door import leave_out
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Coupon, Submission
from tests.cast import Cast
from tests.field import NOW, SAID, TODAY, Field, a_coupon, filled, make_field, sealed_on_phone

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def came(field: Field, *xmls: bytes) -> None:
    for xml in xmls:
        receive(field.deployment, Sent(xml), now=NOW)


def built(field: Field, name: str = "leda") -> door.Built:
    return door.build(field.study, by=field.person(name), rng=Random(3))


def counted(field: Field) -> list[dict[str, Any]]:
    return [row["codes"] for _book, row in rows_of(field.study.source)]


def test_what_she_allowed_goes_on_made_coarse_and_nothing_else(field: Field) -> None:
    came(field, *(filled(n, age=str(18 + n)) for n in range(1, 11)), filled(11, may="no"), filled(12, acts="VIO EXT"))
    made = built(field)
    assert (made.counted, made.waiting, made.reasons) == (11, 0, Counter(no_consent=1))
    rows = counted(field)
    assert Counter(row["age"][0] for row in rows) == Counter({"18_24": 6, "25_34": 5})
    assert [row["acts"] for row in rows if len(row["acts"]) > 1] == [["EXT", "VIO"]]
    assert {tuple(row) for row in rows} == {("acts", "age", "met", "territory", "week", "zone")}
    assert {(row["week"][0], row["territory"][0], row["zone"][0]) for row in rows} == {("2026-W48", "EC-G", "urban")}


def test_what_was_sealed_on_a_phone_opens_here_and_with_no_other_key(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True)
    for number in range(1, 11):
        sent = sealed_on_phone(field, number)
        receive(field.deployment, Sent(sent.slip, sent.files), now=NOW)
    assert built(field).counted == 10
    with pytest.raises(Hidden):
        door.build(field.study, by=field.person("otra"))
    with pytest.raises(Locked):
        door.build(field.study, by=field.people["leda"].__class__.objects.get(pk=field.people["leda"].pk))
    with pytest.raises(Denied):
        door.build(field.study, by=field.people["ines"])


def test_with_too_few_nothing_goes_on_and_new_ones_wait_for_each_other(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 10)))
    assert built(field).counted == 0
    came(field, filled(10))
    assert built(field).counted == 10
    came(field, *(filled(n) for n in range(11, 15)))
    made = built(field)
    assert (made.counted, made.waiting) == (10, 4)
    came(field, filled(15))
    assert (built(field).counted, built(field).waiting) == (15, 0)


def test_each_questionnaire_of_a_study_has_to_have_its_ten() -> None:
    """A row says which one it is of: seven beside twelve of another would be seven whom somebody may know."""
    books = dict.fromkeys(range(12), "round") | dict.fromkeys(range(20, 27), "strengths")
    rounds = set(range(12))
    assert whole(books, set(), is_closed=False) == (rounds, set(range(20, 27)))
    assert whole(books, set(), is_closed=True) == (rounds, set(range(20, 27)))
    books |= dict.fromkeys(range(27, 30), "strengths")
    assert whole(books, rounds, is_closed=False) == (set(books), set())
    books |= {30: "strengths", 40: "round"}
    counted = set(books) - {30, 40}
    assert whole(books, counted, is_closed=False) == (counted, {30, 40}), "one new one of each is not two"


def test_a_form_that_somebody_left_out_is_gone_with_the_next_build(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 12)))
    built(field)
    leave_out(Submission.objects.first(), by=field.people["leda"])
    assert built(field).counted == 10
    assert Observation.objects.count() == 10


def test_a_correction_counts_in_place_of_what_it_corrects(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 13)))
    built(field)
    meta = b"<orx:deprecatedID>uuid:00000000-0000-0000-0000-000000000001</orx:deprecatedID></orx:meta>"
    came(field, filled(50, met="there").replace(b"</orx:meta>", meta))
    made = built(field)
    assert (made.counted, made.waiting) == (11, 1)  # it waits, and what it corrected counts no more
    came(field, *(filled(n) for n in range(51, 55)))
    built(field)
    assert Counter(row["met"][0] for row in counted(field)) == Counter(here=15, there=1)


@pytest.mark.parametrize(("change", "reason"), [
    ((b"<met>here</met>", b"<met>somewhere</met>"), "unknown_choice"),
    ((b"<age>27</age>", b"<age>veinte</age>"), "not_readable"),
    ((b"<age>27</age>", b"<age>27</age><age>28</age>"), "said_twice"),
    ((b"<met>here</met>", b"<met>here</met><phone>0999</phone>"), "undeclared"),
    ((b"2026-11-25", b"ayer"), "not_readable"),
    ((b"<acts>VIO</acts>", b"<acts>VIO VIO XXX</acts>"), "unknown_choice"),
])  # fmt: skip
def test_what_does_not_fit_stays_sealed_with_a_reason_and_the_rest_goes_on(
    field: Field, change: tuple[bytes, bytes], reason: str
) -> None:
    came(field, *(filled(n) for n in range(1, 11)), filled(11).replace(*change))
    made = built(field)
    assert (made.counted, made.reasons) == (10, Counter({reason: 1}))
    row = Submission.objects.get(state="kept")
    assert (row.reason, row.is_counted) == (reason, False)
    assert bytes(row.box)


def test_who_brought_whom_is_there_without_a_code(cast: Cast) -> None:
    field = make_field(cast, design="rds")
    seed = a_coupon(field)
    came(field, filled(1, coupon=seed))
    redeem(field.study, code=seed, by=field.people["ines"], on=TODAY)
    codes = [a_coupon(field, giver=seed) for _ in range(3)]
    came(field, *(filled(2 + n, coupon=code) for n, code in enumerate(codes)))
    field.again(state="closed")
    assert built(field).counted == 0  # four are too few
    assert Counter(Coupon.objects.values_list("state", flat=True)) == Counter(redeemed=4)
    more = []
    field.again(state="running")
    for giver in codes[:2]:
        more += [a_coupon(field, giver=giver) for _ in range(3)]
    came(field, *(filled(10 + n, coupon=code.lower().replace("-", " ")) for n, code in enumerate(more)))
    assert built(field).counted == 10
    net = {key: recruiter for key, recruiter, _row in people_of(field.study.source)}
    assert Counter(Counter(each for each in net.values() if each).values()) == Counter({3: 3})
    assert list(net.values()).count(None) == 1
    assert Recruitment.objects.count() == 9


def test_two_forms_with_one_coupon_stay_until_somebody_decides(cast: Cast) -> None:
    field = make_field(cast)
    code = a_coupon(field)
    came(field, *(filled(n) for n in range(1, 11)), filled(20, coupon=code), filled(21, coupon=code))
    made = built(field)
    assert (made.counted, made.reasons["coupon_twice"]) == (10, 2)
    assert made.conflicts == (Coupon.objects.get().number,)
    leave_out(Submission.objects.filter(reason="coupon_twice").first(), by=field.people["leda"])
    field.again(state="closed")
    assert built(field).counted == 11


class Cut(Exception):
    """The program ends here."""


@pytest.mark.parametrize("at", ["bring", "write_outcome", "end", "cut_the_log"])
def test_a_build_that_ended_half_way_loses_and_doubles_nothing(
    field: Field, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    came(field, *(filled(n) for n in range(1, 13)))

    def cut(*_args: object, **_more: object) -> None:
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(door, at, cut)
        with pytest.raises(Cut):
            built(field)
    assert built(field).counted == 12
    assert (Observation.objects.count(), Intent.objects.count()) == (12, 0)
    assert Submission.objects.filter(is_counted=True).count() == 12
    assert (first_broken(using="default"), first_broken(using="evidence")) == (None, None)


def test_no_word_of_hers_and_no_number_of_a_form_is_in_the_evidence(field: Field, tmp_path: Path) -> None:
    came(field, *(filled(n) for n in range(1, 13)))
    built(field)
    with connections["evidence"].cursor() as cursor:
        said = []
        for table in connections["evidence"].introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [str(cell) for row in cursor.fetchall() for cell in row]
    text = "\n".join(said)
    assert "VIO" in text  # the look finds what is there
    for planted in (SAID, "frase", "uuid:", "2026-11-25", *(str(row.pk) for row in Submission.objects.all())):
        assert planted not in text
    assert not {row.reference for row in Submission.objects.all()} & set(said)
    assert not re.search(r"\d{4}-\d\d-\d\d[^ T]", "\n".join(each for each in said if len(each) < 12))
    assert Value.objects.count() > 12


def test_the_same_again_gives_the_same_rows_under_new_numbers(field: Field) -> None:
    came(field, *(filled(n, age=str(20 + n)) for n in range(1, 13)))
    built(field)
    before, numbers = sorted(map(repr, counted(field))), set(Observation.objects.values_list("pk", flat=True))
    built(field)
    assert sorted(map(repr, counted(field))) == before
    assert not numbers & set(Observation.objects.values_list("pk", flat=True))
