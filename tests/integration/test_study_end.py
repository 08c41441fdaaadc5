"""The end of a study: closed, kept for a year, destroyed; and an old copy of the house brings nothing of it back."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.config.prepare import destroy_again
from amparo.doors.intake.actions import door, ending
from amparo.evidence.actions import bring
from amparo.evidence.models import Codebook
from amparo.evidence.queries import rows_of
from amparo.fieldwork import retention
from amparo.fieldwork.actions import coupons, studies
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Coupon, Deployment, Device, Study, Submission, Thanks
from amparo.vault.actions.answers import opener_of
from amparo.vault.models import CaseKey, Wrap
from tests.cast import make_cast
from tests.field import ENDS, NOW, TODAY, Field, a_coupon, again_from_the_start, filled, make_field
from tests.once import laid_once, same_ledger

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
CLOSED = ENDS


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Field, Field]]:
    with laid_once(django_db_blocker, begun_and_closed) as made:
        yield made


@pytest.fixture
def begun(laid: tuple[Field, Field]) -> Field:
    """In the field, and nothing came yet."""
    made = deepcopy(laid[0])
    Study.objects.exclude(pk=made.study.pk).delete()
    return made


@pytest.fixture
def field(laid: tuple[Field, Field]) -> Field:
    """Eleven forms, counted; the study is closed."""
    made = deepcopy(laid[1])
    Study.objects.exclude(pk=made.study.pk).delete()
    return made


def begun_and_closed() -> tuple[Field, Field]:
    """Two studies of one house."""
    begun = make_field(make_cast())
    made = deepcopy(begun)
    again_from_the_start(made)
    for number in range(1, 12):
        receive(made.deployment, Sent(filled(number)), now=NOW)
    door.build(made.study, by=made.person("leda"))
    studies.close_study(made.study, by=made.person("leda"), on=CLOSED)
    made.study.refresh_from_db()
    return begun, made


@pytest.fixture(autouse=True)
def _its_own_ledger() -> Iterator[None]:
    """Each test destroys the same study."""
    with same_ledger():
        yield


def at(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def counted(field: Field) -> int:
    return len(list(rows_of(field.study.source)))


def verbs_since(number: int, using: str = "default") -> list[str]:
    acts = Act.objects.using(using).filter(number__gt=number).order_by("number")
    return list(acts.values_list("verb", flat=True))


def night(days_after: int) -> None:
    """The nightly job so many days after the study was closed."""
    now = clock.at(CLOSED, 3) + timedelta(days=days_after)
    for item in retention.due(now):
        retention.shred(item)


def test_closed_in_two_steps_and_what_comes_late_is_still_taken(begun: Field) -> None:
    field = begun
    client, where = field.client("leda"), at("study_close", field.study.reference)
    assert "Close this study?" in client.post(where).text
    field.study.refresh_from_db()
    assert field.study.state == "running"
    before = Act.objects.count()
    assert client.post(where, {"sure": "1"}).status_code == 302
    field.study.refresh_from_db()
    assert (field.study.state, verbs_since(before)) == ("closed", ["study.closed"])
    receive(field.deployment, Sent(filled(1)), now=NOW)
    page = client.get(at("study", field.study.reference)).text
    assert re.search(r"Its answers are kept until [^<]+, and are then destroyed", page)
    assert client.post(where, {"sure": "1"}).status_code == 403


def test_in_the_field_it_is_not_destroyed(begun: Field) -> None:
    field = begun
    for sent in ({}, {"sure": "1", "rows": "too"}):
        answer = field.client("leda").post(at("study_destroy", field.study.reference), sent)
        assert answer.status_code == 403
        assert "Close it first" in answer.text
    assert Study.objects.count() == 1


@pytest.mark.parametrize(("rows", "stays", "taken"), [("stay", 11, []), ("too", 0, ["evidence.taken_away"])])
def test_destroyed_in_two_steps_with_or_without_what_was_counted(
    field: Field, rows: str, stays: int, taken: list[str]
) -> None:
    client, where, study = field.client("leda"), at("study_destroy", field.study.reference), field.study
    assert "What of 11 forms is counted, without a name" in re.sub(r"\s+", " ", client.post(where).text)
    assert Study.objects.count() == 1
    before, counted_before = Act.objects.count(), Act.objects.using("evidence").count()
    assert client.post(where, {"sure": "1", "rows": rows}).url == at("studies")
    assert not Study.objects.exists()
    assert not Submission.objects.exists()
    assert not Device.objects.exists()
    assert not CaseKey.objects.filter(ring=study.ring).exists()
    with pytest.raises(Hidden):
        opener_of(field.person("leda"), study.ring)
    assert verbs_since(before) == ["study.destroyed"]
    assert Act.objects.latest("number").target == study.reference
    assert verbs_since(counted_before, "evidence") == taken
    assert counted(field) == stays
    assert client.get(at("study", study.reference)).status_code == 404


def test_only_who_leads_it_destroys_it(field: Field) -> None:
    for name in ("otra", "ines", "iris", "ana"):
        with pytest.raises(Denied):
            ending.destroy(field.study, by=field.people[name], rows_too=True)
    assert (Study.objects.count(), counted(field)) == (1, 11)


def a_copy(field: Field) -> Callable[[], None]:
    """A copy of the tables that matter, and of what was counted; what it gives puts it back."""
    care = [Study, Deployment, Submission, Device, CaseKey, Wrap]
    held = serializers.serialize("json", [row for table in care for row in table._base_manager.all()])
    rows, source = list(rows_of(field.study.source)), field.study.source

    def put_back() -> None:
        for each in serializers.deserialize("json", held):
            each.save()
        bring("c" * 32, source, rows)

    return put_back


@pytest.mark.parametrize(("rows_too", "stays"), [(True, 0), (False, 11)])
def test_an_old_copy_that_is_put_back_brings_neither_key_nor_what_went_with_it(
    field: Field, rows_too: bool, stays: int
) -> None:
    put_back, study = a_copy(field), field.study
    ending.destroy(study, by=field.person("leda"), rows_too=rows_too)
    put_back()
    assert (Study.objects.count(), Submission.objects.count(), counted(field)) == (1, 11, 11)
    assert opener_of(field.person("leda"), study.ring), "the old copy has all of it again"
    destroy_again()
    assert counted(field) == stays
    assert not CaseKey.objects.filter(ring=study.ring).exists()
    with pytest.raises(Hidden):
        opener_of(field.person("leda"), study.ring)
    night(1)
    assert not Study.objects.exists()
    assert not Submission.objects.exists()
    destroy_again()
    assert counted(field) == stays


def test_an_act_that_was_cut_takes_nothing_from_a_study_that_is_still_there(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are gone and the study is not: opened again it brings them on, and a start of the house leaves them."""

    def cut(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("a power cut")

    monkeypatch.setattr(ending, "destroy_study", cut)
    with pytest.raises(RuntimeError):
        ending.destroy(field.study, by=field.person("leda"), rows_too=True)
    assert (Study.objects.count(), counted(field)) == (1, 0)
    door.build(field.study, by=field.person("leda"))
    destroy_again()
    assert counted(field) == 11
    monkeypatch.undo()
    ending.destroy(field.study, by=field.person("leda"), rows_too=True)
    assert (Study.objects.count(), counted(field)) == (0, 0)


def test_answers_go_a_year_after_and_what_was_counted_stays(field: Field) -> None:
    before = Act.objects.count()
    night(365)
    assert Study.objects.count() == 1, "on its last day it is there"
    night(366)
    assert not Study.objects.exists()
    assert not CaseKey.objects.filter(ring=field.study.ring).exists()
    assert counted(field) == 11
    (act,) = Act.objects.filter(number__gt=before)
    assert (act.verb, act.actor, act.target) == ("study.destroyed", "house.expiry", field.study.reference)


def test_the_house_may_keep_them_for_less(field: Field, settings: Any) -> None:
    settings.STUDY_DAYS = 30
    night(30)
    assert Study.objects.count() == 1
    night(31)
    assert not Study.objects.exists()


def test_one_that_goes_on_is_kept_however_old_it_is(begun: Field) -> None:
    field = begun
    field.again(ends_on=date(2027, 1, 1))
    night(2000)
    assert Study.objects.count() == 1


def test_every_night_coupons_run_out_and_phones_whose_time_is_over_go(begun: Field) -> None:
    field = begun
    field.again(design="rds", weeks_valid=1)
    seed = a_coupon(field)
    runs_out = coupons.find(field.study, seed).expires_on
    assert runs_out is not None
    days = (runs_out - CLOSED).days
    night(days)
    assert Coupon.objects.get().state == "issued", "on that Sunday it holds"
    night(days + 1)
    assert Coupon.objects.get().state == "expired"
    assert Device.objects.count() == 1
    field.again(state="running")
    Device.objects.update(until=TODAY)
    night((TODAY - CLOSED).days)
    assert Device.objects.count() == 1
    night((TODAY - CLOSED).days + 1)
    assert not Device.objects.exists()


def test_coupons_go_two_months_after_the_end_with_the_thanks_and_the_answers_stay(begun: Field) -> None:
    field = begun
    field.again(design="rds")
    seed, leda = a_coupon(field), field.person("leda")
    coupons.redeem(field.study, code=seed, by=leda, on=TODAY)
    coupons.thank(field.study, code=seed, by=leda, on=TODAY)
    one, other = (coupons.find(field.study, a_coupon(field)) for _ in range(2))
    Coupon.objects.filter(pk=one.pk).update(state="replaced", replaced_by=other)
    receive(field.deployment, Sent(filled(1, coupon=seed)), now=NOW)
    field.again(state="closed", ends_on=CLOSED)
    night(61)
    assert (Coupon.objects.count(), Thanks.objects.count()) == (3, 1)
    night(62)
    assert (Coupon.objects.count(), Thanks.objects.count(), Submission.objects.count()) == (0, 0, 1)


@pytest.mark.usefixtures("english")
def test_the_nightly_job_says_it(field: Field) -> None:
    Study.objects.update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))
    said = StringIO()
    call_command("tidy", stdout=said)
    assert "Studies: 1 deleted" in said.getvalue()
    assert not Study.objects.exists()
    assert Codebook.objects.exists()
