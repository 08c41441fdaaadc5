"""Before anything of what happened is read it is looked whether there is a conflict; what is found tells no more."""

from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions.cases import begin_case
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.models import Matter
from tests.cases import person as of_letters
from tests.cast import Cast
from tests.desk import days_ago
from tests.lawyers import (
    CLIENT,
    FACTS,
    OFFICER,
    OTHER,
    Lawyers,
    a_clear_matter,
    a_matter,
    add,
    make_lawyers,
    settle,
    write,
)

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def test_nothing_of_what_happened_opens_before_the_look(house: Lawyers) -> None:
    made = a_matter(house)
    with pytest.raises(Denied, match="First it is looked"):
        write(house, made, matter_facts=Answer(FACTS))
    with pytest.raises(Denied, match="First it is looked"):
        add(house, made, "matter_note", matter_note_words=FACTS)
    with pytest.raises(Denied, match="First it is looked"):
        matters.move(made, to="conflict_check", by=house.person("lucia")) or matters.move(
            made, to="merits", by=house.person("lucia")
        )
    assert conflicts.look(made, by=house.person("lucia")) == []
    matters.move(made, to="merits", by=house.person("lucia"))
    write(house, made, matter_facts=Answer(FACTS))
    assert house.opened(made).said("matter_facts") == FACTS


def test_one_more_side_shuts_it_until_it_is_looked_again(house: Lawyers) -> None:
    made = a_clear_matter(house)
    assert house.opened(made).said("matter_facts") == FACTS
    add(house, made, "party", party_role="landlord", party_name="Otra persona de ejemplo")
    shut = house.opened(made)
    assert not shut.is_clear
    assert shut.said("matter_facts") is None
    conflicts.look(made, by=house.person("lucia"))
    assert house.opened(made).said("matter_facts") == FACTS


def test_what_was_written_before_is_shut_on_every_page_until_it_is_looked_again(house: Lawyers) -> None:
    """A note, a step that is due and a clock: neither their pages nor the desk say a word of them meanwhile."""
    made, client, said = a_clear_matter(house), house.client("lucia"), "palabra que nadie lee"
    note = add(house, made, "matter_note", matter_note_words=said)
    step = add(house, made, "hearing", hearing_where=said, hearing_on=f"{days_ago(-3):%Y-%m-%d}")
    pages = [reverse("matters"), reverse("matter", args=[made.reference]), reverse("custody")]
    pages += [reverse("matter_part", args=[made.reference, each.reference]) for each in (note, step)]
    assert [said in client.get(each).text for each in pages] == [True, True, False, True, True], "a control"
    other = add(house, made, "party", party_role="opposing", party_name="Otra persona de ejemplo")
    pages.append(reverse("matter_part", args=[made.reference, other.reference]))
    assert [said in client.get(each).text for each in pages] == [False] * 6
    assert [client.get(each).status_code for each in pages] == [200, 200, 200, 403, 403, 200]
    assert "First it is looked" in client.get(pages[3]).text
    with pytest.raises(Denied, match="First it is looked"):
        parts.end_part(made, reference=note.reference, by=house.person("lucia"))
    conflicts.look(made, by=house.person("lucia"))
    assert [said in client.get(each).text for each in pages] == [True, True, False, True, True, False]


def test_the_other_side_is_somebody_we_accompany(house: Lawyers) -> None:
    begin_case(answers={"name_used": Answer(OFFICER)}, by=of_letters(house.letters, "ana"))
    made = a_matter(house)
    found = conflicts.look(made, by=house.person("lucia"))
    assert [(each.kind, each.ask) for each in found] == [("our_client", "Ana")]
    assert not house.opened(made).is_clear
    page = house.client("lucia").get(reverse("matter", args=[made.reference])).text
    assert "Ask Ana, and tell nothing." in page
    with pytest.raises(Denied):
        write(house, made, matter_facts=Answer(FACTS))


@pytest.mark.parametrize(("ours", "theirs"), [(OTHER, CLIENT), (CLIENT, OTHER)])
def test_the_sides_of_two_matters_cross(house: Lawyers, ours: Any, theirs: Any) -> None:
    """Nora acts for the one whom Lucía's client stands against; or against Lucía's client."""
    first = [{**ours, "party_role": Answer("client")}, {**theirs, "party_role": Answer("opposing")}]
    crossed = [{**theirs, "party_role": Answer("client")}, {**ours, "party_role": Answer("opposing")}]
    done = a_clear_matter(house, "nora", sides=first)
    matters.open_matter(done, by=house.person("nora"))
    made = a_matter(house, sides=crossed)
    found = conflicts.look(made, by=house.person("lucia"))
    assert {(each.kind, each.ask) for each in found} == {("our_matter", "Nora")}
    matters.destroy(made.reference, by=house.person("lucia"))
    again = a_matter(house, sides=first)
    assert conflicts.look(again, by=house.person("lucia")) == [], "the same side is no conflict"


def test_one_first_name_in_common_is_no_conflict_and_the_whole_name_is(house: Lawyers) -> None:
    begin_case(answers={"name_used": Answer("Ramiro Otrapersona")}, by=of_letters(house.letters, "ana"))
    assert conflicts.look(a_matter(house), by=house.person("lucia")) == []
    begin_case(answers={"name_used": Answer("Ramyro Tapya")}, by=of_letters(house.letters, "ana"))
    assert [each.kind for each in conflicts.look(a_matter(house), by=house.person("lucia"))] == ["our_client"]


def test_the_other_side_is_of_the_team(house: Lawyers) -> None:
    made = a_matter(house, sides=[CLIENT, {"party_role": Answer("opposing"), "party_name": Answer("berta")}])
    assert [each.kind for each in conflicts.look(made, by=house.person("lucia"))] == ["team"]


def test_a_finding_is_decided_with_a_reason(house: Lawyers) -> None:
    begin_case(answers={"name_used": Answer(OFFICER)}, by=of_letters(house.letters, "ana"))
    made, lucia = a_matter(house), house.person("lucia")
    conflicts.look(made, by=lucia)
    with pytest.raises(Denied, match="Write why"):
        settle(house, made, "not_same", " ")
    settle(house, made, "conflict", "Es él")
    assert not house.opened(made).is_clear
    settle(house, made, "not_same", "Ana dice que no")
    assert house.opened(made).is_clear
    conflicts.look(made, by=lucia)
    assert not house.opened(made).is_clear, "a new look is decided anew"


def test_where_it_is_a_conflict_it_can_still_be_closed(house: Lawyers) -> None:
    begin_case(answers={"name_used": Answer(OFFICER)}, by=of_letters(house.letters, "ana"))
    made, lucia = a_matter(house), house.person("lucia")
    conflicts.look(made, by=lucia)
    settle(house, made, "conflict", "Es él")
    matters.close(made, outcome="conflict", words="", by=lucia)
    assert house.opened(made).outcome == "conflict"


def test_without_her_nobody_can_look(house: Lawyers) -> None:
    made = a_matter(house, sides=[OTHER])
    with pytest.raises(Denied, match="Write first who she is"):
        conflicts.look(made, by=house.person("lucia"))


def test_whoever_was_left_out_of_a_case_is_not_offered_and_cannot_be_asked(house: Lawyers) -> None:
    from amparo.casework.actions.cases import open_case
    from amparo.casework.actions.leaving_out import leave_out
    from amparo.casework.queries.leaving_out import may_be_left_out
    from amparo.legal.representation.actions.asking import ask_lawyer
    from amparo.legal.representation.queries.of_case import lawyers_for
    from amparo.vault.models import Reader
    from tests.cases import a_case

    case, ana = a_case(house.letters), of_letters(house.letters, "ana")
    nora = next(each for each in may_be_left_out(ana, case) if each.user == house.people["nora"])
    leave_out(case, somebody=nora, by=ana)
    found = open_case(case, by=ana)
    assert {each.user.name_used for each in lawyers_for(ana, found)} == {"Carla", "Lucia"}
    with pytest.raises(Denied):
        ask_lawyer(found, reader=Reader.objects.get(user=house.people["nora"]), kind="eviction", by=ana)
    made = ask_lawyer(found, reader=Reader.objects.get(user=house.people["lucia"]), kind="eviction", by=ana)
    assert house.opened(made).kind == "eviction"
    with pytest.raises(Denied):
        matters.share(made, reader=Reader.objects.get(user=house.people["nora"]), by=house.person("lucia"))


def test_a_lawyer_is_asked_from_a_case_and_learns_who_the_sides_are_only(house: Lawyers) -> None:
    from tests.cases import FEAR, NAME, a_case

    case = a_case(house.letters)
    address = reverse("case_lawyer", args=[case.reference])
    from amparo.vault.models import Reader

    lucia = Reader.objects.get(user=house.people["lucia"]).reference
    sent = {"reader": lucia, "kind": "eviction", "country": "EC", "other": OFFICER, "other_phone": ""}
    ana = house.client("ana")
    assert ana.post(address, sent).status_code == 302
    made = Matter.objects.get()
    assert "Inquiry" in ana.get(address).text
    assert ana.get(reverse("matter", args=[made.reference])).status_code in {403, 404}
    browser = house.client("lucia")
    page = browser.get(reverse("matter", args=[made.reference])).text
    assert NAME in page
    assert OFFICER in page
    assert FEAR not in page
    assert browser.get(reverse("case", args=[case.reference])).status_code == 404


def test_a_part_is_refused_in_words_and_what_was_written_stays(house: Lawyers) -> None:
    made = a_clear_matter(house)
    address = reverse("matter_part_new", args=[made.reference, "filing"])
    sent = {"filing_kind": "protection", "filing_words": "Que no se acerque, ejemplo"}
    answer = house.client("lucia").post(address, sent)
    assert answer.status_code == 403
    assert "She has not asked us for this yet." in answer.text
    assert "Que no se acerque, ejemplo" in answer.text


def test_where_he_looks_for_her_a_filing_names_what_reaches_him_and_goes_without_her_address(house: Lawyers) -> None:
    made = a_clear_matter(house)
    add(house, made, "mandate", mandate_method="written")
    add(house, made, "filing", filing_kind="protection")
    write(house, made, matter_persecuted=Answer("yes"))
    with pytest.raises(Denied, match="which notices would reach him"):
        add(house, made, "filing", filing_kind="protection", filing_withheld="yes")
    with pytest.raises(Denied, match="with her address"):
        add(house, made, "filing", filing_kind="protection", filing_notices="Ninguno")
    add(house, made, "filing", filing_kind="protection", filing_notices="Ninguno", filing_withheld="yes")
    page = house.client("lucia").get(reverse("matter_part_new", args=[made.reference, "hearing"])).text
    assert 'value="separate_entry" checked' in page.replace('id="id_hearing_conditions_1" ', "")


def test_an_act_on_a_part_of_another_matter_finds_nothing(house: Lawyers) -> None:
    one, two = a_clear_matter(house), a_clear_matter(house)
    note = add(house, one, "matter_note", matter_note_words="a")
    client = house.client("lucia")
    assert client.get(reverse("matter_part", args=[two.reference, note.reference])).status_code == 404
    with pytest.raises(Hidden):
        parts.end_part(two, reference=note.reference, by=house.person("lucia"))
