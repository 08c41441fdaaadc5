"""The rules that a CHECK cannot say, as they stand once every migration is through: the same ones on both engines."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from amparo.commons.policy.models import lifted, triggers
from amparo.evidence.actions import bring
from amparo.evidence.models import Code, Observation, Recruitment, Value
from amparo.formats.codebook import codebook
from tests.hands import Hands

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
RULES = {
    "evidence_value_insert_fits", "evidence_value_insert_once", "evidence_observation_insert_fits",
    "evidence_variable_insert_closed", "evidence_code_insert_closed", "evidence_codebook_insert_open",
    "evidence_codebook_update_closed", "evidence_variable_update_stays", "evidence_code_update_stays",
    "evidence_batch_update_stays", "evidence_observation_update_stays", "evidence_value_update_stays",
    "evidence_recruitment_insert_fits", "evidence_recruitment_update_stays", "publications_edition_insert_follows",
    "publications_edition_update_stays", "publications_edition_delete_stays", "publications_figure_insert_open",
    "publications_figure_update_stays", "publications_figure_delete_gone", "release_request_insert_begins",
    "release_request_update_is_said", "release_request_update_stays", "release_request_delete_goes",
    "release_request_update_fixed", "release_say_update_stays", "release_say_insert_late", "release_say_delete_goes",
    "release_request_update_kind", "release_say_insert_answered", "release_askedoutside_insert_open",
    "release_askedoutside_update_once", "release_theirs_update_once", "release_theirs_delete_stays",
}  # fmt: skip
ONCE_FOR_ALL = {
    "evidence_value_insert_fits", "evidence_value_insert_once", "evidence_observation_insert_fits",
    "evidence_recruitment_insert_fits",
}  # fmt: skip
ON_SQLITE = "SELECT name, 1 FROM sqlite_master WHERE type = 'trigger'"
ON_POSTGRES = "SELECT tgname, tgtype %% 2 FROM pg_trigger WHERE NOT tgisinternal"  # the last bit: row by row


def standing() -> dict[str, bool]:
    """Every rule of the evidence database, and whether it is asked row by row."""
    connection = connections["evidence"]
    with connection.cursor() as cursor:
        cursor.execute(ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRES, ())
        return {name: bool(by_row) for name, by_row in cursor.fetchall()}


def laid(app: str) -> Iterator[tuple[str, RunPython]]:
    """The steps of an app's migrations that lay and lift rules, in their order."""
    found: Any = MigrationLoader(connections["evidence"]).disk_migrations
    for label, name in sorted(each for each in found if each[0] == app):
        yield from ((name, step) for step in found[label, name].operations if isinstance(step, RunPython))


def test_every_rule_stands_and_no_other() -> None:
    found = standing()
    assert set(found) == RULES
    several = {name for name, by_row in found.items() if not by_row}
    assert several == (set() if connections["evidence"].vendor == "sqlite" else ONCE_FOR_ALL)


@pytest.mark.parametrize("app", ["evidence", "publications", "release"])
def test_a_house_that_was_laid_before_comes_to_the_same_rules(app: str) -> None:
    """Back to each earlier step and forward again, as a house does that was laid when there were no others."""
    hands, steps, now = Hands(), list(laid(app)), standing()
    assert steps
    for back in range(1, len(steps) + 1):
        for _name, step in reversed(steps[-back:]):
            step.reverse_code(None, hands)  # type: ignore[misc]
        assert back < len(steps) or not [name for name in standing() if name.startswith(app)]
        for _name, step in steps[-back:]:
            step.code(None, hands)  # type: ignore[arg-type]
        assert standing() == now


def test_a_rule_is_lifted_and_laid_again() -> None:
    """A planted one refuses what it says and nothing else, in both ways in which PostgreSQL asks."""
    rule = ("batch", "INSERT", "trial", "no batch of trials")
    for at_once in (None, {rule: "SELECT 1 FROM come n WHERE n.source = 'trials'"}):
        made, hands = triggers("evidence", {rule: "NEW.source = 'trials'"}, at_once=at_once), Hands()
        made.code(None, hands)  # type: ignore[arg-type]
        assert not tried("INSERT INTO evidence_batch (id, token, source) VALUES (1, '{}', 'trials')")
        assert tried("INSERT INTO evidence_batch (id, token, source) VALUES (1, '{}', 'others')")
        lifted(made).code(None, hands)  # type: ignore[arg-type]
        assert tried("INSERT INTO evidence_batch (id, token, source) VALUES (1, '{}', 'trials')")


def tried(sql: str) -> bool:
    """Does the database take it? What it took is undone."""
    try:
        with transaction.atomic(using="evidence"):
            Hands().execute(sql.format("a" * 32))
            transaction.set_rollback(True, using="evidence")
    except DatabaseError:
        return False
    return True


def test_rows_of_one_statement_are_held_against_each_other() -> None:
    """Two genders of one row in one statement, a part with its whole, a link of two builds: as one by one."""
    book = codebook("cases").reference
    for source, mark in (("cases", "a"), ("others", "b")):
        bring(mark * 32, source, [(book, {"codes": {"need_group": ["health"]}, "parts": []})] * 2)
    mine, hers = (Observation.objects.filter(batch__source=each) for each in ("cases", "others"))
    row, other = mine.values_list("pk", flat=True)
    women, others, talk = (Code.objects.get(code=each, variable__part="").pk for each in ("women", "others", "talk"))
    value = "INSERT INTO evidence_value (id, observation_id, code_id) VALUES (1, {}, {}), (2, {}, {})"
    assert not tried(value.format(row, women, row, others))
    assert not tried(value.format(row, women, other, talk))  # she has said another need
    assert tried(value.format(row, women, other, others))
    link = "INSERT INTO evidence_recruitment (id, recruit_id, recruiter_id) VALUES (1, {}, {}), (2, {}, {})"
    assert tried(link.format(row, other, hers[0].pk, hers[1].pk))
    assert not tried(link.format(row, other, hers[0].pk, row))
    assert (Value.objects.count(), Recruitment.objects.count()) == (4, 0)
