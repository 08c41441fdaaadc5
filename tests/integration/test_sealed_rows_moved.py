"""A sealed value that somebody moves to another row, through the database, opens in neither of the two.

Every column of bytes of the people's database has an entry that makes two rows of it, of two people, and reads them as
the house does. A new column without an entry fails. What is sealed to a ring, and not to its row, still opens where
somebody moves it within the same case or thread: docs/threat-model.md says so, and the last test shows it.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, models, transaction

from amparo.access.reporting.actions import desk
from amparo.access.reporting.actions.letters import Clear
from amparo.access.reporting.models import Message, Note, Thread
from amparo.casework.actions import cases, exports, hers
from amparo.casework.models import Case, Certificate, Request, Word
from amparo.casework.queries.exports import To
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import SecondStep
from amparo.commons.accounts.queries import secret_of
from amparo.commons.policy.policies import Hidden
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import UNREAD, facts_of
from amparo.vault.actions.hers import opened_with_words
from amparo.vault.actions.receipts import receipt_of_text
from amparo.vault.actions.sending import open_note
from amparo.vault.actions.staff import open_or_make_key
from amparo.vault.models import SealedField, SealedFile, StaffKey, Unlock, Wrap
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import case_seeds, opened_of
from tests import two_matters
from tests.cases import SOME, a_case, person
from tests.letters import Letters, a_house_for_letters, kek_of, opened_client
from tests.threads import written
from tests.two_answers import answers, drafts, form_keys, recordings
from tests.two_rows import Two, of_two_children, passed_on, two_cases, what_came_of_it, where_minded

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
OPEN = {"casework_case.facts", "reporting_thread.facts"}  # what does not open there reads as «left out, unread»
NOT_SEALED = {
    "vault_house.salt",  # the salt of all receipts of this house: no secret, and one row
    # what is asked is no secret
    "fieldwork_version.sheet", "fieldwork_version.xform", "fieldwork_deployment.xform", "fieldwork_media.content",
    "exhibits_daylist.answer",  # what an authority of time said of a list of digests, to be shown to anybody
}  # fmt: skip
NEVER_MOVED = {"exhibits_custodyevent.box"}  # the database refuses it: see the test of a link


# --- two rows of each, of two people ---


def two_letters(**more: Any) -> tuple[Any, Any]:
    return written("Una.", **more), written("Otra.", **more)


def in_ring(house: Letters, ring: str, version: int, box: Any) -> bytes:
    """An envelope to a ring, with Ana's key."""
    return rings.open_envelope(case_seeds(person(house, "ana"), ring)[version], bytes(box))


def facts(house: Letters, rows: tuple[Any, Any]) -> Two:
    def read(row: Any) -> Any:
        said = facts_of(row, case_seeds(person(house, "ana"), row.ring))
        return None if said.get(UNREAD) else said

    return Two(rows, read)


def her_copies(house: Letters) -> Two:
    letters, ana = two_letters(), person(house, "ana")
    made = [desk.begin_case(each.thread, answers=SOME, agreed="written", by=ana) for each in letters]
    words = {case.pk: receipt_of_text(" ".join(each.words), "es") for case, each in zip(made, letters, strict=True)}
    for case in made:
        cases.open_case(case, by=ana)
    return Two((made[0], made[1]), lambda row: opened_with_words(bytes(row.her_box), words[row.pk].secret))


def her_words(house: Letters) -> Two:
    one, two = two_cases(house)
    for case in (one, two):
        hers.say(case, {"name": f"Yuli {case.pk}"})
    return Two(
        (Word.objects.get(case=one), Word.objects.get(case=two)),
        lambda row: in_ring(house, row.case.ring, row.key_version, row.box),
    )


def lists_asked(house: Letters) -> Two:
    for case in two_cases(house):
        exports.ask_for_export(
            kind="handover", cases=[case.reference], reason="other", words="", to=To(reader=house.readers["olga"]),
            second=house.readers["berta"], by=person(house, "ana"), now=clock.now(),
        )  # fmt: skip
    one, two = Request.objects.all()
    return Two((one, two), lambda row: open_note(person(house, "ana"), row.ring, row.key_version, row.box))


def certificates(house: Letters) -> Two:
    for case in two_cases(house):
        cases.destroy(case.reference, by=person(house, "ana"))
    one, two = Certificate.objects.all()
    return Two((one, two), lambda row: open_note(person(house, "ana"), row.ring, 1, row.box))


def messages(house: Letters) -> Two:
    one, two = (Message.objects.get(thread=each.thread) for each in two_letters())
    return Two((one, two), lambda row: in_ring(house, row.thread.ring, row.key_version, row.box))


def notes(house: Letters) -> Two:
    for each in two_letters():
        desk.note(each.thread, text="La llamo.", by=person(house, "ana"))
    one, two = Note.objects.all()
    return Two((one, two), lambda row: in_ring(house, row.thread.ring, row.key_version, row.box))


def files(house: Letters) -> Two:
    two_letters(files=[Clear(b"x" * 900, "a.jpg", "image/jpeg")])
    one, two = SealedFile.objects.all()

    def read(row: SealedFile) -> bytes:
        thread = Thread.objects.get(ring=row.ring)
        return desk.open_file(thread, reference=row.reference, by=person(house, "ana"))[1]

    return Two((one, two), read)


def fields(house: Letters) -> Two:
    """Two answers to the same question."""
    one, two = two_cases(house)
    rows = tuple(SealedField.objects.get(thing=case.reference, name="name_used") for case in (one, two))

    def read(row: SealedField) -> Any:
        kept = fields_of(person(house, "ana"), row.ring, [row.thing])[row.thing]["name_used"]
        return kept.answer if kept.opens else None

    return Two((rows[0], rows[1]), read)


def wraps(house: Letters) -> Two:
    """The wraps of one reader: a seed that is no seed of this ring opens nothing of it."""
    rows = [Wrap.objects.get(case_key__ring=case.ring, reader=house.readers["ana"]) for case in two_cases(house)]

    def read(row: Wrap) -> Any:
        case = Case.objects.get(ring=row.case_key.ring)
        kept = fields_of(person(house, "ana"), case.ring, [case.reference])[case.reference]["name_used"]
        return kept.answer if kept.opens else None

    return Two((rows[0], rows[1]), read)


def staff_keys(house: Letters) -> Two:
    one, two = (StaffKey.objects.get(user=getattr(house.cast, name)) for name in ("ana", "berta"))
    return Two((one, two), lambda row: open_or_make_key(row.user, kek_of(row.user), clock.now()))


def unlocks(house: Letters) -> Two:
    cookies, before = {}, set()
    for name in ("ana", "berta"):
        client = opened_client(getattr(house.cast, name))
        row = Unlock.objects.exclude(pk__in=before).get()
        before.add(row.pk)
        cookies[row.pk] = next(each.value for each in client.cookies.values() if row.handle in each.value)

    def read(row: Unlock) -> Any:
        opened = opened_of(row.user, cookies[row.pk], now=clock.now())
        return opened and opened.seed

    one, two = Unlock.objects.filter(pk__in=before)
    return Two((one, two), read)


def second_steps(house: Letters) -> Two:
    for name in ("ana", "berta"):
        accounts.hand_sheet(getattr(house.cast, name), by=accounts.SETUP)
    one, two = (SecondStep.objects.filter(user=getattr(house.cast, name)).latest("pk") for name in ("ana", "berta"))
    return Two((one, two), secret_of)


MADE: dict[str, Callable[[Letters], Two]] = {
    "casework_case.facts": lambda house: facts(house, two_cases(house)),
    "casework_case.her_box": her_copies,
    "casework_word.box": her_words,
    "casework_request.box": lists_asked,
    "casework_certificate.box": certificates,
    "casework_slice.box": passed_on,
    "casework_referred.box": what_came_of_it,
    "alternative_care_careplace.box": where_minded,
    "alternative_care_protectionnote.box": of_two_children,
    "reporting_thread.facts": lambda house: facts(house, tuple(each.thread for each in two_letters())),  # type: ignore[arg-type]
    "reporting_message.box": messages,
    "reporting_note.box": notes,
    "vault_sealedfile.box": files,
    "vault_sealedfield.box": fields,
    "vault_wrap.box": wraps,
    "vault_staffkey.box": staff_keys,
    "vault_unlock.box": unlocks,
    "accounts_secondstep.box": second_steps,
    "fieldwork_submission.box": answers,
    "fieldwork_attachment.box": recordings,
    "fieldwork_deployment.key_box": form_keys,
    "intake_draft.box": drafts,
    "representation_matter.facts": two_matters.matters,
    "exhibits_folder.box": two_matters.folders_asked,
    "exhibits_leaf.box": two_matters.leaves,
}


@pytest.fixture
def house(cast: Any, places_small: dict[str, Any]) -> Letters:
    return a_house_for_letters(cast)


def swap(column: str, one: Any, two: Any) -> None:
    """As somebody does who writes into the database."""
    table, name = column.split(".")
    with connections["default"].cursor() as cursor:
        cursor.execute(f'SELECT id, "{name}" FROM "{table}" WHERE id IN (%s, %s)', [one.pk, two.pk])
        there = dict(cursor.fetchall())
        assert len(there) == 2
        assert bytes(there[one.pk]) != bytes(there[two.pk])
        for row, box in ((one, there[two.pk]), (two, there[one.pk])):
            cursor.execute(f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s', [box, row.pk])


@pytest.mark.parametrize("column", MADE)
def test_what_is_moved_to_another_row_opens_in_neither(house: Letters, column: str) -> None:
    two = MADE[column](house)
    before = two.found()
    assert None not in before, "each opens where it stands"
    swap(column, *two.rows)
    assert two.found() == [None, None]
    swap(column, *two.rows)
    assert two.found() == before, "put back, it opens again"


def columns_of_bytes() -> set[str]:
    """Of every table of the house."""
    return {
        f"{model._meta.db_table}.{each.column}"
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if isinstance(each, models.BinaryField)
    }


def test_every_column_of_bytes_is_tried() -> None:
    assert columns_of_bytes() - NOT_SEALED - NEVER_MOVED == set(MADE)


def test_a_link_of_a_chain_is_never_moved_and_opens_in_no_other_matter(house: Letters) -> None:
    two = two_matters.links(house)
    one, other = two.rows
    assert None not in two.found(), "each opens where it stands"
    with pytest.raises(DatabaseError, match="a link is never changed"), transaction.atomic(using="default"):
        swap("exhibits_custodyevent.box", one, other)
    for row, box in ((one, other.box), (other, one.box)):
        row.box = box
        with pytest.raises(Hidden):
            two.read(row)


def test_what_the_inventory_calls_sealed_is_bytes_or_a_name_of_chance() -> None:
    """A new sealed column that is no column of bytes would be passed over by the look above."""
    import tomllib
    from pathlib import Path

    told = tomllib.loads((Path(__file__).resolve().parents[2] / "docs/data-inventory.toml").read_text("utf-8"))
    sealed = {
        f"{table['table']}.{name}"
        for table in told["tables"]
        for name, said in table["columns"].items()
        if (said.get("class", table["class"]) if isinstance(said, dict) else table["class"]) == "sealed"
    }
    assert set(MADE) - {"accounts_secondstep.box"} <= sealed
    rest = {each.partition(".")[2] for each in sealed - set(MADE) - NEVER_MOVED}
    assert rest <= {
        "id", "user_id", "reader_id", "case_key_id", "case_id", "thread_id", "ring", "reference", "thing", "handle",
        "kind", "token", "check_of", "version", "number", "opened_at", "seen_at",
    }  # fmt: skip


def test_within_one_case_what_is_sealed_to_its_ring_opens_wherever_it_lies(house: Letters) -> None:
    """The limit: two of her words that wait in one case may be laid in another order by who writes in the database."""
    case = a_case(house)
    for name in ("Primera", "Segunda"):
        hers.say(case, {"name": name})
    one, two = Word.objects.order_by("number")
    held = SimpleNamespace(read=lambda row: in_ring(house, row.case.ring, row.key_version, row.box))
    before = [held.read(one), held.read(two)]
    swap("casework_word.box", one, two)
    assert [held.read(each) for each in Word.objects.order_by("number")] == before[::-1]
