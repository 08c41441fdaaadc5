"""The desk: who may do what, confirming, numbers, what people say, and what is kept for 12 months only."""

import re
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts.models import User
from amparo.commons.audit.queries import first_broken
from amparo.commons.directory import retention
from amparo.commons.directory.actions.checks import check_service
from amparo.commons.directory.actions.feedback import accept_feedback
from amparo.commons.directory.models import (
    Feedback,
    OutcomeTally,
    Phone,
    Service,
)
from amparo.commons.directory.queries import desk
from amparo.commons.policy.policies import Denied
from tests.desk import checked, client_of, days_ago, last_number, person, service, verbs_since
from tests.desk import found as said_after_asking
from tests.moment import ZONE

pytestmark = pytest.mark.django_db(databases=["default"])


ROLES = ("coordinator", "editor", "checker", "moderator", "reviewer", "counsel", "")
PAGES = ["desk", "desk_services", "desk_service", "desk_new", "desk_change", "desk_check", "desk_feedback"]
READ = {"desk", "desk_services", "desk_service", "desk_feedback"}
WRITE, CHECK = {"desk_new", "desk_change"}, {"desk_check"}
ALLOWED = {
    "coordinator": READ | WRITE,
    "editor": READ | WRITE,
    "checker": READ | CHECK,
    "moderator": READ,
    "reviewer": READ,
    "counsel": READ,
    "": READ,
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


def plain(answer) -> str:
    """The page without the token of its forms, and without its own address under the languages."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r'href="[^"]*/mesa/lugares/[0-9a-f]{16}"', "", text)


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
            assert plain(answer) == plain(missing)
    listed = client.get(reverse("desk_services")).content.decode()
    assert [f"Tier {tier}" in listed for tier in range(4)] == [tier <= SEES[role] for tier in range(4)]
    assert sum(desk.counts_by_state(User.objects.get(), today=days_ago(0)).values()) == SEES[role] + 1


@pytest.mark.parametrize("role", ROLES)
def test_every_writing_page_asks_who_it_is(role):
    found, client, before = service(), client_of(person(role)), last_number()
    posts = {
        "desk_check": said_after_asking(found),
        "desk_phones": {str(found.phones.get().uid): "answers"},
        "desk_decide": {"code": "closed", "verdict": "accept"},
    }
    Feedback.objects.create(service=found, code="closed", on=days_ago(1))
    allowed = {"desk_check": {"checker"}, "desk_phones": {"checker"}, "desk_decide": {"moderator"}}
    acts = {"desk_check": "service.checked", "desk_phones": "phone.checked", "desk_decide": "feedback.accepted"}
    expected = []
    for name, typed in posts.items():
        found.refresh_from_db()
        typed = typed | {"changed_at": found.changed_at.isoformat()}
        answer = client.post(reverse(name, args=[found.reference]), typed)
        may = role in allowed[name]
        assert answer.status_code == (302 if may else 403), name
        expected += [acts[name]] if may else []
    assert verbs_since(before) == expected
    assert first_broken(using="default") is None


def test_actions_refuse_without_a_page_too():
    found, editor = service(), person("editor")
    with pytest.raises(Denied):
        check_service(found, how="phone", on=days_ago(0), seen=found.changed_at, by=editor)
    with pytest.raises(Denied):
        accept_feedback(found, code="closed", by=editor)


def test_confirming_keeps_the_day_and_the_role_and_no_name():
    found, ana = service(), person("checker")
    client_of(ana).post(
        reverse("desk_check", args=[found.reference]),
        said_after_asking(found, how="visit", on=f"{days_ago(3):%d/%m/%Y}"),
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
    typed = said_after_asking(found, on=f"{days_ago(days):%d/%m/%Y}")
    assert client.post(reverse("desk_check", args=[found.reference]), typed).status_code == status


def test_a_place_that_is_gone_leaves_the_public_pages():
    found, client = service(**checked(2)), client_of(person("checker"))
    before = last_number()
    typed = said_after_asking(found, "gone", how="visit")
    client.post(reverse("desk_check", args=[found.reference]), typed)
    found.refresh_from_db()
    assert found.status == "defunct"
    assert not found.search_rows.exists()
    assert verbs_since(before) == ["service.closed"]


def test_something_changed_leads_on_to_writing_only_who_may_write():
    found = service()
    typed = said_after_asking(found, "changed")
    both, checker = client_of(person("checker", "editor")), client_of(person("checker"))
    where = reverse("desk_check", args=[found.reference])
    assert checker.post(where, typed).status_code == 200
    assert both.post(where, typed).url == reverse("desk_change", args=[found.reference])


def test_numbers_are_confirmed_and_taken_off_one_by_one():
    found, client = service(), client_of(person("checker"))
    good, wrong = found.phones.get(), Phone.objects.create(service=found, number="171")
    left = Phone.objects.create(service=found, number="911")
    before = last_number()
    client.post(
        reverse("desk_phones", args=[found.reference]),
        {
            str(good.uid): "answers",
            str(wrong.uid): "wrong",
            str(left.uid): "",
            "changed_at": found.changed_at.isoformat(),
        },
    )
    assert sorted(verbs_since(before)) == ["phone.checked", "phone.removed"]
    assert dict(found.phones.values_list("number", "checked_on")) == {"+593 99 000 0000": days_ago(0), "911": None}


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
        ("closed", "accepted"),
        ("closed", "accepted"),
        ("helped", "dismissed"),
    ]
    assert client.post(where, {"code": "no such answer", "verdict": "accept"}).status_code == 404
    assert len(verbs_since(before)) == 2, "what was refused leaves no row"


def test_after_twelve_months_what_people_said_is_gone():
    found = service()
    now = datetime(2026, 11, 24, 3, tzinfo=ZONE)
    for day in (date(2025, 11, 23), date(2025, 11, 24), date(2026, 11, 1)):
        Feedback.objects.create(service=found, code="helped", on=day)
    for month in (date(2025, 10, 1), date(2025, 11, 1)):
        OutcomeTally.objects.create(service=found, outcome="TAR", refusal="late", month=month, count=3)
    due = list(retention.due(now))
    assert sorted(str(item) for item in due) == ["helped", "late: 3"]
    for item in due:
        retention.shred(item)
    assert sorted(Feedback.objects.values_list("on", flat=True)) == [date(2025, 11, 24), date(2026, 11, 1)]
    assert list(OutcomeTally.objects.values_list("month", flat=True)) == [date(2025, 11, 1)]


@pytest.mark.django_db(databases=["default", "evidence"])
def test_tidy_runs_it():
    Feedback.objects.create(service=service(), code="helped", on=date(2020, 1, 1))
    said = StringIO()
    call_command("tidy", stdout=said)
    assert not Feedback.objects.exists()
    assert "1" in said.getvalue()
