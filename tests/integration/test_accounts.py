"""Coming in, going out, and who may change who works here."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions
from amparo.commons.accounts.models import Team, User
from amparo.commons.accounts.policies import may_close_account, may_take_role
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied

pytestmark = pytest.mark.django_db(databases=["default"])
PASSWORD = "mango lluvia puerta sal"


def person(name: str, *roles: str) -> User:
    """Someone of the team with these roles."""
    made = actions.open_account(sign_in_name=name, name_used=name.title(), password=PASSWORD, by=actions.SETUP)
    if roles:
        team = Team.objects.first() or actions.make_team(name="Casa", by=actions.SETUP)
        for role in roles:
            actions.give_role(made, team=team, role=role, by=actions.SETUP)
    return made


def signed_in(user: User) -> Client:
    """A browser in which she has come in."""
    client = Client()
    client.force_login(user)
    return client


def verbs_since(number: int) -> list[str]:
    """What the trail says was done after this act."""
    return list(Act.objects.filter(number__gt=number).values_list("verb", flat=True))


def last_number() -> int:
    """The number of the last act."""
    return Act.objects.count()


def test_coming_in_and_going_out():
    person("ana", "editor")
    client = Client()
    answer = client.post(reverse("sign_in"), {"sign_in_name": " Ana ", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.url == "/mesa"
    assert client.get("/mesa").status_code == 200
    assert client.get(reverse("sign_out")).url == "/mesa", "a link signs nobody out"
    assert client.get("/mesa").status_code == 200
    assert client.post(reverse("sign_out")).url == "/entrar"
    assert client.get("/mesa").status_code == 302


def plain(answer) -> str:
    """The page without the token, which is another one on every page, and without the blanks that fill it up."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"\s*<!--\s*-->\s*$", "", text)


def test_wrong_name_and_wrong_password_give_the_same_answer():
    person("ana", "editor")
    closed = person("eva")
    actions.close_account(closed, by=person("lia", "coordinator"))
    pages = [
        Client().post(reverse("sign_in"), {"sign_in_name": name, "password": password})
        for name, password in [("ana", "wrong wrong wrong"), ("nobody", "wrong wrong wrong"), ("eva", PASSWORD)]
    ]
    bodies = {plain(page).replace("nobody", "X").replace("ana", "X").replace("eva", "X") for page in pages}
    assert len(bodies) == 1
    assert {page.status_code for page in pages} == {200}
    assert all("amparo" not in page.cookies for page in pages), "a refusal opens no session"


def test_every_refusal_does_the_same_work(settings):
    """One derivation, whether the name exists, does not, or is closed; and one where the passphrase is right."""
    from tests.quick import CountingHasher

    person("ana")
    actions.close_account(person("eva"), by=person("lia", "coordinator"))
    settings.PASSWORD_HASHERS = ["tests.quick.CountingHasher"]
    work = []
    for name, password in [("ana", "wrong wrong wrong"), ("nobody", PASSWORD), ("eva", PASSWORD), ("ana", PASSWORD)]:
        CountingHasher.runs.clear()
        Client().post(reverse("sign_in"), {"sign_in_name": name, "password": password})
        work.append(len(CountingHasher.runs))
    assert work == [1, 1, 1, 1]


def test_many_wrong_passwords_lock_nobody_out():
    person("ana", "editor")
    client = Client()
    for _ in range(12):
        client.post(reverse("sign_in"), {"sign_in_name": "ana", "password": "wrong wrong wrong"})
    assert client.post(reverse("sign_in"), {"sign_in_name": "ana", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/mesa/lugares?state=stale", "/mesa/lugares?state=stale"),
        ("https://example.org/", "/mesa"),
        ("//example.org/", "/mesa"),
        ("/\\example.org", "/mesa"),
        ("javascript:alert(1)", "/mesa"),
        ("", "/mesa"),
    ],
)
def test_next_leads_only_to_our_own_pages(wanted, goes_to):
    person("ana", "editor")
    answer = Client().post(reverse("sign_in"), {"sign_in_name": "ana", "password": PASSWORD, "next": wanted})
    assert answer.url == goes_to


def test_the_desk_opens_in_her_language():
    made = person("ana")
    User.objects.filter(pk=made.pk).update(language="pt")
    assert Client().post(reverse("sign_in"), {"sign_in_name": "ana", "password": PASSWORD}).url == "/pt/mesa"


@pytest.mark.parametrize("path", ["/", "/salir", "/guardamos", "/no-existe"])
def test_public_pages_set_no_cookie(path):
    assert not Client().get(path).cookies


PAGES = [
    ("get", "team"),
    ("get", "team_open"),
    ("post", "team_new"),
    ("get", "team_person"),
    ("post", "team_passphrase"),
    ("post", "team_close"),
    ("get", "my_password"),
]
# 302 is the answer to a stranger; 302 after a post that was allowed is "done".
EXPECTED = {
    "stranger": [302, 302, 302, 302, 302, 302, 302],
    "coordinator": [200, 200, 302, 200, 200, 302, 200],
    "editor": [200, 403, 403, 403, 403, 403, 200],
    "checker": [200, 403, 403, 403, 403, 403, 200],
    "": [200, 403, 403, 403, 403, 403, 200],
}


@pytest.mark.parametrize("role", EXPECTED)
def test_who_may_open_which_page(role):
    colleague = person("eva", "editor")
    client = Client() if role == "stranger" else signed_in(person("ana", *filter(None, [role])))
    answers = []
    for method, name in PAGES:
        args = [colleague.reference] if name in {"team_person", "team_passphrase", "team_close"} else []
        answers.append(getattr(client, method)(reverse(name, args=args), {"name": "Otra", "sure": "1"}).status_code)
    assert answers == EXPECTED[role]


def test_a_refusal_says_why():
    answer = signed_in(person("ana", "editor")).get(reverse("team_open"))
    assert answer.status_code == 403
    assert "coordina" in answer.content.decode().lower()


def test_someone_who_is_not_here_does_not_exist():
    client = signed_in(person("ana", "coordinator"))
    assert client.get(reverse("team_person", args=["0" * 16])).status_code == 404


def test_opening_an_account_shows_its_passphrase_once_and_it_works():
    before = (client := signed_in(person("ana", "coordinator"))) and last_number()
    answer = client.post(reverse("team_open"), {"name_used": "Eva", "sign_in_name": "Eva.B", "language": "es"})
    passphrase = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){4}", answer.content.decode())
    assert passphrase is not None
    assert verbs_since(before) == ["user.opened"]
    come_in = Client().post(reverse("sign_in"), {"sign_in_name": "eva.b", "password": passphrase[0]})
    assert come_in.status_code == 302
    assert User.objects.get(sign_in_name="eva.b").must_choose
    assert passphrase[0] not in client.get(reverse("team")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_used", "<b>Eva</b>"),
        ("sign_in_name", "Eva Ñandú"),
        ("sign_in_name", "ana"),
        ("sign_in_name", ""),
        ("language", "xx"),
    ],
)
def test_an_account_that_cannot_be_opened_says_what_to_mend(field, value):
    client = signed_in(person("ana", "coordinator"))
    typed = {"name_used": "Eva", "sign_in_name": "eva", "language": "es"} | {field: value}
    page = client.post(reverse("team_open"), typed).content.decode()
    assert 'aria-invalid="true"' in page
    assert f'id="id_{field}_error"' in page
    assert User.objects.count() == 1


def test_roles_are_given_and_taken_and_each_is_one_act():
    coordinator, eva = person("ana", "coordinator"), person("eva", "editor")
    team, before = Team.objects.get(), last_number()
    client = signed_in(coordinator)
    where = reverse("team_roles", args=[eva.reference, team.reference])
    client.post(where, {f"{team.reference}-roles": ["checker", "moderator"]})
    assert verbs_since(before) == ["role.given", "role.given", "role.taken"]
    assert User.objects.get(pk=eva.pk).role_codes == {"checker", "moderator"}


def test_nobody_locks_the_house_from_outside():
    ana = person("ana", "coordinator")
    assert may_close_account.reason(ana, ana) is not None
    assert may_take_role.reason(ana, ana, "coordinator") is not None
    with pytest.raises(Denied):
        actions.take_role(ana, team=Team.objects.get(), role="coordinator", by=ana)
    page = signed_in(ana).get(reverse("team_person", args=[ana.reference])).content.decode()
    assert "team_close" not in page
    assert reverse("team_close", args=[ana.reference]) not in page


def test_a_closed_account_is_out_at_once():
    eva = person("eva", "editor")
    hers, before = signed_in(eva), last_number()
    assert hers.get("/mesa").status_code == 200
    signed_in(person("ana", "coordinator")).post(reverse("team_close", args=[eva.reference]), {"sure": "1"})
    assert hers.get("/mesa").status_code == 302
    assert verbs_since(before)[-1] == "user.closed"
    assert not User.objects.get(pk=eva.pk).memberships.exists()


def test_a_new_passphrase_ends_the_old_one_everywhere():
    eva = person("eva", "editor")
    hers = signed_in(eva)
    client, before = signed_in(person("ana", "coordinator")), last_number()
    client.post(reverse("team_passphrase", args=[eva.reference]), {"sure": "1"})
    assert verbs_since(before) == ["user.password"]
    assert hers.get("/mesa").status_code == 302


@pytest.mark.parametrize(
    ("typed", "works"),
    [
        ({"current": PASSWORD, "password": "otra lluvia otra puerta", "again": "otra lluvia otra puerta"}, True),
        ({"current": "not this one", "password": "otra lluvia otra puerta", "again": "otra lluvia otra puerta"}, False),
        ({"current": PASSWORD, "password": "corta", "again": "corta"}, False),
        ({"current": PASSWORD, "password": "otra lluvia otra puerta", "again": "otra"}, False),
        ({"current": PASSWORD, "password": PASSWORD, "again": PASSWORD}, None),
    ],
)
def test_changing_her_own_passphrase(typed, works):
    ana = person("ana", "editor")
    client = signed_in(ana)
    answer = client.post(reverse("my_password"), typed)
    if works is not None:
        assert User.objects.get(pk=ana.pk).check_password(typed["password"]) is works
    assert ('aria-invalid="true"' in answer.content.decode()) is not bool(works)
    assert client.get("/mesa").status_code == 200, "she stays in where she is"


def test_the_first_account_can_do_what_a_guide_needs_and_is_made_once():
    said = StringIO()
    call_command("first_account", stdout=said)
    user = User.objects.get()
    assert user.role_codes == {"coordinator", "editor", "checker", "moderator"}
    passphrase = re.search(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){4}", said.getvalue())
    assert passphrase is not None
    assert user.check_password(passphrase[0])
    call_command("first_account", stdout=StringIO())
    assert User.objects.count() == 1


def test_passphrases_differ_and_have_no_letter_that_looks_like_another():
    made = {actions.fresh_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("ilo01ILO")
