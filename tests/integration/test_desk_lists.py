"""The desk: what comes first, what the list finds, and what an empty list says."""

import pytest
from django.urls import reverse

from amparo.commons.directory.models import (
    Attribute,
    Feedback,
    Phone,
    Source,
)
from amparo.commons.directory.queries import desk
from tests.desk import (
    checked,
    client_of,
    days_ago,
    person,
    service,
)

pytestmark = pytest.mark.django_db(databases=["default"])


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
        "Doubted",
        "Soon hidden",
        "Only the map says so",
        "A line",
        "Stale",
        "Soon stale",
        "Never",
        "Hidden",
    ]


def test_doubts_from_before_the_last_confirmation_are_settled():
    found = service(**checked(5))
    for _ in range(2):
        Feedback.objects.create(service=found, code="closed", on=days_ago(6), state="accepted")
    assert desk.to_confirm(person("checker"), today=days_ago(0)) == []


@pytest.mark.parametrize(
    ("days", "line", "state"),
    [
        (180, False, "fresh"),
        (181, False, "stale"),
        (360, False, "stale"),
        (361, False, "hidden"),
        (90, True, "fresh"),
        (91, True, "stale"),
        (180, True, "stale"),
        (181, True, "hidden"),
        (None, False, "never"),
    ],
)
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


@pytest.mark.parametrize("words", ["clínica", "CLÍNICA", "Clinica", "CLINICA"])
def test_a_word_is_found_with_and_without_its_accents_in_capitals_or_not(words):
    service("Clinica del Sol")
    service("Clínica Mirador")
    service("Otra")
    found = desk.services_for(person("editor"), words=words, today=days_ago(0))
    assert [line.service.name for line in found.object_list] == ["Clinica del Sol", "Clínica Mirador"]
