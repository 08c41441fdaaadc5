"""The desk: who may do what, confirming, numbers, what people say, and what is kept for 12 months only."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Team, User
from amparo.commons.audit.models import Act
from amparo.commons.audit.queries import first_broken
from amparo.commons.directory import retention
from amparo.commons.directory.actions.checks import check_service
from amparo.commons.directory.actions.feedback import accept_feedback
from amparo.commons.directory.models import (
    Attribute,
    Feedback,
    Location,
    Organisation,
    Phone,
    RefusalTally,
    Service,
    ServiceAtLocation,
    Source,
)
from amparo.commons.directory.queries import desk
from amparo.commons.policy.policies import Denied

pytestmark = pytest.mark.django_db(databases=["default"])
ROLES = ("coordinator", "editor", "checker", "moderator", "reviewer", "counsel", "")


@pytest.fixture(autouse=True)
def plain_files(settings, tmp_path):
    """No file is collected in tests."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person(*roles: str) -> User:
    """Someone with these roles."""
    made = accounts.open_account(
        sign_in_name=f"p{User.objects.count()}", name_used="Ana", password="irrelevante aqui", by=accounts.SETUP
    )
    team = Team.objects.first() or accounts.make_team(name="Casa", by=accounts.SETUP)
    for role in filter(None, roles):
        accounts.give_role(made, team=team, role=role, by=accounts.SETUP)
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def service(name: str = "Consulta", **more: object) -> Service:
    """A place with one door and one number."""
    organisation, _ = Organisation.objects.get_or_create(name="Casa Maíz", operator="civil_society")
    made = Service.objects.create(organisation=organisation, name=name, **more)
    Attribute.objects.create(service=made, taxonomy="need", code="food")
    location = Location.objects.create(organisation=organisation, place_text="Tulcán", street="Calle Olmedo 12")
    ServiceAtLocation.objects.create(service=made, location=location)
    Phone.objects.create(service=made, number="+593 99 000 0000")
    return made


def days_ago(days: int) -> date:
    return desk.today_here() - timedelta(days=days)


def checked(days: int, **more: object) -> dict[str, object]:
    return {"checked_on": days_ago(days), "checked_by_role": "checker", "checked_how": "phone", **more}


def last_number() -> int:
    return Act.objects.count()


def verbs_since(number: int) -> list[str]:
    return list(Act.objects.filter(number__gt=number).values_list("verb", flat=True))


PAGES = ["desk", "desk_services", "desk_service", "desk_new", "desk_change", "desk_check", "desk_feedback"]
READ, WRITE, CHECK = {"desk", "desk_services", "desk_service", "desk_feedback"}, {"desk_new", "desk_change"}, {"desk_check"}
ALLOWED = {
    "coordinator": READ | WRITE, "editor": READ | WRITE, "checker": READ | CHECK, "moderator": READ,
    "reviewer": READ, "counsel": READ, "": READ,
}


def address(name: str, found: Service) -> str:
    return reverse(name, args=[found.reference] if name in {"desk_service", "desk_change", "desk_check"} else [])


@pytest.mark.parametrize("page", PAGES)
def test_who_opens_which_page(page):
    found = service()
    where = address(page, found)
    assert Client().get(where).url == f"/entrar?next={where}"
    for role in ROLES:
        answer = client_of(person(role)).get(where)
        assert answer.status_code == (200 if page in ALLOWED[role] else 403), role
        if answer.status_code == 403:
            assert "coordina" in answer.content.decode().lower() or "role" in answer.content.decode()


SEES = {"coordinator": 3, "editor": 2, "checker": 2, "moderator": 2, "reviewer": 2, "counsel": 2, "": 1}


@pytest.mark.parametrize("role", ROLES)
def test_above_her_tier_it_does_not_exist(role):
    tiers = [service(f"Tier {tier}", tier=tier) for tier in range(4)]
    client = client_of(person(role))
    missing = client.get(reverse("desk_service", args=["f" * 16]))
    for tier, found in enumerate(tiers):
        answer = client.get(reverse("desk_service", args=[found.reference]))
        assert answer.status_code == (200 if tier <= SEES[role] else 404)
        if answer.status_code == 404:
            assert answer.content == missing.content
    listed = client.get(reverse("desk_services")).content.decode()
    assert [f"Tier {tier}" in listed for tier in range(4)] == [tier <= SEES[role] for tier in range(4)]
    assert sum(desk.counts_by_state(User.objects.get(), today=days_ago(0)).values()) == SEES[role] + 1


@pytest.mark.parametrize("role", ROLES)
def test_every_writing_page_asks_who_it_is(role):
    found, client, before = service(), client_of(person(role)), last_number()
    posts = {
        "desk_check": {"holds": "holds", "how": "phone", "on": f"{days_ago(0):%d/%m/%Y}"},
        "desk_phones": {str(found.phones.get().uid): "answers"},
        "desk_decide": {"code": "closed", "verdict": "accept"},
    }
    Feedback.objects.create(service=found, code="closed", on=days_ago(1))
    allowed = {"desk_check": {"checker"}, "desk_phones": {"checker"}, "desk_decide": {"moderator"}}
    acts = {"desk_check": "service.checked", "desk_phones": "phone.checked", "desk_decide": "feedback.accepted"}
    expected = []
    for name, typed in posts.items():
        answer = client.post(reverse(name, args=[found.reference]), typed)
        may = role in allowed[name]
        assert answer.status_code == (302 if may else 403), name
        expected += [acts[name]] if may else []
    assert verbs_since(before) == expected
    assert first_broken(using="default") is None


def test_actions_refuse_without_a_page_too():
    found, editor = service(), person("editor")
    with pytest.raises(Denied):
        check_service(found, how="phone", on=days_ago(0), by=editor)
    with pytest.raises(Denied):
        accept_feedback(found, code="closed", by=editor)


def test_confirming_keeps_the_day_and_the_role_and_no_name():
    found, ana = service(), person("checker")
    client_of(ana).post(
        reverse("desk_check", args=[found.reference]),
        {"holds": "holds", "how": "visit", "on": f"{days_ago(3):%d/%m/%Y}"},
    )
    found.refresh_from_db()
    assert (found.checked_on, found.checked_by_role, found.checked_how) == (days_ago(3), "checker", "visit")
    assert found.search_rows.count() == 1


@pytest.mark.parametrize("day", ["31/02/2026", "", "tomorrow", "99/99/9999"])
def test_a_day_that_is_none_gets_a_sentence(day):
    found, client = service(), client_of(person("checker"))
    answer = client.post(reverse("desk_check", args=[found.reference]), {"holds": "holds", "how": "phone", "on": day})
    assert answer.status_code == 200
    assert 'id="id_on_error"' in answer.content.decode()


@pytest.mark.parametrize(("days", "status"), [(-1, 200), (0, 302), (90, 302), (91, 200)])
def test_a_day_to_come_and_a_day_long_gone_confirm_nothing(days, status):
    found, client = service(), client_of(person("checker"))
    typed = {"holds": "holds", "how": "phone", "on": f"{days_ago(days):%d/%m/%Y}"}
    assert client.post(reverse("desk_check", args=[found.reference]), typed).status_code == status


def test_a_place_that_is_gone_leaves_the_public_pages():
    found, client = service(**checked(2)), client_of(person("checker"))
    before = last_number()
    client.post(
        reverse("desk_check", args=[found.reference]), {"holds": "gone", "how": "visit", "on": f"{days_ago(0):%d/%m/%Y}"}
    )
    found.refresh_from_db()
    assert found.status == "defunct"
    assert not found.search_rows.exists()
    assert verbs_since(before) == ["service.closed"]


def test_something_changed_leads_on_to_writing_only_who_may_write():
    found = service()
    typed = {"holds": "changed", "how": "phone", "on": f"{days_ago(0):%d/%m/%Y}"}
    both, checker = client_of(person("checker", "editor")), client_of(person("checker"))
    where = reverse("desk_check", args=[found.reference])
    assert checker.post(where, typed).status_code == 200
    assert both.post(where, typed).url == reverse("desk_change", args=[found.reference])


def test_numbers_are_confirmed_and_taken_off_one_by_one():
    found, client = service(), client_of(person("checker"))
    good, wrong = found.phones.get(), Phone.objects.create(service=found, number="171")
    left = Phone.objects.create(service=found, number="911")
    before = last_number()
    client.post(reverse("desk_phones", args=[found.reference]), {
        str(good.uid): "answers", str(wrong.uid): "wrong", str(left.uid): "",
    })
    assert sorted(verbs_since(before)) == ["phone.checked", "phone.removed"]
    assert dict(found.phones.values_list("number", "checked_on")) == {"+593 99 000 0000": days_ago(0), "911": None}


def test_the_order_of_what_is_to_be_confirmed():
    source = Source.objects.create(code="map", name="A map", as_of=days_ago(300))
    service("Fresh", **checked(10))
    service("Closed", **checked(300), status="defunct")
    service("Never")
    service("Hidden", **checked(361))
    service("Stale", **checked(181))
    service("Soon stale", **checked(170))
    service("Soon hidden", **checked(355))
    service("Only the map says so", source=source)
    doubted = service("Doubted", **checked(5))
    once = service("Doubted once", **checked(5))
    line = service("A line", **checked(100))
    Attribute.objects.create(service=line, taxonomy="access_mode", code="phone_line")
    for place, times in ((doubted, 2), (once, 1)):
        for _ in range(times):
            Feedback.objects.create(service=place, code="closed", on=days_ago(1), state="accepted")
    lines = desk.to_confirm(person("checker"), today=days_ago(0), most=20)
    assert [each.service.name for each in lines] == [
        "Doubted", "Soon hidden", "Only the map says so", "A line", "Stale", "Soon stale", "Never", "Hidden",
    ]


def test_doubts_from_before_the_last_confirmation_are_settled():
    found = service(**checked(5))
    for _ in range(2):
        Feedback.objects.create(service=found, code="closed", on=days_ago(6), state="accepted")
    assert desk.to_confirm(person("checker"), today=days_ago(0)) == []


@pytest.mark.parametrize(("days", "line", "state"), [
    (180, False, "fresh"), (181, False, "stale"), (360, False, "stale"), (361, False, "hidden"),
    (90, True, "fresh"), (91, True, "stale"), (180, True, "stale"), (181, True, "hidden"), (None, False, "never"),
])
def test_the_list_filters_by_the_same_days(days, line, state):
    found = service(**(checked(days) if days is not None else {}))
    if line:
        Attribute.objects.create(service=found, taxonomy="access_mode", code="phone_line")
    actor, today = person("editor"), days_ago(0)
    for each in ("fresh", "stale", "hidden", "never", "closed"):
        page = desk.services_for(actor, state=each, today=today)
        assert [line.state for line in page.object_list] == ([state] if each == state else [])


def test_numbers_to_ring(settings):
    found = service(**checked(1))
    found.phones.update(checked_on=days_ago(90))
    old = Phone.objects.create(service=found, number="171", checked_on=days_ago(91))
    never = Phone.objects.create(service=found, number="172")
    phones, due = desk.phones_to_ring(person("checker"), today=days_ago(0))
    assert ([phone.pk for phone in phones], due) == ([never.pk, old.pk], 2)


def test_searching_forgives_accents():
    service("Atención a niñas")
    actor = person("editor")
    for words in ("atencion", "ATENCIÓN ninas", "maiz", "tulcan", "casa maíz niñas"):
        assert len(desk.services_for(actor, words=words, today=days_ago(0)).object_list) == 1, words
    for words in ("otra", "(", "[a", "\\"):
        assert len(desk.services_for(actor, words=words, today=days_ago(0)).object_list) == 0, words


def test_what_people_say_is_counted_or_left_out():
    found, client = service(), client_of(person("moderator"))
    for code, times in (("closed", 2), ("helped", 1)):
        for _ in range(times):
            Feedback.objects.create(service=found, code=code, on=days_ago(1))
    where, before = reverse("desk_decide", args=[found.reference]), last_number()
    client.post(where, {"code": "closed", "verdict": "accept"})
    client.post(where, {"code": "helped", "verdict": "dismiss"})
    assert verbs_since(before) == ["feedback.accepted", "feedback.dismissed"]
    assert sorted(Feedback.objects.values_list("code", "state")) == [
        ("closed", "accepted"), ("closed", "accepted"), ("helped", "dismissed"),
    ]
    assert client.post(where, {"code": "no such answer", "verdict": "accept"}).status_code == 404
    assert len(verbs_since(before)) == 2, "what was refused leaves no row"


def test_after_twelve_months_what_people_said_is_gone():
    found = service()
    now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    for day in (date(2025, 11, 23), date(2025, 11, 24), date(2026, 11, 1)):
        Feedback.objects.create(service=found, code="helped", on=day)
    for month in (date(2025, 10, 1), date(2025, 11, 1)):
        RefusalTally.objects.create(service=found, code="late", month=month, count=3)
    due = list(retention.due(now))
    assert sorted(str(item) for item in due) == ["helped", "late: 3"]
    for item in due:
        retention.shred(item)
    assert sorted(Feedback.objects.values_list("on", flat=True)) == [date(2025, 11, 24), date(2026, 11, 1)]
    assert list(RefusalTally.objects.values_list("month", flat=True)) == [date(2025, 11, 1)]


def test_tidy_runs_it():
    Feedback.objects.create(service=service(), code="helped", on=date(2020, 1, 1))
    said = StringIO()
    call_command("tidy", stdout=said)
    assert not Feedback.objects.exists()
    assert "1" in said.getvalue()


def test_a_refusal_stands_beside_the_button():
    found = service()
    page = client_of(person("moderator")).get(reverse("desk_service", args=[found.reference])).content.decode()
    assert 'id="why-check"' in page
    assert 'id="why-edit"' in page
    assert reverse("desk_change", args=[found.reference]) not in page
    assert reverse("desk_check", args=[found.reference]) not in page


def test_empty_lists_teach():
    page = client_of(person("editor")).get(reverse("desk")).content.decode()
    assert page.count('class="empty"') == 2
    assert 'class="empty"' in client_of(person("moderator")).get(reverse("desk_feedback")).content.decode()
