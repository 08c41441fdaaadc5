"""What happens to her key at the entrance: opened with the passphrase, its half in a cookie, locked by one button."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import clear_url_caches, path, reverse

from amparo.commons.accounts import actions, backends, hashers
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Locked
from amparo.config import urls
from amparo.config.login import unlocking
from tests.entrance import OWN, enters, inside, person, shows, with_sheet

pytestmark = pytest.mark.django_db(databases=["default"])
KEY = "amparo_k"
UNLOCK = "a" * 32 + "b" * 64


@pytest.fixture
def sealed_page():
    """A page of the team that needs her key."""

    def page(request: HttpRequest) -> HttpResponse:
        if request.user.opened is None:
            raise Locked
        return HttpResponse(f"opened by {request.user.opened}")

    urls.urlpatterns.append(path("mesa/sellado", page, name="sealed_planted"))
    clear_url_caches()
    yield "/mesa/sellado"
    urls.urlpatterns.pop()
    clear_url_caches()


def test_coming_in_opens_the_key_and_gives_the_browser_its_half(keeper, sealed_page):
    ana = person("ana", "editor")
    client, answer = enters("ana")
    assert answer.status_code == 302
    told = keeper.told
    assert [each[:2] for each in told] == [("half", "ana"), ("in", "ana")]
    assert told[0][2] == ana.try_passphrase(OWN).kek
    cookie = answer.cookies[KEY]
    assert cookie.value == UNLOCK
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"], cookie["expires"]) == (
        True, "Strict", "/", "", "",
    )  # fmt: skip
    assert client.get(sealed_page).content.decode() == f"opened by {UNLOCK}"


def test_behind_tls_the_cookie_is_bound_to_the_host(keeper, settings):
    settings.SECURE, settings.UNLOCK_COOKIE_NAME = True, "__Host-amparo_k"
    person("ana", "editor")
    _client, answer = enters("ana")
    cookie = answer.cookies["__Host-amparo_k"]
    assert (cookie["secure"], cookie["httponly"], cookie["domain"], cookie["path"]) == (True, True, "", "/")


def test_signing_out_locks_and_takes_the_cookie_away(keeper):
    person("ana", "editor")
    client, _answer = enters("ana")
    keeper.heard()
    answer = client.post(reverse("sign_out"))
    assert keeper.told == [("went", "ana", UNLOCK)]
    assert answer.cookies[KEY].value == ""
    assert answer.cookies[KEY]["max-age"] == 0


def test_coming_in_again_locks_what_was_open_here(keeper):
    person("ana", "editor")
    client, _answer = enters("ana")
    keeper.heard()
    enters("ana", client=client)
    assert keeper.told[0] == ("went", "ana", UNLOCK)


def test_a_passphrase_that_somebody_handed_over_opens_no_key_until_she_chooses_one(keeper):
    ana = person("ana", "coordinator")
    eva = actions.open_account(sign_in_name="eva", name_used="Eva", password=OWN, by=ana)
    keeper.heard()
    client = inside("eva")
    assert keeper.heard() == ["in"]
    own = "la que yo misma elijo"
    answer = client.post(reverse("my_password"), {"current": OWN, "password": own, "again": own})
    assert answer.url == "/mesa"
    kek = User.objects.get(pk=eva.pk).try_passphrase(own).kek
    assert keeper.told == [("changed", "eva", kek, None), ("half", "eva", kek), ("in", "eva")]
    assert answer.cookies[KEY].value == UNLOCK


def test_her_own_change_hands_over_the_new_key_and_what_is_open(keeper):
    ana = person("ana", "editor")
    client, own = inside("ana"), "la que yo misma elijo"
    keeper.heard()
    client.post(reverse("my_password"), {"current": OWN, "password": own, "again": own})
    assert keeper.told == [("changed", "ana", User.objects.get(pk=ana.pk).try_passphrase(own).kek, UNLOCK)]


def test_where_her_key_had_closed_the_passphrase_she_types_opens_it_before_it_changes(keeper):
    ana = person("ana", "editor")
    client, own = inside("ana"), "la que yo misma elijo"
    old = ana.try_passphrase(OWN).kek
    keeper.heard()
    del client.cookies[KEY]
    answer = client.post(reverse("my_password"), {"current": OWN, "password": own, "again": own})
    assert [each[0] for each in keeper.told] == ["half", "in", "changed"]
    assert (keeper.told[0][2], keeper.told[2][3]) == (old, UNLOCK)
    assert answer.cookies[KEY].value == UNLOCK


def test_handing_over_closing_and_losing_are_told_to_the_keeper(keeper):
    ana, eva = person("ana", "coordinator"), person("eva")
    actions.set_password(eva, password="la que pone ana", by=ana)
    assert keeper.heard() == ["lost"]
    actions.close_account(eva, by=ana)
    assert keeper.heard() == ["closed"]


def test_a_page_that_needs_the_key_says_that_it_is_away_and_lets_her_in_again(keeper, sealed_page):
    person("ana", "editor")
    client = inside("ana")
    del client.cookies[KEY]
    answer = client.get(f"{sealed_page}?a=1")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'<a class="button" href="{sealed_page}?a=1">' in page, "perhaps the browser only did not send it"
    assert f'name="next" value="{sealed_page}?a=1"' in page
    assert f'action="{reverse("sign_in")}"' in page
    _client, back = enters("ana", client=client)
    assert back.status_code == 302
    assert client.get(sealed_page).status_code == 200


def test_a_key_that_ended_is_no_question_of_the_link(keeper, sealed_page):
    person("ana", "editor")
    client = inside("ana")
    keeper.opened = lambda user, raw: None
    page = client.get(sealed_page).content.decode()
    assert 'class="button" href' not in page
    assert 'name="password"' in page
    posted = client.post(sealed_page)
    assert posted.status_code == 403
    assert 'name="next"' not in posted.content.decode(), "a form that was sent is not opened as a page"


def test_one_button_before_the_menu_locks_the_house(keeper):
    person("ana")
    person("eva", "editor")
    client, colleague = inside("ana"), inside("eva")
    page = client.get("/mesa").content.decode()
    button = page.index(f'formaction="{reverse("lock")}"')
    assert page.index('class="skip"') < button < page.index("<nav")
    assert not re.search(r"<button\b", page[:button].rpartition("<button")[0]), "it is the first"
    keeper.heard()
    before = Act.objects.count()
    answer = client.post(reverse("lock"))
    assert (answer.status_code, answer.url) == (302, reverse("sign_in"))
    assert keeper.told == [("all",), ("went", "ana", UNLOCK)]
    assert answer.cookies[KEY].value == ""
    assert list(Act.objects.filter(number__gt=before).values_list("verb", "actor")) == [
        ("house.locked", f"user:{User.objects.get(sign_in_name='ana').reference}")
    ]
    assert client.get("/mesa").status_code == 302
    assert colleague.get("/mesa").status_code == 200, "her session stays; her key is away"


def test_a_link_does_not_lock(keeper):
    person("ana")
    client = inside("ana")
    keeper.heard()
    assert client.get(reverse("lock")).url == "/mesa"
    assert keeper.told == []


@pytest.mark.parametrize("address", ["/", "/agua", "/salir", "/guardamos", "/no-existe"])
def test_a_public_page_asks_nobody_who_is_here(address, keeper):
    """With both cookies in the browser: no session is read, nobody is looked up, no header says that one mattered."""
    person("ana", "editor")
    client = inside("ana")
    keeper.opened = lambda user, raw: pytest.fail("the key was asked for")
    request = RequestFactory().get(address)
    request.COOKIES = {"amparo": client.session.session_key, KEY: UNLOCK}
    answer = unlocking(lambda asked: HttpResponse("a page"))(request)
    assert not hasattr(request, "_cached_user")
    assert not answer.cookies
    page = client.get(address)
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies


def test_in_a_guide_nothing_is_kept_and_everything_works():
    before, backends.keeper = backends.keeper, backends.Keeper()
    try:
        assert not backends.keeper.keeps
        person("ana", "editor")
        client, answer = enters("ana")
        assert KEY not in answer.cookies
        new = "la que yo misma elijo"
        assert client.post(reverse("my_password"), {"current": OWN, "password": new, "again": new}).status_code == 302
        assert client.post(reverse("lock")).status_code == 302
        assert enters("ana", new)[1].status_code == 302
    finally:
        backends.keeper = before


def test_the_key_of_the_vault_waits_between_the_two_steps():
    """With the real keeper: after the passphrase her browser has its half, and it opens nothing before the number."""
    ana = person("ana", "reader")
    numbers = with_sheet(ana)
    client, answer = enters("ana")
    half = answer.cookies[KEY].value
    assert re.fullmatch(r"[0-9a-f]{96}", half)
    assert client.get(reverse("my_account")).status_code == 302
    shows(client, numbers[0])
    assert client.get(reverse("my_account")).wsgi_request.user.opened is not None
    stolen = Client()
    stolen.cookies[KEY] = half
    assert stolen.get(reverse("my_account")).status_code == 302, "the cookie alone is nobody"
    del client.cookies[KEY]
    assert client.get(reverse("my_account")).wsgi_request.user.opened is None, "the session alone opens nothing"


def test_panic_and_a_lost_phone_put_away_the_keys_of_the_vault():
    for name in ("ana", "eva"):
        person(name, "reader")

    def opens(client):
        return client.get(reverse("my_account")).wsgi_request.user.opened is not None

    ana, eva = inside("ana"), inside("eva")
    assert opens(ana)
    assert opens(eva)
    eva.post(reverse("phone_lost"))
    assert opens(ana)
    eva = inside("eva")
    assert opens(eva)
    ana.post(reverse("lock"))
    assert not opens(eva)


def test_her_own_change_keeps_what_her_key_opens_also_where_it_had_closed():
    person("ana", "reader")
    client, new = inside("ana"), ("la que yo misma elijo", "y otra que elijo después")
    seed = client.get(reverse("my_account")).wsgi_request.user.opened.seed
    client.post(reverse("my_password"), {"current": OWN, "password": new[0], "again": new[0]})
    assert client.get(reverse("my_account")).wsgi_request.user.opened.seed == seed
    del client.cookies[KEY]
    client.post(reverse("my_password"), {"current": new[0], "password": new[1], "again": new[1]})
    assert client.get(reverse("my_account")).wsgi_request.user.opened.seed == seed
    assert inside("ana", new[1]).get(reverse("my_account")).wsgi_request.user.opened.seed == seed


def test_a_key_that_does_not_open_with_the_right_passphrase_is_said_to_her_and_to_the_trail():
    """As a program leaves it that writes a digest past this house."""
    ana = person("ana", "reader")
    inside("ana")
    User.objects.filter(pk=ana.pk).update(password=hashers.fresh("la que otro programa puso")[0])
    before = Act.objects.count()
    client, answer = enters("ana", "la que otro programa puso")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Tu frase está bien, y tu llave no abre con ella." in page
    assert "Díselo hoy a una coordinadora, o a quien cuida el servidor." in page
    assert client.get("/mesa").status_code == 302, "she is not in"
    acts = Act.objects.filter(number__gt=before).values_list("verb", "actor", "target")
    assert list(acts) == [("key.shut", "house.door", f"user:{ana.reference}")]
    assert enters("ana")[1].status_code == 200, "the old one is no passphrase of hers any more"
    actions.set_password(User.objects.get(pk=ana.pk), password=OWN, by=actions.SERVER)
    assert enters("ana")[1].status_code == 302


def test_no_program_changes_a_passphrase_past_her_key():
    ana = person("ana", "reader")
    with pytest.raises(TypeError, match=r"accounts\.actions\.set_password"):
        ana.set_password("la que otro programa puso")
