"""The page of a matter: who is let in, what leads where, what is careful where nobody knows."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions import conflicts, matters
from amparo.legal.representation.models import Matter
from amparo.legal.representation.views.parts import OF_ITS_OWN
from tests.cast import Cast
from tests.lawyers import (
    FACTS,
    Lawyers,
    a_clear_matter,
    a_matter,
    add,
    make_lawyers,
    write,
)

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def test_another_lawyer_is_let_in_named_and_goes_on(house: Lawyers) -> None:
    from amparo.vault.models import Reader

    made, nora = a_clear_matter(house), Reader.objects.get(user=house.people["nora"])
    client, page = house.client("lucia"), reverse("matter", args=[made.reference])
    assert house.client("nora").get(page).status_code == 404
    assert client.post(page + "/con", {"reader": nora.reference}).status_code == 302
    assert FACTS in house.client("nora").get(page).text
    assert client.post(page + "/de", {"reader": nora.reference}).status_code == 302
    assert Matter.objects.get().owner == house.people["nora"]
    assert client.post(page + "/paso", {"sure": "1"}).status_code == 302
    assert client.get(page).status_code == 404
    assert "lucia" not in {each.user.sign_in_name for each in house.opened(made, "nora").readers if each.user}


def test_who_is_no_lawyer_is_not_let_in(house: Lawyers) -> None:
    from amparo.vault.models import Reader

    made, berta = a_clear_matter(house), Reader.objects.get(user=house.people["berta"])
    with pytest.raises(Denied, match="does not work on legal matters"):
        matters.share(made, reader=berta, by=house.person("lucia"))


def test_before_a_protection_ends_it_stands_on_the_desk(house: Lawyers) -> None:
    made = a_clear_matter(house)
    part = add(house, made, "decision", decision_result="granted", decision_protects_until="2027-03-15")
    part.refresh_from_db()
    assert part.due_on == date(2027, 3, 1)


def test_where_she_does_not_know_whether_he_looks_for_her_it_is_as_if_he_did(house: Lawyers) -> None:
    made = a_clear_matter(house)
    assert not house.opened(made).is_persecuted
    write(house, made, matter_persecuted=Answer(said="does_not_know"))
    assert house.opened(made).is_persecuted
    write(house, made, matter_persecuted=Answer("no"))
    assert not house.opened(made).is_persecuted


def test_every_part_with_a_day_leads_to_a_page(house: Lawyers) -> None:
    from amparo.formats.codes import codes
    from amparo.legal.representation.actions.parts import write_part

    made, client = a_clear_matter(house), house.client("lucia")
    for each in (one for one in codes("matter_part") if one.code not in {"party", "conflict_check"}):  # these shut it
        part = write_part(made, each.code, {}, house.person("lucia"), datetime(2026, 11, 28, tzinfo=UTC))
        answer = client.get(reverse("matter_part", args=[made.reference, part.reference]))
        expected = 302 if each.code in OF_ITS_OWN else 200 if each.more["asked"] else 404
        assert answer.status_code == expected, each.code


def test_an_authority_of_his_body_says_so_and_one_of_another_does_not(house: Lawyers) -> None:
    made, client = a_clear_matter(house), house.client("lucia")
    add(house, made, "agent", agent_branch="migration", agent_place="El puente de ejemplo")
    his = add(house, made, "authority", authority_kind="migration", authority_name="Oficina de ejemplo")
    other = add(house, made, "authority", authority_kind="ombudsman", authority_name="Otra de ejemplo")
    knows = add(house, made, "authority", authority_kind="ombudsman", authority_safe="conflicted")
    told = {
        each.reference: "Go another way"
        in client.get(reverse("matter_part", args=[made.reference, each.reference])).text
        for each in (his, other, knows)
    }
    assert told == {his.reference: True, other.reference: False, knows.reference: True}
    assert "El puente de ejemplo" in client.get(reverse("matter", args=[made.reference])).text


def test_one_look_counts_once_so_that_a_lawyer_may_look_twenty_times_an_hour(house: Lawyers) -> None:
    from amparo.vault.actions.index import MOST_AN_HOUR, TooOften

    made, lucia = a_matter(house), house.person("lucia")
    for _time in range(MOST_AN_HOUR):
        conflicts.look(made, by=lucia)
    with pytest.raises(TooOften):
        conflicts.look(made, by=lucia)
