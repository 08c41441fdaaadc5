"""A signature needs two people: whoever hands out a passphrase, a role or an organisation signs nothing alone."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.pathways.models import SignOff
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Membership, Team, User
from amparo.commons.directory.models import Organisation
from amparo.commons.policy.policies import Denied
from tests.desk import client_of, last_number, person, verbs_since
from tests.integration.test_gate import digest, sign, team_of
from tests.letters import with_open_key

pytestmark = pytest.mark.django_db(databases=["default"])
OWN = "la palabra que yo elijo"


def opened(name: str, by: object, *roles: str) -> User:
    """An account that somebody of the desk opened, with roles that she gave."""
    made = accounts.open_account(sign_in_name=name, name_used=name.title(), password="la que me dieron", by=by)
    for role in roles:
        accounts.give_role(made, team=Team.objects.get(), role=role, by=by)
    return made


def chooses(user: User) -> None:
    """Whoever has the passphrase comes in and chooses another; her first key is open from then on."""
    accounts.set_password(user, password=OWN, by=user)
    with_open_key(user, OWN)


def vouch(user: User, by: object, role: str = "reviewer") -> None:
    accounts.vouch(user, team=Team.objects.get(), role=role, by=by)


@translation.override("en")
@pytest.mark.parametrize("role", ["reviewer", "counsel"])
def test_who_opens_an_account_cannot_sign_through_it(role):
    team_of("peer_led")
    ana = person("coordinator")
    puppet = opened("marisol", ana, role)
    line = {"reviewer": "EC-2", "counsel": "EC-adult"}[role]
    chooses(puppet)
    with pytest.raises(Denied, match="Nobody vouches"):
        sign(line, role, puppet)
    with pytest.raises(Denied, match="same hands"):
        vouch(puppet, ana, role)
    other = opened("berta", ana, "coordinator")  # a second puppet, who vouches for the first
    chooses(other)
    with pytest.raises(Denied, match="same hands"):
        vouch(puppet, other, role)
    third = opened("carla", other, "coordinator")  # and one that the second opened
    chooses(third)
    with pytest.raises(Denied, match="same hands"):
        vouch(puppet, third, role)
    accounts.set_password(ana, password="otra vez otra", by=other)  # the puppet hands its maker a passphrase
    with pytest.raises(Denied, match="same hands"):
        vouch(User.objects.get(pk=puppet.pk), User.objects.get(pk=ana.pk), role)
    assert not SignOff.objects.exists()


def test_a_second_coordinator_of_another_hand_vouches_and_the_signature_counts():
    team_of("peer_led")
    ana, berta = person("coordinator"), person("coordinator")
    marisol = opened("marisol", ana, "reviewer")
    with pytest.raises(Denied):
        vouch(marisol, berta)  # her passphrase is not her own yet
    chooses(marisol)
    before = last_number()
    vouch(marisol, berta)
    assert verbs_since(before) == ["role.vouched"]
    assert sign("EC-2", "reviewer", marisol).signed_by == marisol.reference


@translation.override("en")
def test_a_passphrase_that_somebody_hands_over_ends_what_was_vouched():
    team_of("peer_led")
    ana, berta, marisol = person("coordinator"), person("coordinator"), person("reviewer")
    sign("EC-1", "reviewer", marisol)
    accounts.set_password(marisol, password="la que pone ana", by=ana)
    with pytest.raises(Denied, match="Nobody vouches"):
        sign("EC-2", "reviewer", marisol)
    chooses(marisol)  # Ana comes in as her and chooses another
    with pytest.raises(Denied, match="Nobody vouches"):
        sign("EC-2", "reviewer", marisol)
    with pytest.raises(Denied, match="same hands"):
        vouch(marisol, ana)
    vouch(marisol, berta)
    assert sign("EC-2", "reviewer", marisol)


def test_her_own_change_of_passphrase_ends_nothing():
    team_of("peer_led")
    marisol = person("reviewer")
    chooses(marisol)
    assert sign("EC-2", "reviewer", marisol)


@translation.override("en")
@pytest.mark.parametrize("what", ["operator", "name", "other"])
def test_an_organisation_that_becomes_another_needs_a_word_again(what):
    """Whoever writes the list makes any organisation peer-led: that alone opens no door to a signature."""
    team = team_of("civil_society")
    marisol, garza = person("reviewer"), Organisation.objects.get()
    if what == "operator":
        Organisation.objects.update(operator="peer_led")
    else:
        Organisation.objects.update(operator="peer_led")
        vouch(marisol, person("coordinator"))
        assert sign("EC-1", "reviewer", marisol)
        if what == "name":
            Organisation.objects.update(name="Another one")
        else:
            Team.objects.update(organisation=Organisation.objects.create(name="Other", operator="peer_led"))
    with pytest.raises(Denied, match="Nobody vouches"):
        sign("EC-2", "reviewer", User.objects.get(pk=marisol.pk))
    vouch(marisol, person("coordinator"))
    assert sign("EC-2", "reviewer", User.objects.get(pk=marisol.pk))
    assert (team.pk, garza.pk) == (Team.objects.get().pk, Organisation.objects.order_by("pk").first().pk) or what


def test_a_word_for_one_kind_is_none_for_another():
    """She reviews in two teams: the one that is vouched for is not led by peers, the one that is is not vouched for."""
    team_of("civil_society")
    marisol = person("reviewer")
    peers = accounts.make_team(
        name="Garza", organisation=Organisation.objects.create(name="Garza", operator="peer_led"), by=accounts.SETUP
    )
    Membership.objects.create(user=marisol, team=peers, role="reviewer")
    with pytest.raises(Denied):
        sign("EC-2", "reviewer", marisol)
    accounts.vouch(marisol, team=peers, role="reviewer", by=person("coordinator"))
    assert sign("EC-2", "reviewer", marisol)


def test_whoever_has_a_passphrase_from_another_hand_opens_one_page_only():
    ana = person("coordinator")
    marisol = opened("marisol", ana, "editor")
    client = Client()
    typed = {"sign_in_name": "marisol", "password": "la que me dieron"}
    assert client.post(reverse("sign_in"), typed).status_code == 302
    for name in ("desk", "desk_services", "team", "lines", "landmarks"):
        assert client.get(reverse(name)).url == reverse("my_password"), name
        assert client.post(reverse(name)).url == reverse("my_password"), name
    page = client.get(reverse("my_password"))
    assert page.status_code == 200
    assert 'id="first"' in page.content.decode()
    same = {"current": "la que me dieron", "password": "la que me dieron", "again": "la que me dieron"}
    assert client.post(reverse("my_password"), same).status_code == 200, "the same one is known to somebody else"
    assert client.post(reverse("my_password"), same | {"password": OWN, "again": OWN}).url == reverse("desk")
    assert client.get(reverse("desk")).status_code == 200
    assert not User.objects.get(pk=marisol.pk).must_choose


def test_the_page_of_a_colleague_says_what_is_missing_and_lets_a_second_person_vouch():
    team_of("peer_led")
    ana, berta = person("coordinator"), person("coordinator")
    marisol = opened("marisol", ana, "reviewer")
    chooses(marisol)
    where, team = reverse("team_person", args=[marisol.reference]), Team.objects.get()
    form = reverse("team_vouch", args=[marisol.reference, team.reference])
    assert form not in client_of(ana).get(where).content.decode(), "the one who opened it has no button"
    assert client_of(ana).post(form, {"role": "reviewer"}).status_code == 403
    assert form in client_of(berta).get(where).content.decode()
    assert client_of(berta).post(form, {"role": "counsel"}).status_code == 404
    assert client_of(person("editor")).post(form, {"role": "reviewer"}).status_code == 403
    read = client_of(berta).get(where).context["signing"][0]["seen"]
    assert client_of(berta).post(form, {"role": "reviewer", "seen": read}).url == where
    page = client_of(marisol).get(reverse("line", args=["EC-2"])).content.decode()
    assert "Org peer_led" in page, "she reads for whom she signs"
    answer = client_of(marisol).post(reverse("line", args=["EC-2"]), {"act": "sign", "digest": digest("EC-2")})
    assert answer.status_code == 302
    assert SignOff.objects.get().signed_by == marisol.reference


def phrase_in(said: StringIO) -> str:
    found = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){4}", said.getvalue())
    assert found
    return found[0]


def test_the_server_opens_a_second_hand():
    call_command("first_account", stdout=StringIO())
    said = StringIO()
    call_command("account", "berta", "--new", "--name", "Berta", "--role", "coordinator", stdout=said)
    first, berta = User.objects.get(sign_in_name="coordina"), User.objects.get(sign_in_name="berta")
    assert berta.check_password(phrase_in(said))
    assert (berta.must_choose, berta.role_codes) == (True, {"coordinator"})
    assert not first.hands() & berta.hands()


def test_the_server_hands_a_passphrase_to_who_lost_hers():
    ana = person("coordinator")
    eva = opened("eva", ana, "reviewer")
    said = StringIO()
    call_command("account", "Eva", stdout=said)
    eva.refresh_from_db()
    assert eva.check_password(phrase_in(said))
    assert (eva.must_choose, eva.hands()) == (True, {eva.reference})
    chooses(eva)
    vouch(eva, ana)


@pytest.mark.parametrize(
    "words",
    [
        ["eva"],
        ["eva", "--role", "editor"],
        ["eva", "--new", "--role", "queen"],
        ["Ñandú", "--new"],
        ["eva", "--new", "--role", "editor"],  # there is no team yet
        ["eva", "--new", "--role", "editor", "--team", "No"],
    ],
)
def test_a_wrong_word_opens_no_account(words):
    with pytest.raises(CommandError):
        call_command("account", *words, stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("before", [[], ["lost"]])
def test_a_name_that_nobody_has_is_a_slip_and_no_new_account(before):
    eva = opened("evangelina", person("coordinator"), "reviewer")
    said = StringIO()
    with pytest.raises(CommandError, match=r"Nobody comes in as “evangelia”\. Did you mean evangelina\?"):
        call_command("account", *before, "evangelia", stdout=said)
    assert said.getvalue() == ""
    assert User.objects.get(pk=eva.pk).password == eva.password
    assert not User.objects.filter(sign_in_name="evangelia").exists()


@pytest.mark.usefixtures("english")
def test_a_new_account_is_not_opened_over_one_that_is_there():
    eva = opened("eva", person("coordinator"), "reviewer")
    with pytest.raises(CommandError, match=r"There is an account eva already\."):
        call_command("account", "eva", "--new", stdout=StringIO())
    assert User.objects.get(pk=eva.pk).password == eva.password


@pytest.mark.usefixtures("english")
def test_where_there_are_several_teams_the_server_guesses_none():
    for name in ("Abogadas del Mar", "Casa"):
        accounts.make_team(name=name, by=accounts.SETUP)
    words = ["account", "berta", "--new", "--role", "coordinator"]
    with pytest.raises(CommandError, match=r"--team NAME\. There are: Abogadas del Mar, Casa\."):
        call_command(*words, stdout=StringIO())
    assert not User.objects.exists()
    call_command(*words, "--team", "casa", stdout=StringIO())
    held = User.objects.get(sign_in_name="berta").memberships.values_list("role", "team__name")
    assert list(held) == [("coordinator", "Casa")]


@pytest.mark.usefixtures("english")
def test_the_server_changes_no_role_of_an_account_that_is_there():
    ana = person("coordinator")
    eva = opened("eva", ana, "reviewer")
    before = eva.password
    with pytest.raises(CommandError, match="There is an account eva"):
        call_command("account", "eva", "--role", "editor", stdout=StringIO())
    eva.refresh_from_db()
    assert eva.password == before


def test_accounts_from_before_count_as_one_hand():
    """Of a house that is older than this rule nobody knows who handed what: its accounts vouch for nobody."""
    one, two = (User.objects.create(sign_in_name=name, name_used=name) for name in ("una", "otra"))
    assert one.hands() & two.hands()
