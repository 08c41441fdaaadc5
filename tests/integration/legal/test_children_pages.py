"""Her children: what is written, what is missing, and a sheet for the day of a hearing that bears no name."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.formats.case_questions import questions
from amparo.formats.codes import by_code, codes
from amparo.legal.custody import queries
from amparo.legal.representation.models import Matter, MatterPart
from amparo.vault.models import SealedField
from tests.cases import rows_as_text
from tests.cast import Cast, browser_of
from tests.homes import a_home
from tests.lawyers import Lawyers, add, make_lawyers
from tests.letters import opened_client

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
CHILD, SCHOOL, MINDER, PLACE = "Lunita de ejemplo", "la escuela de ejemplo", "la vecina de ejemplo", "sala 4 de ejemplo"
PREP: dict[str, Any] = {
    "prep_day": "2027-03-01", "prep_time": "09:30", "prep_where": PLACE, "prep_with": "lawyer", "prep_minds": MINDER,
    "prep_minds_sure": "yes", "prep_asked": "con quién vive", "prep_says": "que la quiere", "prep_not": "de su vida",
    "prep_protect": ("separate_entry", "remote"), "prep_child": ("apart", "once"), "prep_protect_asked": "yes",
    "prep_bring": ("birth", "water"), "prep_bring_words": "carta de Rosa de ejemplo",
}  # fmt: skip
ASKED = {
    "her_child": {"child_called": CHILD, "child_looks_after": "mother", "child_heard": "drawing",
                  "child_school": SCHOOL, "birth_registered": "yes", "child_papers": "yes"},
    "other_parent": {"other_where": "unknown", "other_violence": "yes", "other_contact_safe": "no"},
    "care_order": {"order_about": ("custody",), "order_paper": "yes", "order_until": "2099-01-01"},
    "best_interest": {"weigh_mother": ("safe_sleep",), "weigh_counsel": ("family",)},
}  # fmt: skip


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def matter(house: Lawyers) -> Matter:
    return a_home(house, kind="custody", country="CO")


@pytest.fixture
def lucia(house: Lawyers) -> Client:
    return house.client("lucia")


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    assert len(answer.content) < 60_000
    return answer.text


def missing(house: Lawyers, matter: Matter) -> list[str]:
    return [str(each.sentence) for each in queries.missing_in(house.opened(matter), clock.today())]


def test_what_is_missing_goes_away_one_after_the_other(house: Lawyers, matter: Matter) -> None:
    first = missing(house, matter)
    assert first == [
        "Write down which child it is about.",
        "Ask about the other parent, and whether telling that person is safe.",
        "Ask whether anything was decided already, also in another country.",
        "Ask the mother what counts most for the child.",
        "Write what counts most as you see it, and what shows it.",
    ]
    add(house, matter, "her_child", child_called=CHILD)
    assert missing(house, matter)[:2] == [
        f"Ask who looks after {CHILD} day to day.", f"Say how {CHILD} was asked what it wants."
    ]  # fmt: skip
    for kind, answers in ASKED.items():
        add(house, matter, kind, **answers)
    assert missing(house, matter) == [
        f"Ask who looks after {CHILD} day to day.", f"Say how {CHILD} was asked what it wants."
    ]  # fmt: skip


def test_a_hearing_waits_until_it_is_made_ready(house: Lawyers, matter: Matter) -> None:
    for kind, answers in ASKED.items():
        add(house, matter, kind, **answers)
    assert missing(house, matter) == []
    add(house, matter, "hearing", hearing_on="2027-03-01")
    assert missing(house, matter) == ["There is a hearing: make it ready with her."]
    add(house, matter, "hearing_prep", prep_day="2027-03-01", prep_protect=("remote",))
    assert missing(house, matter) == [
        "Go through with her what she will be asked.",
        "Agree who goes with her to the hearing.",
        "Make sure who minds the children during the hearing.",
        "Ask the court for it in writing, before the day.",
        "Choose what she brings.",
    ]


def test_what_ends_soon_what_nobody_heard_and_who_must_agree_are_asked_for(house: Lawyers, matter: Matter) -> None:
    for kind, answers in ASKED.items():
        add(house, matter, kind, **answers)
    add(house, matter, "care_order", order_paper="no", order_until="2020-01-01")
    add(house, matter, "used_against", used_by="court")
    add(house, matter, "child_travel", travel_to="Lima")
    assert missing(house, matter) == [
        "Get the paper of what was decided.",
        "What was decided ends soon, or has ended: see what comes after it.",
        "Note who heard it, or on which paper her papers were used against her.",
        "Ask who has to agree that the child travels, and write who said so.",
    ]


def test_the_page_tells_children_orders_and_what_is_said_of_the_country(
    lucia: Client, house: Lawyers, matter: Matter
) -> None:
    for kind, answers in ASKED.items():
        add(house, matter, kind, **answers)
    text = page(lucia, "matter_children", matter.reference)
    assert CHILD in text
    assert "Nothing is missing today." in text
    for code in ("BIA", "CO_travel", "CO_travel_unknown"):
        assert by_code("home_line")[code].more["source"] in text, code
    assert "Of these there is here" not in text
    add(house, matter, "other_parent", other_paper=("consent", "birth"))
    text = page(lucia, "matter_children", matter.reference)
    assert re.search(r"Of these there is here:\s+Written consent of the other parent\.", text)


def test_of_a_country_nobody_read_about_the_page_says_so(lucia: Client, house: Lawyers) -> None:
    known = {each.more["country"] for each in codes("home_line") if each.more["topic"] == "travel"}
    assert known == {"CO", "EC", "PE"}
    text = page(lucia, "matter_children", a_home(house, kind="custody", country="CL").reference)
    assert "What this country asks for, we do not know." in text
    assert not [each for each in codes("home_line") if each.more["country"] and each.more["source"] in text]


def test_a_childs_papers_are_things_to_do_and_kept_nowhere(lucia: Client, house: Lawyers, matter: Matter) -> None:
    facts = {"birth_where": "here", "birth_registered": "no", "child_papers": "no", "parent_papers": "no"}
    made = add(house, matter, "her_child", **facts)
    text = page(lucia, "matter_children", matter.reference)
    for code in ("register", "proof", "paper", "no_country", "consulate"):
        assert by_code("birth_hint")[code].label("en") in text.replace("&#x27;", "'"), code
    part = house.opened(matter).part(made.reference)
    assert dict(part.more) == {}
    assert set(part.answers) <= set(questions("her_child"))


def test_the_sheet_bears_no_name_and_no_word_that_anybody_wrote(lucia: Client, house: Lawyers, matter: Matter) -> None:
    add(house, matter, "her_child", child_called=CHILD, child_school=SCHOOL)
    made = add(house, matter, "hearing_prep", **PREP)
    text = page(lucia, "matter_children_sheet", matter.reference, made.reference)
    main = text.partition("<main")[2].partition("</main>")[0]
    written = [PREP[code] for code, each in questions("hearing_prep").items() if each.is_words and code in PREP]
    assert len(written) == 6
    opened = house.opened(matter)
    parties = [str(each.said("party_name")) for each in opened.of_kind("party")]
    names = [opened.name, CHILD, SCHOOL, *parties]
    assert [each for each in (*written, *names) if each in text] == []
    for words in ("09:30", "1 March 2027", "A separate entry", "That the child is not in the room", "A lawyer",
                  "The birth certificate, or what there is", "Sign nothing that was not read to you"):  # fmt: skip
        assert words in main or words.replace("1 March", "March 1,") in main, words


def test_a_sheet_of_another_kind_or_matter_is_not_there(lucia: Client, house: Lawyers, matter: Matter) -> None:
    child, other = add(house, matter, "her_child", child_called=CHILD), a_home(house, kind="custody")
    prep = add(house, other, "hearing_prep", **PREP)
    for part in (child.reference, prep.reference):
        assert lucia.get(reverse("matter_children_sheet", args=[matter.reference, part])).status_code == 404


def test_days_stand_on_the_list_of_the_day(house: Lawyers, matter: Matter) -> None:
    for kind, code in (("hearing_prep", "prep_day"), ("care_order", "order_until"), ("child_travel", "travel_day")):
        part = add(house, matter, kind, **{code: "2027-03-01"})
        part.refresh_from_db()
        assert str(part.due_on) == "2027-03-01", kind


def test_nothing_of_a_child_lies_in_clear(house: Lawyers, matter: Matter) -> None:
    add(house, matter, "her_child", child_called=CHILD, child_school=SCHOOL)
    add(house, matter, "hearing_prep", **PREP)
    told = rows_as_text(Matter, MatterPart, SealedField)
    assert "merits" in told, "what stands there in clear is found"
    assert [each for each in (CHILD, SCHOOL, MINDER, PLACE) if each in told] == []
    assert CHILD in str(house.opened(matter).of_kind("her_child")[0].said("child_called"))


@pytest.mark.parametrize(("name", "status"), [("lucia", 200), ("nora", 404), ("carla", 404), ("ana", 403),
                                              ("berta", 403), ("diana", 403), ("sara", 403), ("paz", 403)])  # fmt: skip
def test_who_opens_the_page_of_her_children(house: Lawyers, matter: Matter, name: str, status: int) -> None:
    made = add(house, matter, "hearing_prep", **PREP)
    client = opened_client(house.people[name], raise_request_exception=False)
    assert client.get(reverse("matter_children", args=[matter.reference])).status_code == status
    sheet = reverse("matter_children_sheet", args=[matter.reference, made.reference])
    assert client.get(sheet).status_code == status
    counsel = {"lucia", "nora", "carla"}
    assert client.get(reverse("custody")).status_code == (200 if name in counsel else 403)


def test_a_stranger_is_sent_to_the_door(cast: Cast, house: Lawyers, matter: Matter) -> None:
    assert browser_of(cast.stranger).get(reverse("matter_children", args=[matter.reference])).status_code == 302


def test_the_list_has_children_first_and_every_other_matter(house: Lawyers, matter: Matter) -> None:
    other = a_home(house, kind="eviction")
    first, _, rest = page(house.client("lucia"), "custody").partition("<details")
    assert (matter.reference in first, other.reference in first, other.reference in rest) == (True, False, True)


def test_before_it_is_clear_of_conflicts_nothing_of_a_child_is_on_the_page(
    lucia: Client, house: Lawyers, matter: Matter
) -> None:
    add(house, matter, "her_child", child_called=CHILD)
    add(house, matter, "hearing_prep", **PREP)
    add(house, matter, "party", party_role="opposing", party_name="Otra persona de ejemplo")
    text = page(lucia, "matter_children", matter.reference)
    assert CHILD not in text
    assert "First it is looked at whether there is a conflict" in text
    prep = house.opened(matter).of_kind("hearing_prep")[0].reference
    assert lucia.get(reverse("matter_children_sheet", args=[matter.reference, prep])).status_code == 403
