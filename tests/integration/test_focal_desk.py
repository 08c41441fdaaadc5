"""The list of focal points at the desk: who may what, what is refused and how it is mended, what the trail says."""

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from amparo.access.focal_points import actions
from amparo.access.focal_points.models import FocalPoint, Visit
from amparo.access.focal_points.queries import desk
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.directory.models import Service
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.opening import Span
from tests.cast import browser_of, make_beside
from tests.desk import days_ago
from tests.focal import TODAY, WORKDAYS, accredited, again, before, body, facts, invited, said

pytestmark = pytest.mark.django_db(databases=["default"])
READ = {"ana", "carla", "nadia", "rita", "tere", "lena", "zoe", "paz", "gema", "lucia", "sara"}
WRITE = {"ana", "nadia"}  # who coordinates
VISIT = {"ana", "nadia", "paz"}  # and the peer who went there


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def everyone(cast: Any) -> dict[str, Any]:
    return cast.everyone() | make_beside(cast)


def status(person: Any, name: str, *args: str, **sent: Any) -> int:
    """What the page answers: looked at, or sent something."""
    client, address = browser_of(person), reverse(name, args=args)
    return int((client.post(address, sent) if sent else client.get(address)).status_code)


def test_who_reads_the_list_and_for_whom_it_does_not_exist(cast: Any, places_small: Any) -> None:
    focal, people = accredited(places_small["tulcan"], on=days_ago(1)), everyone(cast)
    for name, args in (("focal_points", ()), ("focal_gaps", ()), ("focal_point", (focal.reference,))):
        got = {who: status(person, name, *args) for who, person in people.items()}
        assert got == {who: 302 if who == "stranger" else 200 if who in READ else 404 for who in people}, name


def test_who_writes_it_who_is_refused_in_words_and_for_whom_it_does_not_exist(cast: Any, places_small: Any) -> None:
    focal, people = accredited(places_small["tulcan"], on=days_ago(3)), everyone(cast)
    asked: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
        ("focal_invite", (), {}), ("focal_change", (focal.reference,), {}),
        ("focal_check", (focal.reference,), {"x": "1"}), ("focal_end", (focal.reference,), {"x": "1"}),
        ("focal_letter_again", (focal.reference,), {"x": "1"}),
    ]  # fmt: skip
    for name, args, sent in asked:
        got = {}
        for who, person in people.items():
            with transaction.atomic():
                got[who] = status(person, name, *args, **sent)
                transaction.set_rollback(True)
        assert {who for who, code in got.items() if code in {200, 302} and who != "stranger"} == WRITE, name
        assert {who for who, code in got.items() if code == 403} == READ - WRITE, name
        assert {who for who, code in got.items() if code == 404} == set(people) - READ - {"stranger"}, name
    got = {who: status(person, "focal_visit", focal.reference) for who, person in people.items()}
    assert {who for who, code in got.items() if code == 200} == VISIT
    assert {who for who, code in got.items() if code == 403} == READ - VISIT


def test_at_an_empty_desk_the_list_is_not_there(cast: Any, places_small: Any) -> None:
    accredited(places_small["tulcan"])
    ana = User.objects.get(pk=cast.ana.pk)
    assert len(desk.lines_for(ana, TODAY)) == 1
    ana = User.objects.get(pk=cast.ana.pk)
    ana.is_empty_desk = True
    with pytest.raises(Hidden):
        desk.lines_for(ana, TODAY)


def test_inviting_opens_one_account_in_a_team_of_her_body_and_says_so_in_the_trail(
    cast: Any, places_small: Any
) -> None:
    first = actions.invite(
        organisation=body(), place=places_small["tulcan"], password="una frase de prueba",
        person={"name_used": "Nora", "sign_in_name": "nora", "language": "pt"}, facts=facts(), by=cast.ana, today=TODAY,
    )  # fmt: skip
    second = invited(places_small["tulcan"])
    user = User.objects.get(sign_in_name="nora")
    assert (user.language, user.must_choose, user.role_codes) == ("pt", True, {"focal_point"})
    assert first.team == second.team, "of one body there is one team"
    assert first.team.organisation == body()
    ana = f"user:{cast.ana.reference}"
    assert said("focal_point.invited")[0] == (ana, f"focalpoint:{first.reference}")
    assert (ana, f"user:{user.reference}") in said("user.opened")
    elsewhere = invited(places_small["quito"], body("Registro de Ejemplo", "social_state"))
    assert elsewhere.team != first.team


def test_a_team_of_the_house_is_never_the_team_of_a_focal_point(cast: Any, places_small: Any) -> None:
    accounts.place_team(cast.border, organisation=body(), by=accounts.SETUP)
    assert invited(places_small["tulcan"]).team != cast.border


def test_a_body_that_is_no_longer_there_has_nobody_who_answers(cast: Any, places_small: Any) -> None:
    closed = body("Oficina Cerrada de Ejemplo", "migration")
    Service.objects.create(organisation=closed, name="Ventanilla", status="defunct")
    with pytest.raises(Denied, match=r"no longer exists\. Confirm its place first, or choose another office"):
        actions.invite(
            organisation=closed, place=places_small["tulcan"], password="x", facts=facts(), by=cast.ana, today=TODAY,
            person={"name_used": "Nora", "sign_in_name": "nora", "language": "es"},
        )  # fmt: skip
    assert not User.objects.filter(sign_in_name="nora").exists()
    Service.objects.create(organisation=closed, name="Otra ventanilla", status="active")
    invited(places_small["tulcan"], closed)


def test_hours_that_overlap_are_refused_with_what_to_do(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    night, early = Span(WORKDAYS, time(20), time(2)), Span(WORKDAYS, time(1), time(9))
    with pytest.raises(Denied, match=r"20:00-02:00 and 01:00-09:00 overlap on one day\. Make one line of them"):
        actions.change(
            focal, place=focal.place, deputy=None, facts=facts(hours=[night, early]), by=cast.ana
        )  # fmt: skip
    actions.change(focal, place=focal.place, deputy=None, facts=facts(hours=[night]), by=cast.ana)
    assert desk.spans_of(again(focal)) == [night]


def test_who_stands_in_is_another_one_of_the_same_body(cast: Any, places_small: Any) -> None:
    place = places_small["tulcan"]
    focal, sister = accredited(place), accredited(place)
    other, gone = accredited(place, body("Registro de Ejemplo", "social_state")), accredited(place)
    actions.end(gone, by=cast.ana, on=TODAY)
    for deputy, sentence in (
        (focal, "Nobody stands in for herself"), (other, "She is of another office"), (again(gone), "no longer there"),
    ):  # fmt: skip
        with pytest.raises(Denied, match=sentence):
            actions.change(focal, place=place, deputy=deputy, facts=facts(), by=cast.ana)
    actions.change(focal, place=place, deputy=sister, facts=facts(), by=cast.ana)
    assert again(focal).deputy == sister
    assert [each.pk for each in desk.possible_deputies(focal)] == [sister.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        FocalPoint.objects.filter(pk=focal.pk).update(deputy=focal)


def test_she_is_accredited_after_she_came_in_with_a_passphrase_of_her_own(cast: Any, places_small: Any) -> None:
    focal = actions.invite(
        organisation=body(), place=places_small["tulcan"], password="una frase de prueba", by=cast.ana, today=TODAY,
        person={"name_used": "Nora", "sign_in_name": "nora", "language": "es"}, facts=facts(),
    )  # fmt: skip
    page = browser_of(cast.ana).get(reverse("focal_point", args=[focal.reference])).text
    assert "She has not come in yet with a passphrase of her own" in page
    with pytest.raises(Denied, match="Accredit her after that"):
        actions.accredit(focal, by=cast.ana, on=TODAY)
    accounts.set_password(focal.user, password="otra frase suya larga", by=focal.user)
    actions.accredit(focal, by=cast.ana, on=TODAY)
    kept = again(focal)
    assert (kept.accredited_on, kept.checked_on, kept.checked_by_role) == (TODAY, TODAY, "coordinator")
    assert said("focal_point.accredited") == [(f"user:{cast.ana.reference}", f"focalpoint:{focal.reference}")]


def test_one_tap_makes_sure_again(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"], on=days_ago(91))
    client = browser_of(cast.ana)
    assert "Check again since" in client.get(reverse("focal_points")).text
    answer = client.post(reverse("focal_check", args=[focal.reference]), follow=True)
    assert "Written down: it holds today." in answer.text
    assert "Check again since" not in answer.text
    kept = again(focal)
    assert (kept.checked_on, kept.accredited_on) == (days_ago(0), days_ago(91))
    assert said("focal_point.checked") == [(f"user:{cast.ana.reference}", f"focalpoint:{focal.reference}")]


def test_a_check_of_tomorrow_or_before_the_last_one_is_refused(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"], on=before(10))
    for on, sentence in ((before(-1), "has not come yet"), (before(11), "There is nothing to write")):
        with pytest.raises(Denied, match=sentence):
            actions.check_again(focal, by=cast.ana, on=on, today=TODAY)
    with pytest.raises(Denied, match="She is not accredited yet"):
        actions.check_again(invited(places_small["tulcan"]), by=cast.ana, on=TODAY, today=TODAY)


def test_ending_closes_her_account_in_the_same_act(cast: Any, places_small: Any) -> None:
    place = places_small["tulcan"]
    focal, sister = accredited(place, on=days_ago(2)), accredited(place, on=days_ago(2))
    actions.change(sister, place=place, deputy=focal, facts=facts(), by=cast.ana)
    client, address = browser_of(cast.ana), reverse("focal_end", args=[focal.reference])
    assert "is no longer there?" in client.post(address).text
    assert again(focal).ended_on is None, "it is asked once more"
    assert client.post(address, {"sure": "1"}).status_code == 302
    kept = again(focal)
    assert (kept.ended_on, kept.user.is_active, again(sister).deputy) == (days_ago(0), False, None)
    assert [each.reference for each in desk.lines_for(cast.ana)] == [sister.reference]
    assert said("focal_point.ended") == [(f"user:{cast.ana.reference}", f"focalpoint:{focal.reference}")]


def test_who_is_a_focal_point_does_nothing_else_here(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    with pytest.raises(Denied, match=r"so she does nothing else here\. End that first"):
        accounts.give_role(focal.user, team=cast.border, role="reader", by=cast.ana)
    with pytest.raises(Denied, match="so she is no focal point of another office"):
        accounts.give_role(cast.berta, team=focal.team, role="focal_point", by=cast.ana)
    accounts.give_role(focal.user, team=focal.team, role="focal_point", by=cast.ana)


def test_who_lost_her_role_on_the_page_of_the_team_answers_no_more(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    accounts.take_role(focal.user, team=focal.team, role="focal_point", by=cast.ana)
    assert desk.state(desk.rows().get(pk=focal.pk), TODAY).code == "ended"
    assert desk.lines_for(cast.ana, TODAY) == []


def test_the_page_writes_what_was_typed_and_keeps_it_where_something_is_missing(cast: Any, places_small: Any) -> None:
    body()
    client, address = browser_of(cast.ana), reverse("focal_invite")
    typed = {
        "organisation": "hospital de ejemplo", "name_used": "Nora", "sign_in_name": "nora", "language": "es",
        "place": "Tulcán", "competences": ["health"], "languages": ["es", "qu"], "t_under_18": "01/02/2026",
        "h-TOTAL_FORMS": "1", "h-INITIAL_FORMS": "0", "h-0-days": ["0", "4"], "h-0-opens": "20", "h-0-closes": "2:00",
    }  # fmt: skip
    page = client.post(address, typed | {"place": "San José"}).text
    assert "More than one place could be meant. Write one of these: " in page
    assert "San José, Carchi, Ecuador" in page
    assert 'value="Nora"' in page
    page = client.post(address, typed | {"place": "San José, Carchi, Ecuador", "t_under_18": "01/02/2099"}).text
    assert "This day has not come yet." in page
    page = client.post(address, typed).text
    assert "It is shown this once" in page
    focal = FocalPoint.objects.get(user__sign_in_name="nora")
    assert desk.spans_of(focal) == [Span(0b10001, time(20), time(2))]
    assert (focal.languages, [(each.code, str(each.on)) for each in focal.trainings.all()]) == (
        ["es", "qu"], [("under_18", "2026-02-01")],
    )  # fmt: skip
    change = reverse("focal_change", args=[focal.reference])
    page = client.get(change).text
    assert 'value="01/02/2026"' in page
    assert 'value="20:00"' in page
    assert 'value="Tulcán, Carchi"' in page
    assert client.post(change, typed | {"place": "Tulcán, Carchi", "t_under_18": ""}).status_code == 302
    assert not focal.trainings.exists()


def test_a_visit_is_written_by_role_and_read_by_the_coordinator_alone(cast: Any, places_small: Any) -> None:
    focal, people = accredited(places_small["tulcan"], on=days_ago(20)), everyone(cast)
    sent = {"on": f"{days_ago(3):%d/%m/%Y}", "was_there": "yes", "knew_what_to_do": "yes", "name_respected": "no",
            "asked_papers": "yes", "asked_complaint": "unknown", "thanked": "on"}  # fmt: skip
    address = reverse("focal_visit", args=[focal.reference])
    assert browser_of(people["paz"]).post(address, sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.on, visit.by_role, visit.name_respected, visit.thanked) == (days_ago(3), "peer", "no", True)
    page = browser_of(cast.ana).get(reverse("focal_point", args=[focal.reference])).text
    assert "Peer who accompanies" in page
    assert "She was given thanks for her time and transport." in page
    assert "Paz" not in page
    for name in ("paz", "rita", "sara"):
        assert "What peers saw" not in browser_of(people[name]).get(reverse("focal_point", args=[focal.reference])).text
    assert said("focal_point.visited")[0][1] == f"focalpoint:{focal.reference}"
    for day, sentence in ((days_ago(-1), "has not come yet"), (days_ago(91), "more than 90 days ago")):
        assert sentence in browser_of(cast.ana).post(address, sent | {"on": f"{day:%d/%m/%Y}"}).text
    assert Visit.objects.count() == 1
