"""What people said is read by who leads the study, with her key: who asks for somebody first; and by nobody else."""

import pytest
from django.urls import reverse

from amparo.commons.audit.models import Act
from amparo.doors.intake.actions import door
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Submission
from amparo.fieldwork.queries import said
from amparo.fieldwork.queries.answers import Opening
from tests import field as laid
from tests.cast import Cast
from tests.field import NOW, SAID, Field, filled, make_field, sealed_on_phone
from tests.said_house import WITH_HELP, came, page
from tests.study import text
from tests.unit.media_made import note

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def field(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Field:
    monkeypatch.setattr(laid, "XFORM", WITH_HELP)
    return make_field(cast)


def test_who_asks_for_somebody_stands_first_and_what_nobody_has_to_read_is_put_away(field: Field) -> None:
    later, told = came(field, 1, "later", story=""), came(field, 2)
    today, quiet = came(field, 3, "today", story=""), came(field, 4, "no", story="")
    assert "4 formularios esperan que alguien los mire" in text(page(field, "study_words"))
    at = reverse("studies")
    assert "Lo que dijeron · 4 sin mirar" in text(field.client("leda").get(at))
    assert "sin mirar" not in text(field.client("otra").get(at)), "of a study that is not hers she is told nothing"
    found = text(page(field, "study_words", verb="post"))
    assert found.index("Sí, hoy") < found.index("Sí, otro día") < found.index("Cuentan algo")
    assert "En 1 formulario no hay nada que alguien deba leer" in found
    assert SAID not in found, "her own words stand on the page of her form alone"
    assert set(Submission.objects.filter(is_seen=True)) == {quiet}
    page(field, "study_word_seen", verb="post", part=today.reference)
    again = said.look_through(Opening(field.person("leda"), field.study))
    assert [each.reference for each in again.calling] == [later.reference]
    assert [each.reference for each in again.telling] == [told.reference]


def test_the_code_of_a_coupon_is_nothing_to_read_and_stands_on_no_page(field: Field) -> None:
    """It stands on her paper alone: beside her answers it would lead to whoever gave it to her."""
    code = "QA4B-U32B-LLA7"
    quiet, calling = came(field, 1, "no", story="", coupon=code), came(field, 2, "today", coupon=code)
    page(field, "study_words", verb="post")
    assert set(Submission.objects.filter(is_seen=True)) == {quiet}
    found = text(page(field, "study_word", part=calling.reference))
    assert SAID in found
    assert code not in found
    assert "Cupón" not in found


def test_of_a_form_that_asks_it_by_no_name_that_is_known_none_is_put_away_unread(cast: Cast) -> None:
    field = make_field(cast)  # its author may ask for somebody in words of her own
    receive(field.deployment, Sent(filled(1, story="")), now=NOW)
    page(field, "study_words", verb="post")
    assert not Submission.objects.get().is_seen
    assert "Formulario 1" in text(page(field, "study_words", verb="post"))


def test_one_form_is_read_as_it_was_asked_and_the_trail_says_that_it_was(field: Field) -> None:
    row = came(field, 1, "today")
    found = text(page(field, "study_word", part=row.reference))
    order = ("¿Quieres que alguien te ayude con algo? Sí, hoy", "¿Cuántos años llevas aquí? 27",
             f"En tus palabras {SAID}", "¿Quieres responder, y se puede contar? Sí")  # fmt: skip
    at = [found.index(each) for each in order]
    assert at == sorted(at), "what asks for somebody stands first, the yes to being asked last"
    (act,) = Act.objects.filter(verb="answer.opened")
    assert SAID not in str(vars(act))
    assert page(field, "study_word", part=row.reference).headers["Cache-Control"].find("no-store") >= 0


def test_what_she_took_back_is_left_out_of_what_is_counted(field: Field) -> None:
    rows = [came(field, number, "no") for number in range(1, 12)]
    door.build(field.study, by=field.person("leda"))
    assert len(list(rows_of(field.study.source))) == 11
    kwargs = {"reference": field.study.reference, "part": rows[4].reference}
    answer = field.client("leda").post(reverse("study_form_out", kwargs=kwargs), {"at": "words"})
    assert answer.url == reverse("study_words", args=[field.study.reference])
    door.build(field.study, by=field.person("leda"))
    assert len(list(rows_of(field.study.source))) == 10
    assert said.unseen(field.study) == 10


@pytest.mark.parametrize("who", ["otra", "ines", "iris", "ana"])
def test_nobody_else_reads_it(field: Field, who: str) -> None:
    row = came(field, 1, "today")
    for name, verb, args in (
        ("study_words", "get", {}), ("study_words", "post", {}), ("study_word", "get", {"part": row.reference}),
        ("study_word_file", "get", {"part": row.reference, "place": 0}),
        ("study_word_seen", "post", {"part": row.reference}),
    ):  # fmt: skip
        answer = page(field, name, who, verb, **args)
        assert answer.status_code in {403, 404}, name
        assert SAID not in answer.content.decode()
    assert not Submission.objects.get().is_seen


def test_a_recording_that_was_sealed_on_the_phone_is_heard_made_anew_and_kept_as_it_came(cast: Cast) -> None:
    voice_note = note("mp3", "libmp3lame")
    field = make_field(cast, is_sensitive=True, with_voice=True)
    sent = sealed_on_phone(field, 1, {"a.mp3": voice_note}, voice="a.mp3", story="")
    receive(field.deployment, Sent(sent.slip, sent.files), now=NOW)
    row = Submission.objects.get()
    told = said.look_through(Opening(field.person("leda"), field.study)).telling
    assert [each.reference for each in told] == [row.reference]
    shown = page(field, "study_word", part=row.reference).content.decode()
    address = reverse("study_word_file", args=[field.study.reference, row.reference, 0])
    assert f'<audio controls preload="none" src="{address}?ver=1">' in shown
    assert "a.mp3" not in shown, "what a phone calls a file may tell a day"
    kept, heard = field.client("leda").get(address), field.client("leda").get(f"{address}?ver=1")
    assert kept.content == voice_note
    assert kept["Content-Type"] == "application/octet-stream"
    assert (heard["Content-Type"], heard.content != voice_note, "no-store" in heard["Cache-Control"]) == (
        "audio/mpeg", True, True,
    )  # fmt: skip
    assert page(field, "study_word_file", part=row.reference, place=1).status_code == 404
