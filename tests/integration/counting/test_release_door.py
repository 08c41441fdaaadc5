"""What may be asked for, by whom and when; and that whatever goes wrong, nothing leaves, in words."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from amparo.commons import clock
from amparo.commons.audit.actions import record
from amparo.commons.audit.queries import first_broken, last_acts
from amparo.commons.jobs.jobs import run_one
from amparo.commons.policy.policies import SERVER, Denied, Hidden
from amparo.config import leaving
from amparo.config.long_work import handlers
from amparo.doors.release import actions, policies
from amparo.doors.release.actions import asking, letting_out, waiting
from amparo.doors.release.queries import people
from amparo.doors.release.queries.requests import due, get_request, requests_for, standing
from amparo.formats import plans
from amparo.formats.codes import by_code
from amparo.publications import queries as published
from amparo.publications.queries.ledgers import ledger
from tests import moment
from tests.cast import Cast, browser_of, make_beside
from tests.release_house import DUE, TODAY, asked, quick, ready, released

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
HARM = plans.plan("harm")


@pytest.fixture
def iris(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Paid, and of a peer organisation. The machine answers at once here."""
    quick(monkeypatch)
    return make_beside(cast)["iris"]


def test_who_may_do_what(cast: Cast, iris: Any) -> None:
    """A table over the cast; the sentence of each refusal is that of its button."""
    request, everyone = asked(cast), cast.everyone() | {"iris": iris}
    may = {
        "see": (policies.may_see, (), {"ana", "diana", "elena", "fabia", "iris"}),
        "ask": (policies.may_ask, (), {"diana"}),
        "figures": (policies.may_see_figures, (), {"diana", "elena", "fabia"}),
        "check": (policies.may_check, (standing(request),), {"elena", "fabia"}),
        "refuse": (policies.may_refuse, (standing(request),), {"elena", "fabia"}),
        "change": (policies.may_change, (standing(request),), {"diana"}),
        "take down": (policies.may_take_down, (), {"ana", "elena", "fabia"}),
    }
    for what, (rule, things, names) in may.items():
        assert {name for name, actor in everyone.items() if rule.allows(actor, *things)} == names, what
    words = replace(standing(request), state="words")
    assert {name for name, actor in everyone.items() if policies.may_read_words.allows(actor, words)} == {
        "elena", "fabia", "iris",
    }  # fmt: skip
    for name, actor in everyone.items():
        if name not in may["see"][2]:
            with pytest.raises(Hidden):
                get_request(actor, request.reference)
            with pytest.raises(Hidden):
                requests_for(actor, TODAY)


def test_each_yes_is_to_what_she_saw(cast: Cast, iris: Any) -> None:
    request = asked(cast)
    with pytest.raises(Denied, match="ya son otras"):
        actions.say_yes(request, digest="0" * 64, by=cast.elena, today=TODAY)
    request = ready(cast, request, iris)
    request = actions.reword(request, [{"es": "Uno", "pt": "Um", "en": "One"}], by=cast.diana)
    assert request.state == "words"
    assert standing(request).reads == ()
    with pytest.raises(Denied, match="ya son otras"):
        actions.say_words_are_right(request, digest="0" * 64, by=iris, today=TODAY)


@pytest.mark.parametrize("sentence", ["Fueron 62", "Fueron dos", "{harm_gender:sexual,women}", "{x:y}", "a {", ""])
def test_words_without_a_figure_of_the_table_are_refused(cast: Cast, iris: Any, sentence: str) -> None:
    request, title = asked(cast), {"es": "Uno", "pt": "Um", "en": "One"}
    with pytest.raises(Denied, match="número escrito a mano"):
        actions.reword(request, [title, {"es": sentence, "pt": sentence, "en": sentence}], by=cast.diana)
    told = dict.fromkeys(("es", "pt", "en"), "{harm_gender:total,total} x")
    assert actions.reword(request, [title, told], by=cast.diana).words_digest != request.words_digest


def test_it_leaves_thirty_days_after_its_period_and_not_before(cast: Cast, iris: Any) -> None:
    request = ready(cast, asked(cast), iris)
    assert due(request) == DUE == date(2026, 12, 30)
    with pytest.raises(Denied, match="treinta días"):
        actions.let_out(request, by=cast.fabia, today=date(2026, 12, 29))
    with pytest.raises(Denied, match="lo hace quien revisa"):
        actions.let_out(request, by=cast.diana, today=DUE)
    assert published.every_edition() == []
    assert actions.let_out(request, by=cast.fabia, today=DUE).state == "released"
    with pytest.raises(Denied, match="No está lista"):
        actions.let_out(request, by=cast.elena, today=DUE)
    assert len(published.every_edition()) == 1


@pytest.mark.clock
def test_the_day_is_that_of_the_house(cast: Cast, iris: Any) -> None:
    """A server whose clock is of another place releases by the calendar of here: in the evening it is not tomorrow."""
    request = ready(cast, asked(cast), iris)
    midnight = clock.at(DUE)  # in UTC the 30th of December began hours before
    for at, status in ((midnight - timedelta(minutes=5), 403), (midnight + timedelta(minutes=5), 302)):
        with moment.at(at):
            page = browser_of(cast.fabia).post(f"/mesa/publicar/{request.reference}/salida")
        assert page.status_code == status


@pytest.mark.parametrize(("period", "revises", "sentence"), [
    ("2026-Q4", False, "no es un periodo"),
    ("2026-10", False, "se cuenta como está ahora: pide 2026-11"),
    ("2026-12", False, "se cuenta como está ahora"),
    ("2026-11", True, "Todavía no se publicó nada"),
])  # fmt: skip
def test_what_cannot_be_asked_for(cast: Cast, period: str, revises: bool, sentence: str) -> None:
    with pytest.raises(Denied, match=sentence):
        actions.ask(actions.Asked(HARM, period, revises=revises), by=cast.diana, today=TODAY)


def test_what_was_published_stands_for_a_year(cast: Cast, iris: Any) -> None:
    released(cast, iris)
    later = date(2027, 3, 2)
    with pytest.raises(Denied, match=r"se publicó .* 30 de diciembre de 2026 .* desde el 30 de diciembre de 2027"):
        asked(cast, today=later)
    with pytest.raises(Denied, match="una vez al año"):
        asked(cast, today=later, revises=True)
    assert asked(cast, today=date(2028, 1, 3), revises=True).state == "first"
    with pytest.raises(Denied, match="Alguien ya la pidió"):
        asked(cast, today=date(2028, 1, 3), revises=True)


def test_for_whom_it_is_has_an_agreement(cast: Cast, iris: Any) -> None:
    care = plans.plan("care")
    for agreement, recipient in (("", ""), ("Paper", "somebody")):
        asking_for = actions.Asked(care, "2026-11", agreement=agreement, recipient=recipient)
        with pytest.raises(Denied, match="acuerdo"):
            actions.ask(asking_for, by=cast.diana, today=TODAY)
    with pytest.raises(Denied, match="acuerdo"):
        actions.ask(actions.Asked(HARM, "2026-11", agreement="Paper"), by=cast.diana, today=TODAY)
    released(cast, iris, "care")
    assert published.editions() == []
    assert [each.agreement for each in published.editions("coordination")] == ["Paper of 2 May"]


def test_a_codebook_that_changed_is_refused_in_words(cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    released(cast, iris)
    for module in (people, asking):
        monkeypatch.setattr(module, "version_of", lambda one: 3)
    strict, later = replace(HARM, same_as=()), date(2028, 1, 3)
    with pytest.raises(Denied, match=r"cambió desde la última edición: de cases/2 a cases/3"):
        actions.ask(actions.Asked(strict, "2028-01", revises=True), by=cast.diana, today=later)
    same = replace(HARM, same_as=(2,))
    assert actions.ask(actions.Asked(same, "2028-01", revises=True), by=cast.diana, today=later).state == "draft"


def test_a_plan_that_changed_since_makes_nothing_and_lets_nothing_out(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ready(cast, asked(cast), iris)
    waiting = actions.ask(actions.Asked(plans.plan("needs"), "2026-11"), by=cast.diana, today=TODAY)
    other = {code: replace(plans.plan(code), digest="f" * 64) for code in plans.names()}
    for module in (asking, letting_out):
        monkeypatch.setattr(module, "plan", lambda code: other[code])
    with pytest.raises(Denied, match="El plan cambió"):
        actions.protect(waiting, by=cast.diana, today=TODAY)
    done = actions.let_out(request, by=cast.fabia, today=DUE)
    assert (done.state, done.why) == ("failed", "plan_changed")
    assert published.every_edition() == []


def test_a_no_has_a_reason_and_forgets_who_was_counted(cast: Cast, iris: Any) -> None:
    request = asked(cast)
    with pytest.raises(Denied, match="Elige el motivo"):
        actions.refuse(request, why="", by=cast.elena)
    request = actions.refuse(request, why="hits_work", by=cast.elena)
    assert (request.state, request.counts, request.cells, request.edition) == ("refused", "", "", "")
    page = browser_of(cast.diana).get(f"/mesa/publicar/{request.reference}")
    assert by_code("release_refusal")["hits_work"].texts["es"] in page.content.decode()
    assert asked(cast).state == "first"  # another one may be asked for


def test_an_edition_comes_down_in_one_act(cast: Cast, iris: Any) -> None:
    edition = released(cast, iris).released
    with pytest.raises(Denied, match="quien revisa o quien coordina"):
        actions.take_down(edition, why="harms", by=cast.diana, today=DUE)
    with pytest.raises(Denied, match="Elige el motivo"):
        actions.take_down(edition, why="", by=cast.ana, today=DUE)
    actions.take_down(edition, why="harms", by=cast.ana, today=DUE)
    assert published.editions() == []
    assert len(ledger("cases").editions) == 1
    assert published.first_broken() is None


def test_every_act_is_in_the_trail(cast: Cast, iris: Any) -> None:
    request = released(cast, iris)
    acts = [act.verb for act in reversed(last_acts(using="evidence"))]
    assert acts == [
        "release.asked", "release.protected", "release.checked", "release.checked", "release.read", "release.read",
        "edition.released", "release.let_out",
    ]  # fmt: skip
    assert first_broken(using="evidence") is None
    assert json.loads(published.edition(request.released).shown)["cite"]["es"].startswith("Libreta")


def test_what_readers_get_names_a_row_in_every_place(cast: Cast, iris: Any) -> None:
    """No digit stands in the words of an edition but in the name of a row."""
    edition = published.edition(released(cast, iris).released)
    shown, rows = json.loads(edition.shown), published.figures(edition)
    sentences = [text for texts in shown["wording"]["sentences"] for text in texts.values()]
    assert sentences
    for text in [*shown["wording"]["title"].values(), *sentences, *(t for n in shown["notes"] for t in n.values())]:
        assert set(re.findall(r"\{f:([0-9a-f]{16})\}", text)) <= set(rows)
        assert not re.search(r"\d", re.sub(r"\{f:[0-9a-f]{16}\}", "", text))


def test_a_large_plan_is_made_beside_the_pages(cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page answers at once; the executor hides, attacks and lets out, by the same rules."""
    monkeypatch.setattr(waiting, "MOST_CELLS", 10)
    monkeypatch.setattr(clock, "source", lambda: clock.at(TODAY, 12))
    page = browser_of(cast.diana).post("/mesa/publicar/planes/harm", {"period": "2026-11"}, follow=True)
    assert "Espera su turno" in page.content.decode()
    (request,) = requests_for(cast.diana, TODAY).others
    assert request.state == "draft"
    assert run_one(handlers()) is not None
    request = ready(cast, get_request(cast.diana, request.reference), iris)
    out = f"/mesa/publicar/{request.reference}/salida"
    assert browser_of(cast.fabia).post(out).status_code == 403  # too early, and told at once
    monkeypatch.setattr(clock, "source", lambda: clock.at(DUE, 12))
    assert browser_of(cast.fabia).post(out).status_code == 302
    assert published.every_edition() == []
    assert run_one(handlers()) is not None
    assert [each.plan for each in published.every_edition()] == ["harm"]


def test_whoever_leaves_takes_what_was_released_along(cast: Cast, iris: Any) -> None:
    """Emptying the house is not held up by what holds its figures fast."""
    released(cast, iris)
    tables = ("publications_edition", "publications_figure", "release_say", "release_request")
    assert set(tables) <= set(leaving.tables_that_go("evidence"))
    with transaction.atomic(using="evidence"), connections["evidence"].cursor() as cursor:
        record("house.left", by=SERVER, target=None, using="evidence")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
    assert published.every_edition() == []
    assert published.first_broken() is None
