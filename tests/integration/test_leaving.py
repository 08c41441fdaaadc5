"""An organisation leaves: everything is in the archive before anything is destroyed, and nothing of people is left."""

import base64
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from amparo.access.reporting.actions.letters import Clear
from amparo.access.reporting.models import Note, Thread
from amparo.casework.actions import parts
from amparo.casework.models import Case
from amparo.commons.accounts.models import Membership, User
from amparo.commons.audit.models import Act
from amparo.commons.audit.queries import first_broken
from amparo.config import leaving
from amparo.config.management.commands.leave import Command
from amparo.config.prepare import refuse_half_left
from amparo.formats.case_questions import Answer
from amparo.legal.exhibits.models import CustodyEvent
from amparo.legal.representation.models import Matter
from amparo.vault.actions.index import index_key
from amparo.vault.actions.ledger import destroyed_rings
from amparo.vault.models import SealedFile, Wrap
from tests import moment
from tests.archives import Typed, a_key, items, lines_in, sheets_of
from tests.cases import FEAR, NAME, NUMBER, a_case, person
from tests.exhibits import taken
from tests.lawyers import a_clear_matter, make_lawyers
from tests.letters import Letters, a_house_for_letters, answered
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SENTENCE = "empty this house for good"
HERS = "No quiero que sepan dónde duermo, un ejemplo."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: None) -> None:
    """Where it stands how far the leaving came, and the ledger: of each test its own."""
    monkeypatch.setattr(settings, "DATA", tmp_path / "house")
    monkeypatch.setattr(settings, "SHRED_LEDGER", str(tmp_path / "house" / "destroyed"))
    (tmp_path / "house").mkdir()


@pytest.fixture
def house(cast: Any) -> Letters:
    """A house with a thread that was answered, a case with a note, and a complaint only Olga reads."""
    found = a_house_for_letters(cast)
    thread = written(HERS).thread
    answered(found, "ana", thread, "Te leemos los martes.")
    case = a_case(found)
    parts.add_part(case, kind="note", answers={"note_text": Answer("La llamo el lunes.")}, by=person(found, "ana"))
    return found


def leave(house: Letters, folder: Path, *, key: Any = None, say: Any = None, to: Any = None, **options: Any) -> str:
    """What the command says; both people and the sentence are there unless a test says otherwise."""
    recipient, file = key or a_key(folder.parent)
    said = say or Typed(SENTENCE, "ana", "berta")
    out = io.StringIO()
    command = Command(stdout=out, ask=sheets_of(house), say=said)
    call_command(command, folder, to=to or [recipient], check_with=file, **options)
    return out.getvalue()


def personal() -> dict[str, int]:
    """How many rows of people, of letters and of keys there are."""
    labels = {"accounts", "vault", "casework", "reporting", "sessions"}
    found = [each for each in apps.get_models() if each._meta.app_label in labels]
    return {each.__name__: count for each in found if (count := each._default_manager.count())}


def test_everything_is_in_the_archive_and_nothing_of_people_is_left(house: Letters, tmp_path: Path) -> None:
    key = a_key(tmp_path)
    rings = set(Wrap.objects.values_list("case_key__ring", flat=True))
    wraps, case = Wrap.objects.count(), Case.objects.get()
    assert personal()["User"] == 7
    said = leave(house, tmp_path / "out", key=key)
    lines = lines_in(tmp_path / "out" / "house.age", key[1])
    (told,) = items(lines, "case")
    assert told["reference"] == case.reference
    assert [told["answers"][code]["value"] for code in ("name_used", "contact_where", "safety_fear")] == [
        NAME, NUMBER, FEAR,
    ]  # fmt: skip
    assert told["answers"]["contact_if_other"] == {"value": None, "said": "prefers_not"}
    (note,) = [each for each in items(lines, "part") if each["kind"] == "note"]
    assert [each["data"]["more"]["kind"] for each in items(lines, "part") if each["kind"] == "permission"] == [
        "engage_services"
    ]
    assert (note["kind"], note["data"]["answers"]["note_text"]["value"]) == ("note", "La llamo el lunes.")
    assert set(note["data"]) == {"answers", "more", "on"}, "no hour, and nobody of the team"
    assert [(each["by"], each["text"]) for each in items(lines, "message")] == [
        ("her", HERS), ("house", "Te leemos los martes."),
    ]  # fmt: skip
    assert personal() == {}
    assert rings <= destroyed_rings()
    assert f"Keys to sealed things that were destroyed: {wraps}." in said
    assert "accounts_user: 7" in said
    assert (tmp_path / "out" / "certificate.txt").read_text() in said + "\n"
    assert json.loads((tmp_path / "out" / "services.json").read_text()) is not None
    assert (tmp_path / "out" / "house.age").stat().st_mode & 0o077 == 0


def test_the_certificate_names_the_day_of_the_last_backup(house: Letters, tmp_path: Path) -> None:
    with moment.at(date(2026, 11, 25)):
        said = leave(house, tmp_path / "out")
    assert "The last one is to be gone on 2026-12-30." in said  # 25 November and 35 days, by hand


def test_the_trail_stays_whole_and_says_that_the_house_was_left(house: Letters, tmp_path: Path) -> None:
    leave(house, tmp_path / "out")
    for alias in ("default", "evidence"):
        assert Act.objects.using(alias).order_by("-number").first().verb == "house.left"
        assert first_broken(using=alias) is None
    assert Act.objects.filter(verb="sheets.opened_all").exists()


def nothing_went(house: Letters) -> None:
    """As it was."""
    assert User.objects.count() == 7
    assert Membership.objects.exists()
    assert Case.objects.count() == 1
    assert Wrap.objects.exists()
    assert not leaving.state_file().exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("yes",), "not the sentence"),
        ((SENTENCE, "ana", "ana"), "Two people are needed"),
        ((SENTENCE, "ana", "nobody"), "Two people are needed"),
    ],
)
def test_without_the_sentence_and_two_people_nothing_is_destroyed(
    house: Letters, tmp_path: Path, typed: Any, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        leave(house, tmp_path / "out", say=Typed(*typed))
    nothing_went(house)


def test_two_accounts_from_one_hand_are_one_person(house: Letters, tmp_path: Path) -> None:
    house.cast.berta.handed_by = house.cast.ana.reference
    house.cast.berta.save()
    with pytest.raises(CommandError, match="Two people are needed"):
        leave(house, tmp_path / "out")
    nothing_went(house)


def test_a_key_that_is_not_among_those_it_is_for_is_refused_before_a_sheet_is_typed(
    house: Letters, tmp_path: Path
) -> None:
    other, _file = a_key(tmp_path, "other.key")
    with pytest.raises(CommandError, match="belongs to none of these keys"):
        leave(house, tmp_path / "out", to=[other])
    assert not (tmp_path / "out").exists()
    nothing_went(house)


def test_wrong_sheets_open_nothing(house: Letters, tmp_path: Path) -> None:
    recipient, file = a_key(tmp_path)
    command = Command(ask=Typed(house.sheets[0], house.sheets[0]), say=Typed())
    with pytest.raises(CommandError, match="too few sheets"):
        call_command(command, tmp_path / "out", to=[recipient], check_with=file)
    nothing_went(house)


@pytest.mark.parametrize("how", ["damaged", "changed", "more"])
def test_an_archive_that_is_not_what_stands_in_the_house_destroys_nothing(
    house: Letters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    seal = Command.write

    def meanwhile(self: Any, archive: Path, *args: Any) -> None:
        seal(self, archive, *args)
        if how == "damaged":
            data = bytearray(archive.read_bytes())
            data[-20] ^= 1
            archive.write_bytes(bytes(data))
        elif how == "changed":
            Case.objects.update(state="support")
        else:
            a_case(house)

    monkeypatch.setattr(Command, "write", meanwhile)
    with pytest.raises(CommandError, match="Nothing was destroyed"):
        leave(house, tmp_path / "out")
    assert User.objects.count() == 7
    assert not leaving.state_file().exists()


def test_what_the_sheets_do_not_open_is_named_first(house: Letters, tmp_path: Path) -> None:
    written("Quien me hizo daño trabaja aquí, un ejemplo.", complaint="house")
    with pytest.raises(CommandError, match=r"do not open: 1\..*--leave-behind 1"):
        leave(house, tmp_path / "out")
    assert User.objects.count() == 7
    said = leave(house, tmp_path / "out", leave_behind=1)  # the folder of the first try is taken up again
    assert "Not in the archive, because the sheets did not open it, and destroyed: 1." in said
    assert Thread.objects.count() == 0


def test_a_cut_while_destroying_is_finished_by_doing_it_again(
    house: Letters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rings = set(Wrap.objects.values_list("case_key__ring", flat=True))
    with monkeypatch.context() as cut:
        cut.setattr(leaving, "record", broken)
        with pytest.raises(KeyboardInterrupt):
            leave(house, tmp_path / "out")
    assert User.objects.count() == 7, "the transaction of the first room was undone"
    assert rings <= destroyed_rings()
    with pytest.raises(SystemExit, match="being emptied"):
        refuse_half_left(Path(settings.DATA))
    out = io.StringIO()
    call_command(Command(stdout=out, ask=Typed(), say=Typed()), tmp_path / "out")  # no sheet, no sentence
    assert personal() == {}
    assert "accounts_user: 7" in out.getvalue(), "counted before the cut"
    refuse_half_left(Path(settings.DATA))
    again = io.StringIO()
    call_command(Command(stdout=again, ask=Typed(), say=Typed()), tmp_path / "out")
    assert again.getvalue() == out.getvalue()


def broken(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_a_file_travels_whole(house: Letters, tmp_path: Path) -> None:
    data = bytes(range(256)) * 1_000  # 256,000 bytes: two pieces
    letter = written("Con foto.", files=[Clear(data, "../../foto.jpg", "image/jpeg", "")])
    assert SealedFile.objects.filter(ring=letter.thread.ring).exists()
    key = a_key(tmp_path)
    leave(house, tmp_path / "out", key=key)
    pieces = items(lines_in(tmp_path / "out" / "house.age", key[1]), "file")
    assert [each["number"] for each in pieces] == [0, 1]
    assert b"".join(base64.b64decode(each["data"]) for each in pieces) == data


def test_every_table_is_emptied_or_named_as_kept_and_what_is_kept_points_at_nobody() -> None:
    names = {each._meta.label_lower for each in apps.get_models(include_auto_created=True)}
    assert leaving.KEPT - names == set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower not in leaving.KEPT:
            continue
        for field in model._meta.concrete_fields:
            there: Any = field.related_model
            assert there is None or there._meta.label_lower in leaving.KEPT, f"{model} points at {there}"


def test_what_is_not_kept_is_seen() -> None:
    goes = leaving.tables_that_go("default")
    assert {"accounts_user", "vault_wrap", "casework_case", "reporting_note", "directory_feedback"} <= set(goes)
    assert not {"places_place", "audit_act", "directory_service"} & set(goes)
    assert Note._meta.db_table in goes


def test_what_was_counted_goes_too(house: Letters, tmp_path: Path) -> None:
    from amparo.evidence.actions import bring
    from amparo.evidence.models import Observation
    from tests.coded import row
    from tests.integration.test_evidence_shut import TOKEN

    bring(TOKEN, "cases", [("cases/2", row())])
    count = Observation.objects.count()
    assert count > 0
    assert f"evidence_observation: {count}" in leave(house, tmp_path / "out")
    assert Observation.objects.count() == 0


def test_legal_matters_are_in_no_archive_and_go_only_where_somebody_said_how_many(
    house: Letters, cast: Any, tmp_path: Path
) -> None:
    lawyers = make_lawyers(cast, house)
    index_key(lawyers.person("ana"))  # she comes in once: the lawyers find by it, too
    taken(lawyers, a_clear_matter(lawyers))
    for wrong in ({}, {"leave_matters": 2}):
        with pytest.raises(CommandError, match=r"do not go into the archive: 1\..*--leave-matters 1"):
            leave(house, tmp_path / "out", **wrong)
    assert (Matter.objects.count(), CustodyEvent.objects.count()) == (1, 2)
    assert not (tmp_path / "out").exists()
    leave(house, tmp_path / "out", leave_matters=1)
    assert (Matter.objects.count(), CustodyEvent.objects.count()) == (0, 0)
