"""The page on what a lawyer can do: for whom which way is first, what is marked, and what is never said.

Expected sentences are written by hand, in English.
"""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings as house
from django.test import Client

from amparo.access.pathways.models import SignOff
from amparo.access.pathways.queries import legal_time
from amparo.access.pathways.queries.desk import find_line, waiting
from amparo.access.pathways.queries.lawyer import lawyer_page
from amparo.access.pathways.queries.legal_time import LegalTime, time_of
from amparo.formats.deadlines.rules import Count, rules
from amparo.formats.lawyer import countries, law_lines, matters
from amparo.formats.pathways import situations
from tests.desk import client_with

pytestmark = pytest.mark.django_db
WORDS = house.PATHS
TODAY = date(2026, 11, 25)
UNSIGNED, CHECK = "It waits for the signature of a local lawyer.", "To be checked: ask."
NO_WAY, NO_LAW = "We do not know which way there is here: ask her.", "We do not know what the law says here: ask her."


def page(prefix: str = "/en", **said: str) -> str:
    """The page, as it is read."""
    answer = Client().post(f"{prefix}/{WORDS['lawyer']}", said)
    assert answer.status_code == 200
    return re.sub(r"<!--.*?-->|\s+", lambda each: " " if each[0].isspace() else "", answer.text, flags=re.DOTALL)


def test_the_first_page_asks_what_she_brings_and_hands_it_on_in_no_address() -> None:
    html = Client().get(f"/en/{WORDS['lawyer']}").text
    assert re.findall(r'name="y" value="(\w+)"', html) == list(matters())
    assert 'method="post"' in html
    assert 'method="get"' not in html
    assert "how you earn a living or what papers you have" in html
    assert "We do not know: ask before you tell her anything." in html
    answer = Client().get(f"/en/{WORDS['lawyer']}?y=refuge").text
    assert "If you want to ask for asylum" not in answer


def test_every_thing_in_every_country_is_a_page_without_a_consulate_and_never_too_late() -> None:
    for code in matters():
        for country in (*countries(), "VE"):
            html = page(y=code, d=country).lower()
            assert "consul" not in html, (code, country)
            assert not re.search(r"too late|expired|no longer", html), (code, country)
            assert "you do. she does not decide for you." in html


@pytest.mark.parametrize(("country", "ways"), [
    ("CO", ["CO-A1", "CO-A2"]), ("CL", ["CL-A1"]), ("DO", ["DO-A1"]), ("MX", ["MX-A1"]),
    ("EC", []), ("PE", []), ("BR", []), ("PA", []), ("VE", []),
])  # fmt: skip
def test_somebody_of_the_state_and_the_ways_past_his_office_come_first(country: str, ways: list[str]) -> None:
    found = lawyer_page("state_threat", country=country, today=TODAY)
    assert [each.line.id for each in found.ways] == ways
    html = page(y="state_threat", d=country)
    assert html.index("If it is someone of the State") < html.index("What we read about the law here")
    assert (NO_WAY in html) == (not ways)


@pytest.mark.parametrize(("who", "code", "country", "shown", "out"), [
    ("MIG", "refuge", "CL", [], 1), ("MIG", "refuge", "CO", [], 1), ("PAR", "refuge", "CL", ["CL-A4"], 0),
    ("MIG", "leave_paper", "CL", ["CL-A1", "CL-A2"], 1), ("JUS", "leave_paper", "CO", ["CO-A3", "CO-A4"], 2),
    ("POL", "keep_away", "BR", ["BR-A2"], 1), ("POL", "keep_away", "CO", ["CO-A5"], 0),
    ("MUN", "keep_away", "CO", [], 1), ("", "keep_away", "CO", ["CO-A5"], 0),
])  # fmt: skip
def test_what_goes_through_the_body_of_whoever_hurt_her_is_taken_out(
    who: str, code: str, country: str, shown: list[str], out: int
) -> None:
    found = lawyer_page(code, country=country, today=TODAY, who=who)
    assert [each.line.id for each in (*found.ways, *found.law)] == shown
    assert found.taken_out == out
    html = page(y=code, d=country, q=who)
    assert ("We took out what goes through" in html) == bool(out)


def test_from_a_way_to_help_she_comes_to_her_own_page() -> None:
    for code, asked in situations().items():
        html = Client().post(f"/en/{WORDS['route']}", {"n": code, "d": "CO"}).text
        if "lawyer" in asked.steps:
            assert f'formaction="/en/{WORDS["lawyer"]}">What can a lawyer do for me?' in html, code
    assert "If they want to put you out of your room" in page(n="eviction")
    for asked_first in ("sexual_violence", "papers", "my_children", "lawyer"):  # nobody guesses what she means
        assert "Choose what is nearest." in page(n=asked_first)
    html = page(n="official", d="CO")
    assert "Ways that do not start at that office" in html


def test_who_says_that_she_is_under_18_reads_nothing_about_earning_money() -> None:
    for code in matters():
        html = page(n="under_18", y=code, d="CO")
        assert "earn" not in html, code
        assert "because I am under 18" in html
    assert "earn a living" in page(y="refuge", d="CO")  # the control


@pytest.mark.parametrize(("country", "code", "time"), [
    ("CO", "refuge", "2 months"), ("EC", "refuge", "90 days"), ("CL", "refuge", "7 working days"),
    ("PA", "refuge", "6 months"), ("DO", "refuge", "15 days"), ("MX", "refuge", "30 days"),
    ("PE", "refuge", "We do not know how much time there is"), ("PE", "keep_away", "48 hours"),
    ("MX", "state_threat", "Any day, at any hour"), ("CO", "state_threat", "36 hours"),
    ("CL", "leave_paper", "5 working days"),
])  # fmt: skip
def test_how_long_there_is_with_its_mark(country: str, code: str, time: str) -> None:
    """By research/casework: of two readings the shorter one, as of Mexico's thirty days."""
    clock = re.search(rf"<dt><b>{time}</b></dt><dd>([^<]*)</dd>", page(y=code, d=country))
    assert clock is not None
    assert clock[1].endswith(CHECK)


def test_after_a_time_of_hers_she_is_told_to_ask_all_the_same() -> None:
    assert "If that time has gone by, ask all the same." in page(y="refuge", d="PA")
    assert "If that time has gone by" not in page(y="keep_away", d="BR")  # it is the judge who has it
    assert "If that time has gone by" not in page(y="refuge", d="VE")


def test_no_line_of_any_country_stands_without_its_mark() -> None:
    marked = 0
    for code in matters():
        for country in countries():
            html = page(y=code, d=country)
            found = lawyer_page(code, country=country, today=TODAY)
            laws = len(found.ways) + len(found.law)
            assert html.count(UNSIGNED) == laws
            assert (NO_LAW in html) == (not laws)
            marked += laws
    assert marked > 30


def sign(line_id: str, digest: str, *, is_example: bool = False) -> None:
    SignOff.objects.create(line=line_id, digest=digest, role="counsel", signed_on=TODAY, is_example=is_example)


def test_a_lawyer_signs_the_line_with_the_time_in_it_and_an_older_text_loses_it() -> None:
    line = next(each for each in law_lines("PA"))
    sign(line.id, line.digest)
    html = page(y="refuge", d="PA")
    assert "Signed by a lawyer." in html
    assert UNSIGNED not in html
    assert CHECK not in html
    SignOff.objects.all().update(digest="0" * 64)
    assert UNSIGNED in page(y="refuge", d="PA")


def test_an_example_of_the_demo_signs_nothing_in_a_house() -> None:
    line = next(each for each in law_lines("PA"))
    sign(line.id, line.digest, is_example=True)
    assert UNSIGNED in page(y="refuge", d="PA")


def test_a_line_that_nobody_saw_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.access.pathways.queries import lawyer

    (line,) = law_lines("PA")
    monkeypatch.setattr(lawyer, "law_lines", lambda _country: (replace(line, confidence="unverified"),))
    assert lawyer_page("refuge", country="PA", today=TODAY).law == []
    assert NO_LAW in page(y="refuge", d="PA")


def test_at_the_desk_each_line_waits_for_a_lawyer_with_the_time_in_it() -> None:
    waits = {each.id: each for each in waiting("CL", today=TODAY) if each.kind == "law"}
    assert set(waits) == {"CL-A1", "CL-A2", "CL-A3", "CL-A4"}
    assert all(each.standing.missing == ("counsel",) and each.by_counsel for each in waits.values())
    found = find_line("CL-A4", today=TODAY)
    assert found is not None
    html = client_with("counsel").get("/en/mesa/caminos/CL-A4").text
    assert "7 working days to ask for asylum" in html
    assert 'value="sign"' in html
    assert 'value="check"' not in html


# --- how much time a rule gives -------------------------------------------------------------------------------------


def test_of_several_readings_the_one_that_ends_first() -> None:
    rule = rules()["mx_refugee_claim"]
    assert {(each.number, each.day_type) for each in rule.counts()} == {(30, "working"), (30, "unknown")}
    assert legal_time.shortest(rule) == Count(30, "days", "unknown", "unknown")
    ec = rules()["ec_mediation"]
    assert legal_time.shortest(ec).number == 3


def test_a_rule_that_is_not_there_or_has_no_number_gives_no_time() -> None:
    assert time_of("xx_nothing", TODAY) is None
    assert time_of("pe_refugee_claim", TODAY) is None
    assert time_of("co_habeas_corpus", TODAY) == LegalTime(36, "hours", is_hers=False, is_verified=False)
    assert time_of("cl_refugee_claim", TODAY) == LegalTime(7, "working", is_hers=True, is_verified=False)
    assert time_of("cl_refugee_claim", date(2024, 2, 19)) is None  # before the law: nobody saw what held then


def test_a_rule_that_was_verified_loses_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(rules()) | {"pa_refugee_claim": replace(rules()["pa_refugee_claim"], verified_by="a lawyer")}
    monkeypatch.setattr(legal_time, "rules", lambda: known)
    html = page(y="refuge", d="PA")
    assert CHECK not in html
    assert UNSIGNED in html
