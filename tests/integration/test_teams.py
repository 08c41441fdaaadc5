"""Teams: a name of their own, another name, gone when empty; each is an act of the coordinator."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from amparo.commons.accounts import actions
from amparo.commons.accounts.models import Team
from amparo.commons.directory.models import Organisation
from amparo.commons.policy.policies import Denied
from tests.desk import client_of, last_number, person, verbs_since

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def ana():
    """The coordinator, in the team Casa."""
    return person("coordinator")


@pytest.mark.parametrize("name", ["Casa", "casa", " CASA ", "Ñandú"])
def test_a_name_is_given_once(ana, name):
    actions.make_team(name="ñandú", by=ana)
    before = last_number()
    answer = client_of(ana).post(reverse("team_new"), {"name": name})
    assert 'id="id_name_error"' in answer.content.decode()
    with pytest.raises(Denied):
        actions.make_team(name=name.strip(), by=ana)
    with pytest.raises(IntegrityError), transaction.atomic(using="default"):
        Team.objects.create(name="casa")
    assert (Team.objects.count(), verbs_since(before)) == (2, [])


def test_a_team_gets_another_name_and_another_organisation(ana):
    garza = Organisation.objects.create(name="Colectiva Garza", operator="peer_led")
    other = actions.make_team(name="Otra", by=ana)
    client, where, before = client_of(ana), reverse("team_change", args=[other.reference]), last_number()
    assert "Otra" in client.get(where).content.decode()
    assert 'id="id_name_error"' in client.post(where, {"name": "casa"}).content.decode()
    assert client.post(where, {"name": "otra"}).url == reverse("team"), "its own name in small letters is free"
    assert client.post(where, {"name": "Promotoras", "organisation": "colectiva garza"}).url == reverse("team")
    other.refresh_from_db()
    assert (other.name, other.organisation) == ("Promotoras", garza)
    assert verbs_since(before) == ["team.renamed", "team.renamed", "team.placed"]
    client.post(where, {"name": "Promotoras", "organisation": "Colectiva Garza"})
    assert len(verbs_since(before)) == 3, "what is so already is no act"
    client.post(where, {"name": "Promotoras", "organisation": ""})
    other.refresh_from_db()
    assert other.organisation is None


def test_only_an_empty_team_goes(ana):
    casa, empty = Team.objects.get(), actions.make_team(name="Vacía", by=ana)
    client, before = client_of(ana), last_number()
    full = reverse("team_change", args=[casa.reference])
    assert reverse("team_remove", args=[casa.reference]) not in client.get(full).content.decode()
    assert 'id="why-remove"' in client.get(full).content.decode()
    assert client.post(reverse("team_remove", args=[casa.reference])).status_code == 403
    assert client.post(reverse("team_remove", args=[empty.reference])).url == reverse("team")
    assert list(Team.objects.all()) == [casa]
    assert verbs_since(before) == ["team.removed"]
    assert client.get(reverse("team_change", args=[empty.reference])).status_code == 404


@pytest.mark.parametrize("role", ["editor", "checker", "reviewer", ""])
def test_nobody_else_changes_teams(ana, role):
    casa, client, before = Team.objects.get(), client_of(person(role)), last_number()
    for name in ("team_change", "team_remove"):
        assert client.post(reverse(name, args=[casa.reference]), {"name": "Mía"}).status_code == 403
    for act in (
        lambda by: actions.rename_team(casa, name="Mía", by=by),
        lambda by: actions.remove_team(casa, by=by),
        lambda by: actions.make_team(name="Mía", by=by),
    ):
        with pytest.raises(Denied):
            act(person(role))
    assert Team.objects.get().name == "Casa"
    assert {"team.renamed", "team.removed", "team.made"}.isdisjoint(verbs_since(before))


def test_who_signs_in_a_team_renames_it_and_says_nothing_of_its_organisation(ana):
    casa = Team.objects.get()
    actions.give_role(ana, team=casa, role="counsel", by=actions.SETUP)
    Organisation.objects.create(name="Colectiva Garza", operator="peer_led")
    where = reverse("team_change", args=[casa.reference])
    assert client_of(ana).post(where, {"name": "Nuestra", "organisation": "Colectiva Garza"}).status_code == 403
    assert Team.objects.get().name == "Casa", "both or neither"
    assert client_of(ana).post(where, {"name": "Nuestra"}).status_code == 302
