"""The pages of a referral without a script: look, choose, tell, write what happened, the slip, the board."""

import re
from datetime import time, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.health.actions.channels import Hours
from amparo.casework.actions import cases as case_actions
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.commons.directory.models import MissingTally, OutcomeTally
from amparo.formats.case_questions import Answer
from tests.cases import NAME, a_case, person
from tests.health import door
from tests.incidents import POLICE, an_incident
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.over_the_wire import hidden
from tests.referrals import NEED, TODAY, ahead, allows, doors, one, refer, step, tell
from tests.young import a_young_case

pytestmark = [
    pytest.mark.django_db(databases=["default"]),
    pytest.mark.usefixtures("english"),
]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def there(places_small: dict[str, Any]) -> dict[str, Any]:
    return doors(places_small["tulcan"])


@pytest.fixture
def case(house: Letters, there: dict[str, Any]) -> Case:
    return a_case(house)


@pytest.fixture
def desk(house: Letters) -> Client:
    return opened_client(house.cast.ana, headers={"Accept-Language": "en"})


def at(name: str, case: Case, *parts: str) -> str:
    return "/en" + reverse(name, args=[case.reference, *parts]).removeprefix("/en")


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", response.text))


def looked(desk: Client, case: Case, **more: str) -> Any:
    return desk.post(at("case_referral_new", case), {"need": NEED, "t": "Tulcán", **more})


def test_from_a_need_to_a_door_and_to_what_came_of_it(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    page = desk.get(at("case_referral_new", case))
    assert f'<option value="{NEED}" selected' in page.text, "what she needs first stands there already"
    found = looked(desk, case)
    assert [each in found.text for each in ("Casa Ejemplo", "Puesto Ejemplo")] == [True, True]
    asked = looked(desk, case, door=there["casa"].reference)
    assert "Choose how she gets there" in asked.text
    assert re.search(rf'value="{there["casa"].reference}" checked', asked.text), "what she chose stays chosen"
    made = looked(desk, case, door=there["casa"].reference, way="slip", ref_urgency="hours", l="3650472")
    assert made.status_code == 302
    page = desk.get(made["Location"])
    assert "Calle Casa Ejemplo" in page.text
    reference = made["Location"].rpartition("/")[2]
    said = {"to": "declined", "seen_part": hidden(page.text, "seen_part"), "seen": hidden(page.text, "seen")}
    refused = desk.post(at("case_referral_step", case, reference), said)
    assert (refused.status_code, "Why did they say no?" in refused.text) == (409, True)
    answer = desk.post(at("case_referral_step", case, reference), said | {"ref_reason": "asks_for_id"})
    assert answer.status_code == 302
    page = text(desk.get(answer["Location"]))
    assert "They asked for a complaint or papers first" in page or "They asked me for" in page
    assert [each in page for each in ("Go on to Oficina Ejemplo", "Look for another door")] == [True, True]
    assert "Casa Ejemplo" not in looked(desk, case).text


def test_turned_away_in_one_tap_and_on_to_the_next_in_one(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    """The bodies that hurt her are not among the next ones either; the nearest is first, and it goes on as it was."""
    an_incident(house, case, **POLICE)
    reference = refer(house, case, there["casa"], answers={"ref_urgency": Answer("hours"), "ref_with": Answer("peer")})
    page = desk.get(at("case_referral", case, reference))
    assert re.search(r'name="refusal" value="refused_papers">They asked for papers<', page.text)
    sent = {"refusal": "refused_papers", "seen_part": hidden(page.text, "seen_part")}
    page = desk.post(at("case_referral_refused", case, reference), sent, follow=True)
    assert OutcomeTally.objects.get(service=there["casa"]).outcome == "CON"
    offered = re.findall(r'name="door" value="([0-9a-f]+)"', page.text)
    assert offered == [there["mujer"].reference, there["otra"].reference]
    for wrong in ({"refusal": "x"}, {"seen_part": "9" * 5_000}, {"seen_part": ""}):
        assert desk.post(at("case_referral_refused", case, reference), sent | wrong).status_code == 404
    again = desk.post(at("case_referral_refused", case, reference), sent, follow=True)
    assert "This one is over" in again.text
    assert OutcomeTally.objects.get(service=there["casa"]).count == 1
    page = desk.post(at("case_referral_next", case, reference), {"door": offered[0]}, follow=True)
    made = one(house, case, page.redirect_chain[-1][0].rpartition("/")[2])
    assert (made.door.service, made.need, made.way, made.state) == (offered[0], NEED, "slip", "sent")
    assert [made.part.said(code) for code in ("ref_urgency", "ref_with")] == ["hours", "peer"]
    page = desk.post(at("case_referral_next", case, reference), {"door": there["policia"].reference}, follow=True)
    assert "not offered any more" in page.text
    assert offered[0] not in re.findall(r'name="door" value="([0-9a-f]+)"', page.text), "she is on her way there"


def test_a_wrong_tap_is_taken_back_on_the_page(desk: Client, house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "done", ref_outcome="MAL")
    page = desk.get(at("case_referral", case, reference))
    sent = {"seen_part": hidden(page.text, "seen_part")}
    page = desk.post(at("case_referral_back", case, reference), sent, follow=True)
    assert "It is under way again" in page.text
    assert "What they say there" in page.text
    again = desk.post(at("case_referral_back", case, reference), sent)
    assert (again.status_code, "somebody else wrote here" in again.text) == (409, True)
    assert not OutcomeTally.objects.exists()


def test_before_closing_it_says_that_doors_are_open_still(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    step(house, case, refer(house, case, there["casa"]), "done", ref_outcome="REC")
    refer(house, case, there["otra"])
    page = text(desk.post(at("case_close", case), {"reason": "agreed"}))
    assert "Doors of which nobody wrote yet what came of them: 1." in page


def test_what_was_agreed_with_a_clinic_stands_beside_it(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    """In the list that there is something, on its page what: when, who receives her, what she says at the door."""
    lately = TODAY - timedelta(days=1)
    every_day = Hours("walk_in", 127, time(0), time(0))
    door(there["hospital"], every_day, needs=["health_now", "pep"], checked_on=lately, since=lately)
    assert looked(desk, case, need="health_now").text.count("Agreed door") == 1
    page = desk.get(at("case_referral", case, refer(house, case, there["hospital"], need="health_now")))
    assert "La enfermera de la entrada receives her. At the door she says: «la consulta de la mañana»." in page.text
    assert "Open now:" in page.text
    assert "Agreed door" not in looked(desk, case).text, "nothing was agreed for that"


def test_where_there_is_no_door_it_is_counted_as_missing_without_anybody(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    page = looked(desk, case, need="hormones")
    assert "We do not know a door for this here" in page.text
    answer = looked(desk, case, need="hormones", missing="1")
    assert answer["Location"].endswith("/puerta")
    (row,) = MissingTally.objects.all()
    assert (row.unit, row.need, row.what, row.count) == ("EC-C", "hormones", "unavailable", 1)
    nowhere = desk.post(at("case_referral_new", case), {"need": "hormones", "missing": "1", "d": "CO"}, follow=True)
    assert "Write near which town" in nowhere.text
    assert MissingTally.objects.count() == 1


def test_the_pages_of_a_door_that_hurt_her_do_not_offer_it(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    an_incident(house, case, **POLICE)
    page = looked(desk, case)
    assert "Puesto Ejemplo" not in page.text
    assert "Albergue Ejemplo" not in page.text
    answer = looked(desk, case, door=there["policia"].reference, way="slip")
    assert "Choose a place of the list" in answer.text
    urgent = looked(desk, case, need="health_now")
    assert "Hospital Ejemplo" in urgent.text
    assert "may have to tell somebody whom she fears" in urgent.text


def test_she_is_asked_for_these_very_ones_and_what_is_told_is_marked(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    reference = refer(house, case, there["casa"], "told")
    page = desk.get(at("case_referral", case, reference))
    assert "She has not said yes to telling Casa de Casa Ejemplo anything" in page.text
    address = at("case_permission", case, "share_for_referral") + f"?a={reference}"
    form = desk.get(address)
    assert 'value="Casa de Casa Ejemplo"' in form.text
    assert 'value="civil_society" selected' in form.text
    said = {"answer": "yes", "name": "Casa de Casa Ejemplo", "who": "civil_society", "content": "coded_only",
            "method": "written", "days": "90", "seen": hidden(form.text, "seen")}  # fmt: skip
    answer = desk.post(address, said)
    assert answer["Location"].endswith(f"/puerta/{reference}")
    page = desk.get(answer["Location"])
    marked = {"content": "coded_only", "seen_part": hidden(page.text, "seen_part")}
    assert desk.post(at("case_referral_tell", case, reference), marked).status_code == 302
    assert one(house, case, reference).told == {"coded_only"}
    more = desk.post(at("case_referral_tell", case, reference), marked | {"content": "identity"})
    assert "She did not allow that to these ones" in more.text


def test_two_who_write_at_once_lose_nothing(desk: Client, house: Letters, case: Case, there: dict[str, Any]) -> None:
    case_actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    reference = refer(house, case, there["casa"])
    page = desk.get(at("case_referral", case, reference))
    step(house, case, reference, "seen", by="berta")
    sent = {"to": "accepted", "seen_part": hidden(page.text, "seen_part"), "seen": hidden(page.text, "seen"),
            "ref_step_words": "Que vaya el martes de ejemplo"}  # fmt: skip
    answer = desk.post(at("case_referral_step", case, reference), sent)
    assert answer.status_code == 409
    assert "somebody else wrote here while you did" in answer.text
    assert "Que vaya el martes de ejemplo" in answer.text
    assert one(house, case, reference).state == "seen"


def test_the_slip_has_a_code_and_nothing_of_her(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    reference = refer(house, case, there["casa"])
    step(house, case, reference, "appointed", ref_day=ahead(3), ref_hour="10:30")
    phones = there["casa"].phones
    phones.create(number="000 000 301", hours="De 9 a 12", checked_on=clock.today())
    phones.create(number="000 000 302", checked_on=clock.today() - timedelta(days=100))
    found = one(house, case, reference)
    page = desk.get(at("case_referral_paper", case, reference))
    slip = page.text.partition('class="slip"')[2].partition("</section>")[0]
    assert found.code in slip
    assert "10:30" in slip
    assert "Calle Casa Ejemplo" in slip
    assert "000 000 301 · De 9 a 12" in slip
    assert "000 000 302" not in slip, "nobody has rung it for long"
    desk_page = desk.get(at("case_referral", case, reference)).text
    assert "<s>000 000 302</s>" in desk_page
    assert "<s>000 000 301</s>" not in desk_page
    assert not [each for each in (NAME, case.reference, NEED, "place tonight", "Casa de") if each in slip]


def test_of_somebody_under_18_the_page_leads_to_the_second_yes(
    desk: Client, house: Letters, there: dict[str, Any]
) -> None:
    case = a_young_case(house)
    reference = refer(house, case, there["casa"], "told")
    permission = allows(house, case, one(house, case, reference), "coded_only")
    page = desk.get(at("case_referral", case, reference))
    marked = {"content": "coded_only", "seen_part": hidden(page.text, "seen_part")}
    answer = desk.post(at("case_referral_tell", case, reference), marked)
    assert answer["Location"].endswith(f"/otra/referral/{permission}")


def test_the_board_says_whom_to_ask_next_and_what_came_of_it(
    desk: Client, house: Letters, case: Case, there: dict[str, Any]
) -> None:
    address = "/en" + reverse("case_referrals").removeprefix("/en")
    assert "Nobody waits at a door" in desk.get(address).text
    reference = refer(house, case, there["casa"])
    over = refer(house, case, there["otra"])
    step(house, case, over, "no_capacity")
    page = text(desk.get(address))
    assert "Casa Ejemplo" in page
    assert NAME in page
    assert re.search(r"<strong>Unavailable</strong> · A place tonight, Otra Ejemplo", page)
    assert re.search(r"<strong>Under way</strong> · A place tonight, Casa Ejemplo", page)
    assert at("case_referral", case, reference).removeprefix("/en") in page


@pytest.mark.parametrize("who", ["carla", "diana", "elena", "stranger"])
def test_for_whoever_does_not_read_the_case_there_is_no_page(
    house: Letters, case: Case, there: dict[str, Any], who: str
) -> None:
    reference = refer(house, case, there["casa"])
    client = opened_client(getattr(house.cast, who)) if who == "carla" else Client()
    if who in {"diana", "elena"}:
        client.force_login(getattr(house.cast, who))
    for name in ("case_referral", "case_referral_paper"):
        assert client.get(at(name, case, reference)).status_code in {302, 403, 404}
    for act in ("step", "tell", "pass", "agree", "attempt", "refused", "next", "back"):
        sent = {"to": "seen", "refusal": "late", "seen_part": "1", "door": there["otra"].reference}
        assert client.post(at(f"case_referral_{act}", case, reference), sent).status_code in {302, 403, 404}
    assert one(house, case, reference).state == "sent"


def test_it_is_told_only_what_is_marked_never_what_happened(house: Letters, case: Case, there: dict[str, Any]) -> None:
    reference = refer(house, case, there["casa"], "told")
    allows(house, case, one(house, case, reference), "coded_only", "identity")
    tell(house, case, reference, "coded_only")
    assert one(house, case, reference).told == {"coded_only"}
