"""What changed between a page and an act, or between the making of a thing and its leaving, counts in the act."""

import inspect
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from pyrage.x25519 import Identity

from amparo.casework.actions.cases import open_case
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.casework.queries.permissions import permission_asked
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.config.management.commands import restore
from amparo.formats.case_questions import Answer
from amparo.formats.case_questions import digest_of as digest_of_answer
from amparo.formats.consent.permission import HOUSE
from amparo.legal.documents import actions as papers
from amparo.legal.exhibits import retention
from amparo.legal.exhibits.actions import exhibits, folders
from amparo.legal.exhibits.actions.folders import Wanted
from amparo.legal.exhibits.models import Folder
from amparo.legal.exhibits.queries.folders import folders_of, get_folder
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.legal.representation.actions.feeds import digest_of, forget_feeds, make_feed
from amparo.legal.representation.models import Matter
from amparo.legal.representation.queries.conflicts import last_look
from amparo.legal.representation.queries.feeds import days_for
from amparo.vault.actions.fields import Past
from amparo.vault.actions.rings import take_out
from amparo.vault.models import Reader
from amparo.vault.queries.readers import reader_of
from tests.cases import a_case
from tests.cases import person as of_letters
from tests.cast import Cast
from tests.exhibits import NOW, one, she_says, taken
from tests.homes import SHUTTLE, a_home, ask, plan, said
from tests.lawyers import CLIENT, HER, OTHER, Lawyers, a_clear_matter, a_matter, add, make_lawyers, write
from tests.papers import TODAY, begin, hand_out

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
SOON = NOW + timedelta(minutes=5)
HOME = "Pasaje de los Nogales 47"


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def asked_of(house: Lawyers, matter: Matter, name: str) -> Folder:
    """A folder that waits for the word of somebody."""
    item = taken(house, matter).reference
    she_says(house, matter, item, now=NOW)
    wanted = Wanted([item], "Juzgado de ejemplo", "civil_society", "Audiencia")
    return folders.ask_for_folder(
        matter, wanted, second=reader_of(house.people[name]), by=house.person("lucia"), now=SOON
    )


def from_a_case(house: Lawyers) -> tuple[Any, Any, Matter]:
    """A matter that a case asked for, in whose way nothing stands."""
    case, ana = a_case(house.letters), of_letters(house.letters, "ana")
    lucia = Reader.objects.get(user=house.people["lucia"])
    made = ask_lawyer(open_case(case, by=ana), reader=lucia, kind="eviction", by=ana)
    conflicts.look(made, by=house.person("lucia"))
    return case, ana, made


def test_who_was_left_out_meanwhile_reads_no_folder_and_her_word_lets_none_out(house: Lawyers) -> None:
    case, ana, made = from_a_case(house)
    carla = house.person("carla")
    waiting, agreed = asked_of(house, made, "carla"), asked_of(house, made, "carla")
    folders.agree(agreed.reference, by=carla, now=SOON)
    assert len(folders_of(carla)) == 2
    somebody = next(each for each in may_be_left_out(ana, case) if each.user == house.people["carla"])
    leave_out(case, somebody=somebody, by=ana)
    assert folders_of(house.person("carla")) == []
    for act in (lambda: get_folder(house.person("carla"), waiting.reference),
                lambda: folders.agree(waiting.reference, by=house.person("carla"), now=SOON)):  # fmt: skip
        with pytest.raises(Hidden):
            act()
    with pytest.raises(Denied, match="Ask again"):
        folders.take_folder(made, agreed.reference, by=house.person("lucia"), now=SOON)
    assert len(folders_of(house.person("lucia"))) == 2


def test_the_word_of_somebody_who_works_here_no_more_lets_no_folder_out(house: Lawyers) -> None:
    made = a_clear_matter(house)
    agreed = asked_of(house, made, "ana")
    folders.agree(agreed.reference, by=house.person("ana"), now=SOON)
    house.people["ana"].memberships.all().delete()
    with pytest.raises(Denied, match="Ask again"):
        folders.take_folder(made, agreed.reference, by=house.person("lucia"), now=SOON)


def test_a_folder_goes_before_the_chain_by_which_it_is_found(house: Lawyers) -> None:
    made = a_clear_matter(house)
    asked_of(house, made, "ana")
    matters.destroy(made.reference, by=house.person("lucia"))
    retention.shred(retention.due(SOON)[0])  # and the night is cut there
    for each in retention.due(SOON):
        retention.shred(each)
    assert Folder.objects.count() == 0


def test_a_copy_of_what_stays_between_them_stays_between_them(house: Lawyers) -> None:
    made, lucia = a_clear_matter(house), house.person("lucia")
    item = taken(house, made, privileged=True).reference
    she_says(house, made, item, now=NOW)
    copy = exhibits.cover_picture(made, item, boxes=[(0, 0, 50, 100)], reason="x", by=lucia, now=NOW)
    assert one(house, made, copy.reference).is_privileged
    exhibits.set_privilege(made, copy.reference, privileged=False, by=lucia)
    assert not one(house, made, copy.reference).is_privileged
    assert one(house, made, item).is_privileged


@pytest.mark.parametrize("way", ["paper", "bundle"])
def test_what_is_written_while_a_paper_is_made_keeps_it_here(
    house: Lawyers, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Making it takes long. Meanwhile a colleague writes that he looks for her: the file with her address stays."""
    client = {"party_role": Answer("client"), "party_name": Answer(HER), "party_where": Answer(HOME)}
    made = a_clear_matter(house, sides=(client,))
    reference = begin(house, made)
    is_quiet = [True]

    def slowly(*_given: Any, **_more: Any) -> Any:
        if is_quiet[0]:
            is_quiet[0] = False
            write(house, made, matter_persecuted=Answer("yes"))
        return type("Made", (), {"data": b"x"})() if way == "bundle" else b"x"

    monkeypatch.setattr("amparo.legal.documents.actions.finished", slowly)
    monkeypatch.setattr("amparo.formats.documents.bundle.binding.bind", slowly)

    def go_out() -> Any:
        if way == "paper":
            return hand_out(house, made, reference)
        return papers.bind_papers(
            made, chosen=[(reference, "A-1")], heading="", language="es", by=house.person("lucia"), today=TODAY
        )

    with pytest.raises(Denied, match="while"):
        go_out()
    assert not Act.objects.filter(verb="matter.paper_handed_out").exists()
    assert go_out().data == b"x"


def test_the_cover_of_a_bundle_has_no_address_of_hers(house: Lawyers, monkeypatch: pytest.MonkeyPatch) -> None:
    client = {"party_role": Answer("client"), "party_name": Answer(HER), "party_where": Answer(HOME)}
    made = a_clear_matter(house, sides=(client,), matter_called=Answer(HER))
    write(house, made, matter_persecuted=Answer("yes"))
    reference, seen = begin(house, made), list[str]()

    def bound(*_given: Any, heading: str, **_more: Any) -> Any:
        seen.append(heading)
        return type("Made", (), {"data": b"x"})()

    monkeypatch.setattr("amparo.formats.documents.bundle.binding.bind", bound)
    for heading in ("Desalojo de Pasaje  de los NOGALES 47", "Desalojo"):
        papers.bind_papers(
            made, chosen=[(reference, "A-1")], heading=heading, language="es", by=house.person("lucia"), today=TODAY
        )
    assert "nogales" not in seen[0].lower()
    assert seen[1] == "Desalojo"


def test_no_folder_goes_out_with_a_reason_that_tells_where_she_lives(house: Lawyers) -> None:
    client = {"party_role": Answer("client"), "party_name": Answer(HER), "party_where": Answer(HOME)}
    made = a_clear_matter(house, sides=(client,))
    lucia, item = house.person("lucia"), taken(house, made).reference
    she_says(house, made, item, now=NOW)
    exhibits.hand_over(
        made, item, action="returned", counterpart="Ella", reason=f"en {HOME.upper()}", by=lucia, now=NOW
    )
    wanted = Wanted([item], "Perita", "civil_society", "x", str(Identity.generate().to_public()))
    write(house, made, matter_persecuted=Answer("yes"))
    with pytest.raises(Denied, match="where she lives"):
        folders.write_folder(made, wanted, by=house.person("lucia"), now=SOON)


def test_a_verdict_is_about_the_look_that_she_read(house: Lawyers) -> None:
    other = {"party_role": Answer("opposing"), "party_name": Answer("Ana")}
    made, lucia = a_matter(house, sides=(CLIENT, other)), house.person("lucia")
    conflicts.look(made, by=lucia)
    read = last_look(house.opened(made).parts)
    assert read is not None
    parts.add_part(made, kind="party", answers=OTHER, by=lucia)
    conflicts.look(made, by=lucia)
    with pytest.raises(Past):
        conflicts.settle(made, verdict="not_same", words="otra Ana", look=read.reference, by=lucia)
    assert not house.opened(made).is_clear
    now = last_look(house.opened(made).parts)
    assert now is not None
    conflicts.settle(made, verdict="not_same", words="otra Ana", look=now.reference, by=lucia)
    assert house.opened(made).is_clear


def test_a_calendar_shows_no_day_of_a_matter_that_she_reads_no_more(house: Lawyers) -> None:
    """As an old backup leaves it: she is named as whose it is, and the ledger took her key away again."""
    made = a_clear_matter(house)
    add(house, made, "hearing", hearing_where="ejemplo", hearing_on="2099-11-28")
    check_of = digest_of(make_feed(by=house.person("lucia")))
    assert len(days_for(check_of, today=TODAY)[1]) == 1
    take_out(made.ring, Reader.objects.get(user=house.people["lucia"]).reference)
    assert days_for(check_of, today=TODAY)[1] == []


@pytest.mark.parametrize(
    ("kind", "told", "unsaid"),
    [
        ("harassment", {"harm_kind": ("threat",)}, {"harm_kind": ("shout",)}),
        ("harassment", {"harm_kind": ("threat",)}, {"harm_kind": None}),
        ("breach", {"breach_term": "calm"}, {"breach_term": "repairs"}),
        ("breach", {"breach_term": "repairs"}, {"breach_term": "calm"}),
    ],
)
def test_what_shut_the_room_is_not_unsaid_by_changing_what_was_told(
    house: Lawyers, kind: str, told: dict[str, Any], unsaid: dict[str, Any]
) -> None:
    home = a_home(house)
    part = add(house, home, kind, **told)
    (code,) = told
    was = {code: digest_of_answer(Answer(told[code]))}
    with pytest.raises(Denied, match="stays as it was"):
        parts.change_part(home, reference=part.reference, kind=kind, answers=said(**unsaid), was=was,
                          by=house.person("lucia"))  # fmt: skip
    words = {"harassment": "harm_words", "breach": "breach_words"}[kind]
    parts.change_part(
        home, reference=part.reference, kind=kind, answers=said(**{words: "más"}), by=house.person("lucia")
    )
    assert house.opened(home).part(part.reference).said(words) == "más"


def test_a_lawyer_is_asked_by_the_case_as_it_is_now(house: Lawyers) -> None:
    case, ana = a_case(house.letters), of_letters(house.letters, "ana")
    read = open_case(case, by=ana)
    standing = permission_asked(read.parts, "engage_services", HOUSE)
    assert standing is not None
    said = Said("engage_services", "yes_with_limits", content=frozenset({"coded_only"}), method="written",
                seen=standing.part.number)  # fmt: skip
    write_permission(case, said=said, by=ana)
    with pytest.raises(Denied):
        ask_lawyer(read, reader=Reader.objects.get(user=house.people["lucia"]), kind="eviction", by=ana)
    assert not Matter.objects.exists()


def test_the_page_of_an_older_look_keeps_her_words_and_shows_what_was_found_now(house: Lawyers) -> None:
    other = {"party_role": Answer("opposing"), "party_name": Answer("Ana")}
    made, lucia = a_matter(house, sides=(CLIENT, other)), house.person("lucia")
    conflicts.look(made, by=lucia)
    client, page, address = house.client("lucia"), reverse("matter", args=[made.reference]), "matter_settle"
    old = last_look(house.opened(made).parts)
    assert old is not None
    assert f'name="look" value="{old.reference}"' in client.get(page).text
    conflicts.look(made, by=lucia)
    sent = {"look": old.reference, "verdict": "not_same", "words": "otra Ana de ejemplo"}
    answer = client.post(reverse(address, args=[made.reference]), sent)
    new = last_look(house.opened(made).parts)
    assert new is not None
    assert (answer.status_code, old.reference != new.reference) == (409, True)
    assert f'name="look" value="{new.reference}"' in answer.text
    assert "otra Ana de ejemplo" in answer.text
    assert client.post(reverse(address, args=[made.reference]), sent | {"look": new.reference}).status_code == 302
    assert house.opened(made).is_clear


def test_two_who_write_that_a_session_was_held_or_a_payment_made_are_told_so_in_words(house: Lawyers) -> None:
    home, client = a_home(house), house.client("lucia")
    ask(house, home)
    talk = plan(house, home, hours=1, **SHUTTLE)
    rent = add(house, home, "instalment", instalment_amount="100", instalment_day="2026-12-01")
    for page, part, code in (
        ("matter_housing_held", talk, "session_words"), ("matter_housing_paid", rent, "instalment_proof"),
    ):  # fmt: skip
        address = reverse(page, args=[home.reference, part.reference])
        assert client.post(address, {code: "uno de ejemplo"}).status_code == 302
        answer = client.post(address, {code: "otro de ejemplo"})
        assert answer.status_code in {403, 409}, page
        assert "otro de ejemplo" in answer.text, "nothing she wrote is lost"
        assert house.opened(home).part(part.reference).said(code) == "uno de ejemplo"


def test_leaving_somebody_out_waits_for_who_is_letting_her_in(house: Lawyers, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL two write at once: whoever shares a matter holds its row, and so does who leaves somebody out."""
    case, ana, _made = from_a_case(house)
    real, locked = QuerySet.select_for_update, list[Any]()

    def seen(rows: Any, *args: Any, **more: Any) -> Any:
        locked.append(rows.model)
        return real(rows, *args, **more)

    monkeypatch.setattr(QuerySet, "select_for_update", seen)
    somebody = next(each for each in may_be_left_out(ana, case) if each.user == house.people["carla"])
    leave_out(case, somebody=somebody, by=ana)
    assert Matter in locked


def test_after_an_old_backup_no_calendar_that_was_ended_answers_again(house: Lawyers) -> None:
    a_clear_matter(house)
    check_of = digest_of(make_feed(by=house.person("lucia")))
    forget_feeds()
    with pytest.raises(Hidden):
        days_for(check_of, today=TODAY)
    assert "forget_feeds()" in inspect.getsource(restore.Command.make_ready)


def test_no_older_yes_to_a_piece_comes_after_a_newer_no(house: Lawyers) -> None:
    made, client = a_clear_matter(house), house.client("lucia")
    item = taken(house, made).reference
    address, page = (reverse(name, args=[made.reference, item]) for name in ("exhibit_word", "exhibit"))
    yes = {"saying": "yes", "method": "written", "days": "90"}
    assert client.post(address, yes | {"seen": "0"}).status_code == 302
    read = {"seen": str(one(house, made, item).numbers["word"])}
    assert f'name="seen" value="{read["seen"]}"' in client.get(page).text
    assert client.post(address, {"saying": "take_back", "days": "90"}).status_code == 302, "a no needs no page"
    for stale in (read, {}):
        answer = client.post(address, yes | stale)
        assert answer.status_code == 409
        assert not one(house, made, item).word.lets(SOON)
    now = {"seen": str(one(house, made, item).numbers["word"])}
    assert f'name="seen" value="{now["seen"]}"' in answer.text
    assert client.post(address, yes | now).status_code == 302
