"""Cases of another house come in: sealed to who is chosen, never to whom she left out, and never twice."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.casework.actions import cases
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case
from amparo.casework.queries.carrying import BROUGHT, case_documents
from amparo.casework.queries.hers import SHOWN
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.case_archive.writing import lines_of
from amparo.formats.case_questions import Answer
from amparo.vault.actions.archives import seal_lines
from amparo.vault.models import SealedField
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import case_seeds
from tests.archives import a_key
from tests.cases import NAME, SOME, person
from tests.letters import Letters, a_house_for_letters, opened_client, who_reads
from tests.stopped import says
from tests.threads import written
from tests.unit.test_case_archive import CASE, ON, PART, THREAD

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
NOBODY_OUT = {"excluded": [], "about": [], "roles": [], "teams": [], "complaint": ""}
OPEN = CASE | {"facts": NOBODY_OUT, "left_out": [], "answers": {code: each.as_data() for code, each in SOME.items()}}
NOTE = PART | {"data": {"answers": {"note_text": {"value": "La llamo.", "said": ""}}, "more": {}, "on": "2026-11-02"}}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def archive(folder: Path, *documents: Any) -> tuple[Path, Path]:
    """An archive of these documents, and the key that opens it."""
    recipient, key = a_key(folder)
    file = folder / "other.age"
    seal_lines(lines_of(documents, why="leaving", on=ON), to=[recipient], file=file)
    return file, key


def bring(file: Path, key: Path, *readers: str, **options: Any) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("import_cases", file, key=key, reader=list(readers) or ["ana"], stdout=out, **options)
    return out.getvalue()


def brought(house: Letters) -> Any:
    """The one case that came, opened by Ana."""
    return cases.open_case(Case.objects.get(), by=person(house, "ana"))


def test_a_case_comes_in_and_is_read_by_who_was_chosen_and_the_sheets(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN, NOTE)
    said = bring(file, key, "ana", "Carla")
    assert "Cases that come in: 1." in said
    case = Case.objects.get()
    assert who_reads(case) == {"ana", "carla", "recovery"}
    found = brought(house)
    assert (found.name, found.answers) == (NAME, SOME)
    assert [each.said("note_text") for each in found.of_kind("note")] == ["La llamo."]
    assert [str(each.on) for each in found.of_kind("note")] == ["2026-11-02"], "the day as it was written there"
    assert (case.state, str(case.opened_on), str(case.last_on), case.owner) == (
        "support",
        "2026-11-01",
        "2026-11-20",
        None,
    )
    assert case.reference != CASE["reference"], "the name it had in another house ties nothing to it here"
    assert Act.objects.filter(verb="case.brought", actor="house.server").count() == 1


def test_a_rehearsal_changes_nothing_and_a_second_run_brings_nothing(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN, NOTE, OPEN | {"reference": "00000000000000ab"})
    assert "Cases that come in: 2." in bring(file, key, dry_run=True)
    assert Case.objects.count() == 0
    bring(file, key)
    before = sorted(SealedField.objects.values_list("thing", "name", "box"))
    assert "Cases that are here already: 2." in bring(file, key, "berta")
    assert sorted(SealedField.objects.values_list("thing", "name", "box")) == before
    assert {frozenset(who_reads(each)) for each in Case.objects.all()} == {frozenset({"ana", "recovery"})}


def test_what_was_destroyed_here_does_not_come_again(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN)
    bring(file, key)
    cases.destroy(Case.objects.get().reference, by=person(house, "ana"))
    assert "destroyed here, and stay destroyed: 1." in bring(file, key)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "left_out"),
    [
        ({"excluded": "ana"}, []),  # by her opaque name: an archive of this very house
        ({}, [{"name": "ANA ", "organisation": ""}]),  # by the name that people know
        ({"about": ["POL"]}, []),  # by what she has to do with
        ({"roles": ["editor"]}, []),  # by what she does here
    ],
)
def test_whoever_was_left_out_there_stays_out_here(house: Letters, tmp_path: Path, facts: Any, left_out: Any) -> None:
    if facts.get("excluded") == "ana":
        facts = {"excluded": [house.cast.ana.reference]}
    if "about" in facts:
        house.readers["ana"].ties = "POL"
        house.readers["ana"].save()
    file, key = archive(tmp_path, OPEN | {"facts": NOBODY_OUT | facts, "left_out": left_out})
    assert "nobody can tell: 1." in bring(file, key, "ana")
    assert Case.objects.count() == 0
    bring(file, key, "ana", "berta")
    assert who_reads(Case.objects.get()) - {"recovery"} == {"berta"}
    with pytest.raises(Exception, match="left out of this case"):
        cases.share(Case.objects.get(), reader=house.readers["ana"], by=person(house, "berta"))


def test_where_somebody_left_out_keeps_a_sheet_the_sheets_do_not_open_it(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN | {"left_out": [{"name": "Diana", "organisation": ""}]})
    bring(file, key, "berta")
    assert who_reads(Case.objects.get()) == {"berta"}


def test_a_complaint_about_the_other_house_and_what_nobody_can_tell_reach_nobody_of_this_one(
    house: Letters, tmp_path: Path
) -> None:
    complaint = OPEN | {"facts": NOBODY_OUT | {"complaint": "house"}}
    unread = OPEN | {"reference": "00000000000000ab", "facts": NOBODY_OUT | {"complaint": "unread"}}
    file, key = archive(tmp_path, complaint, unread)
    assert "nobody can tell: 2." in bring(file, key, "ana", "berta", "carla")
    bring(file, key, "ana", "olga")
    assert [who_reads(each) for each in Case.objects.all()] == [{"olga"}]


def test_what_this_house_does_not_know_is_kept_sealed_as_it_came(house: Letters, tmp_path: Path) -> None:
    strange = {"shoe_size": {"value": 39, "said": ""}, "need_first": {"value": "a_boat", "said": ""}}
    tale = PART | {"reference": "00000000000000be", "kind": "tale", "data": {"x": [1, {"y": None}]}}
    permission = PART | {"reference": "00000000000000bd", "kind": "permission", "data": {"answers": {}, "more": {}}}
    file, key = archive(tmp_path, OPEN | {"answers": OPEN["answers"] | strange}, NOTE, tale, permission)
    said = bring(file, key)
    assert "kept as it came: question:shoe_size" in said
    found = brought(house)
    assert "shoe_size" not in found.answers
    assert "need_first" not in found.answers
    assert [each.kind for each in found.parts] == ["note"], "no permission of another house lets anything flow here"
    kept = fields_of(person(house, "ana"), found.case.ring, [found.case.reference])[found.case.reference]
    assert kept[BROUGHT].answer == {"answers": strange, "parts": [tale, permission]}


def test_it_travels_on_with_what_was_not_known(house: Letters, tmp_path: Path) -> None:
    from amparo.casework.queries.carrying import case_documents
    from amparo.vault.queries.opened import case_seeds

    tale = PART | {"reference": "00000000000000be", "kind": "tale", "data": {"x": 1}}
    strange = {"shoe_size": {"value": 39, "said": ""}}
    bring(*archive(tmp_path, OPEN | {"answers": OPEN["answers"] | strange}, NOTE, tale))
    ana, shut = person(house, "ana"), list[str]()
    told, note, other = case_documents(lambda ring: case_seeds(ana, ring), shut)
    assert told["answers"] == OPEN["answers"] | strange
    assert note["data"]["answers"] == NOTE["data"]["answers"]
    assert (other["kind"], other["data"], other["of"]) == ("tale", {"x": 1}, told["reference"])
    assert shut == []


def test_a_closed_case_keeps_its_day_and_one_whose_time_is_over_stays_away(house: Letters, tmp_path: Path) -> None:
    closed, soon, last = (clock.today() + timedelta(days=days) for days in (-20, 100, 730))
    shut = {"state": "closed", "closure_reason": "agreed", "closed_on": str(closed)}
    near = OPEN | shut | {"keep_until": str(soon)}
    far = OPEN | shut | {"reference": "00000000000000ab", "keep_until": "2099-01-01"}
    past = OPEN | shut | {"reference": "00000000000000ac", "keep_until": "2020-01-01"}
    said = bring(*archive(tmp_path, near, far, past))
    assert "which do not come back: 1." in said
    days = sorted(str(each.keep_until) for each in Case.objects.all())
    assert len(days) == 2
    assert days[0] == str(soon)
    assert days[1] <= str(last), "no house keeps it longer than its own twenty-four months"


def test_threads_stay_in_the_archive_and_are_counted(house: Letters, tmp_path: Path) -> None:
    assert "because her words open nothing here: 1." in bring(*archive(tmp_path, OPEN, THREAD))


@pytest.mark.parametrize("how", ["cut", "key", "no key", "hostile"])
def test_what_is_no_whole_archive_brings_nothing(house: Letters, tmp_path: Path, how: str) -> None:
    hostile = OPEN | {"reference": "00000000000000ab", "opened_on": "soon"}
    file, key = archive(tmp_path, OPEN, *([hostile] if how == "hostile" else []))
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-10])
    if how == "key":
        _other, key = a_key(tmp_path, "other.key")
    if how == "no key":
        key.write_text("nothing\n")
    sentence = {"cut": "damaged", "key": "does not open", "no key": "no age identity", "hostile": "Line 3: opened_on"}
    with pytest.raises(CommandError, match=sentence[how]):
        bring(file, key)
    assert Case.objects.count() == 0


def test_readers_are_named_and_have_a_key(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN)
    with pytest.raises(CommandError, match=r"comes in as “nora”\. There are: ana, berta, carla, olga"):
        bring(file, key, "nora")
    with pytest.raises(CommandError, match="Say who reads them"):
        call_command("import_cases", file, key=key)


def test_a_case_that_she_sees_on_her_own_page_travels_without_what_was_shown(house: Letters, tmp_path: Path) -> None:
    """What her page showed is sealed beside the answers and is none: an archive with it would come in nowhere."""
    thread, ana = written("Una carta de ejemplo.").thread, person(house, "ana")
    case = desk.begin_case(thread, answers=SOME, agreed="written", by=ana)
    cases.open_case(case, by=ana)
    assert SealedField.objects.filter(thing=case.reference, name=SHOWN).exists()
    documents = list(case_documents(lambda ring: case_seeds(ana, ring), []))
    assert set(documents[0]["answers"]) == set(SOME)
    file, key = archive(tmp_path, *documents)
    Case.objects.all().delete()
    SealedField.objects.all().delete()
    assert "Cases that come in: 1." in bring(file, key)
    assert brought(house).name == NAME


# --- what binds whoever writes in it here ---


def permission(state: str, ended_on: str | None = None, kind: str = "engage_services") -> dict[str, Any]:
    """What she said to the other house, as an archive has it."""
    more = {"kind": kind, "to": "house", "is_state": False, "name": "", "content": [], "documents": [], "state": state}
    data = {"answers": {}, "more": more, "on": "2026-11-02"}
    return PART | {"kind": "permission", "reference": "00000000000000aa", "ended_on": ended_on, "data": data}


@pytest.mark.parametrize(
    ("said", "closed", "stopped"),
    [
        (permission("withdrawn"), "", True),
        (permission("refused"), "", True),
        (permission("given", "2026-11-10"), "", True),
        (permission("given"), "she_asked", True),
        (permission("given"), "no_contact", False),
        (permission("given"), "", False),
        (permission("withdrawn", kind="share_for_referral"), "", False),
    ],
)
def test_her_no_to_going_with_her_comes_with_the_case(
    house: Letters, tmp_path: Path, said: dict[str, Any], closed: str, stopped: bool
) -> None:
    """Restored, moved or brought from elsewhere: nobody writes more of her, until she says yes here."""
    day = str(ON)
    over = {"state": "closed", "closure_reason": closed, "closed_on": day, "keep_until": "2099-01-01"} if closed else {}
    bring(*archive(tmp_path, OPEN | over, NOTE, said))
    ana, case = person(house, "ana"), Case.objects.get()
    if closed:
        cases.move(case, to="assessment", by=ana)
    assert brought(house).she_stopped is stopped
    if not stopped:
        add_part(case, kind="note", answers={"note_text": Answer("Más")}, by=ana)
        return
    with pytest.raises(Denied):
        add_part(case, kind="note", answers={"note_text": Answer("Más")}, by=ana)
    says(case, ana, "yes")
    add_part(case, kind="note", answers={"note_text": Answer("Más")}, by=ana)


def test_who_comes_under_18_stays_so_until_two_people_say_otherwise(house: Letters, tmp_path: Path) -> None:
    answers = OPEN["answers"] | {"age_band": Answer("12_17").as_data()}
    bring(*archive(tmp_path, OPEN | {"answers": answers}, NOTE))
    ana, found = person(house, "ana"), brought(house)
    assert found.is_young
    cases.write_answers(found.case, answers={"age_band": Answer("25_34")}, seen=found.numbers, by=ana)
    assert brought(house).is_young, "one hand alone"


def test_a_part_of_an_unknown_day_is_read_and_carried_on_without_one(house: Letters, tmp_path: Path) -> None:
    file, key = archive(tmp_path, OPEN, NOTE | {"data": NOTE["data"] | {"on": ""}})
    bring(file, key, "ana")
    case = Case.objects.get()
    assert opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).status_code == 200
    told = list(case_documents(lambda ring: case_seeds(person(house, "ana"), ring), []))
    assert [each["data"]["on"] for each in told if each.get("kind") == "note"] == [""]
