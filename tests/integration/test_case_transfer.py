"""A case goes to another organisation: what she allowed and no more, to the key that they read aloud."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pyrage import x25519

from amparo.casework.actions import cases, transfer
from amparo.casework.actions.permissions import Said, write_permission, write_summary
from amparo.casework.actions.transfer import OtherKey
from amparo.casework.models import Case
from amparo.casework.queries.permissions import permissions_in, recipient_named
from amparo.casework.retention import due
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fingerprint
from tests.cases import FEAR, NAME, NUMBER, a_case, person, rows_as_text
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.transfers import IDENTITY, KEY, NOW, SUMMARY, THEIRS, allows, approved, sent, to
from tests.young import protects

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house)


def test_what_goes_is_what_she_allowed_and_no_more(house: Letters, case: Case) -> None:
    approved(house, case)
    permission = allows(house, case, "identity", "need_summary", "narrative")
    head, told, summary, _end = sent(house, case, permission)
    assert head["why"] == "transfer"
    assert told["answers"] == {"name_used": {"value": NAME, "said": ""}}, "no way to reach her, no fear, no need"
    assert summary["data"]["answers"]["summary_text"]["value"] == SUMMARY
    text = json.dumps([head, told, summary])
    assert not [each for each in (NUMBER, FEAR, case.reference, case.ring, "ana") if each in text]
    assert (told["state"], told["opened_on"]) == ("opening", str(clock.day(NOW))), (
        "not since when she is accompanied here"
    )


@pytest.mark.parametrize(
    ("content", "codes"),
    [("coded_only", {"need_first"}), ("identity", {"name_used"}),
     ("contact", {"contact_ways", "contact_where", "contact_if_other"})],
)  # fmt: skip
def test_each_content_of_the_list_stands_for_these_answers(
    house: Letters, case: Case, content: str, codes: set[str]
) -> None:
    lines = sent(house, case, allows(house, case, content))
    assert set(lines[1]["answers"]) == codes
    assert len(lines) == 3


def test_the_other_house_can_bring_it_in(house: Letters, case: Case, tmp_path: Any) -> None:
    from django.core.management import call_command

    approved(house, case)
    permission = allows(house, case, "identity", "need_summary")
    (tmp_path / "key").write_text(f"{IDENTITY}\n")
    (tmp_path / "a.age").write_bytes(transfer.send(case, to=to(permission), by=person(house, "ana")))
    call_command("import_cases", tmp_path / "a.age", key=tmp_path / "key", reader=["berta"])
    other = cases.open_case(Case.objects.exclude(pk=case.pk).get(), by=person(house, "berta"))
    assert other.name == NAME
    assert [each.said("summary_text") for each in other.of_kind("summary")] == [SUMMARY]
    assert other.of_kind("summary")[0].more == {}, "her yes was to the other house: she is asked anew"


def test_without_her_word_for_them_nothing_goes(house: Letters, case: Case) -> None:
    with pytest.raises(Denied, match="allowed nobody by name"):
        sent(house, case, "0123456789abcdef")
    state = allows(house, case, "identity", recipient=recipient_named(THEIRS, is_state=True))
    with pytest.raises(Denied, match="allowed nobody by name"):
        sent(house, case, state)


def test_a_permission_that_ran_out_or_was_taken_back_lets_nothing_go(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity", days=30)
    with pytest.raises(Denied):
        transfer.send(case, to=to(permission), by=person(house, "ana"), now=NOW + timedelta(days=31))
    ana = person(house, "ana")
    (part,) = [
        each for each in permissions_in(cases.open_case(case, by=ana).parts) if each.part.reference == permission
    ]
    said = Said("cross_border_transfer", "no", recipient_named(THEIRS, is_state=False), THEIRS, seen=part.part.number)
    write_permission(case, said=said, by=ana)
    with pytest.raises(Denied, match="allowed nobody by name"):
        sent(house, case, permission)


@pytest.mark.parametrize(
    ("kind", "met", "sentence"),
    [
        ("cross_border_transfer", {"not_left_out"}, "not said that they take it"),
        ("share_for_referral", {"receiver_accepts"}, "could reach somebody who hurt her"),
    ],
)
def test_what_the_flow_needs_besides_is_asked(
    house: Letters, case: Case, kind: str, met: set[str], sentence: str
) -> None:
    permission = allows(house, case, "identity", kind=kind)
    with pytest.raises(Denied, match=sentence):
        sent(house, case, permission, met=frozenset(met))
    assert sent(house, case, permission)


def test_the_summary_waits_for_her_yes(house: Letters, case: Case) -> None:
    write_summary(case, text=Answer(SUMMARY), was={}, by=person(house, "ana"))
    permission = allows(house, case, "identity", "need_summary")
    with pytest.raises(Denied, match="waits for her yes"):
        sent(house, case, permission)


def test_another_key_than_they_read_aloud_gets_nothing(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity")
    with pytest.raises(OtherKey):
        sent(house, case, permission, aloud="1a2b 3c4d 5e6f 7a8b")
    assert not Act.objects.filter(verb="case.sent").exists()
    assert sent(house, case, permission, aloud=fingerprint(KEY).upper().replace(" ", ""))


def test_it_is_theirs_only_when_they_said_that_it_arrived(house: Letters, case: Case) -> None:
    ana, permission = person(house, "ana"), allows(house, case, "identity")
    with pytest.raises(Denied, match="on its way"):
        transfer.say_arrived(case, how="Lo dijo Marta de ejemplo", by=ana)
    sent(house, case, permission)
    case.refresh_from_db()
    assert case.state == "opening"
    transfer.say_arrived(case, how="Lo dijo Marta de ejemplo", by=ana)
    case.refresh_from_db()
    today = clock.day(NOW)
    assert (case.state, case.closure_reason, case.closed_on) == ("transferred", "transferred", today)
    assert case.keep_until == today + timedelta(days=730)
    assert due(NOW + timedelta(days=729)) == []
    assert [each.case for each in due(NOW + timedelta(days=732))] == [case]
    opened = cases.open_case(case, by=person(house, "ana"))
    (part,) = opened.of_kind("transfer")
    assert (part.said("arrived_how"), part.is_over, part.more["to"]) == ("Lo dijo Marta de ejemplo", True, THEIRS)
    with pytest.raises(Denied, match="went to another organisation"):
        cases.write_answers(case, answers={"name_used": Answer("Otra")}, seen=opened.numbers, by=ana)


def test_sent_once_more_it_is_the_same_one_on_its_way(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity")
    assert sent(house, case, permission)[1]["reference"] == sent(house, case, permission)[1]["reference"]
    assert len(cases.open_case(case, by=person(house, "ana")).of_kind("transfer")) == 1


def test_a_dump_tells_neither_to_whom_nor_that_it_went(house: Letters, case: Case) -> None:
    from amparo.casework.models import Part
    from amparo.vault.models import SealedField

    sent(house, case, allows(house, case, "identity"))
    lying = rows_as_text(Case, Part, SealedField, Act)
    assert "case.sent" in lying, "the trail says that it was sent, to the hour"
    assert not [each for each in (THEIRS, KEY, fingerprint(KEY), NAME) if each in lying]


def test_whom_she_left_out_gets_nothing_under_any_permission(house: Letters) -> None:
    from amparo.vault.actions.letters import write_facts
    from amparo.vault.actions.rings import seal_to
    from tests.letters import ORGANISATION

    case = a_case(house)
    out = {"excluded": [house.readers["olga"].reference], "about": [], "roles": [], "teams": [], "complaint": ""}
    case.facts_version, case.facts = seal_to(case.ring, write_facts(out))
    case.save()
    named = {"recipient": recipient_named(ORGANISATION, is_state=False), "name": ORGANISATION.upper()}
    with pytest.raises(Denied, match="could reach somebody who hurt her"):
        sent(house, case, allows(house, case, "identity", **named))


# The pages.


def test_of_somebody_under_18_a_second_person_says_yes_first(house: Letters) -> None:
    from amparo.casework.actions import second_yes
    from amparo.casework.policies.young import YES

    case = a_case(house, age_band=Answer("12_17"))
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"))
    permission, ana = allows(house, case, "identity"), opened_client(house.cast.ana)
    with pytest.raises(Denied, match="needs the yes of another person"):
        sent(house, case, permission)
    said = {"permission": permission, "recipient": KEY, "aloud": fingerprint(KEY), "accepts": "on", "is_safe": "on"}
    asked = ana.post(reverse("case_transfer", args=[case.reference]), said | {"sure": "1"})
    assert asked["Location"].endswith(f"/transfer/{permission}")
    protects(house, "carla")
    second_yes.ask(case, act="transfer", about=permission, answers={}, by=person(house, "ana"))
    (part,) = cases.open_case(case, by=person(house, "ana")).of_kind(YES)
    second_yes.answer(case, reference=part.reference, yes=True, answers={}, by=person(house, "carla"))
    assert sent(house, case, permission)
    assert sent(house, case, permission), "what did not arrive goes again without asking anew"
    other = allows(house, case, "identity", kind="share_for_referral")
    with pytest.raises(Denied, match="needs the yes of another person"):
        sent(house, case, other)


def yes_to(house: Letters, case: Case, permission: str) -> None:
    """Ana asks for a second yes to this permission, and Carla gives it."""
    from amparo.casework.actions import second_yes
    from amparo.casework.policies.young import YES

    second_yes.ask(case, act="transfer", about=permission, answers={}, by=person(house, "ana"))
    part = next(each for each in cases.open_case(case, by=person(house, "ana")).of_kind(YES) if not each.is_over)
    second_yes.answer(case, reference=part.reference, yes=True, answers={}, by=person(house, "carla"))


@pytest.fixture
def young(house: Letters) -> Case:
    """Somebody under 18, whose case Carla reads too, who is of child protection."""
    case = a_case(house, age_band=Answer("12_17"))
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"))
    protects(house, "carla")
    return case


def test_of_somebody_under_18_the_second_yes_to_one_key_is_none_to_another(house: Letters, young: Case) -> None:
    permission, other = allows(house, young, "identity"), str(x25519.Identity.generate().to_public())
    yes_to(house, young, permission)
    assert sent(house, young, permission)
    to_other = to(permission, recipient=other, aloud=fingerprint(other))
    with pytest.raises(Denied, match="needs the yes of another person"):
        transfer.send(young, to=to_other, by=person(house, "ana"))
    said = {"permission": permission, "recipient": other, "aloud": fingerprint(other), "accepts": "1", "is_safe": "1"}
    page = opened_client(house.cast.ana).post(reverse("case_transfer", args=[young.reference]), said | {"sure": "1"})
    assert page["Location"].endswith(f"/transfer/{permission}")


@pytest.mark.parametrize("went_before", [False, True])
def test_of_somebody_under_18_the_second_yes_is_to_what_she_allowed_then(
    house: Letters, young: Case, went_before: bool
) -> None:
    """Carla says yes to a little; nobody makes more of it afterwards."""
    permission, ana = allows(house, young, "coded_only"), person(house, "ana")
    yes_to(house, young, permission)
    assert not went_before or sent(house, young, permission)
    (standing,) = [each for each in permissions_in(cases.opened(ana, young).parts) if each.part.reference == permission]
    assert allows(house, young, "identity", "contact", seen=standing.part.number) == permission
    with pytest.raises(Denied, match="needs the yes of another person"):
        sent(house, young, permission)
    yes_to(house, young, permission)
    assert sent(house, young, permission)


def test_who_reads_for_a_time_sends_nothing(house: Letters, case: Case) -> None:
    permission = allows(house, case, "identity")
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"), until=NOW + timedelta(hours=2))
    with pytest.raises(Denied):
        transfer.send(case, to=to(permission), by=person(house, "carla"))
    assert sent(house, case, permission)
