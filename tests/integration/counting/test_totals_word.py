"""Own totals of a house without checkers: nothing leaves but by the word of another house, and that proves itself."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.doors.exchange.models import Partnership
from amparo.doors.release import actions
from amparo.doors.release.actions.asking_outside import hear
from amparo.doors.release.models import AskedOutside, Request, Say
from amparo.doors.release.queries.requests import due, standing
from amparo.formats.passing.totals import LEAST, NO, fresh_token, signs_in
from amparo.formats.plan_periods import period_of
from amparo.formats.plans import plan
from amparo.publications import queries as published
from amparo.publications.queries.ledgers import ledger
from tests.between import TODAY, Between, going, make_between, refused, their_agreement
from tests.desk import person
from tests.hands import Hands
from tests.release_house import TODAY as THEN
from tests.release_house import brought, released
from tests.totals import agreed, answered, asked_totals, heard_yes, nobody_counts, opened_there, rows_here, sent

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def test_the_whole_way(house: Between) -> None:
    """Asked for by who coordinates, looked at over there, answered, released; each figure a line of the ledger."""
    ana = house.people["ana"]
    request = heard_yes(house)
    assert request.state == "ready"
    assert [(each.outside, each.hands) for each in standing(request).checks] == [
        (True, frozenset({request.asked_outside.get().partner}))
    ]
    with pytest.raises(Denied, match="treinta"):
        actions.let_out(request, by=ana, today=TODAY)
    request = actions.let_out(request, by=ana, today=due(request))
    edition = published.edition(request.released)
    assert (edition.kind, edition.audience, request.state) == ("totals", "public", "released")
    said = [each.said for each in published.figures(edition).values()]
    assert sum(map(bool, said)) >= 5
    assert all(int(each) >= LEAST for each in said if each)
    assert [each.name for each in ledger("cases", "totals").editions] == [edition.name]
    assert ledger("cases").editions == ()
    page = Client().get(reverse("data_edition", args=[edition.reference])).content.decode()
    assert "Una persona de otra organización miró estas cifras" in page
    assert "Detrás de cada cifra hay varias organizaciones" not in page
    assert published.first_broken() is None


def test_the_second_edition_tells_no_difference_of_few(house: Between) -> None:
    """Six came since: the figures of before stand. Who holds both editions learns of nobody."""
    first = heard_yes(house)
    later = due(first)
    first = actions.let_out(first, by=house.people["ana"], today=later)
    before = {tuple(label): value for label, value, *_ in json.loads(first.cells)}
    rows_here(more=6, build=1)
    year_on = later + timedelta(days=400)
    request = actions.ask(
        actions.Asked(first_plan(), period(year_on), revises=True), by=house.people["ana"], today=year_on
    )
    request = actions.protect(request, by=house.people["ana"], today=year_on)
    assert request.state == "outside"
    for label, value, _reasons, stands in json.loads(request.cells):
        old = before[tuple(label)]
        assert value is None or old is None or value == old or value - old >= LEAST, label
        assert stands in (None, old)


def first_plan() -> Any:
    return plan("totals")


def period(on: Any) -> str:
    return period_of(on, "quarter")


def test_who_asks_and_where(house: Between, cast: Any) -> None:
    """The coordinator, and only where nobody counts or checks; the machine counts this house alone."""
    rows_here()
    with pytest.raises(Denied, match="alguien cuenta o revisa"):
        asked_totals(house)
    nobody_counts()
    for name in ("diana", "berta", "carla"):
        with pytest.raises(Denied):
            actions.ask(actions.Asked(first_plan(), period(TODAY)), by=house.people[name], today=TODAY)
    request = asked_totals(house)
    assert {key[0] for key in json.loads(request.counts)["cells"]} == {"cases"}
    assert (request.kind, request.checkers, request.state) == ("totals", 1, "outside")
    with pytest.raises(Denied, match="son las del plan"):
        actions.reword(request, [{"es": "Uno", "pt": "Um", "en": "One"}], by=house.people["ana"])
    for act in (actions.say_yes, actions.say_words_are_right):
        with pytest.raises(Denied):
            act(request, digest=request.digest, by=person("output_checker", "reviewer"), today=TODAY)


def test_what_the_other_house_sees(house: Between) -> None:
    """Every cell as it would be read, without why one is hidden; nobody who was counted; no name of the team."""
    found, secret, request = agreed(house)
    made = sent(house, request, found)
    told = opened_there(made, secret, found)
    assert [each[:2] for each in json.loads(told.cells)] == [each[:2] for each in json.loads(request.cells)]
    assert all(reasons == [] for _label, _value, reasons, _stands in json.loads(told.cells))
    text = told.as_file().decode()
    assert json.loads(request.counts)["cells"][0][-1] > 0
    assert '"counts"' not in text
    assert len(told.team) == 64, "how many work here it does not tell"
    assert signs_in("ana", told.yes) in told.team
    assert "ana" not in [each.strip('"') for each in text.split(",")]
    kept = [str(value) for row in (AskedOutside.objects.values(), Request.objects.values()) for each in row
            for value in each.values()]  # fmt: skip
    assert not any(token in each for token in (told.yes, told.no) for each in kept), "the tokens are not here"


def test_what_is_no_word(house: Between) -> None:
    """Another key, another house, changed bytes, a second time, too late, an older file: each in its own sentence."""
    found, secret, request = agreed(house)
    ana = house.people["ana"]
    older = opened_there(sent(house, request, found), secret, found)
    told = opened_there(sent(house, request, found), secret, found)
    over = told.until + timedelta(days=1)
    cases = {
        "other_word": [
            answered(older), answered(told, token=fresh_token()), answered(told, said=NO, token=told.yes),
            answered(told, token=told.no), answered(told, code="0" * 16), answered(told, name="totals/2020-Q1"),
        ],
        "other_bytes": [answered(told, looked_at="0" * 64)],
        "not_a_file": [b"{}", b"x" * 40, answered(told).replace(b'"word"', b'"rows"'), answered(told, said="maybe")],
    }  # fmt: skip
    for code, files in cases.items():
        for data in files:
            assert refused(lambda data=data: hear(request, data, by=ana, today=TODAY)) == code
    assert refused(lambda: hear(request, answered(told), by=ana, today=over)) == "word_over"
    Partnership.objects.filter(pk=found.pk).update(state="ended", ended_on=TODAY)
    assert refused(lambda: hear(request, answered(told), by=ana, today=TODAY)) == "word_over"
    Partnership.objects.filter(pk=found.pk).update(state="in_force", ended_on=None)
    Request.objects.filter(pk=request.pk).update(cells=request.cells.replace(" ", ""), digest="1" * 64)
    assert refused(lambda: hear(request, answered(told), by=ana, today=TODAY)) == "other_bytes"
    Request.objects.filter(pk=request.pk).update(digest=request.digest)
    assert Say.objects.count() == 0
    assert hear(request, answered(told), by=ana, today=TODAY).state == "ready"
    with pytest.raises(Denied):
        hear(request, answered(told), by=ana, today=TODAY)
    made_anew = actions.begin_again(request, by=ana)
    made_anew = actions.protect(made_anew, by=ana, today=TODAY)
    assert refused(lambda: hear(made_anew, answered(told), by=ana, today=TODAY)) == "said_before"
    with pytest.raises(Denied):
        actions.let_out(made_anew, by=ana, today=due(request))


def test_a_no_ends_it_with_its_reason(house: Between) -> None:
    found, secret, request = agreed(house)
    told = opened_there(sent(house, request, found), secret, found)
    ended = hear(request, answered(told, NO), by=house.people["ana"], today=TODAY)
    assert (ended.state, ended.why, ended.counts, ended.cells) == ("refused", "too_fine", "", "")


def test_a_house_that_is_no_other_one(house: Between, cast: Any) -> None:
    """A key of this house; an agreement that the author alone heard; one that ended; one by which theirs come."""
    from amparo.doors.exchange.actions import agreeing
    from amparo.doors.exchange.actions.ending import end
    from amparo.vault.models import Reader

    found, _secret, request = agreed(house)
    own = Reader.objects.filter(user=house.people["nadia"]).get()
    Partnership.objects.filter(pk=found.pk).update(recipient=own.recipient)
    with pytest.raises(Denied, match="de esta casa"):
        sent(house, request, fresh(found))
    Partnership.objects.filter(pk=found.pk).update(recipient=found.recipient)
    User.objects.filter(sign_in_name="nadia").update(handed_by=house.people["ana"].reference)
    with pytest.raises(Denied, match="Tú sola"):
        sent(house, request, fresh(found))
    agreement, _other = their_agreement(receiver="Otra casa, un ejemplo")
    drawn = agreeing.read_in(agreement.as_file(), by=house.people["ana"])
    with pytest.raises(Denied, match="acuerdo en vigor"):
        sent(house, request, drawn)
    end(found, by=house.people["ana"])
    with pytest.raises(Denied, match="acuerdo en vigor"):
        sent(house, request, fresh(found))


def fresh(found: Partnership) -> Partnership:
    return Partnership.objects.select_related("drawn_by", "confirmed_by").get(pk=found.pk)


def test_a_changed_word_or_figure_does_not_leave(house: Between) -> None:
    """After the yes: the words of the plan are compared, and the database itself keeps what was said yes to."""
    request = heard_yes(house)
    ana = house.people["ana"]
    leave = f"UPDATE release_request SET state = 'released', released = 'x' WHERE id = {request.pk}"

    def takes(*before: str) -> bool:
        return Hands().may(*before, leave)

    assert takes()
    assert not takes("DELETE FROM release_say")
    assert not takes("DELETE FROM release_askedoutside")
    assert not takes(f"UPDATE release_request SET words_digest = '{'0' * 64}'")
    assert not takes(f"UPDATE release_request SET digest = '{'0' * 64}'")
    assert not takes("UPDATE release_request SET kind = 'counts'")
    assert not takes("UPDATE release_askedoutside SET said = 'no'")
    with pytest.raises(DatabaseError), transaction.atomic(using="evidence"):
        Say.objects.create(
            request=request, kind="check", who="0" * 16, outside=True, digest=request.digest, on=TODAY, hands=""
        )
    other = request.words.replace("personas", "mujeres")
    Request.objects.filter(pk=request.pk).update(words=other)
    done = actions.let_out(request, by=ana, today=due(request))
    assert (done.state, done.why) == ("failed", "words_changed")
    assert published.every_edition() == []


def test_what_counted_the_same_people_in_another_way_stops_it(house: Between, cast: Any) -> None:
    """A house that published with others and lost who counts: its totals could not be attacked with that."""
    brought()
    released(cast, person("reviewer"), today=THEN)
    nobody_counts()
    request = asked_totals(house)
    assert (request.state, request.why) == ("failed", "other_book")
    assert replace(standing(request), state="ready").kind == "totals"
    assert going(house)[0].sends
