"""What was released stays as it was released: the database holds it, and what it cannot hold is found."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.template import Context, Template

from amparo.commons.audit.actions import record
from amparo.commons.audit.queries import last_acts
from amparo.commons.policy.policies import Hidden
from amparo.publications import queries
from amparo.publications.actions import take_down
from amparo.publications.models import Edition, Figure
from amparo.publications.queries.ledgers import ledger  # it needs numpy
from tests.editions import OnPublications, an_edition
from tests.hands import Hands

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
FIRST, SECOND, THIRD = "harm/2026-06", "needs/2026-06", "harm/2026-07"


@pytest.fixture
def three() -> list[Edition]:
    return [an_edition(name) for name in (FIRST, SECOND, THIRD)]


def tried(sql: str, *values: Any) -> bool:
    """Does the database take it? What it took is undone."""
    try:
        with transaction.atomic(using="evidence"):
            Hands().execute(sql, *values)
            transaction.set_rollback(True, using="evidence")
    except DatabaseError:
        return False
    return True


def test_editions_are_chained_and_in_the_trail(three: list[Edition], capsys: pytest.CaptureFixture[str]) -> None:
    assert [each.number for each in three] == [1, 2, 3]
    assert three[0].previous == "0" * 64
    assert [each.previous for each in three[1:]] == [each.digest for each in three[:2]]
    assert queries.first_broken() is None
    acts = [(act.verb, act.target) for act in last_acts(using="evidence")]
    assert acts == [("edition.released", f"edition:{each.reference}") for each in reversed(three)]
    call_command("trail")
    assert capsys.readouterr().out.endswith(": entero\n")


@pytest.mark.parametrize("sql", [
    *(
        f"UPDATE publications_edition SET {column} = 'x' WHERE number = 2"
        for column in ("plan", "name", "codebook", "ledger", "shown", "agreement", "period", "digest", "reference")
    ),
    "UPDATE publications_edition SET digest = '' WHERE number = 3",
    "UPDATE publications_edition SET number = 9 WHERE number = 3",
    "UPDATE publications_edition SET released_on = '2020-01-01'",
    "DELETE FROM publications_edition WHERE number = 3",
    "UPDATE publications_figure SET said = '63' WHERE kind = 'count'",
    "UPDATE publications_figure SET place = place + 10",
    "DELETE FROM publications_figure WHERE place = 1",
    "DELETE FROM publications_figure",
])  # fmt: skip
def test_the_database_refuses_every_change(three: list[Edition], sql: str) -> None:
    assert not tried(sql)


def test_it_is_no_refusal_of_everything(three: list[Edition]) -> None:
    down = "UPDATE publications_edition SET is_down = {}, down_on = {}, down_why = {} WHERE number = 2"
    assert tried(down.format("(1 = 1)", "'2026-09-01'", "'wrong'"))
    assert not tried(down.format("(1 = 1)", "'2026-09-01'", "''"))
    assert not tried(down.format("(1 = 1)", "'2026-09-01'", "'wrong'").replace("SET", "SET plan = 'other',"))
    take_down(three[1].reference, why="wrong", on=date(2026, 9, 1), by="a test")
    assert not tried(down.format("(1 = 0)", "NULL", "''"))  # what was taken down is not put back
    assert not tried(down.format("(1 = 1)", "'2026-09-02'", "'wrong'"))


def test_no_row_takes_the_place_of_another(three: list[Edition]) -> None:
    """A copy with the number and the digest that would come next: another row's name, key or place stay its own."""
    columns = [each.column for each in Edition._meta.concrete_fields]
    figure = [each.column for each in Figure._meta.concrete_fields]

    def copied(table: str, names: list[str], where: str, **other: str) -> bool:
        told = ", ".join(other.get(name, name) for name in names)
        return tried(f"INSERT INTO {table} ({', '.join(names)}) SELECT {told} FROM {table} WHERE {where}")

    follows = {"id": "77", "reference": "'77'", "name": "'new/2026-08'", "number": "4", "digest": "''"}
    follows["previous"] = f"'{three[2].digest}'"
    assert copied("publications_edition", columns, "number = 3", **follows)
    for changed in ("id", "reference", "name", "number", "digest", "previous"):
        careless = {name: said for name, said in follows.items() if name != changed}
        assert not copied("publications_edition", columns, "number = 2", **careless), changed
    more = {"id": "78", "reference": "'78'", "place": "5"}
    assert not copied("publications_figure", figure, "place = 0", **more)  # the edition is closed


@pytest.mark.parametrize(("sql", "broken"), [
    ("UPDATE publications_figure SET said = '63' WHERE place = 0 AND edition_id = {second}", 2),
    ("DELETE FROM publications_figure WHERE place = 1 AND edition_id = {second}", 2),
    ("UPDATE publications_edition SET ledger = '[]' WHERE number = 1", 1),
    ("UPDATE publications_edition SET number = 9 WHERE number = 2", 2),
    ("UPDATE publications_edition SET number = CASE number WHEN 2 THEN 13 ELSE 12 END WHERE number > 1", 2),
    ("UPDATE publications_edition SET is_down = (1 = 1), down_on = '2026-09-01', down_why = 'x' WHERE number = 1", 4),
])  # fmt: skip
def test_who_lifts_the_rules_and_changes_something_is_found(three: list[Edition], sql: str, broken: int) -> None:
    hands = OnPublications()
    hands.lift()
    hands.execute(sql.format(second=three[1].pk))
    assert queries.first_broken() == broken
    with pytest.raises(CommandError):
        call_command("trail")
    hands.lay()


def test_an_edition_that_was_cut_off_at_the_end_is_missed(three: list[Edition]) -> None:
    hands = OnPublications()
    hands.lift()
    hands.execute(f"DELETE FROM publications_figure WHERE edition_id = {three[2].pk}")
    hands.execute("DELETE FROM publications_edition WHERE number = 3")
    assert queries.first_broken() == 3
    hands.lay()


def test_what_is_taken_down_is_gone_for_readers_and_stays_on_the_ledger(three: list[Edition]) -> None:
    take_down(three[0].reference, why="wrong", on=date(2026, 9, 1), by="a test")
    assert [each.name for each in queries.editions()] == [THIRD, SECOND]
    with pytest.raises(Hidden):
        queries.edition(three[0].reference)
    assert [each.name for each in ledger("cases/9").editions] == [FIRST, SECOND, THIRD]
    assert queries.first_broken() is None
    assert [act.verb for act in last_acts(using="evidence", most=1)] == ["edition.taken_down"]


def test_with_the_house_everything_goes(three: list[Edition]) -> None:
    """Whoever leaves empties every table; the trail says it first, and only then the database lets go."""
    assert not tried("DELETE FROM publications_figure")
    record("house.left", by="a test", target=None, using="evidence")
    assert tried("DELETE FROM publications_figure")
    record("thing.done", by="a test", target=None, using="evidence")
    assert not tried("DELETE FROM publications_figure")


def test_each_audience_reads_its_own(three: list[Edition]) -> None:
    own = an_edition("harm/2026-08", audience="partner", recipient="rio_abierto", agreement="Paper of 2 May")
    assert [each.name for each in queries.editions("partner", recipient="rio_abierto")] == ["harm/2026-08"]
    assert queries.editions("partner", recipient="other") == queries.editions("partner") == []
    assert own.name not in {each.name for each in queries.editions()}
    for audience, recipient in (("public", ""), ("coordination", ""), ("partner", "other")):
        with pytest.raises(Hidden):
            queries.edition(own.reference, audience, recipient=recipient)
    assert ledger("cases/2").editions[-1].name == "harm/2026-08"  # the attacker has read them all


def test_the_ledger_is_of_one_codebook() -> None:
    an_edition(FIRST)
    an_edition("survey/2026-06", codebook="survey/1")
    an_edition("sample/2026-06", kind="sample", codebook="cases/2")
    assert [each.name for each in ledger("cases/2").editions] == [FIRST]
    assert len(ledger("survey").editions) == 1


def test_a_figure_on_a_page_names_its_row(three: list[Edition]) -> None:
    page = queries.page(three[0], "pt")
    shown, gap = page.figures.values()
    text = "{% load figures %}{% worded sentence figures %} {{ gap|said }}"
    html = Template(text).render(Context({"sentence": page.sentences[0], "figures": page.figures, "gap": gap}))
    assert f'pt: <span class="figure" data-figure="{shown.reference}">62</span> &lt;b&gt;' in html
    assert f'<span class="figure figure-hidden" data-figure="{gap.reference}">' in html
    assert [(row.head, [each.said for each in row.figures]) for row in page.tables[0].rows] == [
        ("Threats pt", ["62"]), ("Blows pt", [""]),
    ]  # fmt: skip
    with pytest.raises(KeyError):  # a number that is no figure has no way in
        Template("{% load figures %}{% worded '{f:0123456789abcdef}' figures %}").render(Context({"figures": {}}))
