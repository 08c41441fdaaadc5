"""Bringing on what may be counted, and the forms that the door could not read: opened, mended, left out, let in."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.commons.audit.actions import opaque
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, NoLonger
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions.corrections import correct
from amparo.fieldwork.actions.coupons_met import Met
from amparo.fieldwork.actions.door import leave_out, let_in_again, write_outcome
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Submission
from amparo.fieldwork.policies import Conflict
from amparo.fieldwork.queries.answers import Opening
from tests.cast import make_cast
from tests.field import NOW, SAID, Field, a_coupon, filled, instance, locked_on_phones, make_field, sealed_on_phone
from tests.once import laid_once

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    with laid_once(django_db_blocker, lambda: make_field(make_cast())) as made:
        yield made


@pytest.fixture
def field(laid: Field) -> Field:
    return deepcopy(laid)


def at(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def came(field: Field, *xmls: bytes) -> None:
    for xml in xmls:
        receive(field.deployment, Sent(xml), now=NOW)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def build(field: Field) -> str:
    """What the page says after she pressed."""
    return text(field.client("leda").post(at("study_door", field.study.reference)))


def kept(field: Field) -> Submission:
    return Submission.objects.get(deployment__study=field.study, state="kept")


def look(field: Field, row: Submission) -> str:
    return text(field.client("leda").get(at("study_form", field.study.reference, row.reference)))


def mend(field: Field, row: Submission, which: int, *value: str) -> Any:
    sent = {"which": str(which), "value": list(value)}
    return field.client("leda").post(at("study_form_correct", field.study.reference, row.reference), sent)


def place_of(field: Field, row: Submission, path: str) -> int:
    (opened,) = Opening(field.person("leda"), field.study).each([row.pk])
    assert opened.form is not None
    return [each.path for each in opened.form.answers].index(path)


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).order_by("number").values_list("verb", flat=True))


def counted(field: Field) -> list[dict[str, Any]]:
    return [row["codes"] for _book, row in rows_of(field.study.source)]


def test_the_page_says_what_it_came_to(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 12)), filled(12, may="no"), filled(13, acts="WHAT"), filled(14, age="x"))
    before = Act.objects.count()
    page = build(field)
    for said in ("11 forms are counted.", "1 · She did not allow it to be counted.",
                 "1 · It brings a choice that this question does not offer. Open the question and choose one",
                 "1 · The number or the date cannot be read."):  # fmt: skip
        assert said in page, said
    assert verbs_since(before) == ["evidence.brought"]
    assert SAID not in page
    came(field, filled(15))
    assert "1 form waits for others." in build(field)
    study = text(field.client("leda").get(at("study", field.study.reference)))
    assert re.search(r"Came whole 13 Counted 11 Not counted yet 1 She did not allow it 1 A part is still on a phone 0 "
                     r"Wait for somebody 2 .* Somebody left them out 0", study)  # fmt: skip


def test_below_ten_nothing_goes_on_and_the_page_says_why(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 10)))
    page = build(field)
    assert "0 forms are counted. 9 forms wait for others." in page
    assert "Fewer than 10 of one questionnaire are never counted" in page
    assert counted(field) == []


def test_a_choice_that_is_not_offered_is_put_right_and_counts(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 10)), filled(10, acts="WHAT VIO"))
    build(field)
    old = kept(field)
    before = Act.objects.count()
    page = look(field, old)
    assert "It brings a choice that this question does not offer." in page
    assert "Qué pasó It says: WHAT · Una cosa" in page
    assert "¿Cuántos años llevas aquí? 27" in page, "what would be counted anyway stands beside it"
    assert SAID not in page, "her own words stay locked"
    assert "2026-11-25" not in page, "nor is the day needed"
    assert "1 answer in her own words stays locked" in page
    assert verbs_since(before) == ["answer.opened"]
    assert Act.objects.latest("number").target == opaque(old)

    which = place_of(field, old, "/data/acts")
    assert mend(field, old, which, "EXT", "VIO").status_code == 302
    assert verbs_since(before) == ["answer.opened", "answer.corrected"]
    (new,) = corrections_of()
    old.refresh_from_db()
    assert old.state == "replaced"
    (first,), (second,) = (list(Opening(field.person("leda"), field.study).each([row.pk])) for row in (old, new))
    assert first.xml == filled(10, acts="WHAT VIO"), "the old one stays as it came"
    assert second.form is not None
    assert (second.form.deprecated_id, second.form.instance_id[:5]) == (instance(10), "uuid:")
    assert second.xml.replace(b"EXT VIO", b"WHAT VIO").count(SAID.encode()) == 1, "everything else stays"
    assert "10 forms are counted." in build(field)
    assert Counter(tuple(row["acts"]) for row in counted(field)) == {("VIO",): 9, ("EXT", "VIO"): 1}


def corrections_of() -> list[Submission]:
    """The rows that came from no phone."""
    phones = {hashlib.sha256(instance(number).encode()).hexdigest() for number in range(1, 20)}
    return list(Submission.objects.exclude(check_of__in=phones))


def test_a_phone_that_corrects_the_same_form_comes_too_late(field: Field) -> None:
    came(field, filled(1, age="x"))
    build(field)
    row = kept(field)
    mend(field, row, place_of(field, row, "/data/age"), "30")
    corrects = f"<orx:deprecatedID>{instance(1)}</orx:deprecatedID><orx:instanceID>".encode()
    again = filled(2).replace(b"<orx:instanceID>", corrects)
    with pytest.raises(Conflict):
        receive(field.deployment, Sent(again), now=NOW)


def test_one_that_was_sealed_on_a_phone_is_mended_and_counts(field: Field) -> None:
    locked_on_phones(field)
    for number in range(1, 11):
        sent = sealed_on_phone(field, number, age="x" if number == 10 else "27")
        receive(field.deployment, Sent(sent.slip, sent.files), now=NOW)
    build(field)
    row = kept(field)
    assert "¿Cuántos años llevas aquí? It says: x" in look(field, row)
    assert mend(field, row, place_of(field, row, "/data/age"), "41").status_code == 302
    assert "10 forms are counted." in build(field)
    assert sorted({row["age"][0] for row in counted(field)}) == ["25_34", "35_44"]


def test_what_is_still_wrong_is_not_taken_and_only_the_question_at_fault_is_written(field: Field) -> None:
    came(field, filled(1, age="x"))
    build(field)
    row, before = kept(field), Act.objects.count()
    age, story = (place_of(field, row, f"/data/{name}") for name in ("age", "story"))
    page = text(mend(field, row, age, "veinte"))
    assert "Not put right yet: The number or the date cannot be read." in page
    assert mend(field, row, story, "otra cosa").status_code == 404
    assert mend(field, row, 999, "otra cosa").status_code == 404
    assert field.client("leda").post(at("study_form_correct", field.study.reference, row.reference)).status_code == 404
    row.refresh_from_db()
    assert (row.state, Submission.objects.count()) == ("kept", 1)
    assert "answer.corrected" not in verbs_since(before)
    assert mend(field, row, age).status_code == 302, "taken away, she is counted without it"


def test_what_the_form_does_not_ask_is_taken_away_and_its_name_alone_is_shown(field: Field) -> None:
    xml = filled(1).replace(b"<voice/>", b"<voice/><extra>algo ajeno</extra>")
    came(field, xml)
    build(field)
    row = kept(field)
    page = look(field, row)
    assert "extra It says: algo ajeno" in page
    assert "Take it away" in page
    assert mend(field, row, place_of(field, row, "/data/extra"), "").status_code == 302
    assert not Submission.objects.filter(state="kept").exists()


def test_a_coupon_is_put_right_from_the_paper(field: Field) -> None:
    field.again(design="rds")
    seed, other = a_coupon(field), a_coupon(field)
    came(field, filled(1, coupon=seed), filled(2, coupon=seed), filled(3))
    page = build(field)
    assert "2 · Two forms bear the same coupon." in page
    assert re.search(r"With more than one form came the coupons with these numbers: \d+", page)
    rows = {row.reason: row for row in Submission.objects.filter(state="kept").order_by("pk")}
    twice, without = rows["coupon_twice"], rows["no_coupon"]
    assert f"Cupón It says: {seed}" in look(field, twice)
    assert "Cupón It says: —" in look(field, without)
    assert mend(field, twice, place_of(field, twice, "/data/coupon"), other).status_code == 302
    build(field)
    assert set(Submission.objects.filter(state="kept").values_list("reason", flat=True)) == {"no_coupon"}


def test_left_out_and_let_in_again(field: Field) -> None:
    came(field, *(filled(n) for n in range(1, 12)), filled(12, acts="WHAT"))
    build(field)
    row, before = kept(field), Act.objects.count()
    client = field.client("leda")
    client.post(at("study_form_out", field.study.reference, row.reference))
    page = text(client.get(at("study_waiting", field.study.reference)))
    assert "Nothing waits" in page
    assert "Somebody left them out" in page
    build(field)
    row.refresh_from_db()
    assert row.state == "left_out"
    client.post(at("study_form_in", field.study.reference, row.reference))
    row.refresh_from_db()
    assert (row.state, row.reason) == ("here", "")
    build(field)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("kept", "unknown_choice")
    said = [each for each in verbs_since(before) if each.startswith("answer.")]
    assert said == ["answer.left_out", "answer.let_in_again"]


def test_what_somebody_decided_while_a_build_ran_stands(field: Field) -> None:
    """The build read it before, and would have said: wait for somebody."""
    came(field, filled(1, acts="WHAT"))
    row = Submission.objects.get()
    leda = field.person("leda")
    leave_out(row, by=leda)
    write_outcome(field.study, counted=[], stays={row.pk: "unknown_choice"}, met=Met(), by=leda)
    row.refresh_from_db()
    assert row.state == "left_out"


def test_what_was_corrected_is_neither_mended_nor_let_in_nor_opened_by_another_lead(field: Field) -> None:
    came(field, filled(1, age="x"))
    build(field)
    row, leda, otra = kept(field), field.person("leda"), field.person("otra")
    age = place_of(field, row, "/data/age")
    with pytest.raises(Denied):
        correct(field.study, row, which=age, value="30", by=otra)
    with pytest.raises(Denied):
        let_in_again(row, by=otra)
    correct(field.study, row, which=age, value="30", by=leda)
    with pytest.raises(NoLonger):
        correct(field.study, row, which=age, value="31", by=leda)
    with pytest.raises(NoLonger):
        let_in_again(row, by=leda)
    assert field.client("leda").get(at("study_form", field.study.reference, row.reference)).status_code == 403


def test_nothing_of_an_answer_stands_in_a_log(field: Field, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    came(field, filled(1, acts="WHAT", story="palabra-que-nadie-lee"))
    build(field)
    row = kept(field)
    look(field, row)
    mend(field, row, place_of(field, row, "/data/acts"), "NADA-DE-ESTO")
    assert not [each for each in caplog.messages if "palabra-que-nadie-lee" in each or "NADA-DE-ESTO" in each]
