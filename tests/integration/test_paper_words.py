"""A form that is put down for another day: under eight words, sealed to them alone, and gone after two weeks."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.commons import clock
from amparo.doors.intake import retention
from amparo.doors.intake.actions.drafts import DAYS
from amparo.doors.intake.actions.ending import destroy
from amparo.doors.intake.models import Draft
from amparo.fieldwork.actions import studies
from amparo.sealing import receipts as receipts_of_sealing
from amparo.sealing.words import fresh_words
from amparo.vault.actions.ledger import destroyed_rings
from amparo.vault.models import CaseKey, Reader, Wrap
from tests.canaries import hidden_in
from tests.cast import Cast
from tests.field import TODAY, Field, make_field
from tests.letters import letter
from tests.over_the_wire import words_on
from tests.web_form import SECRET, Filler, answers_of, begun, on_web, said_in

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
BACK = "/cuadro/volver"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


@pytest.fixture
def short(field: Field) -> Any:
    return on_web(field)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)


def put_down(short: Any) -> tuple[Filler, str]:
    """She stops in the middle, and has her words."""
    she = begun(short).presses("start").presses("next", may="yes").presses("next", counted="yes")
    she.presses("later", story=SECRET, nights="many")
    words = " ".join(words_on(she.text))
    assert len(words.split()) == 8
    return she, words


def kept(short: Any) -> str:
    she, words = put_down(short)
    she.presses("keep")
    assert "Está guardado" in she.text
    return words


def comes_back(words: str, client: Client | None = None) -> Filler:
    return Filler(client or Client(), BACK).sends_words(words)


def test_she_goes_on_where_she_stopped_and_sends(field: Field, short: Any) -> None:
    words = kept(short)
    she = comes_back(words)
    assert "Estás donde paraste" in she.text
    assert she.form.fields["a/data/about/story"] == [SECRET]
    assert she.form.fields["a/data/about/nights"] == ["many"], "also what could not stay as it was"
    she.presses("next", nights="2").presses("next").presses("send")
    (form,) = answers_of(field, short)
    assert (said_in(form)["story"], said_in(form)["nights"]) == (SECRET, "2")
    assert not Draft.objects.exists()
    assert "no abren ninguna hoja" in comes_back(words).text, "her words are used up"


def test_before_she_says_that_she_has_them_nothing_is_kept(short: Any) -> None:
    she, words = put_down(short)
    assert not Draft.objects.exists()
    she.again()
    assert len(words_on(she.text)) == 8
    assert " ".join(words_on(she.text)) != words
    she.presses("stay")
    assert she.form.fields["a/data/about/story"] == [SECRET]
    assert not Draft.objects.exists()


def test_on_a_disk_that_is_nearly_full_nothing_is_sent_or_kept_and_she_has_all_of_it(
    field: Field, short: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anybody may send such a form, without a word of anybody; and a full disk would take no letter either."""
    she, _words = put_down(short)
    monkeypatch.setattr("amparo.commons.room.FOR_FILES", 10**18)
    she.presses("keep")
    assert (she.answer.status_code, "ya no cabe nada" in she.text) == (503, True)
    she.presses("next", nights="2").presses("next")
    she.presses("send")
    assert (she.answer.status_code, "ya no cabe nada" in she.text, SECRET in she.text) == (503, True, True)
    assert (Draft.objects.exists(), answers_of(field, short)) == (False, [])
    monkeypatch.undo()
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)
    she.presses("send")
    assert len(answers_of(field, short)) == 1


def test_after_it_is_kept_the_history_shows_nothing(short: Any) -> None:
    she, _words = put_down(short)
    on_words = she.sent
    she.presses("keep")
    assert SECRET not in she.text
    for sent in (she.sent, on_words):
        she.sends(*sent)
        assert she.answer.status_code == 409
        assert SECRET not in she.text
    assert Draft.objects.count() == 1


def test_kept_again_it_has_the_same_words(field: Field, short: Any) -> None:
    words = kept(short)
    ring = Draft.objects.get().ring
    she = comes_back(words)
    she.presses("later", story="Otra frase")
    assert "las mismas palabras" in she.text
    assert not words_on(she.text)
    assert Draft.objects.get().ring == ring
    she = comes_back(words)
    assert she.form.fields["a/data/about/story"] == ["Otra frase"]
    she.presses("next", nights="2").presses("next").presses("drop")
    assert not Draft.objects.exists()
    assert not answers_of(field, short)


def test_in_two_windows_it_is_sent_once(field: Field, short: Any) -> None:
    words = kept(short)
    one, other = comes_back(words), comes_back(words)
    one.presses("next", nights="1").presses("next").presses("send")
    other.presses("next", nights="9").presses("next").presses("send")
    assert other.answer.status_code == 409
    assert [said_in(each)["nights"] for each in answers_of(field, short)] == ["1"]
    assert "nights" not in other.text


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_what_is_typed_wrong_is_said(short: Any, prefix: str) -> None:
    she = Filler(Client(), f"{prefix}{BACK}").sends_words("hola hola")
    assert 'role="alert"' in she.text
    assert she.form.fields["p"] == ["hola hola"]


def test_whether_anybody_has_the_words_the_work_and_the_answer_do_not_tell(
    short: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of nobody, words of a letter, words of a form: one derivation and the same questions, as many bytes."""
    derived: list[int] = []
    real = receipts_of_sealing.derive_key

    def counted(*args: Any, **more: Any) -> bytes:
        derived.append(1)
        return bytes(real(*args, **more))

    words = {"form": kept(short), "nobody": " ".join(fresh_words("es")), "letter": " ".join(letter(Client(), "Hola."))}
    monkeypatch.setattr(receipts_of_sealing, "derive_key", counted)
    told = {}
    for name, each in words.items():
        derived.clear()
        page = Filler(Client(), BACK)
        with CaptureQueriesContext(connections["default"]) as asked:
            page.sends_words(each)
        tables = [re.findall(r'(?:FROM|INTO) "(\w+)"', row["sql"])[:1] for row in asked]
        told[name] = (len(derived), len(page.answer.content), [table for (table,) in filter(None, tables)])
    assert told["nobody"] == told["letter"]
    assert told["form"][:2] == told["nobody"][:2] == (1, 16_384)
    assert told["form"][2] == told["nobody"][2]


def test_her_words_stand_in_no_address_and_a_page_opens_once(short: Any) -> None:
    words = kept(short)
    she = comes_back(words)
    assert "?" not in she.sent[0]
    assert not she.answer.cookies
    assert not any(word in " ".join(each for _n, each in _hidden(she)) for word in words.split())
    she.again()
    assert SECRET not in she.text
    assert "otra vez" in she.text


def _hidden(she: Filler) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', she.text)


def test_only_her_words_open_it_and_nothing_of_it_lies_in_clear(short: Any) -> None:
    kept(short)
    draft = Draft.objects.get()
    (wrap,) = Wrap.objects.filter(case_key__ring=draft.ring)
    assert wrap.reader.kind == "receipt"
    assert wrap.reader.user_id is None
    assert not hidden_in(bytes(draft.box) + bytes(wrap.box), [SECRET])
    assert draft.until == clock.today() + timedelta(days=14)


def test_after_two_weeks_it_goes_with_its_lock(short: Any, capsys: pytest.CaptureFixture[str]) -> None:
    words = kept(short)
    ring = Draft.objects.get().ring
    now = clock.now()
    assert list(retention.due(now + timedelta(days=DAYS))) == []
    (item,) = retention.due(now + timedelta(days=DAYS + 1))
    retention.shred(item)
    assert not Draft.objects.exists()
    assert not CaseKey.objects.filter(ring=ring).exists()
    assert not Reader.objects.filter(kind="receipt").exists()
    assert ring in destroyed_rings()
    assert "no abren ninguna hoja" in comes_back(words).text


def test_a_draft_whose_lock_is_gone_goes_too(short: Any) -> None:
    kept(short)
    CaseKey.objects.filter(ring=Draft.objects.get().ring).delete()
    (item,) = retention.due(clock.now())
    retention.shred(item)
    assert not Draft.objects.exists()


def test_the_nightly_command_looks_at_them(short: Any, capsys: pytest.CaptureFixture[str]) -> None:
    kept(short)
    Draft.objects.update(until=date(2026, 1, 1))
    call_command("tidy")
    assert not Draft.objects.exists()
    assert "Hojas para otro día, borrados: 1" in capsys.readouterr().out


def test_with_a_study_its_drafts_go(field: Field, short: Any) -> None:
    words = kept(short)
    leda = field.person("leda")
    studies.close_study(field.study, by=leda, on=TODAY)
    field.study.refresh_from_db()
    destroy(field.study, by=leda, rows_too=False)
    assert not Draft.objects.exists()
    assert not Reader.objects.filter(kind="receipt").exists(), "nor does anything stand for her words"
    assert "no abren ninguna hoja" in comes_back(words).text
