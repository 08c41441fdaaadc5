"""Coming in: one derivation for every try, a fresh session, one digest that is written, and nothing that tells."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.test import Client
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from tests.entrance import OWN, enters, inside, person
from tests.quick import CountingHasher

pytestmark = pytest.mark.django_db(databases=["default"])


def test_a_wrong_passphrase_opens_nothing(keeper):
    person("ana", "editor")
    client, answer = enters("ana", "otra cosa otra cosa")
    assert (answer.status_code, keeper.told, dict(client.cookies).keys() - {"amparo_c"}) == (200, [], set())


def test_who_follows_a_link_from_elsewhere_is_offered_the_same_page(keeper):
    asked = f"{reverse('sign_in')}?next=/mesa/equipo"
    page = Client().get(asked, headers={"sec-fetch-site": "cross-site"}).content.decode()
    assert '<a class="button" href="/mesa/equipo">' in page
    for fetch, wanted in (
        ("same-origin", "/mesa/equipo"),
        ("cross-site", "https://example.org/"),
        ("cross-site", "//x"),
    ):
        page = Client().get(f"{reverse('sign_in')}?next={wanted}", headers={"sec-fetch-site": fetch}).content.decode()
        assert 'class="button" href' not in page, (fetch, wanted)


def test_every_session_begins_under_a_new_name():
    person("ana", "editor")
    client, _answer = enters("ana")
    first = client.session.session_key
    enters("ana", client=client)
    assert client.session.session_key not in {first, None}
    assert not Session.objects.filter(pk=first).exists()


def test_an_anonymous_session_is_not_taken_along():
    """Somebody may have put a session into her browser beforehand."""
    person("ana", "editor")
    client = Client()
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["amparo"] = planted.session_key
    enters("ana", client=client)
    assert client.session.session_key != planted.session_key
    assert "planted" not in client.session


def test_an_old_digest_is_replaced_at_the_next_right_passphrase_and_no_other(settings, keeper):
    ana = person("ana", "editor")
    old = ScryptPasswordHasher().encode(OWN, "salsalsalsalsalsalsal")
    User.objects.filter(pk=ana.pk).update(password=old)
    other = User.objects.get(pk=ana.pk).other_check
    enters("ana", "otra cosa otra cosa")
    assert User.objects.get(pk=ana.pk).password == old
    _client, answer = enters("ana")
    assert answer.status_code == 302
    ana.refresh_from_db()
    assert ana.password.startswith("amparo1$")
    assert ana.other_check != other
    assert keeper.told[0] == ("half", "ana", ana.try_passphrase(OWN).kek)
    kept = ana.password
    enters("ana")
    ana.refresh_from_db()
    assert ana.password == kept


def test_a_digest_is_never_written_by_asking_whether_it_fits():
    ana = person("ana", "editor")
    User.objects.filter(pk=ana.pk).update(password=ScryptPasswordHasher().encode(OWN, "salsalsalsalsalsalsal"))
    ana.refresh_from_db()
    before = ana.password
    assert ana.check_password(OWN)
    ana.refresh_from_db()
    assert ana.password == before


def test_a_sign_in_is_one_derivation_and_a_change_of_hers_three(settings):
    """The change tries the old one, looks whether the new one is her second, and keeps it."""
    person("ana", "editor")
    settings.PASSWORD_HASHERS = ["tests.quick.CountingHasher"]
    CountingHasher.runs.clear()
    client = inside("ana")
    assert len(CountingHasher.runs) == 1
    new = "la que yo misma elijo"
    client.post(reverse("my_password"), {"current": OWN, "password": new, "again": new})
    assert len(CountingHasher.runs) == 4


def test_nobody_keeps_when_she_came_or_went():
    person("ana", "editor")
    before = Act.objects.count()
    client = inside("ana")
    client.post(reverse("sign_out"))
    assert Act.objects.count() == before


@pytest.mark.parametrize(
    ("view", "typed"),
    [
        ("sign_in", {"sign_in_name": "ana", "password": OWN}),
        ("my_password", {"current": OWN, "password": OWN, "again": OWN}),
        ("second_step", {"current": OWN, "what": "app"}),
    ],
)
def test_no_passphrase_is_in_a_report_of_errors(view, typed, keeper, settings, caplog):
    """Whatever breaks: what the report shows of the form is stars, and the log says none of it."""
    person("ana", "editor")
    client = Client(raise_request_exception=False) if view == "sign_in" else inside("ana")
    client.raise_request_exception = False
    settings.DEBUG = False
    settings.PASSWORD_HASHERS = ["tests.quick.BrokenHasher"]
    answer = client.post(reverse(view), typed)
    assert answer.status_code == 500
    request = answer.wsgi_request
    shown = SafeExceptionReporterFilter().get_post_parameters(request)
    assert set(shown.values()) == {SafeExceptionReporterFilter.cleansed_substitute}
    assert OWN not in caplog.text
    assert "it broke on purpose" in caplog.text, "a control: the log has the error"


def test_accounts_of_an_older_house_get_each_a_second_check_of_its_own():
    """A column that is added has one value for all; in a dump that would show who has chosen one since."""
    for name in ("ana", "eva", "zoe"):
        person(name)
    User.objects.update(other_check="the same", session_stamp="the same")
    migration = MigrationLoader(connections["default"]).get_migration("accounts", "0005_one_pass")
    last = next(each for each in migration.operations if isinstance(each, RunPython))
    last.code(apps, SimpleNamespace(connection=connections["default"]))
    rows = list(User.objects.values_list("other_check", "session_stamp"))
    assert len({check for check, _stamp in rows}) == len({stamp for _check, stamp in rows}) == 3
    assert {len(check) for check, _stamp in rows} == {44}
