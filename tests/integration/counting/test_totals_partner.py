"""The other house: it opens the totals with its key, looks at them, says one word, and remembers them on its ledger."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from amparo.commons.policy.policies import Denied
from amparo.doors.exchange.models import Partnership
from amparo.doors.release import actions
from amparo.doors.release.actions.theirs import answer_of, bring_theirs, say
from amparo.doors.release.models import Theirs
from amparo.doors.release.policies import Standing, Yes, has_its_checks
from amparo.doors.release.queries import known, protection
from amparo.doors.release.queries.known import known_by_themselves, past_for, told_with
from amparo.doors.release.queries.outside import labels_of
from amparo.evidence.actions import bring
from amparo.formats import codebook as formats
from amparo.formats.hsds.encode import canonical
from amparo.formats.passing.documents import mark_of
from amparo.formats.passing.totals import NO, YES, digest_of_token, fresh_token, read_answer, signs_in
from amparo.formats.plans import plan
from amparo.publications import queries as published
from amparo.vault.actions.passing import key_of_nobody, seal_passing
from tests.between import TODAY, Between, coming, make_between, refused
from tests.cast import Cast, browser_of
from tests.desk import person
from tests.letters import opened_client
from tests.release_house import OWN, allowed, asked, due, people, ready, released
from tests.release_house import TODAY as THEN
from tests.totals import from_them, theirs_would

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TOTALS = plan("totals")


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def came(house: Between, found: Partnership, **more: Any) -> Theirs:
    data, mark, _told = from_them(found, theirs_would(), **more)
    return bring_theirs(found, data, heard=mark, by=house.her("diana"), today=TODAY)


def word(theirs: Theirs, by: Any, said: str = YES, **more: Any) -> Theirs:
    told = {"seen": theirs.looked_at, "apart": True, "why": "" if said == YES else "too_fine", "today": TODAY} | more
    return say(theirs, said=said, by=by, **told)


def test_a_word_and_its_answer(house: Between, cast: Cast) -> None:
    found = coming(house)
    data, mark, told = from_them(found, theirs_would())
    theirs = bring_theirs(found, data, heard=mark, by=house.her("diana"), today=TODAY)
    assert answer_of(theirs) is None
    theirs = word(theirs, cast.elena)
    answer = answer_of(theirs)
    assert answer is not None
    assert read_answer(answer.as_file()) == answer
    assert (answer.token, answer.looked_at, answer.said) == (told.yes, told.looked_at, YES)
    assert (theirs.no, theirs.team) == ("", ""), "the other word is forgotten, and who works there"
    with pytest.raises(Denied, match="una vez"):
        word(theirs, cast.fabia)
    with pytest.raises(DatabaseError), transaction.atomic(using="evidence"):
        theirs.delete()
    assert known_by_themselves("cases") == ("partner_casa_chica_un_ejemplo",)


def test_a_no_proves_itself_too(house: Between, cast: Cast) -> None:
    found = coming(house)
    data, mark, told = from_them(found, theirs_would())
    theirs = bring_theirs(found, data, heard=mark, by=house.her("diana"), today=TODAY)
    theirs = word(theirs, cast.elena, NO)
    answer = answer_of(theirs)
    assert answer is not None
    assert (answer.token, answer.why, theirs.yes) == (told.no, "too_fine", "")
    assert known_by_themselves("cases") == ()


def test_whose_word_it_is(house: Between, cast: Cast) -> None:
    """One who checks, who has nothing to do with that house, while the agreement is in force, to what she saw."""
    found = coming(house)
    theirs = came(house, found)
    for name in ("diana", "ana", "berta"):
        with pytest.raises(Denied):
            word(theirs, house.people[name])
    with pytest.raises(Denied, match="nada que ver"):
        word(theirs, cast.elena, apart=False)
    with pytest.raises(Denied, match="ya son otras"):
        word(theirs, cast.elena, seen="0" * 64)
    with pytest.raises(Denied, match="Sus días"):
        word(theirs, cast.elena, today=theirs.until + timedelta(days=1))
    with pytest.raises(Denied, match="motivo"):
        word(theirs, cast.elena, NO, why="because")
    yes = fresh_token()
    hers = came(house, found, yes=yes, team=(signs_in("ELENA", yes), signs_in("rosa", yes)))
    with pytest.raises(Denied, match="mismo nombre"):
        word(hers, cast.elena)
    Partnership.objects.update(state="ended", ended_on=TODAY)
    with pytest.raises(Denied, match="no está en vigor"):
        word(hers, cast.fabia)


def test_what_is_not_taken(house: Between) -> None:
    """Another mark, key, agreement, plan; other words; a figure below ten; too late; what came before; nonsense."""
    found, diana = coming(house), house.her("diana")
    cells = json.loads(theirs_would().cells)
    small = canonical([[label, 9 if n == 3 else value, why, old] for n, (label, value, why, old) in enumerate(cells)])
    cases = {
        "other_agreement": {"code": "0" * 16},
        "other_plan": {"plan_digest": "0" * 64},
        "other_words": {"words": theirs_would().words.replace("personas", "mujeres")},
        "small_figure": {"cells": small},
        "word_over": {"until": TODAY - timedelta(days=1)},
        "not_a_file": {"cells": canonical([[*each[:2], 3, each[3]] for each in cells])},
    }  # fmt: skip
    for code, more in cases.items():
        data, mark, _told = from_them(found, theirs_would(), **more)
        assert refused(lambda: bring_theirs(found, data, heard=mark, by=diana, today=TODAY)) == code, code  # noqa: B023
    for more in ({"cells": canonical(cells[1:])}, {"plan": "harm"}, {"period": "2026"}, {"name": "totals/2026-Q1"}):
        data, mark, _told = from_them(found, theirs_would(), **more)
        assert refused(lambda: bring_theirs(found, data, heard=mark, by=diana, today=TODAY)) == "other_plan", more  # noqa: B023
    data, mark, told = from_them(found, theirs_would())
    assert refused(lambda: bring_theirs(found, data, heard="1 2", by=diana, today=TODAY)) == "other_mark"
    other = seal_passing(key_of_nobody(), told.as_file())
    assert refused(lambda: bring_theirs(found, other, heard=mark_of(other), by=diana, today=TODAY)) == "other_key"
    broken = data[:-20]
    assert refused(lambda: bring_theirs(found, broken, heard=mark_of(broken), by=diana, today=TODAY)) == "broken"
    bring_theirs(found, data, heard=mark, by=diana, today=TODAY)
    assert refused(lambda: bring_theirs(found, data, heard=mark, by=diana, today=TODAY)) == "twice"
    again = came(house, found)
    assert [each.pk for each in Theirs.objects.all()] == [again.pk], "a newer one takes the place of one that waits"
    assert again.seen != digest_of_token(told.yes)


def brought_by(many: dict[str, int]) -> None:
    """Rows of each of these organisations."""
    book = formats.codebook("cases").reference
    for place, (name, size) in enumerate(many.items()):
        bring(f"0{place}" * 16, name, [(book, row) for row in people(size, place)])
        if name == OWN:
            allowed([(book, row) for row in people(size, place)])


def stand_in(house: str, *, said: str = "") -> Theirs:
    """Totals that came of a house by this name, and perhaps the word on them."""
    told = theirs_would()
    theirs = Theirs.objects.create(
        partner="a" * 16, house=house, plan="totals", codebook="cases", period=told.period, name=told.name,
        cells=told.cells, words=told.words, report=told.report, looked_at="b" * 64, yes="c" * 32, no="d" * 32, team="",
        seen="e" * 64, mark="", came_on=THEN, brought_by="x", until=THEN,
    )  # fmt: skip
    if said:
        Theirs.objects.filter(pk=theirs.pk).update(said=said, no="", said_by="x", said_on=THEN)
    return theirs


def test_later_editions_are_attacked_with_them_in_hand(cast: Cast) -> None:
    """A contributor's totals are on the ledger: of three others behind a cell none is hers, and all take hers away."""
    brought_by({"cases": 60, "partner_rio_abierto": 200, "casa_norte": 60, "puente": 60, "ronda": 60})
    first = asked(cast)
    shown = [value for _label, value, *_ in json.loads(first.cells) if value is not None]
    actions.withdraw(first, by=cast.diana)
    stand_in("Río  Abierto", said=YES)
    second = asked(cast)
    fewer = [value for _label, value, *_ in json.loads(second.cells) if value is not None]
    assert 0 < len(fewer) < len(shown)
    assert past_for(plan("harm")).known == ("partner_rio_abierto",)
    assert json.loads(second.report)["attackers"] == 4 + 6 + 1, "four alone and two together, and a stranger"


def test_no_yes_where_what_left_could_be_told(cast: Cast) -> None:
    """What was published stands against two who know all of Río Abierto, or there is no yes."""
    brought_by({"cases": 60, "partner_rio_abierto": 200, "casa_norte": 60, "puente": 60})
    released(cast, person("reviewer"))
    theirs = stand_in("Nadie, ejemplo")
    assert told_with(theirs) is None, "who gave nothing changes nothing"
    theirs.house = "Río Abierto"
    assert "podría saber" in str(told_with(theirs))


def test_a_word_while_something_is_released(cast: Cast, house: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was attacked without these totals in hand, so it does not leave; pressed again, it is attacked anew."""
    brought_by({"cases": 60, "partner_rio_abierto": 200, "casa_norte": 60, "puente": 60})
    request = ready(cast, asked(cast), person("reviewer"))
    theirs, attacked = came(house, coming(house)), protection.attacked_again

    def meanwhile(*told: Any, **more: Any) -> Any:
        found = attacked(*told, **more)
        monkeypatch.setattr(protection, "attacked_again", attacked)
        word(theirs, cast.elena)
        return found

    monkeypatch.setattr(protection, "attacked_again", meanwhile)
    with pytest.raises(Denied, match="mientras tanto"):
        actions.let_out(request, by=cast.fabia, today=due(request))
    assert published.every_edition() == []
    assert actions.let_out(request, by=cast.fabia, today=due(request)).state == "released"


def test_something_is_released_while_a_word_is_given(
    cast: Cast, house: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked through with these totals in hand was not all: there is no yes, and nothing is written down."""
    brought_by({"cases": 60, "partner_rio_abierto": 200, "casa_norte": 60, "puente": 60})
    request = ready(cast, asked(cast), person("reviewer"))
    theirs = came(house, coming(house))

    def meanwhile(_theirs: Theirs) -> None:
        actions.let_out(request, by=cast.fabia, today=due(request))

    monkeypatch.setattr(known, "told_with", meanwhile)
    with pytest.raises(Denied, match="mientras tanto"):
        word(theirs, cast.elena)
    assert (Theirs.objects.get().said, len(published.every_edition())) == ("", 1)
    monkeypatch.undo()
    assert word(theirs, cast.elena).said == YES, "that house gave nothing to what was published"


def test_through_the_pages(house: Between, cast: Cast) -> None:
    """Diana opens it with her key, Elena looks and says yes, and the answer is saved; who may not is told why."""
    found = coming(house)
    data, mark, told = from_them(found, theirs_would())
    diana = opened_client(house.people["diana"], raise_request_exception=False)
    bring_page = reverse("theirs_bring", args=[found.reference])
    assert bring_page in diana.get(reverse("agreement", args=[found.reference])).content.decode()
    bad = diana.post(bring_page, {"file": SimpleUploadedFile("x", data), "heard": "1234"})
    assert "La marca que escribiste" in bad.content.decode()
    answer = diana.post(bring_page, {"file": SimpleUploadedFile("x", data), "heard": mark})
    theirs = Theirs.objects.get()
    page = reverse("theirs", args=[theirs.reference])
    assert answer["Location"] == page
    assert "quien revisa lo que se publica" in diana.get(page).content.decode()
    elena = browser_of(cast.elena)
    assert page in elena.get(reverse("releases")).content.decode()
    text = elena.get(page).content.decode()
    assert text.count("<span>40</span></td>") == len(labels_of(TOTALS))
    assert told.yes not in text
    post = reverse("theirs_say", args=[theirs.reference])
    no = elena.post(post, {"said": "yes", "seen": told.looked_at})
    assert no.status_code == 409
    assert "nada que ver" in no.content.decode()
    assert elena.get(reverse("theirs_answer", args=[theirs.reference])).status_code == 404
    assert elena.post(post, {"said": "yes", "apart": "on", "seen": told.looked_at}).status_code == 302
    saved = elena.get(reverse("theirs_answer", args=[theirs.reference]))
    assert read_answer(saved.content).token == told.yes
    for name in ("ana", "berta", "nadia"):
        assert browser_of(house.people[name]).get(page).status_code in (403, 404)
    assert browser_of(cast.stranger).get(page).status_code == 302


def test_a_word_from_outside_is_for_own_totals_alone() -> None:
    """Of figures of several houses it is none: two of the house are asked. Own totals take no word of the house."""
    outside = Yes("a" * 16, frozenset({"a" * 16}), outside=True)
    inside = tuple(Yes(name, frozenset({name})) for name in ("x", "y"))
    standing = Standing("first", "z", frozenset({"z"}), 2, (outside, inside[0]))
    assert not has_its_checks(standing)
    assert has_its_checks(replace(standing, checks=inside))
    own = replace(standing, kind="totals", checkers=1)
    assert has_its_checks(own)
    assert not has_its_checks(replace(own, checks=inside))
    assert not has_its_checks(replace(own, author="a" * 16))
