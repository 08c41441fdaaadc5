"""Ways round the door that somebody went: one organisation under two papers, a word that was taken back, old hands."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from amparo.commons import clock
from amparo.commons.accounts.actions import set_password
from amparo.commons.accounts.models import User
from amparo.commons.jobs.jobs import run_one
from amparo.commons.policy.policies import Denied
from amparo.config.long_work import handlers
from amparo.doors.deidentify.actions import run
from amparo.doors.exchange.models import ENDED, Partnership
from amparo.doors.release import actions
from amparo.doors.release.actions import letting_out
from amparo.doors.release.models import Request
from amparo.doors.release.queries import people as counting
from amparo.doors.release.queries import protection, requests
from amparo.doors.release.queries.requests import readings
from amparo.evidence.actions import bring, take_away
from amparo.formats import codebook as formats
from amparo.formats import plans
from amparo.methods.disclosure import Ledger, audit
from amparo.publications import queries as published
from amparo.publications.queries import ledgers
from amparo.vault.models import CodedRow
from tests.cast import PASSPHRASE, Cast, browser_of, make_beside, without_a_role
from tests.desk import person
from tests.release_house import DUE, TODAY, asked, brought, people, quick, ready, released, total

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
YEAR_AFTER = date(2028, 1, 3)


@pytest.fixture
def iris(cast: Cast) -> Any:
    """Paid, and of a peer organisation."""
    return make_beside(cast)["iris"]


def agreed(code: str, sender: str, begins: date) -> Partnership:
    """An agreement by which rows of another house come."""
    return Partnership.objects.create(
        sends=False, code=code, sender=sender, receiver="Libreta", purpose="Counting", codebook="cases/2",
        digest="a" * 64, variables=[], begins=begins, ends=begins.replace(year=begins.year + 1), sender_role="a",
        receiver_role="b", recipient="age1", ring=code,
    )  # fmt: skip


def sent(by: Partnership, build: str, seed: int, many: int = 150) -> None:
    book = formats.codebook("cases").reference
    bring(build * 32, by.source, [(book, row) for row in people(many, seed)])


def test_a_partner_with_a_new_agreement_is_the_same_organisation(cast: Cast, iris: Any) -> None:
    """An agreement lasts a year at most. Who renews it is not counted twice, and is not two of three hands."""
    brought({"cases": 150})
    names = ("Río Abierto", "Casa Norte", "Puente")
    first = [agreed(f"old{n}", name, date(2026, 1, 1)) for n, name in enumerate(names)]
    for n, each in enumerate(first):
        sent(each, str(n + 1), n + 1)
    before = total(released(cast, iris, "harm"))
    assert before == 600
    for n, old in enumerate(first):
        Partnership.objects.filter(pk=old.pk).update(state=ENDED, ended_on=date(2027, 1, 1))
        take_away(old.source)
        sent(agreed(f"new{n}", old.sender.upper() + " ", date(2027, 1, 2)), str(n + 5), n + 1)
    again = released(cast, iris, "harm", today=YEAR_AFTER, revises=True)
    assert json.loads(readings("cases")[again.name])["cells"] == []
    assert total(again) == before


def test_one_partner_under_two_agreements_is_not_two_hands(cast: Cast) -> None:
    """Two organisations are behind each figure, however many papers one of them signed."""
    brought({"cases": 150})
    sent(agreed("old", "Río Abierto", date(2026, 1, 1)), "1", 1)
    sent(agreed("new", "Rio abierto", date(2026, 2, 1)), "2", 2)
    values = [value for _label, value, _why, _stands in json.loads(asked(cast).cells)]
    assert [each for each in values if each is not None] == []


def test_who_took_her_word_back_before_any_figure_counted_her_is_in_none(cast: Cast, iris: Any) -> None:
    """She came after the first edition, was noted with the second, which counts no late ones, and then said no."""
    brought()
    before = total(released(cast, iris, "harm"))
    brought(more=8, build=1)
    assert total(released(cast, iris, "needs")) == before
    brought(build=2)  # those eight of each took it back
    assert total(released(cast, iris, "harm", today=YEAR_AFTER, revises=True)) == before
    brought(more=8, build=3)  # and others came
    later = date(2029, 3, 3)
    assert total(released(cast, iris, "harm", today=later, revises=True)) == before + 40


def test_who_took_her_word_back_between_the_counting_and_the_release_is_not_in_it(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing leaves, nobody is told who it was, and the night counts again, with whoever else came and went."""
    brought()
    request = ready(cast, asked(cast), iris)
    before, gone = json.loads(request.counts), CodedRow.objects.order_by("pk").first()
    assert gone is not None
    gone.delete()  # her no, which drops her row in the same act
    done = actions.let_out(request, by=cast.fabia, today=DUE)
    assert (done.state, done.why, done.says.count()) == ("draft", "taken_back", 0)
    assert (done.counts, done.edition, done.cells, done.words) == ("", "", "", "")
    assert published.every_edition() == []
    page = browser_of(cast.elena).get(f"/mesa/publicar/{done.reference}").text
    assert "Alguien retiró su permiso" in page
    with pytest.raises(Denied):  # nobody can tell one count from another within the day
        actions.begin_again(done, by=cast.diana)
    run(now=datetime(2026, 12, 31, tzinfo=UTC))
    brought_today = sum(many for *_key, many in before["cells"]) - 1
    monkeypatch.setattr(clock, "source", lambda: clock.at(DUE, 12))
    assert (actions.count_again(), actions.count_again()) == (1, 1)  # it is asked for once
    assert run_one(handlers()) is not None
    assert run_one(handlers()) is None
    again = Request.objects.get(pk=request.pk)
    assert (again.state, again.why) == ("first", "")
    assert sum(many for *_key, many in json.loads(again.counts)["cells"]) == brought_today
    assert actions.let_out(ready(cast, again, iris), by=cast.fabia, today=DUE).state == "released"


def test_a_partner_that_brings_less_meanwhile_stops_it_too(cast: Cast, iris: Any) -> None:
    """Her row stands in another house; the last build that came from there is without it."""
    brought()
    request = ready(cast, asked(cast), iris)
    bring("cd" * 16, "puente", [(formats.codebook("cases").reference, row) for row in people(89, 3)])
    assert actions.let_out(request, by=cast.fabia, today=DUE).why == "taken_back"
    assert actions.refuse(Request.objects.get(pk=request.pk), why="too_fine", by=cast.elena).state == "refused"


def test_rows_that_lapsed_with_their_quarter_are_no_permissions_taken_back(cast: Cast, iris: Any) -> None:
    """Until a case is opened again its row is not there, and nobody said no."""
    brought()
    request = ready(cast, asked(cast), iris)
    CodedRow.objects.all().delete()
    assert actions.let_out(request, by=cast.fabia, today=date(2027, 1, 2)).state == "released"


def test_whom_a_figure_counts_already_is_no_reason_to_count_again(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a build that comes between the look and the release stops it."""
    brought()
    released(cast, iris, "harm")
    request = ready(cast, asked(cast, "needs"), iris)
    brought(80, build=1)  # ten of each took it back: their figure stands, and so it does in every table of them
    looked = letting_out._took_back

    def meanwhile(*args: Any) -> bool:
        found = looked(*args)
        brought(79, build=2)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(letting_out, "_took_back", meanwhile)
        with pytest.raises(Denied, match="mientras tanto"):
            actions.let_out(request, by=cast.fabia, today=DUE)
    assert actions.let_out(request, by=cast.fabia, today=DUE).state == "released"


def test_a_new_passphrase_does_not_make_two_people_of_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """She opens an account, says yes through it, has somebody else hand it a passphrase, and says yes herself."""
    quick(monkeypatch)
    hers, puppet = person("coordinator", "output_checker"), person("output_checker")
    set_password(puppet, password=PASSPHRASE, by=hers)
    request = asked(cast)
    request = actions.say_yes(request, digest=request.digest, by=puppet, today=TODAY)
    set_password(puppet, password=PASSPHRASE, by=cast.ana)
    with pytest.raises(Denied, match="mismas manos"):
        actions.say_yes(request, digest=request.digest, by=hers, today=TODAY)


def test_nor_of_the_author(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with an account that asks."""
    quick(monkeypatch)
    hers = person("coordinator", "output_checker")
    set_password(cast.diana, password=PASSPHRASE, by=hers)
    request = asked(cast)
    set_password(cast.diana, password=PASSPHRASE, by=cast.ana)
    with pytest.raises(Denied, match="mismas manos"):
        actions.say_yes(request, digest=request.digest, by=hers, today=TODAY)


def test_another_name_for_the_codebook_is_no_way_past_what_left_before(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same organisations' people under a codebook of another name: its ledger is empty, and theirs is not."""
    brought()
    released(cast, iris, "harm")
    monkeypatch.setattr(requests, "of_codebook", lambda edition, codebook: False)
    monkeypatch.setattr(ledgers, "ledger", lambda *_: Ledger())
    request = asked(cast, "needs")
    assert (request.state, request.why, request.counts) == ("failed", "other_book", "")


def test_a_plan_beside_it_that_cannot_be_read_is_said_in_words(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plans of one codebook are attacked together: where one of them is broken nothing of the others leaves."""
    brought()
    waiting = ready(cast, asked(cast, "harm"), iris)

    def broken(codebook: str) -> Any:
        raise plans.BadPlan("needs: something is wrong with it.")

    for module in (counting, protection):
        monkeypatch.setattr(module, "world", broken)
    assert (asked(cast, "needs").why, published.every_edition()) == ("bad_plan", [])
    assert browser_of(cast.elena).get(f"/mesa/publicar/{waiting.reference}/no").status_code == 200
    done = actions.let_out(waiting, by=cast.fabia, today=DUE)
    assert (done.state, done.why, published.every_edition()) == ("failed", "bad_plan", [])


def test_whose_role_is_taken_while_the_attack_goes_on_releases_nothing(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a job the attack may take ten minutes, and somebody may take the role from her because of it."""
    quick(monkeypatch)
    request = ready(cast, asked(cast), iris)

    def meanwhile(*_: Any) -> str:
        User.objects.get(pk=cast.fabia.pk).memberships.all().delete()
        return ""

    monkeypatch.setattr(letting_out, "_wrong", meanwhile)
    with pytest.raises(Denied, match="lo hace quien revisa"):
        actions.let_out(request, by=cast.fabia, today=DUE)
    assert published.every_edition() == []


def test_who_counts_no_more_changes_nothing_of_what_she_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Her role was taken, perhaps because of what she wrote. Her account is still there."""
    quick(monkeypatch)
    request, words = asked(cast), [{"es": "Uno", "pt": "Um", "en": "One"}]
    actions.reword(request, words, by=cast.diana)
    without_a_role(cast.diana)
    gone = User.objects.get(pk=cast.diana.pk)
    for act in (
        lambda: actions.reword(request, words, by=gone),
        lambda: actions.begin_again(request, by=gone),
        lambda: actions.withdraw(request, by=gone),
    ):
        with pytest.raises(Denied, match="Ya no cuentas aquí"):
            act()
    assert actions.refuse(request, why="too_fine", by=cast.elena).state == "refused"


def test_what_is_for_a_few_is_read_by_whom_its_agreement_names(
    cast: Cast, iris: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another paid reviewer does not find it, before it leaves and after; who is named reads words, and no table."""
    quick(monkeypatch)
    other = person("reviewer")
    for wrong in ((), (cast.elena.reference,), (iris.reference, "nobody")):
        with pytest.raises(Denied, match="qué revisoras pagadas"):
            asked(cast, "care", readers=wrong)
    request = asked(cast, "care", readers=(iris.reference,))
    for who in (cast.elena, cast.fabia):
        request = actions.say_yes(request, digest=request.digest, by=who, today=TODAY)
    here, words = f"/mesa/publicar/{request.reference}", {"seen": request.words_digest}
    assert browser_of(other).get(here).status_code == 404
    assert request.reference not in browser_of(other).get("/mesa/publicar").text
    assert browser_of(other).post(f"{here}/palabras/si", words).status_code == 404
    with pytest.raises(Denied, match="no estás entre ellas"):
        actions.say_words_are_right(request, digest=request.words_digest, by=other, today=TODAY)
    assert "Cuánto tardó" in browser_of(iris).get(here).text
    for who in (cast.elena, iris):
        request = actions.say_words_are_right(request, digest=request.words_digest, by=who, today=TODAY)
    out = actions.let_out(request, by=cast.fabia, today=DUE)
    page = f"/mesa/publicar/edicion/{out.released}"
    assert browser_of(other).get(page).status_code == 404
    hers, checked = browser_of(iris).get(page).text, browser_of(cast.elena).get(page).text
    assert "Cuánto tardó" in hers
    assert "<table" in checked
    assert "<table" not in hers
    assert "Tú ves las palabras" in hers


def test_another_plan_follows_a_counting_of_who_came_late(cast: Cast, iris: Any) -> None:
    """It is not shut for a year: it counts the same people, once, and nobody who came after that counting."""
    brought()
    released(cast, iris, "harm")
    before = total(released(cast, iris, "needs"))
    brought(more=30, build=1)
    later = total(released(cast, iris, "harm", today=YEAR_AFTER, revises=True))
    assert later == before + 150
    brought(more=60, build=2)
    assert total(released(cast, iris, "needs", today=date(2028, 3, 3))) == later
    with pytest.raises(Denied, match="sus cifras quedan"):
        asked(cast, "needs", today=date(2028, 5, 3))
    with pytest.raises(Denied, match="una vez al año"):
        asked(cast, "needs", today=date(2028, 5, 3), revises=True)
    kept = ledgers.ledger("cases")
    assert any(each.sensitive and each.since >= 0 for each in kept.editions[-1].hidden)  # who came between is hidden
    assert audit(kept, colluding=0, time_limit_s=60).safe
