"""She stopped, at the pages: refused before anything is typed; what was typed meanwhile comes back, every word."""

from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import hers
from amparo.casework.actions.closing import close_case
from amparo.casework.models import Case
from amparo.casework.policies.stopping import SHE_STOPPED
from amparo.commons.audit.actions import opaque
from tests import stopped
from tests.cases import a_case, person
from tests.incidents import at
from tests.letters import Letters, opened_client
from tests.stopped import ENGAGED, MORE, one, says, sealed, takes_back

pytestmark = pytest.mark.django_db(databases=["default"])
house, her, case = stopped.house, stopped.her, stopped.case  # the fixtures


def pages_of(case: Case, by: Any) -> dict[str, tuple[str, dict[str, str]]]:
    """Every page that asks for more of her, and what is sent from it."""
    incident, screen, note, task = (one(case, by, kind) for kind in ("incident", "screen", "note", "task"))
    plan = {"task_kind": "paper_work", "task_what": MORE, "who": opaque(by), "due": "2027-01-05", "every": "0"}
    return {
        "safety": (reverse("case_write", args=[case.reference, "safety"]), {"safety_fear": MORE}),
        "contact": (reverse("case_write", args=[case.reference, "contact"]), {"contact_where": MORE}),
        "note": (at("case_note_add", case), {"note_text": MORE}),
        "changed note": (at("case_note", case, note), {"note_text": MORE}),
        "own note": (at("case_own_notes", case), {"note_text": MORE}),
        "incident": (at("case_incident_new", case), {"account": MORE}),
        "incident section": (at("case_incident_write", case, incident, "told"), {"account": MORE}),
        "screen": (at("case_screen_new", case), {"account": MORE}),
        "screen section": (at("case_screen_write", case, screen, "hers"), {"account": MORE}),
        "summary": (at("case_summary", case), {"summary_text": MORE}),
        "legal name": (at("case_legal", case), {"legal_name": MORE, "written": "1"}),
        "task": (at("case_task_add", case), plan),
        "changed task": (at("case_task_change", case, task), plan),
        "young": (reverse("case_young", args=[case.reference, "assent"]), {"assent_words": MORE}),
        "kind": (at("case_incident_kind", case, incident), {"question": "1", "answer": "no"}),
    }


SENT_ONLY = {"otherwise": ("case_incident_otherwise", {"core_type": "denial", "reason": MORE}),
             "second look": ("case_screen_second", {"agrees": "yes", "words": MORE}),
             "done": ("case_task_done", {"outcome": "done", "told": MORE})}  # fmt: skip
READ_THERE = {"changed note", "own note"}  # what was written before stays to be read


def test_no_page_asks_for_more_of_her_before_anything_is_typed(case: Case, her: Any) -> None:
    client = opened_client(her)
    pages = pages_of(case, her)
    for name, (address, _sent) in pages.items():
        assert client.get(address).status_code == 200, name
    takes_back(case, her)
    for name, (address, _sent) in pages.items():
        answer = client.get(address)
        assert answer.status_code == (200 if name in READ_THERE else 403), name
        assert str(SHE_STOPPED) in answer.text, name
        assert "<textarea" not in answer.text, name


def test_what_was_typed_while_she_took_it_back_is_given_back_whole(case: Case, her: Any) -> None:
    client, pages = opened_client(her), pages_of(case, her)
    for name, (view, sent) in SENT_ONLY.items():
        kind = {"otherwise": "incident", "second look": "screen", "done": "task"}[name]
        pages[name] = (at(view, case, one(case, her, kind)), sent)
    takes_back(case, her)
    before = sealed(case)
    for name, (address, sent) in pages.items():
        answer = client.post(address, sent)
        assert answer.status_code == 403, name
        assert str(SHE_STOPPED) in answer.text, name
        assert MORE in answer.text or name == "kind", name
        assert sealed(case) == before, name
        not_whole = {**sent, "who": "-", "outcome": "-", "seen": "-", "need_first": "-", "reason": ""}
        broken = client.post(address, not_whole)
        assert MORE in broken.text or name in {"kind", "otherwise"}, f"{name}: a form that is not whole loses nothing"


def test_the_page_of_the_case_offers_what_goes_and_says_why_not_the_rest(case: Case, her: Any) -> None:
    client, page = opened_client(her), at("case", case)
    asking = {address for address, _sent in pages_of(case, her).values()}
    inside = {at("case_incident", case, one(case, her, "incident")), at("case_screen", case, one(case, her, "screen")),
              at("case_task", case, one(case, her, "task"))}  # fmt: skip
    shown = "".join(client.get(each).text for each in (page, *inside))
    offered = {each for each in asking if f'href="{each}"' in shown}
    again = reverse("case_permission", args=[case.reference, ENGAGED])
    assert asking - offered == {at("case_screen_new", case)}, "under 18 there is no conversation about force"
    takes_back(case, her)
    for each in (page, *inside):
        text = client.get(each).text
        assert str(SHE_STOPPED) in text
        assert f'href="{again}"' in text
        left = {address for address in asking if f'href="{address}"' in text}
        assert left <= {at("case_own_notes", case), at("case_note", case, one(case, her, "note"))}
    text = client.get(page).text
    for name in ("case_notice_new", "case_close", "case_transfer", "case_legal_forget", "case_move"):
        assert at(name, case) in text, name
    client_post = client.post(at("case_task_done", case, one(case, her, "task")), {"outcome": "not_done"})
    assert client_post.status_code == 302


def test_what_was_typed_while_she_closed_her_case_on_her_own_page_is_given_back_too(case: Case, her: Any) -> None:
    client, pages = opened_client(her), pages_of(case, her)
    assert hers.close_hers(case)
    before = sealed(case)
    for name, (address, sent) in pages.items():
        answer = client.post(address, sent)
        assert answer.status_code == 403, name
        assert MORE in answer.text or name == "kind", name
        assert sealed(case) == before, name


def test_a_closed_case_of_hers_says_that_it_is_closed(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    says(case, ana, "no")
    close_case(case, reason="she_asked", answers={}, by=ana)
    text = opened_client(house.cast.ana).get(at("case", case)).text
    assert str(SHE_STOPPED) not in text
