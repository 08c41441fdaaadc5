"""The pages of agreed doors: for whom they are there, what they say, and that each act is one POST without a script."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.access.health.actions.channels import Hours
from amparo.access.health.models import FREED, HELD, Agreement, Channel, Slot
from amparo.commons import clock
from amparo.formats.neutral import telling_words
from tests.cast import browser_of, make_beside
from tests.desk import last_number, verbs_since
from tests.health import AFTERNOONS, clinic, door

pytestmark = pytest.mark.django_db
READS = {"ana", "berta", "carla", "nadia", "eva", "flor", "rita", "tere", "lena", "zoe", "paz", "gema", "lucia", "sara"}
WRITES = {"ana", "carla", "nadia", "eva"}  # who writes the list of places, or coordinates
CHECKS = {"berta", "flor"}  # who calls and visits
TAKES = {"carla", "rita", "tere", "lena", "zoe", "paz", "gema", "lucia"}  # who goes with her; Sara looks on


@pytest.fixture
def channel(tulcan: Any) -> Channel:
    """A door at which there is room today and every day."""
    yesterday = clock.today() - timedelta(days=1)
    every_day = Hours("slots", 127, time(0), time(0), 2)
    return door(clinic(tulcan, checked_on=yesterday), every_day, checked_on=yesterday, since=yesterday)


def at(name: str, *args: Any) -> str:
    """The address of a page, in English."""
    with translation.override("en"):
        return reverse(name, args=args)


def today_of(channel: Channel) -> date:
    from amparo.access.health.queries.channels import day_there

    return day_there(channel, clock.now())


def take(browser: Any, channel: Channel, **more: str) -> Any:
    """Press the button beside the hours of today."""
    day = more.pop("day", today_of(channel).isoformat())
    sent = {"when": f"{channel.windows.get().reference} {day}"}
    return browser.post(at("health_take", channel.reference), sent | more)


def test_who_may_open_write_check_and_take(cast: Any, channel: Channel) -> None:
    people = {**cast.everyone(), **make_beside(cast)}
    day, found = today_of(channel).isoformat(), dict[str, set[str]]()
    pages = {
        "reads": [at("health"), at("health_channel", channel.reference), at("health_day", channel.reference, day)],
        "writes": [
            at("health_find"), at("health_add", channel.service.reference), at("health_change", channel.reference),
        ],
    }  # fmt: skip
    for name, person in people.items():
        browser = browser_of(person)
        for what, addresses in pages.items():
            answers = {browser.get(address).status_code for address in addresses}
            assert answers in ({200}, {302} if name == "stranger" else {403}), (name, what)
            found.setdefault(what, set()).update({name} if answers == {200} else ())
        acts = {
            "ends": browser.post(at("health_end", channel.reference)),
            "signs": browser.post(at("health_sign", channel.reference), {}),
            "checks": browser.post(at("health_check", channel.reference), {"on": f"{channel.checked_on:%d/%m/%Y}"}),
            "takes": take(browser, channel),
        }
        for what, answer in acts.items():
            done = answer.status_code == 200 or (answer.status_code == 302 and channel.reference in answer.url)
            done = done and "entrar" not in getattr(answer, "url", "")
            found.setdefault(what, set()).update({name} if done else ())
        Slot.objects.all().delete()
    assert found == {
        "reads": READS, "writes": WRITES, "ends": WRITES, "signs": WRITES, "checks": CHECKS, "takes": TAKES
    }  # fmt: skip


def test_above_her_tier_there_is_no_door(cast: Any, tulcan: Any) -> None:
    """A place for the partners is there for the editor and not for Rita; one for the coordinator for nobody else."""
    people = {**cast.everyone(), **make_beside(cast)}
    for tier, sees in ((2, {"ana", "berta", "carla", "nadia", "eva", "flor", "lucia"}), (3, {"ana", "nadia"})):
        made = door(clinic(tulcan, f"Casa de la tarde {tier}", tier=tier), AFTERNOONS)
        for name in READS:
            browser = browser_of(people[name])
            answer = browser.get(at("health_channel", made.reference))
            assert answer.status_code == (200 if name in sees else 404), (tier, name)
            assert (f"Casa de la tarde {tier}" in browser.get(at("health")).text) is (name in sees), (tier, name)
            assert (take(browser, made).status_code == 404) is (name not in sees), (tier, name)


def test_a_stranger_learns_nothing(channel: Channel, client: Any) -> None:
    for address in (at("health"), at("health_channel", channel.reference), at("health_channel", "0" * 16)):
        assert client.get(address).url.startswith("/en/entrar?")


WRITTEN = {
    "needs": ["prep", "sti"], "receives": "La persona de la ventanilla dos", "ask_for": "la cita de la tarde",
    "no_papers": "yes", "no_complaint": "unknown", "name_used": "yes", "since": "01/11/2026", "seen": "",
    "hours-TOTAL_FORMS": "2", "hours-INITIAL_FORMS": "0",
    "hours-0-kind": "walk_in", "hours-0-days": ["0", "2"], "hours-0-opens": "8", "hours-0-closes": "12:30",
    "hours-1-kind": "slots", "hours-1-days": ["4"], "hours-1-opens": "20", "hours-1-closes": "2",
    "hours-1-capacity": "4",
}  # fmt: skip


def test_a_door_is_written_without_a_script_and_leaves_one_act(cast: Any, tulcan: Any) -> None:
    service = clinic(tulcan)
    sent = WRITTEN | {"door": service.at_locations.get().location.reference}
    before = last_number()
    answer = browser_of(cast.ana).post(at("health_add", service.reference), sent)
    made = Channel.objects.get()
    assert answer.url == at("health_channel", made.reference)
    assert verbs_since(before) == ["agreed_door.opened"]
    assert (made.needs, made.since, made.checked_on) == (["prep", "sti"], date(2026, 11, 1), date(2026, 11, 1))
    lines = made.windows.order_by("kind").values_list("kind", "days", "opens", "closes", "capacity")
    assert list(lines) == [("slots", 16, time(20), time(2), 4), ("walk_in", 5, time(8), time(12, 30), 0)]
    page = browser_of(cast.ana).get(answer.url).text
    assert "Friday" in page
    assert "until 02:00 of the next day" in page
    again = browser_of(cast.ana).post(at("health_add", service.reference), sent)
    assert "something is agreed already" in again.text
    assert Channel.objects.count() == 1


@pytest.mark.parametrize(("change", "sentence"), [
    ({"hours-1-capacity": "0"}, "With room for nobody no code can be given out."),
    ({"hours-1-capacity": ""}, "With room for nobody no code can be given out."),
    ({"hours-0-capacity": "3"}, "Where one just comes nobody counts."),
    ({"hours-1-capacity": "201"}, "from 1 to 200"),
    ({"hours-1-days": ["0"], "hours-1-opens": "12", "hours-1-closes": "15"}, "Lines 1 and 2 are open at the same time"),
    ({"hours-0-days": []}, "Which days?"),
    ({"needs": []}, "For what was it agreed?"),
    ({"needs": ["shelter_tonight"]}, "Choose one of those that stand here."),
    ({"ask_for": "la consulta de VIH"}, "tells whoever stands beside her"),
    ({"receives": "Rosa, 0990000000"}, "Write the role alone."),
    ({"since": "01/11/2099"}, "This day has not come yet."),
])  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(cast: Any, tulcan: Any, change: Any, sentence: str) -> None:
    service = clinic(tulcan)
    sent = WRITTEN | {"door": service.at_locations.get().location.reference} | change
    before = last_number()
    answer = browser_of(cast.ana).post(at("health_add", service.reference), sent)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert (Channel.objects.count(), verbs_since(before)) == (0, [])


def typed_of(answer: Any) -> dict[str, Any]:
    """The page as a browser would send it untouched."""
    entry = answer.context["entry"]
    sent = {name: entry.facts[name].value() or "" for name in entry.facts.fields}
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        sent[f"hours-{name}"] = entry.lines.management_form[name].value()
    for line in entry.lines.forms:
        sent |= {line.add_prefix(name): line[name].value() or "" for name in line.fields if line[name].value()}
    return sent


def test_two_who_change_it_at_once_lose_nothing(cast: Any, channel: Channel) -> None:
    address = at("health_change", channel.reference)
    first, second = browser_of(cast.ana), browser_of(cast.carla)
    mine, theirs = typed_of(first.get(address)), typed_of(second.get(address))
    assert first.post(address, mine | {"ask_for": "la cita uno"}).status_code == 302
    answer = second.post(address, theirs | {"ask_for": "la cita dos"})
    assert "Somebody changed this meanwhile." in answer.text
    channel.refresh_from_db()
    assert channel.ask_for == "la cita uno"


def test_hours_for_which_somebody_carries_a_code_stay(cast: Any, channel: Channel) -> None:
    lucia = make_beside(cast)["lucia"]
    code = re.search(r"<strong>(\w{6})</strong>", take(browser_of(lucia), channel).text)
    browser, address = browser_of(cast.ana), at("health_change", channel.reference)
    sent = typed_of(browser.get(address))
    refused = browser.post(address, sent | {"hours-0-capacity": "1"})
    assert "somebody carries a code already" in refused.text
    assert browser.post(address, sent | {"hours-0-capacity": "5", "receives": "La recepción"}).status_code == 302
    sent = typed_of(browser.get(address))
    assert code
    freed = browser_of(lucia).post(at("health_become", channel.reference), {"code": code[1], "what": "freed"})
    assert freed.status_code == 302
    assert browser.post(address, sent | {"hours-0-capacity": "1"}).status_code == 302
    assert channel.windows.get().capacity == 1


def test_a_code_is_taken_shown_and_given_back(cast: Any, channel: Channel) -> None:
    browser, before = browser_of(make_beside(cast)["rita"]), last_number()
    answer = take(browser, channel)
    slot = Slot.objects.get()
    assert slot.state == HELD
    slip = answer.text.partition('<section class="sheet card"')[2].partition("</section>")[0]
    words = re.sub(r"<[^>]+>", " ", slip).split()
    assert slot.code in words
    assert {"Calle", "4", "Tulcán"} <= set(words)
    assert "la consulta de la mañana" in slip
    assert telling_words(" ".join(words)) == []
    assert "Rita" not in slip
    assert "Centro de la Orilla" not in slip, "the street is enough"
    assert answer["Cache-Control"] == "no-store"
    day = browser.get(at("health_day", channel.reference, slot.day.isoformat())).text
    assert slot.code in day
    given = browser.post(at("health_become", channel.reference), {"code": slot.code, "what": "freed"})
    assert given.url == at("health_channel", channel.reference)
    slot.refresh_from_db()
    assert slot.state == FREED
    assert slot.code not in browser.get(at("health_day", channel.reference, slot.day.isoformat())).text
    assert verbs_since(before) == ["door_code.taken", "door_code.freed"]


def test_who_sends_the_page_twice_gets_the_same_code(cast: Any, channel: Channel) -> None:
    browser = browser_of(make_beside(cast)["paz"])
    code = browser.get(at("health_channel", channel.reference)).context["code"]
    answers = [take(browser, channel, code=code).text for _turn in range(3)]
    assert all(code in answer for answer in answers)
    assert [slot.code for slot in Slot.objects.all()] == [code]
    other = take(browser, channel, code=code, day=(today_of(channel) + timedelta(days=1)).isoformat())
    assert other.status_code == 403
    assert "With this page a code was taken already." in other.text


def test_the_list_for_the_place_is_hours_and_codes(cast: Any, channel: Channel) -> None:
    browser = browser_of(make_beside(cast)["rita"])
    codes = {re.search(r"<strong>(\w{6})</strong>", take(browser, channel).text)[1] for _turn in range(2)}  # type: ignore[index]
    page = browser.get(at("health_day", channel.reference, today_of(channel).isoformat())).text
    main = page.partition("<main")[2].partition("</main>")[0]
    printed = re.sub(r"<form.*?</form>|<p class=\"no-print\">.*?</p>", "", main, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", printed.partition(">")[2]).split()
    day = today_of(channel)
    assert codes <= set(words)
    assert set(words) - codes == {f"{day:%A}", f"{day:%B}", str(day.day), "the", "whole", "day"}


def test_a_full_hour_says_which_is_the_next_free_one(cast: Any, channel: Channel) -> None:
    browser = browser_of(make_beside(cast)["rita"])
    for _turn in range(2):
        assert take(browser, channel).status_code == 200
    answer = take(browser, channel)
    tomorrow = today_of(channel) + timedelta(days=1)
    assert answer.status_code == 403
    assert f"The next free one is on {tomorrow:%d/%m/%Y} at 00:00." in answer.text
    assert Slot.objects.count() == 2


def test_what_they_promised_is_written_and_ended(cast: Any, channel: Channel) -> None:
    browser, before = browser_of(cast.ana), last_number()
    sent = {"what": "no_papers", "office": "La oficina de atención", "since": "01/11/2026"}
    assert browser.post(at("health_sign", channel.reference), sent).status_code == 302
    assert "still holds" in browser.post(at("health_sign", channel.reference), sent).text
    held = Agreement.objects.get()
    page = browser.get(at("health_channel", channel.reference)).text
    assert "La oficina de atención" in page
    assert "Not enough is known: 0 who went" in page
    ended = browser.post(at("health_agreement_end", channel.reference, held.reference))
    assert ended.status_code == 302
    held.refresh_from_db()
    assert held.until == today_of(channel)
    assert verbs_since(before) == ["agreement.signed", "agreement.ended"]


def test_a_door_ends_after_a_second_yes(cast: Any, channel: Channel) -> None:
    browser, before = browser_of(cast.ana), last_number()
    assert "Is it not offered any more?" in browser.post(at("health_end", channel.reference)).text
    channel.refresh_from_db()
    assert (channel.ended_on, verbs_since(before)) == (None, [])
    browser.post(at("health_end", channel.reference), {"sure": "1"})
    channel.refresh_from_db()
    assert (channel.ended_on, verbs_since(before)) == (today_of(channel), ["agreed_door.ended"])
    assert "Centro de la Orilla" not in browser.get(at("health")).text
    assert "Centro de la Orilla" in browser.get(at("health"), {"fin": "1"}).text
    refused = take(browser_of(make_beside(cast)["rita"]), channel)
    assert "Nobody is sent to this door now." in refused.text


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_titles_and_addresses_are_neutral(cast: Any, channel: Channel, language: str) -> None:
    browser = browser_of(cast.ana)
    with translation.override(language):
        for address in (reverse("health"), reverse("health_channel", args=[channel.reference]), reverse("health_find")):
            title = re.search(r"<title>(.*?)</title>", browser.get(address).text)
            assert title
            assert telling_words(f"{title[1]} {address}") == []


def test_no_page_of_a_door_needs_a_script(cast: Any, channel: Channel) -> None:
    browser = browser_of(cast.ana)
    pages = [at("health"), at("health_channel", channel.reference), at("health_change", channel.reference)]
    assert all("<script" not in browser.get(page).text for page in pages)
