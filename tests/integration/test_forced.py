"""Forced to come in: the second passphrase opens an ordinary, empty desk, and nothing says so."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.models import Team, User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from tests.desk import service
from tests.entrance import OWN, SECOND, enters, inside, person, plain, shows, with_second, with_sheet

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NEW = "una que digo con miedo"


@pytest.fixture
def ana():
    """She coordinates, reads letters, and has a passphrase for when she is forced; there are colleagues and places."""
    made = person("ana", "coordinator", "editor", "reviewer")
    person("berta", "checker")
    service("Casa abierta")
    service("Casa escondida", tier=2)
    return with_second(made)


def pages_of_the_desk() -> list[str]:
    """Every address of the team that answers to GET and names nothing."""
    found = []
    for name, pattern, _view in named_patterns():
        if name not in PUBLIC and "<" not in pattern and "i18n" not in pattern:
            found.append(reverse(name))
    return sorted(set(found))


def seen(client: Client, name: str) -> dict[str, tuple[int, str, str]]:
    """Every page as she sees it: its status, where it leads, its text without her name."""
    shown = {}
    for address in pages_of_the_desk():
        answer = client.get(address)
        text = plain(answer).replace(f">{name.title()}<", ">NAME<")
        shown[address] = (answer.status_code, answer.headers.get("Location", ""), text)
    return shown


def test_the_empty_desk_is_the_desk_of_whoever_has_no_role_yet(ana):
    """Not a desk of its own kind: on every page it is the same, letter by letter, as that of a new colleague."""
    person("zoe")
    forced, new = inside("ana", SECOND), inside("zoe")
    hers, ordinary = seen(forced, "ana"), seen(new, "zoe")
    assert len(hers) >= 15
    assert hers == ordinary
    real = seen(inside("ana"), "ana")
    different = {address for address in real if real[address] != ordinary[address]}
    assert {"/mesa", "/mesa/equipo", "/mesa/clave"} <= different, "a control: her real desk is another"


def test_the_empty_desk_shows_no_colleague_no_role_and_no_hidden_place(ana):
    forced = inside("ana", SECOND)
    team = forced.get(reverse("team")).content.decode()
    assert "Berta" not in team
    assert "Casa" not in team.replace("Casa abierta", "")
    places = forced.get(reverse("desk_services")).content.decode()
    assert "Casa abierta" in places
    assert "Casa escondida" not in places
    assert "Casa escondida" in inside("ana").get(reverse("desk_services")).content.decode()


def test_at_the_empty_desk_nothing_can_be_done_that_a_role_does(ana):
    forced, eva = inside("ana", SECOND), person("eva")
    before = Act.objects.count()
    tried = [
        forced.post(reverse("team_open"), {"name_used": "X", "sign_in_name": "x", "language": "es"}),
        forced.post(reverse("team_passphrase", args=[eva.reference])),
        forced.post(reverse("team_phone", args=[eva.reference])),
        forced.post(reverse("team_close", args=[eva.reference])),
        forced.post(reverse("team_new"), {"name": "Otra"}),
        forced.get(reverse("team_person", args=[eva.reference])),
        forced.post(reverse("my_password"), {"what": "second", "second-current": SECOND}),
        forced.post(reverse("my_password"), {"what": "drop", "second-current": SECOND}),
    ]
    assert {answer.status_code for answer in tried} == {403}
    assert Act.objects.count() == before


def test_the_actor_of_an_empty_desk_holds_nothing(ana):
    ana.is_empty_desk = True
    ana.forget_roles()
    team = Team.objects.get()
    assert (ana.role_codes, ana.leading_kinds("reviewer"), queries.signs_for(ana, "reviewer")) == (set(), set(), [])
    assert not ana.is_vouched_for("reviewer")
    assert [each.sign_in_name for each in queries.people_for(ana)] == ["ana"]
    assert queries.teams_for(ana) == []
    with pytest.raises(Denied):
        actions.set_password(ana, password=NEW, by=ana)
    with pytest.raises(Denied):
        actions.give_role(ana, team=team, role="coordinator", by=ana)


def test_both_come_in_alike_and_only_her_own_opens_the_key(ana, keeper):
    own, forced = enters("ana")[1], enters("ana", SECOND)[1]
    assert (own.status_code, own.url) == (forced.status_code, forced.url)
    assert own.cookies.keys() == forced.cookies.keys()
    for name, cookie in own.cookies.items():
        other = forced.cookies[name]
        assert len(cookie.value) == len(other.value), name
        assert {key: cookie[key] for key in cookie} == {key: other[key] for key in other}
    assert [each[0] for each in keeper.told] == ["half", "in"], "of the second one the keeper hears nothing"
    assert re.fullmatch(r"[0-9a-f]{96}", forced.cookies["amparo_k"].value)


def test_the_key_is_never_asked_for_at_an_empty_desk(ana, keeper):
    forced = inside("ana", SECOND)
    keeper.opened = lambda user, raw: pytest.fail("the key was asked for")
    assert forced.get("/mesa").status_code == 200


def test_the_number_is_asked_for_in_the_same_way(ana):
    numbers = with_sheet(ana)
    own_client, own = enters("ana")
    shows(own_client, numbers[0])
    forced_client, forced = enters("ana", SECOND)
    assert plain(own).replace("número 1 ", "número 2 ").replace("number 1 ", "number 2 ") == plain(forced)
    assert forced_client.get("/mesa").status_code == 302
    assert shows(forced_client, numbers[1]).status_code == 302
    assert "Berta" not in forced_client.get(reverse("team")).content.decode()


def test_coming_in_by_her_own_passphrase_afterwards_shows_the_real_desk(ana):
    client = inside("ana", SECOND)
    enters("ana", client=client)
    assert "Berta" in client.get(reverse("team")).content.decode()


def test_changing_the_passphrase_there_changes_that_one_and_says_the_same(ana):
    person("zoe")
    forced, new = inside("ana", SECOND), inside("zoe")
    where = reverse("my_password")
    wrong = [
        client.post(where, {"current": "otra cosa otra cosa", "password": NEW, "again": NEW})
        for client in (forced, new)
    ]
    assert plain(wrong[0]).replace("Ana", "NAME") == plain(wrong[1]).replace("Zoe", "NAME")
    right = [
        client.post(where, {"current": now, "password": NEW, "again": NEW}, follow=True)
        for client, now in ((forced, SECOND), (new, OWN))
    ]
    assert plain(right[0]).replace("Ana", "NAME") == plain(right[1]).replace("Zoe", "NAME")
    ana.refresh_from_db()
    assert ana.check_password(OWN)
    assert ana.try_passphrase(NEW).what == "second"
    assert not ana.try_passphrase(SECOND).what
    assert forced.get("/mesa").status_code == 200, "she stays in where she is"


def test_her_own_passphrase_typed_there_is_not_the_one_she_has_now(ana):
    forced = inside("ana", SECOND)
    page = forced.post(reverse("my_password"), {"current": OWN, "password": NEW, "again": NEW})
    assert 'aria-invalid="true"' in page.content.decode()
    assert User.objects.get(pk=ana.pk).check_password(OWN)


def test_one_that_locks_ends_her_own_and_everything_open(ana, keeper):
    with_second(ana, locks=True)
    elsewhere = inside("ana")
    keeper.told.clear()
    before = Act.objects.count()
    forced = inside("ana", SECOND)
    assert keeper.told == [("locked", "ana")]
    assert elsewhere.get("/mesa").status_code == 302
    assert forced.get("/mesa").status_code == 200
    assert enters("ana")[1].status_code == 200, "her own no longer opens"
    assert enters("ana", SECOND)[1].status_code == 302, "and the second one still does"
    assert Act.objects.count() == before, "no row of the trail tells"
    own = User.objects.get(pk=ana.pk).password
    assert re.fullmatch(r"amparo1\$\w{22}\$[A-Za-z0-9+/]{43}=", own), "it looks as before"
    person("lia", "coordinator")
    actions.set_password(ana, password=NEW, by=actions.SERVER)
    assert enters("ana", NEW)[1].status_code == 302
    assert enters("ana", SECOND)[1].status_code == 200


def test_it_locks_before_the_number_is_shown(ana, keeper):
    """Whoever forces her may stop at the second step."""
    with_sheet(ana)
    with_second(ana, locks=True)
    enters("ana", SECOND)
    assert keeper.heard()[-1] == "locked"
    assert not User.objects.get(pk=ana.pk).check_password(OWN)


def test_a_change_at_an_empty_desk_that_locks_goes_on_locking(ana):
    with_second(ana, locks=True)
    forced = inside("ana", SECOND)
    forced.post(reverse("my_password"), {"current": SECOND, "password": NEW, "again": NEW})
    assert User.objects.get(pk=ana.pk).try_passphrase(NEW).what == "second, and lock"


def test_choosing_one_on_the_page(ana):
    client, where = inside("ana"), reverse("my_password")
    typed = {"what": "second", "second-current": OWN, "second-password": NEW, "second-again": NEW}
    before = Act.objects.count()
    assert client.post(where, typed).url == reverse("my_account")
    assert list(Act.objects.filter(number__gt=before).values_list("verb", flat=True)) == ["user.password"]
    ana.refresh_from_db()
    assert (ana.try_passphrase(NEW).what, ana.try_passphrase(OWN).what) == ("second", "own")
    assert client.get("/mesa").status_code == 200
    client.post(where, typed | {"second-locks": "on"})
    ana.refresh_from_db()
    assert ana.try_passphrase(NEW).what == "second, and lock"
    assert client.post(where, {"what": "drop", "second-current": OWN}).url == reverse("my_account")
    ana.refresh_from_db()
    assert not ana.try_passphrase(NEW).what


@pytest.mark.parametrize(
    "typed",
    [
        {"second-current": "otra cosa otra cosa", "second-password": NEW, "second-again": NEW},
        {"second-current": OWN, "second-password": OWN, "second-again": OWN},
        {"second-current": OWN, "second-password": "corta", "second-again": "corta"},
        {"second-current": OWN, "second-password": NEW, "second-again": "otra"},
        {"second-current": "otra cosa otra cosa", "what": "drop"},
    ],
)
def test_what_cannot_be_one_is_refused(typed, ana):
    answer = inside("ana").post(reverse("my_password"), {"what": "second"} | typed)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert User.objects.get(pk=ana.pk).try_passphrase(SECOND).what == "second"


def test_her_own_is_never_changed_into_the_second(ana):
    answer = inside("ana").post(reverse("my_password"), {"current": OWN, "password": SECOND, "again": SECOND})
    assert answer.status_code == 200
    assert User.objects.get(pk=ana.pk).check_password(OWN)


def test_her_own_change_keeps_the_second_and_a_handed_one_ends_it(ana):
    inside("ana").post(reverse("my_password"), {"current": OWN, "password": NEW, "again": NEW})
    ana.refresh_from_db()
    assert ana.try_passphrase(SECOND).what == "second"
    actions.set_password(ana, password=OWN, by=actions.SERVER)
    ana.refresh_from_db()
    assert not ana.try_passphrase(SECOND).what


def test_the_page_says_the_same_whether_she_has_one_or_not(ana):
    client = inside("ana")
    with_one = plain(client.get(reverse("my_password")))
    client.post(reverse("my_password"), {"what": "drop", "second-current": OWN})
    client.get("/mesa/yo")  # the sentence that it was done is said there
    assert plain(client.get(reverse("my_password"))) == with_one


def test_a_dump_does_not_tell_who_has_one(ana):
    """Every column of every account has the same form; and the trail calls it as any change of a passphrase."""
    person("berta2", "coordinator", "editor", "reviewer")
    rows = [
        [re.sub(r"[A-Za-z0-9+/=]", "x", str(value)) for value in row[3:]]
        for row in User.objects.filter(sign_in_name__in=["ana", "berta2"]).values_list(
            "id", "reference", "sign_in_name", "password", "other_check", "session_stamp", "must_choose", "is_active"
        )
    ]
    assert rows[0] == rows[1]
    verbs = set(Act.objects.values_list("verb", flat=True))
    assert not [verb for verb in verbs if "second" in verb or "forced" in verb]


def test_only_whoever_stands_there_changes_an_empty_desk(ana):
    with pytest.raises(Hidden):
        actions.change_at_empty_desk(ana, password=NEW, locks=False, by=ana)


def test_a_session_at_an_empty_desk_ends_with_a_new_second_passphrase(ana):
    forced = inside("ana", SECOND)
    inside("ana").post(
        reverse("my_password"),
        {"what": "second", "second-current": OWN, "second-password": NEW, "second-again": NEW},
    )
    assert forced.get("/mesa").status_code == 302
