"""Every form that the made-up town shows to somebody, posted by everybody who has no W for it: what does it change?

Who writes where stands in ``content/access.toml``; to which of its areas a form belongs stands here, by hand. So a form
that is guarded by a rule for reading fails, whoever wrote that rule: the things in it are real.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from amparo.commons.accounts import backends
from amparo.commons.accounts.models import User
from amparo.doors.exchange import policies as exchange
from amparo.formats.access import holding, of_a_case, writable
from tests import letters
from tests.once import undone
from tests.pressing import Form, pressed, shown_to

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]
PHRASE = re.compile(r"[a-zñáéíóú]+(?:-[a-zñáéíóú]+){3}-\d\d")
OUT = {"sign_out", "lock", "phone_lost"}  # whoever presses these is out, and presses nothing after it

CASE, KEYS, OWN = "a case", "a key", "own"
# By the beginning of its name to which areas an address belongs; the longest that fits counts. ``CASE``: any area of a
# case. ``KEYS``: whoever holds a key that counts. ``OWN``: it changes only the account or the access of who presses it.
AREAS: dict[str, tuple[str, ...]] = {
    "agreement": ("exchange", "arriving"), "rows": ("exchange", "arriving"), "theirs": ("arriving",),
    "case": (CASE,), "cases": (CASE,), "export": (CASE,), "exhibit": ("matter",), "folder": ("matter",),
    "matter": ("matter",), "feed": ("matter",), "law": ("matter",), "line": ("registry",),
    "case_ask": (OWN,), "case_leave": (OWN,), "case_load": (OWN,), "case_quality_stop": (OWN,), "case_lawyer": (CASE,),
    "desk": ("registry",), "desk_letter": ("letters",), "landmark": ("registry",), "zone": ("registry",),
    "place": ("registry",), "health": ("registry",), "health_become": (CASE,), "health_take": (CASE,),
    "team": ("users",), "sheet": ("users",), "channel": ("users",), "focal": ("users",), "focal_visit": ("users", CASE),
    "key": ("users",), "key_confirm": (KEYS, "users"), "key_retire": ("users", OWN), "key_ties": (OWN,),
    "minding": ("children",), "minding_carer": ("users",), "minding_place": ("users",),
    "my": (OWN,), "second_step": (OWN,),
    "questionnaire": ("asking",), "study": ("asking",), "coupons": ("in_the_field",), "form_here": ("in_the_field",),
    "from_paper": ("in_the_field",), "profile": ("evidence",), "pressures": ("evidence",), "release": ("release",),
    "study_bring": ("asking", "answers"), "portal": ("referred",),
}  # fmt: skip


def areas_of(name: str) -> tuple[str, ...]:
    """The areas of an address; an address that fits nothing is a fault of this table."""
    fits = [each for each in AREAS if name == each or name.startswith((f"{each}_", f"{each}s"))]
    assert fits, f"{name}: to which area does it belong?"
    return AREAS[max(fits, key=len)]


def may_write(roles: frozenset[str], name: str) -> bool:
    """Does the list of access let somebody with these roles change what a form of this address is about?"""
    wanted = set(areas_of(name))
    if OWN in wanted or (KEYS in wanted and not roles.isdisjoint(holding())):
        return True
    return not writable(roles).isdisjoint(wanted | (of_a_case() if CASE in wanted else set()))


@pytest.fixture(scope="module")
def team(told: str, django_db_blocker: Any) -> Iterator[dict[str, tuple[frozenset[str], Client]]]:
    """By the name with which they come in: the roles of everybody in the town, and a browser with their key open.

    Coming in and looking at pages writes as well, a key that is made or a word that is taken in: all of it goes again.
    """
    with django_db_blocker.unblock(), undone():
        people = {each.sign_in_name: each for each in User.objects.filter(is_active=True)}
        yield {name: (people[name].role_codes, browser(people[name], phrase)) for name, phrase in phrases(told, people)}


def phrases(told: str, people: dict[str, User]) -> Iterator[tuple[str, str]]:
    """Who comes in with which passphrase, as the terminal tells it."""
    for line in told.splitlines():
        if phrase := PHRASE.search(line):
            for name in set(re.findall(r"\w+", line.replace(phrase[0], ""))) & set(people):
                yield name, phrase[0]


def browser(person: User, phrase: str) -> Client:
    client, request = Client(raise_request_exception=False), SimpleNamespace(new_unlock="")
    client.force_login(person)
    backends.keeper.came_half(request, person, letters.kek_of(person, phrase))
    client.cookies[settings.UNLOCK_COOKIE_NAME] = request.new_unlock
    return client


@pytest.fixture(scope="module")
def forms(team: Any, django_db_blocker: Any) -> dict[str, Form]:
    """One form of each address, as somebody of the team is shown it."""
    found: dict[str, Form] = {}
    with django_db_blocker.unblock():
        for _roles, client in team.values():
            found = shown_to(client, begin=[f"/{settings.PATHS['desk']}"]) | found
    return {name: form for name, form in sorted(found.items()) if name not in OUT}


def writers(team: Any, form: Form) -> dict[str, set[str]]:
    """By name who changed something with it and may not, in which tables."""
    told = {name: pressed(client, form) for name, (roles, client) in team.items() if not may_write(roles, form.name)}
    assert not [name for name, (status, _tables) in told.items() if status >= 500], form
    return {name: tables for name, (_status, tables) in told.items() if tables}


def written_without_w(team: Any, forms: dict[str, Form]) -> list[str]:
    """Who changed what the list of access does not let them change, in words."""
    found = []
    for name, form in forms.items():
        for who, tables in writers(team, form).items():
            found.append(f"{who} ({', '.join(sorted(team[who][0]))}) {name}: {', '.join(sorted(tables))}")
    return found


@pytest.mark.by_turns
def test_whoever_changes_something_has_a_w_for_it(team: Any, forms: dict[str, Form]) -> None:
    assert len(forms) > 190
    assert written_without_w(team, forms) == []


@pytest.mark.by_turns
def test_a_write_under_a_rule_for_reading_is_found(
    team: Any, forms: dict[str, Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange.may_decide, "why_not", exchange.may_see.why_not)
    found = written_without_w(team, {"agreement_end": forms["agreement_end"]})
    assert [each.split()[0] for each in found] == ["rosa", "nora", "paz"], found
