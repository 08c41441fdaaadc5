"""Nothing that was said in a legal matter comes through the door to what may be counted."""

import json
from random import Random

import pytest
from django.db import connections

from amparo.commons import clock
from amparo.doors.deidentify.actions import run
from amparo.legal.representation.actions import matters
from amparo.legal.representation.actions.coded import say_counted
from amparo.legal.representation.models import Matter
from amparo.vault.models import CodedRow
from tests.cast import Cast
from tests.coded import built
from tests.lawyers import FACTS, HER, HER_NUMBER, OFFICER, OFFICER_NUMBER, Lawyers, a_clear_matter, add, make_lawyers

pytestmark = pytest.mark.django_db(databases="__all__")
CANARY = ("ZAFIRO", "0990 111 222", "Comisaría del Canario", "2026-03-14")


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def say(house: Lawyers, matter: Matter, answer: str) -> None:
    say_counted(matter, answer=answer, method="written", days=120, by=house.person("lucia"))


def everything(alias: str) -> str:
    """All that stands in a database, as text."""
    connection, found = connections[alias], []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return json.dumps(found, ensure_ascii=False)


def test_nothing_that_was_said_in_a_matter_stands_in_evidence(house: Lawyers) -> None:
    """Five matters with a name, a number, a place and a day in every field; not one of them comes through the door."""
    word, number, place, on = CANARY
    references = []
    for _ in range(5):
        made = a_clear_matter(house)
        add(house, made, "mandate", mandate_method="written", mandate_on=on, mandate_for=word)
        add(house, made, "agent", agent_branch="police_local", agent_unit=place, agent_words=word, agent_place=place)
        add(house, made, "filing", filing_kind="complaint", filing_to=place, filing_on=on, filing_number=number,
            filing_words=word)  # fmt: skip
        say(house, made, "yes")
        matters.close(made, outcome="won", words=word, by=house.person("lucia"))
        references += [made.reference, made.ring, str(made.pk)]
    run(now=clock.now(), rng=Random(3))
    assert len(built("legal")) == 5
    waiting = json.dumps([list(each) for each in CodedRow.objects.values_list()], ensure_ascii=False, default=str)
    whole = everything("evidence")
    assert "legal/1" in whole
    assert "won" in whole  # the look sees what is there
    for each in (*CANARY, *references, HER, HER_NUMBER, OFFICER, OFFICER_NUMBER, FACTS, on[:7], "police_local"):
        assert each not in whole, each
        assert each not in waiting, each
    say(house, Matter.objects.order_by("pk")[0], "no")
    run(now=clock.now(), rng=Random(3))
    assert built("legal") == []  # four are fewer than five
