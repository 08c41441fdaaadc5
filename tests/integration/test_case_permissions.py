"""What she allows: one thing at a time, the newest word in force, asked before everything that needs it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.casework.actions import cases
from amparo.casework.actions.parts import end_part
from amparo.casework.actions.permissions import Said, approve_summary, write_permission, write_summary
from amparo.casework.models import Case
from amparo.casework.queries.flowing import check_flow, reason_against
from amparo.casework.queries.permissions import (
    approved_summary,
    digest_of_text,
    permissions_in,
    recipient_named,
    why_not_flow,
)
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.consent.permission import ANYBODY, HOUSE, Recipient, Scope
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from tests.cases import a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CLINIC = recipient_named("Clínica Ejemplo", is_state=False)
NEED = Scope(frozenset({"need_summary"}))
PATHS = "/mesa/casos"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house)


def at_the_desk(house: Letters, name: str) -> Client:
    return opened_client(getattr(house.cast, name))


def parts_of(house: Letters, case: Case) -> Any:
    return cases.open_case(case, by=person(house, "ana")).parts


def says(house: Letters, case: Case, answer: str = "yes", **more: Any) -> None:
    said = {"kind": "share_for_referral", "recipient": CLINIC, "name": "Clínica Ejemplo", "method": "written",
            "content": frozenset({"need_summary", "contact"})} | more  # fmt: skip
    standing = next((each for each in permissions_in(parts_of(house, case))
                     if each.kind == said["kind"] and each.consent.recipient == said["recipient"]), None)  # fmt: skip
    read = {"seen": standing.part.number, "saw_taken": standing.by_herself} if standing else {}
    write_permission(case, said=Said(answer=answer, **read | said), by=person(house, "ana"), now=NOW)


def reason(house: Letters, case: Case, to: Recipient = CLINIC, scope: Scope = NEED, on: datetime = NOW) -> str | None:
    return why_not_flow(parts_of(house, case), "referral", to, scope, on=on)


def test_only_what_she_allowed_for_whom_she_named_and_for_as_long(house: Letters, case: Case) -> None:
    assert reason(house, case) == "not_asked"
    says(house, case)
    assert reason(house, case) is None
    assert reason(house, case, recipient_named("  clinica EJEMPLO ", is_state=False)) is None, "however it is written"
    assert reason(house, case, recipient_named("Otra clínica", is_state=False)) == "other_recipient"
    assert reason(house, case, Recipient(CLINIC.reference, is_state=True)) == "is_state"
    assert reason(house, case, ANYBODY) == "nobody_named"
    assert reason(house, case, scope=Scope(frozenset({"identity"}))) == "more_than_she_allowed"
    assert reason(house, case, on=NOW + timedelta(days=90)) == "expired"
    assert reason(house, case, on=NOW + timedelta(days=90, seconds=-1)) is None


def test_a_newer_word_takes_the_place_of_an_older_one(house: Letters, case: Case) -> None:
    says(house, case)
    says(house, case, "no")
    assert reason(house, case) == "withdrawn"
    says(house, case, recipient=ANYBODY, name="", content=frozenset({"coded_only", "need_summary"}))
    assert reason(house, case) == "withdrawn", "what she said of this one counts before what she said of anybody"
    says(house, case)
    assert reason(house, case) is None
    kinds = [each.kind for each in permissions_in(parts_of(house, case))]
    assert kinds.count("share_for_referral") == 2, "one for each recipient"


def test_no_older_yes_comes_after_a_newer_no(house: Letters, case: Case) -> None:
    says(house, case)
    (standing,) = [each for each in permissions_in(parts_of(house, case)) if each.kind == "share_for_referral"]
    says(house, case, "no")
    with pytest.raises(Past):
        says(house, case, "yes", seen=standing.part.number)
    assert reason(house, case) == "withdrawn"


def test_what_she_takes_back_herself_is_taken_back_whatever_is_sealed(house: Letters, case: Case) -> None:
    says(house, case)
    (standing,) = [each for each in permissions_in(parts_of(house, case)) if each.kind == "share_for_referral"]
    end_part(case, reference=standing.part.reference, by=person(house, "ana"), now=NOW)
    assert reason(house, case) == "withdrawn"
    says(house, case)
    assert reason(house, case) is None, "she says yes again"


def test_a_colleague_reads_only_after_she_agreed_to_be_accompanied(house: Letters) -> None:
    ana, berta = person(house, "ana"), house.readers["berta"]
    asked_nothing = cases.begin_case(answers={}, by=ana)
    with pytest.raises(Denied, match="No se le preguntó"):
        cases.share(asked_nothing, reader=berta, by=ana)
    write_permission(asked_nothing, said=Said("engage_services", "no"), by=ana)
    with pytest.raises(Denied, match="Ella dijo que no"):
        cases.share(asked_nothing, reader=berta, by=ana)
    agreed = cases.begin_case(answers={}, agreed="verbal_witnessed", by=ana, now=NOW)
    with pytest.raises(Denied, match="se venció"):
        cases.share(agreed, reader=berta, by=ana, now=NOW + timedelta(days=91))
    cases.share(agreed, reader=berta, by=ana, now=NOW)


def test_what_a_flow_needs_besides_is_missing_until_it_is_named(house: Letters, case: Case) -> None:
    office = recipient_named("Oficina Ejemplo", is_state=True)
    says(house, case, recipient=office, name="Oficina Ejemplo")
    parts, ana = parts_of(house, case), person(house, "ana")
    asked: dict[str, Any] = {"on": NOW}
    said = [str(reason_against(ana, parts, "to_state", office, NEED, met=met, **asked)) for met in
            ((), {"not_left_out"}, {"not_left_out", "second_person"})]  # fmt: skip
    assert said == [
        "Podría llegar a quien le hizo daño. No se envía ahí.",
        "Primero tiene que estar de acuerdo otra persona.",
        "None",
    ]
    with pytest.raises(ValueError, match="consent_overridden"):
        check_flow(ana, parts, "to_state", office, NEED, met={"consent_overridden"}, **asked)
    with pytest.raises(Denied):
        check_flow(ana, parts, "duty_or_danger", office, NEED, met={"second_person", "law"}, **asked)


def test_a_summary_travels_once_she_said_yes_to_these_very_words(house: Letters, case: Case) -> None:
    ana = person(house, "ana")
    write_summary(case, text=Answer("Necesita una cama esta noche."), was={}, by=ana)
    (summary,) = [each for each in parts_of(house, case) if each.kind == "summary"]
    assert approved_summary(parts_of(house, case)) is None
    digest = digest_of_text("Necesita una cama esta noche.")
    approve_summary(case, reference=summary.reference, digest=digest, how="heard", by=ana)
    found = approved_summary(parts_of(house, case))
    assert found is not None
    assert found.said("summary_text") == "Necesita una cama esta noche."
    was = {"summary_text": "x"}
    with pytest.raises(Past):
        write_summary(case, text=Answer("Otra."), was=was, by=ana)
    was = {"summary_text": digest_of(Answer("Necesita una cama esta noche."))}
    write_summary(case, text=Answer("Necesita una cama hoy."), was=was, by=ana)
    assert approved_summary(parts_of(house, case)) is None, "another comma is another text"
    with pytest.raises(Past):
        approve_summary(case, reference=summary.reference, digest=digest, how="heard", by=ana)


def test_nothing_of_it_lies_in_clear(house: Letters, case: Case) -> None:
    says(house, case, answers={"limits": Answer("Solo los martes de ejemplo")})
    lying = rows_as_text(Case, SealedField)
    told = ["Clínica Ejemplo", CLINIC.reference, "share_for_referral", "engage_services", "martes", "given"]
    assert "body" in lying
    assert not [each for each in told if each in lying]


# --- on its pages ---


def test_on_the_page_of_a_case_she_is_asked_one_thing_at_a_time(house: Letters, case: Case) -> None:
    client = at_the_desk(house, "ana")
    address = f"{PATHS}/{case.reference}/permiso/share_for_referral"
    page = client.get(address).text
    assert "Compartir con una persona o entidad que yo nombro" in page
    sent = {
        "answer": "yes",
        "name": "Clínica Ejemplo",
        "who": "civil_society",
        "content": ["need_summary"],
        "days": "30",
    }
    refused = client.post(address, sent)
    assert "Elige cómo lo dijo." in refused.text, "a yes says how it was said"
    assert "Clínica Ejemplo" in refused.text
    client.post(address, {**sent, "method": "written", "limits": "Sin decir mi edad"})
    page = client.get(f"{PATHS}/{case.reference}").text
    assert "Clínica Ejemplo" in page
    assert "Sin decir mi edad" in page
    assert reason(house, case, on=clock.now()) is None
    assert reason(house, case, on=clock.now() + timedelta(days=31)) == "expired"


def test_what_tells_who_she_is_goes_to_somebody_named(house: Letters, case: Case) -> None:
    client = at_the_desk(house, "ana")
    address = f"{PATHS}/{case.reference}/permiso/share_for_referral"
    sent = {"answer": "yes", "content": ["contact"], "method": "written"}
    assert "solo a alguien que ella nombró" in client.post(address, sent).text
    client.post(address, {**sent, "content": ["need_summary"]})
    assert reason(house, case, recipient_named("Cualquiera", is_state=False), on=clock.now()) is None


@pytest.mark.parametrize("kind", ["evidence_use", "publish_story", "gossip"])
def test_what_cannot_be_asked_has_no_page(house: Letters, case: Case, kind: str) -> None:
    assert at_the_desk(house, "ana").get(f"{PATHS}/{case.reference}/permiso/{kind}").status_code == 404


def test_a_case_begins_with_her_yes_or_without_and_never_with_a_no(house: Letters) -> None:
    client = at_the_desk(house, "ana")
    said_no = client.post(f"{PATHS}/nuevo", {"name_used": "Yuli de ejemplo", "agreed": "no"})
    assert "Entonces no se abre un caso" in said_no.text
    assert "Yuli de ejemplo" in said_no.text
    assert not Case.objects.exists()
    client.post(f"{PATHS}/nuevo", {"name_used": "Yuli de ejemplo", "agreed": "written"})
    (made,) = permissions_in(parts_of(house, Case.objects.get()))
    assert (made.kind, made.state(clock.now()), made.consent.recipient) == ("engage_services", "given", HOUSE)


def test_for_whoever_does_not_read_it_none_of_these_pages_is_there(house: Letters, case: Case) -> None:
    client: Client = at_the_desk(house, "berta")
    one = f"{PATHS}/{case.reference}"
    part = parts_of(house, case)[0].reference
    for path in ("permiso/alert_peers", f"permiso/engage_services/{part}", "resumen"):
        assert client.get(f"{one}/{path}").status_code == 404
        assert client.post(f"{one}/{path}", {"answer": "yes"}).status_code == 404
    assert client.post(f"{one}/resumen/si", {"how": "read"}).status_code == 404
