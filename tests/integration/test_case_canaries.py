"""What a case holds lies nowhere in clear: a canary in every question that is answered in words, of every kind of part.

A house on the disk, in which the team works for a day through its pages: a case with every kind of part of the list
``case_part``, an error in the middle, a file that goes to another house, a list, a card of her own load, what she says
on her own page, and a case that is destroyed. Then every byte that the house left is read: databases with their logs,
sessions as Django reads them, the ledger, the temporary folder, what the programs said, and a backup. Each store first
shows that a planted string would be found there; and every canary is shown to be in the house, for whoever reads it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.commons import clock
from amparo.formats.case_questions import questions
from amparo.formats.codes import by_code
from amparo.vault.queries.parts import BODY, body_of
from tests.left import Left, a_house_left
from tests.left_behind import collect
from tests.own_house import ON_POSTGRES

pytestmark = pytest.mark.skipif(ON_POSTGRES, reason="what PostgreSQL writes is not a file of the house")
KINDS = ["case", *by_code("case_part"), "card"]
WITH_A_PAGE = {"note", "permission", "summary", "task", "letting_in"}
BESIDE = ("recipient", "export", "refused", "asks", "her_name", "her_where", "arrived",
          "error", "look", "own", "door", "to", "code")  # fmt: skip


def canary(kind: str, code: str) -> str:
    """A string that stands nowhere else."""
    return f"Canario{KINDS.index(kind) if kind in KINDS else 99}z{sum(map(ord, code))}{code.replace('_', '')[:14]}Xq"


def words_of(kind: str) -> dict[str, str]:
    """A canary for each question of a kind that is answered in words."""
    return {code: canary(kind, code) for code, each in questions(kind).items() if each.is_words}


ALL = {each for kind in KINDS for each in words_of(kind).values()} | {canary("beside", each) for each in BESIDE}


# --- what happens in the other program ---


def lay_house() -> dict[str, str]:
    """People who read; what a test may know of their keys."""
    from tests.cast import make_cast
    from tests.letters import a_house_for_letters

    quick()
    house = a_house_for_letters(make_cast())
    return {name: secret.hex() for name, secret in house.secrets.items()}


def quick() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.quick.QuickHasher", *settings.PASSWORD_HASHERS[1:]]


def worker(name: str) -> Any:
    from amparo.commons.accounts.models import User
    from tests.letters import with_open_key

    return with_open_key(User.objects.get(sign_in_name=name))


def reader(name: str) -> Any:
    from amparo.vault.models import Reader

    return Reader.objects.get(user__sign_in_name=name)


def answers(kind: str) -> dict[str, Any]:
    from amparo.formats.case_questions import Answer

    return {code: Answer(text) for code, text in words_of(kind).items()}


def a_day_of_cases() -> list[str]:
    """Everything that the team does with two cases in a day; the canaries that those who read find in the end."""
    quick()
    case, young = through_the_pages(), a_young_case()
    every_other_part(case, young)
    leaving_and_going(case, young)
    return opened_at_the_end()


def pressed(page: str, arguments: list[str], /, status_: int = 302, **sent: Any) -> Any:
    from django.urls import reverse

    from tests.letters import opened_client

    client = opened_client(worker("ana"), raise_request_exception=False, SERVER_NAME="localhost")
    answer = client.post(reverse(page, args=arguments), sent)
    assert answer.status_code == status_, (page, answer.status_code, answer.text[-6000:])
    return answer


def through_the_pages() -> Any:
    """A case as it is opened at the desk and gone on with."""
    from unittest import mock

    from amparo.casework.models import Case, Part
    from amparo.commons.audit.actions import opaque

    begun = {"agreed": "written", "contact_ways": "TEL_H", **words_of("case")}
    pressed("case_begin", [], **begun)
    case = Case.objects.get()
    one, permission = [case.reference], {"answer": "yes_with_limits", "method": "written", "content": ["identity"]}
    named = {"name": canary("beside", "recipient"), "who": "civil_society", "days": "90"}
    pressed("case_permission", [*one, "share_for_referral"], **words_of("permission"), **permission, **named)
    pressed("case_permission", [*one, "contact_by_channel"], answer="yes", method="written", way="TEL_H", days="90")
    pressed("case_summary", one, **words_of("summary"))
    pressed("case_note_add", one, **words_of("note"))
    lets_in = {"why": "covers", "words": words_of("letting_in")["letting_in_words"], "sure": "1"}
    pressed("case_share", one, reader=reader("carla").reference, **lets_in)
    plan = {"who": opaque(worker("ana")), "due": str(clock.today()), "every": "0", "task_kind": "call"}
    pressed("case_task_add", one, **{**words_of("task"), **plan})
    task = Part.objects.get(case=case, due_on=clock.today(), ended_on=None)
    told = words_of("task")["task_told"]
    pressed("case_task_done", [*one, task.reference], outcome="reached", told=told, next_on="")
    with mock.patch("amparo.casework.views.notes.actions.add_part", side_effect=RuntimeError("it broke")):
        pressed("case_note_add", one, status_=500, note_text=canary("beside", "error"))
    return case


def a_young_case() -> Any:
    from amparo.casework.actions import cases
    from amparo.formats.case_questions import Answer

    case = cases.begin_case(answers={"age_band": Answer("12_17")}, agreed="written", by=worker("ana"))
    cases.share(case, reader=reader("berta"), by=worker("ana"))
    return case


def every_other_part(case: Any, young: Any) -> None:
    """Of each kind of the list one with every question in words answered, but those that have their page above."""
    from amparo.casework.actions import cases, incidents, legal_names, screens
    from amparo.casework.actions.parts import add_part
    from amparo.casework.models import Part
    from amparo.vault.actions.fields import write_fields
    from tests.cases import a_door

    ana, carla = worker("ana"), worker("carla")
    opened = cases.opened(ana, case)
    rest = {code: each for code, each in answers("case").items() if code not in opened.numbers}
    cases.write_answers(case, answers=rest, seen=opened.numbers, by=ana)
    incidents.add_incident(case, answers=answers("incident"), by=ana)
    screens.add_screen(case, answers=answers("screen"), by=carla)
    legal_names.write_legal_name(case, answers=answers("legal_name"), written=0, by=ana)
    legal_names.show_legal_name(case, why="writ", words=canary("beside", "look"), by=ana)
    add_part(case, kind="note", answers=answers("note"), more={"only": canary("beside", "own")}, by=ana)
    door = a_door() | {"to": canary("beside", "to"), "code": canary("beside", "code")}
    door["door"] = door["door"] | {"name": canary("beside", "door"), "organisation": canary("beside", "to")}
    add_part(case, kind="referral", answers=answers("referral"), more=door, by=ana)
    for kind in sorted(set(by_code("case_part")) - WITH_A_PAGE - {"incident", "screen", "legal_name", "referral"}):
        of = young if kind in {"minor", "second_yes"} else case
        part = Part.objects.create(case=of)  # as the act of each writes it: one sealed body
        body = body_of(kind, clock.now(), "", answers(kind), {"text": "de ejemplo"})
        write_fields(ana, of.ring, part.reference, {BODY: body}, {})


def leaving_and_going(case: Any, young: Any) -> None:
    """What goes out, what is asked of a colleague, what she says herself, what is destroyed."""

    from amparo.casework.actions import asking, cases, exports, hers, load, transfer
    from amparo.casework.actions.permissions import Said, write_permission
    from amparo.casework.queries.exports import To as For
    from amparo.casework.queries.permissions import permissions_in, recipient_named
    from tests.transfers import to

    ana, berta, now = worker("ana"), worker("berta"), clock.now()
    asks: dict[str, Any] = {"kind": "handover", "cases": [case.reference], "reason": "other", "second": reader("berta")}
    made = [exports.ask_for_export(words=canary("beside", "export"), to=For(reader("carla")), by=ana, now=now, **asks)
            for _ in range(2)]  # fmt: skip
    exports.agree(made[0], by=berta, now=now)
    exports.write_export(made[0], by=ana, now=now, language="es")
    exports.refuse(made[1], why=canary("beside", "refused"), by=berta, now=now)
    asking.ask_to_read(which=case.reference, whom=None, why="covers", words=canary("beside", "asks"), by=berta, now=now)
    load.write_card(answers=answers("card"), by=ana, today=clock.day(now))
    who = canary("beside", "recipient")
    said = Said(
        "cross_border_transfer", "yes", recipient_named(who, is_state=False), who, frozenset({"identity"}), "written"
    )
    write_permission(case, said=said, by=ana)
    given = next(e for e in permissions_in(cases.opened(ana, case).parts) if e.kind == "cross_border_transfer")
    assert transfer.send(case, to=to(given.part.reference), by=ana)
    hers.say(case, {"name": canary("beside", "her_name"), "where": canary("beside", "her_where")})
    opened = cases.open_case(case, by=ana)
    assert opened.name == canary("beside", "her_name")
    transfer.say_arrived(case, how=canary("beside", "arrived"), by=ana)
    gone = cases.begin_case(answers=answers("case"), agreed="written", by=ana)
    cases.destroy(gone.reference, by=ana)


def opened_at_the_end() -> list[str]:
    """Which canaries stand in what the keys of the team open: through the tables, whatever page shows it."""
    from amparo.casework.models import Case
    from amparo.casework.queries.load import cards_for
    from amparo.casework.queries.requests import requests_of
    from amparo.vault.queries.fields import fields_with
    from amparo.vault.queries.opened import case_seeds

    ana = worker("ana")
    kept = [each for case in Case.objects.all() for each in fields_with(case_seeds(ana, case.ring), case.ring).values()]
    found = [repr(field.answer) for each in kept for field in each.values()]
    found += [repr(each.note) for who in (ana, worker("berta")) for kind in ("export", "read")
              for each in requests_of(who, kind)]  # fmt: skip
    found += [
        repr([said.value for said in each.answers.values()]) for each in cards_for(ana, today=clock.today()).values()
    ]
    text = "\n".join(found)
    return sorted(each for each in ALL if each in text)


# --- the tests ---


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    with a_house_left(tmp_path) as left:
        yield left


def test_there_is_a_canary_of_its_own_in_every_question() -> None:
    count = sum(len(words_of(kind)) for kind in KINDS) + len(BESIDE)
    assert len(ALL) == count > 50
    assert not [one for one in ALL for other in ALL if one != other and one in other]


def test_nothing_of_a_case_lies_in_clear(left: Left, tmp_path: Path) -> None:
    left.run(collect)
    left.run(lay_house)
    seen = left.finds_what_is_planted()
    assert any((left.temporary / place).is_file() for place in seen)

    there = left.run(a_day_of_cases)
    assert set(there) == ALL - {canary("beside", "error")}, "each is in the house, for whoever reads it"
    assert b"RuntimeError" in b"\n".join(left.said), "the error was said"
    assert (left.house.data / "destroyed").stat().st_size, "the ledger was written"
    left.has_nothing_in_clear(ALL, tmp_path / "copy")
