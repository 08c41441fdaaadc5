"""The name on her papers is on no page of cases, looked at or sent to, nor in any file that goes out.

Every address of cases is asked for, with every part that a case has, by her who reads it and by who looks at its
quality; and once more sent with nothing in it, which shows what a page asks before it does anything.
A new address comes under this look by itself.
"""

from datetime import timedelta
from typing import Any

import pyrage
import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from amparo.casework import urls
from amparo.casework.actions import cases, legal_names, supervision
from amparo.casework.actions.holds import ask_to_hold
from amparo.casework.actions.notices import ask_to_tell
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case, Part, Request
from amparo.commons import clock
from amparo.formats.case_questions import Answer, sections
from amparo.formats.codes import by_code
from tests import flows as way
from tests.cases import REACH, SOME, person
from tests.flows import GOES, Day, a_day
from tests.incidents import an_incident
from tests.integration.test_case_legal_name import LEGAL, NUMBER, WHY, WRITTEN, tells
from tests.integration.test_flows_refused import LETS, say
from tests.matrix_house import got_a_list
from tests.notices import notice_of
from tests.referrals import doors, refer
from tests.transfers import IDENTITY

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]
SHOWS = "case_legal_show"  # the one page that shows it, for a reason
OF_A_PART = {"case_incident_write": ["incident"], "case_screen_write": ["screen"]}  # whose sections they name


@pytest.fixture
def day(cast: Any, places_small: dict[str, Any]) -> Day:
    return a_day(cast, places_small)


@pytest.fixture
def case(day: Day) -> Case:
    case = a_case_with_all(day)
    refer(day.house, case, doors(day.place)["casa"])
    return case


def a_case_with_all(day: Day, name_used: Answer = SOME["name_used"]) -> Case:
    """With a legal name that stands in other words of hers as well, and one of each kind that has a page."""
    ana = person(day.house, "ana")
    answers = {**SOME, **REACH, "name_used": name_used}
    case = cases.begin_case(answers=answers, agreed="written", by=ana)
    legal_names.write_legal_name(case, answers=WRITTEN, written=0, by=ana)
    legal_names.show_legal_name(case, by=ana, **WHY)
    an_incident(day.house, case)
    add_part(case, kind="note", answers={"note_text": Answer("Vino hoy")}, by=ana)
    ask_to_hold(case, until=clock.today() + timedelta(days=9), answers={}, by=ana)
    got_a_list(case, ana)
    ask_to_tell(case, answers=notice_of(clock.today()), by=ana)
    for name in ("a transfer here", "planning a call", "the table of GBVIMS"):
        say(day, case, LETS[name])
    way.plans(day, case)
    supervision.share_for_supervision(case, reader=day.house.readers["berta"], by=ana)
    return case


def addresses_of(case: Case) -> dict[str, set[str]]:
    """Every address of cases by its name, with whatever belongs to this case filled in."""
    parts = list(Part.objects.filter(case=case).values_list("reference", flat=True))
    requests = list(Request.objects.values_list("reference", flat=True))
    fill: dict[str, list[str]] = {
        "part": parts,
        "kind": list(by_code("consent_kind")), "act": list(by_code("young_act")), "about": [*parts, "0" * 16],
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    for pattern in urls.urlpatterns:
        names = list(pattern.pattern.converters)
        mine = requests if pattern.name.startswith(("export", "case_let", "case_put")) else [case.reference]
        filled: list[dict[str, str]] = [{}]
        of = {"section": sections_of(*OF_A_PART.get(pattern.name, ("case", "minor")))}
        for name in names:
            choices = mine if name == "reference" else (fill | of)[name]
            filled = [{**one, name: each} for one in filled for each in choices]
        found[pattern.name] = {made for each in filled if (made := address(pattern.name, each))}
    return found


def sections_of(*kinds: str) -> list[str]:
    return [each.code for kind in kinds for each in sections(kind)]


def address(name: str, filled: dict[str, str]) -> str:
    try:
        return reverse(name, kwargs=filled)
    except NoReverseMatch:
        return ""


def looked_at(day: Day, who: str, where: str) -> list[Any]:
    """The page, and what it says when it is sent with nothing: neither changes anything of what comes next."""
    found = []
    for method in ("get", "post"):
        with transaction.atomic():
            answer = getattr(day.browser(who), method)(where)
            found.append(answer)
            if answer.status_code == 404:  # there is no such page for her, however it is asked for
                transaction.set_rollback(True)
                break
            transaction.set_rollback(True)
    return found


def text_in(answer: Any) -> str:
    """What whoever gets it reads: a page, or a file with the key of whom it is for."""
    is_file = answer.get("Content-Type") == "application/octet-stream"
    return (pyrage.decrypt(answer.content, [IDENTITY]) if is_file else answer.content).decode()


@pytest.mark.walk
@pytest.mark.by_turns
def test_no_page_of_cases_bears_it_looked_at_or_sent(day: Day, case: Case) -> None:
    way.asks_for_list(day, case)
    shown, told = set(), {}
    for name, places in addresses_of(case).items():
        for where in sorted(places):
            for who in ("ana", "berta") if len(places) < 3 else ("ana",):  # who supervises has no page of a part
                for answer in looked_at(day, who, where):
                    shown |= {name} if answer.status_code in {200, 302} else set()
                    if bears := tells(text_in(answer)):
                        told[f"{who} {where}"] = bears
    assert told == {}
    never = {each.name for each in urls.urlpatterns} - shown
    assert never <= {"case_let_in", "case_put_away", "case_yes", "case_yes_ask", "case_yes_ask_about", "case_young",
                     "case_grown", "case_screen_new", "case_screen", "case_screen_write", "case_screen_second",
                     "case_screen_end", "case_contact_ok"}, never  # fmt: skip
    sent = day.browser("ana").post(reverse(SHOWS, args=[case.reference]), WHY)
    assert len(tells(sent)) == 4, "the one page that shows it: the look finds it"


def test_no_file_that_goes_out_bears_it(day: Day, case: Case) -> None:
    """A transfer, a list, the table of GBVIMS; and the look finds it where she uses this name herself."""
    files = []
    assert way.sends(day, case) == GOES
    files.append(day.last.content)
    say(day, case, LETS["a list for an organisation"])
    for asks, takes in ((way.asks_for_list, way.takes_list), (way.asks_for_table, way.takes_table)):
        asks(day, case)
        if takes is way.takes_list:
            assert takes(day, case) == GOES
        else:
            way.takes_list(day, case)
        files.append(day.last.content)
    opened = [pyrage.decrypt(each, [IDENTITY]).decode() for each in files]
    assert [found for each in opened if (found := tells(each))] == []
    used = a_case_with_all(day, Answer(LEGAL))
    way.sends(day, used)
    found = pyrage.decrypt(day.last.content, [IDENTITY]).decode()
    assert LEGAL in found
    assert NUMBER not in found
