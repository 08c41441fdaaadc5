"""The desk: a check holds for what was read out; and a place goes towards the public by one hand only."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.commons import clock
from amparo.commons.directory.actions.said import say_feedback, say_refusal
from amparo.commons.directory.models import Feedback, OutcomeTally, Phone, SearchRow, Service
from amparo.commons.directory.queries import desk
from amparo.commons.directory.queries.public import public_service
from amparo.commons.directory.templatetags.finding import last_checked
from tests.desk import checked, client_with, days_ago, found, service, typed, written

SOURCE = Path(__file__).resolve().parents[2] / "src"
pytestmark = pytest.mark.django_db(databases=["default"])


def confirmed(client, **changes) -> Service:
    """A place that was written, and then confirmed as it stands."""
    made = written(client, **changes)
    assert client.post(reverse("desk_check", args=[made.reference]), found(made)).status_code == 302
    made.refresh_from_db()
    assert not made.changed_since_check
    return made


def change(client, made: Service, **changes):
    """Write it anew, with its phone and its hours as they are stored."""
    made.refresh_from_db()
    hours = sorted(made.at_locations.get().schedules.all(), key=lambda line: line.days)
    kept = {
        "changed_at": made.changed_at.isoformat(),
        "place_code": "1",
        "phones-INITIAL_FORMS": "1",
        "phones-0-uid": str(made.phones.order_by("pk").first().uid),
        "hours-INITIAL_FORMS": "2",
        "hours-0-uid": str(hours[0].uid),
        "hours-1-uid": str(hours[1].uid),
    }
    answer = client.post(reverse("desk_change", args=[made.reference]), typed(**(kept | changes)))
    made.refresh_from_db()
    return answer


SAID = [
    ("street", "Calle Sucre 4", True),
    ("coordinates", "0.8200, -77.7100", True),
    ("as_people_go", "En bote", True),
    ("hours-0-closes", "13:00", True),
    ("phones-0-hours", "Mañanas", True),
    ("papers", "any_id", True),
    ("commitments", [], True),
    ("access_modes", ["phone_line"], True),
    ("must_tell", "A la policía.", True),
    ("operator", "faith", True),
    ("shares_with", [], True),
    ("summary", "Otra frase.", False),
    ("they_ask", "Nada.", False),
]


@pytest.mark.parametrize(("field", "value", "unsaid"), SAID)
def test_what_was_read_out_and_is_another_now_is_no_longer_confirmed(tulcan, field, value, unsaid):
    client = client_with("editor", "checker", "coordinator")
    made = confirmed(client)
    assert change(client, made, **{field: value}).status_code == 302
    assert made.changed_since_check is unsaid
    now, today = clock.now(), clock.today()
    shown = public_service(made.reference, now=now)
    assert shown.is_stale is unsaid
    assert {row.stale_on <= today for row in SearchRow.objects.filter(service=made)} == {unsaid}
    with translation.override("en"):
        assert ("Changed since it was confirmed: call first." in last_checked(shown)) is unsaid
    assert [line.service for line in desk.to_confirm(person_of(client), today=today)] == ([made] if unsaid else [])
    assert desk.counts_by_state(person_of(client), today=today)["stale"] == int(unsaid)


def person_of(client):
    from amparo.commons.accounts.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])


def test_confirming_it_again_ends_that(tulcan):
    client = client_with("editor", "checker")
    made = confirmed(client)
    change(client, made, street="Calle Sucre 4")
    client.post(reverse("desk_check", args=[made.reference]), found(made))
    made.refresh_from_db()
    assert (made.changed_since_check, public_service(made.reference, now=clock.now()).is_stale) == (False, False)


def test_who_runs_it_is_said_of_all_its_places(tulcan):
    client = client_with("editor", "checker")
    one, other = confirmed(client), confirmed(client, name="Comedor")
    change(client, one, operator="faith")
    other.refresh_from_db()
    assert other.changed_since_check


def test_something_that_differs_is_not_confirmed_by_saying_so(tulcan):
    client = client_with("editor", "checker")
    made = confirmed(client)
    client.post(reverse("desk_check", args=[made.reference]), found(made, "changed"))
    made.refresh_from_db()
    assert made.changed_since_check


def test_a_number_added_after_the_check_counts_as_never_rung(tulcan):
    client = client_with("editor", "checker")
    made = confirmed(client)
    more = {"phones-TOTAL_FORMS": "2", "phones-1-number": "171", "phones-1-kind": "voice"}
    change(client, made, **more)
    now = clock.now()
    marks = {phone.number: phone.is_stale for phone in public_service(made.reference, now=now).phones}
    assert marks == {"+593 99 000 0000": False, "171": True}
    new = Phone.objects.get(number="171")
    made.refresh_from_db()
    read = {"changed_at": made.changed_at.isoformat()}
    client.post(reverse("desk_phones", args=[made.reference]), {str(new.uid): "answers"} | read)
    assert not any(phone.is_stale for phone in public_service(made.reference, now=now).phones)


@pytest.mark.parametrize("seen", ["", "2026-11-24T00:00:00+00:00", "yesterday"])
def test_what_changed_while_she_was_asking_is_not_confirmed(seen):
    made, client = service(), client_with("checker")
    answer = client.post(reverse("desk_check", args=[made.reference]), found(made) | {"changed_at": seen})
    made.refresh_from_db()
    assert made.checked_on is None
    text = answer.content.decode()
    assert 'id="id_holds_error"' in text
    assert made.changed_at.isoformat().replace("+", "&#x2B;") in text or made.changed_at.isoformat() in text


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("coordinator", 302)])
def test_only_who_coordinates_shows_a_place_to_more_people(tulcan, role, status):
    made = written(client_with("editor"), tier="1")
    client = client_with(role)
    page = client.get(reverse("desk_change", args=[made.reference])).content.decode()
    assert ('name="tier" value="0"' in page) is (role == "coordinator")
    assert change(client, made, tier="0").status_code == status
    assert made.tier == (0 if role == "coordinator" else 1)


def test_who_writes_may_hide_a_place_further(tulcan):
    client = client_with("editor")
    made = written(client, tier="0")
    assert change(client, made, tier="2").status_code == 302
    assert made.tier == 2


def test_nobody_floods_a_moderator_or_smears_a_place():
    made, other = service(**checked(1)), service("Otra")
    day, next_day = days_ago(1), days_ago(0)
    assert all(say_feedback(made.reference, "closed", today=day) for _ in range(25)), "each is thanked"
    say_feedback(made.reference, "closed", today=next_day)
    say_feedback(made.reference, "helped", today=day)
    say_feedback(other.reference, "closed", today=day)
    assert Feedback.objects.filter(service=made, code="closed", on=day).count() == 20
    assert Feedback.objects.count() == 23
    first, second = days_ago(0).replace(day=1), days_ago(0).replace(day=2)
    assert all(say_refusal(made.reference, "late", today=first) for _ in range(40))
    assert OutcomeTally.objects.get().count == 30
    say_refusal(made.reference, "late", today=second)
    assert OutcomeTally.objects.get().count == 31


def stands_on(pages, name):
    """The pages that a page stands on, one below the other."""
    head = re.match(r'{% extends "([^"]+)" %}', pages[name])
    return [head[1], *stands_on(pages, head[1])] if head else []


def test_our_own_sentences_show_and_not_those_of_the_browser():
    pages = {page.as_posix().rpartition("/templates/")[2]: page for page in SOURCE.rglob("templates/**/*.html")}
    pages = {name: page.read_text(encoding="utf-8") for name, page in pages.items()}
    staff = [name for name in pages if "ui/care.html" in stands_on(pages, name)]
    assert {"casework/hold.html", "accounts/sign_in.html"} <= set(staff), "those with a head of their own, and others"
    forms = [
        (name, form) for name in staff for form in re.findall(r"<form[^>]*>", pages[name]) if 'method="post"' in form
    ]
    assert len(forms) > 60
    assert [each for each in forms if "novalidate" not in each[1]] == []


@pytest.mark.parametrize("seen", ["", "2026-11-24T00:00:00+00:00", "yesterday"])
@pytest.mark.parametrize("what", ["gone", "numbers"])
def test_what_changed_meanwhile_is_neither_closed_nor_are_its_numbers_taken_off(what, seen):
    made, client = service(**checked(2)), client_with("checker")
    number, sentence = made.phones.get(), "Alguien cambió este lugar mientras tanto."
    if what == "gone":
        answer = client.post(reverse("desk_check", args=[made.reference]), found(made, "gone") | {"changed_at": seen})
    else:
        typed_answer = {str(number.uid): "wrong", "changed_at": seen}
        answer = client.post(reverse("desk_phones", args=[made.reference]), typed_answer)
    made.refresh_from_db()
    assert (answer.status_code, made.status, made.phones.count()) == (200, "active", 1)
    assert sentence in answer.content.decode()
    assert str(number.uid) in answer.content.decode(), "the numbers as they stand are there to be rung again"


def test_a_number_that_was_taken_off_ends_what_somebody_else_reads_out():
    made, client = service(), client_with("checker")
    other = Phone.objects.create(service=made, number="171")
    read = found(made)
    sent = {str(other.uid): "wrong", "changed_at": read["changed_at"]}
    assert client.post(reverse("desk_phones", args=[made.reference]), sent).status_code == 302
    assert client.post(reverse("desk_check", args=[made.reference]), read).status_code == 200
    assert client.post(reverse("desk_check", args=[made.reference]), found(made)).status_code == 302


@pytest.mark.parametrize(
    ("answers", "shows"),
    [
        ([("closed", "accepted", 1), ("closed", "accepted", 1)], ["2 people said so", ""]),
        ([("closed", "new", 1)], ["", "1 answer waits"]),
        ([("closed", "accepted", 1), ("closed", "new", 2)], ["1 person said so", "1 answer waits"]),
        ([("closed", "dismissed", 1), ("helped", "new", 1), ("closed", "new", 30)], None),
    ],
)
def test_who_confirms_reads_that_people_found_it_closed(answers, shows):
    made, client = service(**checked(10)), client_with("checker")
    for code, state, days in answers:
        Feedback.objects.create(service=made, code=code, state=state, on=days_ago(days))
    with translation.override("en"):
        page = client.get(reverse("desk_check", args=[made.reference])).content.decode()
    assert ('aria-labelledby="closed"' in page) is (shows is not None)
    for part in shows or ():
        assert part in page
