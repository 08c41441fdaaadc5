"""The key of a focal point: confirmed by a second person, for what is referred to her alone, gone with her role."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.focal_points import actions
from amparo.access.reporting.queries.decision import decide_now
from amparo.casework.actions import cases
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Denied
from amparo.vault.models import Reader
from amparo.vault.policies import Asked
from amparo.vault.queries.readers import confirmed_keys, own_key
from amparo.vault.queries.standing import missing
from tests.cases import a_case, person
from tests.cast import browser_of, make_beside
from tests.desk import days_ago
from tests.focal import accredited, with_key
from tests.letters import a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_a_coordinator_confirms_it_after_she_read_it_aloud_from_her_page(cast: Any, places_small: Any) -> None:
    house = a_house_for_letters(cast)
    focal = accredited(places_small["tulcan"], on=days_ago(1))
    reader = with_key(focal, confirmed=False)
    assert reader.fingerprint in opened_client(focal.user).get(reverse("portal")).text
    assert confirmed_keys([focal.user]) == {}
    client = opened_client(house.cast.ana)
    assert reader.fingerprint in client.get(reverse("keys")).text
    assert client.post(reverse("key_confirm", args=[reader.reference]), {"seen": reader.fingerprint}).status_code == 302
    assert confirmed_keys([focal.user]) == {focal.user_id: reader}
    page = client.get(reverse("keys")).text
    assert page.index("Focal points of other offices") < page.index(reader.fingerprint)
    assert (
        "It counts. What is referred to you is locked to it." in opened_client(focal.user).get(reverse("portal")).text
    )


def test_no_letter_no_case_and_no_public_page_knows_it(cast: Any, places_small: Any) -> None:
    house = a_house_for_letters(cast)
    before = (decide_now(Asked()).decision.readers, missing())
    reader = with_key(accredited(places_small["tulcan"]))
    assert (decide_now(Asked()).decision.readers, missing()) == before
    with pytest.raises(Denied):
        cases.share(a_case(house, "berta"), reader=reader, by=person(house, "berta"))
    reads, log = Client().get(reverse("readers")).text.split("<details>")
    assert reader.fingerprint not in reads
    assert reader.fingerprint in log, "a control: the public log has every key, as of whoever accompanies"
    assert "Focal points: Hospital de Ejemplo" not in Client().get(reverse("letter")).text


def test_it_ends_with_her_role_with_her_account_and_with_her_end(cast: Any, places_small: Any) -> None:
    place = places_small["tulcan"]
    taken, closed, ended = (accredited(place) for _each in range(3))
    keys = [with_key(each) for each in (taken, closed, ended)]
    accounts.take_role(taken.user, team=taken.team, role="focal_point", by=cast.ana)
    accounts.close_account(closed.user, by=cast.ana)
    actions.end(ended, by=cast.ana, on=days_ago(0))
    assert {each.state for each in Reader.objects.filter(pk__in=[key.pk for key in keys])} == {"retired"}
    assert own_key(User.objects.get(pk=taken.user_id)) is None


def test_whoever_gets_the_role_with_a_key_that_counts_waits_for_a_second_person(cast: Any, places_small: Any) -> None:
    """She ended and is invited by hand again, or the server gave her a role: what she could open grew."""
    focal = accredited(places_small["tulcan"])
    with_key(focal)
    accounts.give_role(focal.user, team=cast.border, role="peer", by=accounts.SETUP)
    assert confirmed_keys([focal.user]) == {}


def test_the_page_of_the_team_offers_the_role_to_nobody_and_takes_it_from_nobody_by_mistake(
    cast: Any, places_small: Any
) -> None:
    focal, client = accredited(places_small["tulcan"]), browser_of(cast.ana)
    eva = make_beside(cast)["eva"]
    assert 'value="focal_point"' not in client.get(reverse("team_person", args=[eva.reference])).text
    page = client.get(reverse("team_person", args=[focal.user.reference])).text
    assert page.count('value="focal_point"') == 1
    address = reverse("team_roles", args=[focal.user.reference, focal.team.reference])
    client.post(address, {f"{focal.team.reference}-roles": ["focal_point"]})
    assert User.objects.get(pk=focal.user_id).role_codes == {"focal_point"}
    client.post(reverse("team_roles", args=[eva.reference, cast.border.reference]),
                {f"{cast.border.reference}-roles": ["focal_point"]})  # fmt: skip
    assert User.objects.get(pk=eva.pk).role_codes == {"editor"}
