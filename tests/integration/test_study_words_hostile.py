"""What people said, read by who means ill: what is put away unread, told to others, cut, or opened for nothing."""

import re
from collections.abc import Iterator
from copy import deepcopy
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from django.db import connections
from django.urls import reverse

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.audit.actions import opaque
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Locked, NoLonger
from amparo.fieldwork.actions import said as actions
from amparo.fieldwork.actions.corrections import correct
from amparo.fieldwork.actions.door import leave_out
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Deployment, Submission
from amparo.fieldwork.queries import said
from amparo.fieldwork.queries.answers import Opening
from amparo.fieldwork.queries.kept import look_at
from amparo.vault.actions import answers
from amparo.vault.models import Reader
from tests import field as laid_field
from tests.cast import make_cast
from tests.field import NOW, SAID, Field, filled, locked_on_phones, make_field, sealed_on_phone
from tests.once import laid_once
from tests.said_house import VOICED, came, page
from tests.study import text

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
VOICE = {"a.mp3": b"una voz inventada"}
HEAVIEST = 60_000  # bytes of a page of the desk


def _made() -> Field:
    before, laid_field.XFORM = laid_field.XFORM, VOICED
    try:
        return make_field(make_cast())
    finally:
        laid_field.XFORM = before


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    with laid_once(django_db_blocker, _made) as made:
        yield made


@pytest.fixture
def field(laid: Field) -> Field:
    return deepcopy(laid)


def through(field: Field) -> said.Through:
    return actions.look_through(field.study, by=field.person("leda"))


def references(found: Any) -> list[str]:
    return [each.reference for each in found]


def verbs(thing: Any) -> list[str]:
    return list(Act.objects.filter(target=opaque(thing)).order_by("number").values_list("verb", flat=True))


@pytest.mark.parametrize("answer", ["yes", "yes today", "today yes"])
def test_a_call_in_an_answer_of_her_authors_own_is_not_put_away(field: Field, answer: str) -> None:
    own = VOICED.replace("<value>later</value>", "<value>yes</value>")
    Deployment.objects.filter(pk=field.deployment.pk).update(xform=own.encode())
    row = came(field, 1, answer, story="")
    found = through(field)
    assert references(found.calling) == [row.reference]
    assert found.calling[0].is_pressing
    assert not Submission.objects.get().is_seen


def test_what_no_question_offered_is_for_a_person_to_read_and_stands_in_no_list(field: Field) -> None:
    rows = [
        came(field, 1, "today alguien_afuera", story=""),
        came(field, 2, "no", story="", odd="<aside>una nota de nadie</aside>"),
        came(field, 3, "no", story="", met="un_lugar_inventado"),
    ]
    shown = page(field, "study_words", verb="post").content.decode()
    assert all(each.reference in shown for each in rows)
    assert not any(words in shown for words in ("alguien_afuera", "una nota de nadie", "un_lugar_inventado"))
    assert not Submission.objects.filter(is_seen=True).exists()


def test_of_two_calls_in_one_form_the_pressing_one_is_said(field: Field) -> None:
    today, both = came(field, 1, "today", story=""), came(field, 2, "later", story="", odd="<urgent>yes</urgent>")
    came(field, 3, "later", story="")
    found = through(field).calling
    assert {each.reference for each in found[:2]} == {today.reference, both.reference}
    assert [each.is_pressing for each in found] == [True, True, False]


def test_what_comes_after_somebody_saw_to_it_is_new_again(field: Field) -> None:
    row = came(field, 1, "no", voice="a.mp3", story="")
    page(field, "study_word_seen", verb="post", part=row.reference, sent={"missing": "1"})
    assert said.unseen(field.study) == 0
    xml = filled(1, voice="a.mp3", story="").replace(b"<given/>", b"<help>no</help><given/>")
    receive(field.deployment, Sent(xml, VOICE), now=NOW)
    assert said.unseen(field.study) == 1
    row.refresh_from_db()
    with pytest.raises(
        NoLonger, match="Mientras tanto llegó una grabación"
    ):  # she read it while the recording was still on the phone
        actions.see_to(field.study, row, missing=1, by=field.person("leda"))
    assert 'name="missing" value="0"' in page(field, "study_word", part=row.reference).content.decode()
    actions.see_to(field.study, row, missing=0, by=field.person("leda"))
    assert said.unseen(field.study) == 0
    receive(field.deployment, Sent(xml, VOICE), now=NOW)
    assert said.unseen(field.study) == 0, "the same once more changes nothing"


def test_the_trail_has_its_line_before_anything_is_opened_and_nobody_waits_for_it(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, deep = came(field, 1, "today", voice="a.mp3", files=VOICE), list[tuple[int, set[str]]]()
    outside, each_of = len(connections["default"].savepoint_ids), Opening.each

    def noted(self: Opening, *args: Any) -> Any:
        deep.append((len(connections["default"].savepoint_ids), {*verbs(field.study), *verbs(row)}))
        return each_of(self, *args)

    monkeypatch.setattr(Opening, "each", noted)
    leda = field.person("leda")
    actions.look_through(field.study, by=leda)
    actions.read_whole(field.study, row, by=leda)
    actions.open_file(field.study, row, place=0, by=leda)
    assert [place for place, _verbs in deep] == [outside] * 3, "a transaction is open while forms are"
    for (_place, there), verb in zip(deep, ("answers.looked_through", "answer.opened", "answer.file"), strict=True):
        assert verb in there


def test_with_her_key_shut_nothing_is_opened_and_the_trail_does_not_say_so(field: Field) -> None:
    row = came(field, 1, "today")
    before, leda = Act.objects.count(), User.objects.get(pk=field.people["leda"].pk)
    for act in (
        lambda: actions.look_through(field.study, by=leda),
        lambda: actions.read_whole(field.study, row, by=leda),
        lambda: actions.open_file(field.study, row, place=0, by=leda),
    ):
        with pytest.raises(Locked):
            act()
    assert Act.objects.count() == before


def test_a_form_is_opened_without_its_recordings_and_with_a_key_that_is_read_once(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked_on_phones(field)
    for number in (1, 2, 3):
        sent = sealed_on_phone(field, number, VOICE, voice="a.mp3")
        receive(field.deployment, Sent(sent.slip, sent.files), now=NOW)
    counts = {"key": 0, "envelope": 0}

    def count(what: str, module: ModuleType, name: str) -> None:
        call = getattr(module, name)

        def counted(*args: Any, **more: Any) -> Any:
            counts[what] += 1
            return call(*args, **more)

        monkeypatch.setattr(module, name, counted)

    count("key", serialization, "load_pem_private_key")
    count("envelope", answers, "open_sealed")
    assert len(through(field).telling) == 3
    assert counts == {"key": 1, "envelope": 6}, "of each form the slip and the answers, and no recording"
    row = Submission.objects.order_by("pk").first()
    assert row is not None
    counts.update(key=0, envelope=0)
    whole = actions.read_whole(field.study, row, by=field.person("leda"))
    assert (len(whole.files), counts) == (1, {"key": 1, "envelope": 2})
    assert actions.open_file(field.study, row, place=0, by=field.person("leda")) == VOICE["a.mp3"]


def test_however_many_came_each_of_them_is_reached(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "AT_MOST", 2)
    rows = [came(field, number, "no" if number == 1 else "", story=SAID) for number in range(1, 6)]
    found, after = set[str](), ""
    for _page in range(3):
        shown = page(field, "study_words", verb="post", sent={"after": after}).content.decode()
        found |= {each.reference for each in rows if each.reference in shown.replace(f'value="{after}"', "")}
        next_ones = re.search(r'name="after" value="(\w+)"', shown)
        after = next_ones[1] if next_ones else ""
    assert found == {each.reference for each in rows}
    assert after == "", "behind the last one there is no button"
    from_elsewhere = page(field, "study_words", verb="post", sent={"after": "x" * 5_000})
    assert from_elsewhere.status_code == 200


def test_a_page_of_very_many_says_the_first_hundred(field: Field) -> None:
    for number in range(1, 103):
        came(field, number, "today")
    shown = page(field, "study_words", verb="post")
    assert shown.content.decode().count('<article class="due">') == 100
    assert "Estos son los primeros cien" in text(shown)
    assert len(shown.content) < HEAVIEST


def test_who_led_it_once_and_kept_her_key_is_told_no_count(field: Field) -> None:
    came(field, 1, "today")
    leda, team = field.people["leda"], field.letters.cast.border
    accounts.give_role(leda, team=team, role="peer", by=accounts.SETUP)
    Reader.objects.filter(user=leda).update(state="active")  # for what she does now somebody confirmed it again
    assert "sin mirar" in text(field.client("leda").get(reverse("studies")))
    accounts.take_role(leda, team=team, role="study_lead", by=accounts.SETUP)
    for at in (reverse("studies"), reverse("study", args=[field.study.reference])):
        answer = field.client("leda").get(at)
        assert answer.status_code == 200
        assert "sin mirar" not in text(answer)
        assert reverse("study_words", args=[field.study.reference]) not in answer.content.decode()


def test_her_words_are_read_to_their_end_and_are_nothing_but_words(field: Field) -> None:
    told = "Algo largo. " * 400 + "&lt;script&gt;alert(1)&lt;/script&gt; y el final."
    row = came(field, 1, "today", story=told)
    shown = page(field, "study_word", part=row.reference).content.decode()
    assert "y el final." in shown
    assert "<script>alert" not in shown


def test_what_she_took_back_stays_locked(field: Field) -> None:
    row = came(field, 1, "today", voice="a.mp3", files=VOICE)
    leave_out(row, by=field.person("leda"))
    row.refresh_from_db()
    before = verbs(row)
    for answer in (
        page(field, "study_word", part=row.reference),
        page(field, "study_word_file", part=row.reference, place=0),
    ):
        assert answer.status_code == 404
        assert SAID not in answer.content.decode()
    assert verbs(row) == before


def test_the_trail_says_apart_that_a_recording_left_and_which_form_somebody_saw_to(field: Field) -> None:
    row = came(field, 1, "today", voice="a.mp3", files=VOICE)
    assert page(field, "study_word", part=row.reference).status_code == 200
    kept = page(field, "study_word_file", part=row.reference, place=0)
    page(field, "study_word_seen", verb="post", part=row.reference, sent={"missing": "0"})
    assert kept.content == VOICE["a.mp3"]
    assert verbs(row) == ["answer.opened", "answer.file", "answer.seen_to"]


def test_the_recording_of_a_form_that_was_put_right_is_still_heard(field: Field) -> None:
    old = came(field, 1, "today", voice="a.mp3", met="nowhere", files=VOICE)
    leda = field.person("leda")
    Submission.objects.filter(pk=old.pk).update(state="kept", reason="unknown_choice")
    old.refresh_from_db()
    fault = next(each for each in look_at(leda, field.study, old).at_fault)
    new = correct(field.study, old, which=fault.which, value="here", by=leda)
    whole = actions.read_whole(field.study, new, by=leda)
    assert [each.name for each in whole.files] == ["a.mp3"]
    assert actions.open_file(field.study, new, place=0, by=leda) == VOICE["a.mp3"]


def test_before_a_form_is_left_out_at_the_door_it_says_that_she_asks_for_somebody(field: Field) -> None:
    rows = [came(field, 1, "today", met="nowhere"), came(field, 2, "no", met="nowhere")]
    Submission.objects.update(state="kept", reason="unknown_choice")
    calling, quiet = (page(field, "study_form", part=each.reference).content.decode() for each in rows)
    address = reverse("study_word", args=[field.study.reference, rows[0].reference])
    assert address in calling
    assert "Pide que vaya alguien" in calling
    assert "Pide que vaya alguien" not in quiet


@pytest.mark.parametrize("data", [b"<html><script>alert(1)</script></html>", b"%PDF-1.4 <script>", b"GIF89a/*<svg>*/"])
def test_whatever_a_recording_is_it_leaves_as_bytes_to_keep_or_not_at_all(field: Field, data: bytes) -> None:
    row = came(field, 1, "no", voice="a.mp3", files={"a.mp3": data})
    address = reverse("study_word_file", args=[field.study.reference, row.reference, 0])
    kept, heard = field.client("leda").get(address), field.client("leda").get(f"{address}?ver=1")
    assert heard.status_code == 404
    assert (kept["Content-Type"], kept["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert kept["Content-Disposition"].startswith('attachment; filename="')
    assert "sandbox" in kept["Content-Security-Policy"]
    assert "a.mp3" not in str(kept.headers)
