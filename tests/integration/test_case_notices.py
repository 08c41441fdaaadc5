"""Something is told without her yes: what is asked for, that a second person answers, and that she learns of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases, notices, parts
from amparo.casework.models import Part
from amparo.casework.policies.notices import LACKS, may_ask_to_tell, to_tell_her
from amparo.casework.queries.today import day_of
from amparo.commons import clock
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import PROCESSES, Denied, Hidden
from amparo.formats.case_questions import Answer, questions
from amparo.formats.codes import by_code
from tests.cases import person
from tests.letters import Letters, a_house_for_letters
from tests.notices import HER_DAY, WHO, answer, asked, form_of, notice_of, read_by_two, tell
from tests.young import NOW, YOUNG, client_of, opened
from tests.young import text_of as page_text

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = clock.day(NOW)


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


# --- what is asked for ---


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "code", [pytest.param(each, marks=[pytest.mark.clock] if each == "she_by" else []) for each in LACKS]
)
def test_nothing_is_asked_for_with_one_thing_left_out(house: Letters, code: str) -> None:
    case, answers = read_by_two(house), notice_of(HER_DAY)
    assert set(answers) == set(LACKS)
    for left_out in ({}, {code: Answer(said="does_not_know")}):
        sent = {name: each for name, each in answers.items() if name != code} | left_out
        with pytest.raises(Denied):
            notices.ask_to_tell(case, answers=sent, by=person(house, "ana"), now=NOW)
    page = client_of(house, "ana").post(
        reverse("case_notice_new", args=[case.reference]),
        {name: each for name, each in form_of(answers).items() if name != code} | {"she_by": str(clock.today())}
        if code != "she_by" else {**form_of(answers), "she_by": ""},
    )  # fmt: skip
    assert str(LACKS[code]) in page_text(page)
    assert code == "told_body" or WHO in page_text(page)
    assert Part.objects.filter(case=case, due_on__isnull=False).count() == 0


@pytest.mark.clock
@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"told_kind": "migration"}, "Nothing goes to migration"),
        ({"told_fields": ("danger", "legal_name")}, "The name on her papers"),
    ],
)
def test_a_danger_is_no_reason_for_what_only_a_law_may_ask(house: Letters, other: dict[str, Any], says: str) -> None:
    case = read_by_two(house)
    with pytest.raises(Denied, match=says):
        asked(house, case, told_ground="danger", told_law="", **other)
    asked(house, case, told_ground="danger", told_law="")
    asked(house, case, **other)


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_she_is_told_within_a_month_and_a_process_asks_nothing(house: Letters) -> None:
    case = read_by_two(house)
    with pytest.raises(Denied, match="within a month"):
        asked(house, case, she_by="2026-12-21")
    asked(house, case, she_by="2026-12-20")
    for process in PROCESSES:
        assert not may_ask_to_tell.allows(process, notice_of(HER_DAY), TODAY)


@pytest.mark.clock
def test_what_she_told_and_her_papers_cannot_be_ticked() -> None:
    assert set(by_code("notice_field")) == {"danger", "where", "need", "age", "name_used", "contact", "legal_name"}
    assert questions("notice")["told_fields"].kind == "many"
    assert [code for code, each in by_code("notice_body").items() if each.more["only_by_law"]] == ["migration"]
    assert [code for code, each in by_code("notice_field").items() if each.more["only_by_law"]] == ["legal_name"]


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_the_page_says_first_what_else_can_be_done(house: Letters) -> None:
    case = read_by_two(house)
    page = page_text(client_of(house, "ana").get(reverse("case_notice_new", args=[case.reference])))
    said = ["First, what else can be done", "Her no does not stop this", "Nothing goes to migration", "<form method"]
    places = [page.index(each) for each in said]
    assert places == sorted(places)
    assert "prefers_not" not in page, "whoever asks for it says it"


# --- two people ---


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_nobody_answers_herself_and_two_hands_are_two(house: Letters) -> None:
    case = read_by_two(house)
    part = asked(house, case)
    with pytest.raises(Denied, match="Another person"):
        answer(house, case, part, who="ana")
    with pytest.raises(Hidden):
        answer(house, case, part, who="carla")
    User.objects.filter(pk=house.cast.berta.pk).update(handed_by=house.cast.ana.reference)
    house.cast.berta.refresh_from_db()
    with pytest.raises(Denied, match="same hands"):
        answer(house, case, part)
    User.objects.filter(pk=house.cast.berta.pk).update(handed_by="")
    house.cast.berta.refresh_from_db()
    with pytest.raises(Denied, match="second person"):
        tell(house, case, part)
    answer(house, case, part)
    with pytest.raises(Denied, match="already"):
        answer(house, case, part, yes=False)
    tell(house, case, part)


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_after_a_no_or_taken_back_nothing_is_told(house: Letters) -> None:
    case = read_by_two(house)
    for who in ("berta", "ana"):
        part = asked(house, case)
        answer(house, case, part, yes=False, who=who)
        part.refresh_from_db()
        assert (part.ended_on, part.due_on) == (TODAY, None)
        with pytest.raises(Denied, match="second person"):
            tell(house, case, part)
        with pytest.raises(Denied, match="already"):
            answer(house, case, part)
    assert to_tell_her(opened(case, person(house, "ana"))) == []


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_what_was_agreed_stays_as_it_was_asked_and_for_a_month(house: Letters) -> None:
    case = read_by_two(house)
    part = asked(house, case)
    answer(house, case, part)
    with pytest.raises(ValueError, match="told"):
        tell(house, case, part, {"told_fields": Answer(("danger", "where", "contact"))})
    late = NOW + timedelta(days=31)
    with pytest.raises(Denied, match="older than a month"):
        tell(house, case, part, {"told_on": Answer(clock.day(late).isoformat())}, now=late)
    with pytest.raises(Denied, match="not come yet"):
        tell(house, case, part, {"told_on": Answer("2026-11-21")})
    tell(house, case, part, now=late)


@pytest.mark.clock
@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("ground", "counts"), [("law", False), ("danger", True)])
def test_only_help_for_a_life_may_come_before_the_yes(house: Letters, ground: str, counts: bool) -> None:
    """An ambulance is called first and written down afterwards; what a law asks for waits for the second person."""
    case, before = read_by_two(house), {"told_on": Answer((TODAY - timedelta(days=1)).isoformat())}
    part = asked(house, case, told_ground=ground)
    answer(house, case, part)
    if counts:
        tell(house, case, part, before)
    else:
        with pytest.raises(Denied, match="before the yes"):
            tell(house, case, part, before)
    (found,) = opened(case, person(house, "ana")).of_kind("notice")
    assert bool(found.said("told_on")) is counts


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_at_the_desk_from_asking_to_telling_her(house: Letters) -> None:
    case = read_by_two(house, **YOUNG)
    ana, berta, page = client_of(house, "ana"), client_of(house, "berta"), reverse("case", args=[case.reference])
    sent = form_of(notice_of(clock.today()))
    assert ana.post(reverse("case_notice_new", args=[case.reference]), sent).status_code == 302
    (part,) = opened(case, person(house, "ana")).of_kind("notice")
    one = reverse("case_notice", args=[case.reference, part.reference])
    assert f"Ana asks whether {WHO} has to be told" in page_text(berta.get(page))
    assert "Take it back" in page_text(ana.get(one))
    assert 'value="yes"' not in ana.get(one).text
    assert ana.post(one, {"say": "yes"}).status_code == 403
    assert ana.post(one, {"told_on": str(clock.today())}).status_code == 403
    assert 'value="yes"' in berta.get(one).text
    assert berta.post(one, {"say": "yes", "yes_words": "Lo leí"}).status_code == 302
    assert "Ana asked, Berta said yes." in page_text(ana.get(page))
    assert "To do: tell her, by" in page_text(ana.get(page))
    her_day = {"told_on": str(clock.today()), "she_told_on": str(clock.today())}
    assert ana.post(one, her_day).status_code == 302
    assert "To do: tell her" not in page_text(ana.get(page))
    assert "She was told on" in page_text(ana.get(page))
    note = parts.add_part(case, kind="note", answers={}, by=person(house, "ana"))
    assert ana.get(reverse("case_notice", args=[case.reference, note.reference])).status_code == 404


# --- she learns of it ---


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_until_she_was_told_it_is_something_to_do(house: Letters) -> None:
    case, ana = read_by_two(house), person(house, "ana")
    part = asked(house, case)

    def stands() -> tuple[date | None, list[str]]:
        part.refresh_from_db()
        return part.due_on, [each.reference for each in to_tell_her(opened(case, ana))]

    assert stands() == (TODAY, []), "nobody answered yet"
    answer(house, case, part)
    assert stands() == (HER_DAY, [part.reference])
    tell(house, case, part)
    assert stands() == (HER_DAY, [part.reference]), "they were told, and she was not"
    tell(house, case, part, {"she_told_on": Answer("2026-11-20")})
    assert stands() == (None, [])


@pytest.mark.clock
@pytest.mark.usefixtures("english")
def test_that_she_is_told_stays_to_be_done_when_the_case_is_closed(house: Letters) -> None:
    """On the list of the day of everybody who reads it, whoever closed it; and it can be written there."""
    case, ana = read_by_two(house), person(house, "ana")
    part = asked(house, case)

    def listed(who: str) -> list[str]:
        return [each.part.reference for each in day_of(person(house, who), today=TODAY).tell]

    assert listed("ana") == [], "nobody agreed yet"
    answer(house, case, part)
    assert (listed("ana"), listed("berta"), listed("carla")) == ([part.reference], [part.reference], [])
    assert day_of(ana, today=TODAY).without == [], "to tell her is something to do"
    cases.close(case, reason="no_contact", by=ana)
    assert (listed("ana"), listed("berta"), listed("carla")) == ([part.reference], [part.reference], [])
    client, one = client_of(house, "ana"), reverse("case_notice", args=[case.reference, part.reference])
    today = page_text(client.get(reverse("cases_today")))
    assert f"that {WHO} is told about her without her yes." in today
    assert one in today
    assert client.post(one, {"say": "yes"}).status_code == 403
    assert client.post(reverse("case_notice_new", args=[case.reference]), form_of(notice_of(TODAY))).status_code == 403
    assert client.post(one, {"she_told_on": str(clock.today())}).status_code == 302
    case.refresh_from_db()
    assert case.state == "closed"
    assert (listed("ana"), listed("berta")) == ([], [])
