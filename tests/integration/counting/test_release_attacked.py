"""The attack: nothing leaves that it did not prove, whatever was changed on the way, and with all that left before."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from amparo.doors.release import actions
from amparo.doors.release.models import Request
from amparo.doors.release.queries.people import came_since, counted_today, digest_of, names_of
from amparo.doors.release.queries.protection import counts_of, past_of, rules_of
from amparo.doors.release.queries.requests import readings
from amparo.formats.hsds.encode import canonical
from amparo.formats.plans import plan
from amparo.methods.disclosure import Edition, Ledger, audit, from_text
from amparo.methods.disclosure.draft import draft
from amparo.methods.estimate import Refused
from amparo.publications import queries as published
from amparo.publications.queries.ledgers import ledger
from tests.cast import Cast, make_beside
from tests.release_house import DUE, TODAY, asked, brought, ready, released, total

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
HARM, NEEDS = plan("harm"), plan("needs")


@pytest.fixture
def iris(cast: Cast) -> Any:
    """Paid, and of a peer organisation."""
    return make_beside(cast)["iris"]


@pytest.fixture
def waiting(cast: Cast) -> Request:
    """A request that the machine made and attacked."""
    brought()
    request = asked(cast)
    assert request.state == "first", request.remarks
    return request


def as_stored(request: Request, **changed: str) -> Request:
    """What somebody with the database makes of a request, with a digest that fits."""
    for name, text in changed.items():
        setattr(request, name, text)
    request.digest = digest_of(request.counts, request.edition, request.cells, request.report)
    request.save()
    return request


def shown_anyway(request: Request, which: Callable[[Any], bool]) -> Request:
    """The first gap of some kind becomes a figure, in the edition and in what readers get."""
    (told,) = json.loads(request.edition)
    gap = next(each for each in told["hidden"] if each["shown"] and which(each))
    told["hidden"].remove(gap)
    counts = Counter({tuple(key): many for *key, many in json.loads(request.counts)["cells"]})
    names, where = json.loads(request.counts)["names"], {name: set(leaves) for name, leaves in gap["where"]}
    value = sum(
        many for key, many in counts.items()
        if all(key[1 + names.index(name)] in leaves for name, leaves in where.items())
    )  # fmt: skip
    told["figures"].append({
        "label": gap["label"], "where": gap["where"], "low": value, "high": value, "of": None, "decimals": 0,
    })  # fmt: skip
    cells = [
        [label, value if label == gap["label"] else old, why, at] for label, old, why, at in json.loads(request.cells)
    ]
    return as_stored(request, edition=canonical([told]), cells=canonical(cells))


RULES = {"few_persons", "few_organisations", "one_contributor", "zero", "whole_group"}


@pytest.mark.parametrize("kind", ["of the rules", "besides"])
def test_a_gap_that_was_filled_is_caught_before_it_leaves(cast: Cast, iris: Any, waiting: Request, kind: str) -> None:
    changed = shown_anyway(waiting, lambda gap: (set(gap["reasons"]) <= RULES) == (kind == "of the rules"))
    done = actions.let_out(ready(cast, changed, iris), by=cast.fabia, today=DUE)
    assert done.state == "failed"
    assert done.why == ("shows_too_much" if kind == "of the rules" else "told")
    assert published.every_edition() == []


@pytest.mark.parametrize(("change", "why"), [
    (lambda told: told["hidden"].pop(next(n for n, each in enumerate(told["hidden"]) if each["sensitive"])),
     "forgets_a_gap"),
    (lambda told: [each.update(sensitive=False) for each in told["hidden"]], "forgets_a_gap"),
    (lambda told: told.update(width=1), "other_rules"),
    (lambda told: told.update(zeros="shown"), "other_rules"),
    (lambda told: told["figures"][0].update(low=told["figures"][0]["low"] + 1), "figures_differ"),
])  # fmt: skip
def test_what_was_changed_in_the_edition_is_caught(
    cast: Cast, iris: Any, waiting: Request, change: Callable[[Any], Any], why: str
) -> None:
    (told,) = json.loads(waiting.edition)
    change(told)
    changed = as_stored(waiting, edition=canonical([told]))
    done = actions.let_out(ready(cast, changed, iris), by=cast.fabia, today=DUE)
    assert (done.state, done.why) == ("failed", why)
    assert published.every_edition() == []


def test_what_was_changed_after_the_yes_is_caught(cast: Cast, iris: Any, waiting: Request) -> None:
    request = ready(cast, waiting, iris)
    request.cells = request.cells.replace("450", "451")
    request.save()
    done = actions.let_out(request, by=cast.fabia, today=DUE)
    assert (done.state, done.why) == ("failed", "figures_changed")
    assert published.every_edition() == []


def test_a_solver_that_does_not_end_lets_nothing_out(cast: Cast, iris: Any) -> None:
    brought()
    request = actions.ask(actions.Asked(HARM, "2026-11"), by=cast.diana, today=TODAY)
    done = actions.protect(request, by=cast.diana, today=TODAY, time_limit_s=0.0)
    assert (done.state, done.why, done.counts) == ("failed", "solver_limit", "")
    assert [each[0] for each in json.loads(done.remarks)] == ["solver_limit", "coarser"]
    request = ready(cast, asked(cast), iris)
    done = actions.let_out(request, by=cast.fabia, today=DUE, time_limit_s=0.0)
    assert (done.state, done.why) == ("failed", "solver_limit")
    assert published.every_edition() == []


def test_a_house_alone_publishes_nothing_of_violence(cast: Cast) -> None:
    """One organisation stands behind every figure: she would know all of it, and so would whoever knows hers."""
    brought({"cases": 400})
    request = asked(cast)
    values = [value for _label, value, _why, _stands in json.loads(request.cells or "[]")]
    assert [each for each in values if each is not None] == []


def test_two_editions_together_tell_nothing_where_careless_ones_do(cast: Cast, iris: Any) -> None:
    """By the rules alone each of two plans is beyond reproach. The attacker takes one from the other."""
    brought()
    fresh = came_since(counted_today(HARM, 2, ""), ())
    past, told = past_of(HARM, Ledger(), {}), Ledger()
    for one in (HARM, NEEDS):
        rules = rules_of(one, "2026-11", past, fresh)
        made = draft(counts_of(one, rules, past, fresh), plan=rules, ledger=Ledger(), name=one.code)
        told = told.adding(made.edition)
    careless = audit(told, counts=two_batches(HARM, fresh))
    assert careless.exact > 0  # the attacker finds it, where there is something to be found
    released(cast, iris, "harm")
    released(cast, iris, "needs")
    kept = ledger("cases")
    assert [each.name for each in kept.editions] == ["harm/2026-11", "needs/2026-11"]
    ours = audit(kept, counts=two_batches(HARM, fresh))
    assert (ours.safe, ours.findings) == (True, ())


def two_batches(one: Any, fresh: Any) -> Any:
    """Everybody came with the first edition; the second found nobody new."""
    past = past_of(one, Ledger(), {})
    rules = rules_of(one, "2026-11", past, fresh)
    return counts_of(one, rules, type(past)(Ledger(), (fresh,)), Counter())


@pytest.mark.parametrize("names", [["gender_group"], [*names_of(HARM), "age"]])
def test_a_dimension_that_is_new_or_missing_is_named(names: list[str]) -> None:
    """What was counted without it cannot be attacked together with it: nothing leaves, and the plan is told which."""
    told = Ledger((Edition("harm/2026-06", "public", (), ()),))
    with pytest.raises(Refused) as refused:
        past_of(HARM, told, {"harm/2026-06": canonical({"names": names, "cells": []})})
    (remark,) = refused.value.remarks
    which = {"age"} if "age" in names else {*names_of(HARM)} - {"gender_group"}
    assert (remark.code, dict(remark.values)["which"]) == ("world_changed", ", ".join(sorted(which)))


def test_another_edition_since_asks_for_the_attack_anew(cast: Cast, iris: Any) -> None:
    brought()
    first, second = asked(cast, "harm"), asked(cast, "needs")
    first, second = ready(cast, first, iris), ready(cast, second, iris)
    assert actions.let_out(first, by=cast.fabia, today=DUE).state == "released"
    done = actions.let_out(second, by=cast.fabia, today=DUE)
    assert (done.state, done.why) == ("failed", "other_counts")
    assert len(published.every_edition()) == 1
    assert released(cast, iris, "needs").state == "released"


def test_an_edition_that_comes_out_at_the_same_moment_stops_the_other(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amparo.commons.policy.policies import Denied
    from amparo.doors.release.actions import letting_out
    from tests.editions import an_edition

    brought()
    request, attack = ready(cast, asked(cast), iris), letting_out._wrong

    def meanwhile(*args: Any) -> str:
        found = attack(*args)
        an_edition("survey/2026-06", codebook="survey/1")
        return found

    monkeypatch.setattr(letting_out, "_wrong", meanwhile)
    with pytest.raises(Denied, match="mientras tanto"):
        actions.let_out(request, by=cast.fabia, today=DUE)
    assert [each.plan for each in published.every_edition()] == ["survey"]


def test_late_rows_wait_for_the_year_and_a_taken_back_permission_is_no_difference(cast: Cast, iris: Any) -> None:
    brought()
    first = released(cast, iris, "harm")
    before = total(first)
    brought(more=1, build=1)  # one more of each organisation
    second = released(cast, iris, "needs")
    assert total(second) == before  # the same people: who came late waits
    brought(85, build=2)  # five of each took it back
    third = released(cast, iris, "harm", today=date(2028, 1, 3), revises=True)
    assert total(third) == before
    gone = json.loads(readings("cases")[third.name])["cells"]
    assert sum(many for *_, many in gone) == -5  # who came late and went again, before any figure counted them
    (last,) = from_text(published.edition(third.released).ledger).editions
    assert last.revises
    brought(140, build=3)
    fourth = released(cast, iris, "harm", today=date(2029, 3, 3), revises=True)
    assert total(fourth) > before + 10
