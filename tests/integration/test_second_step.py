"""The second step: a number after the passphrase, each used once; who must have one; what a dump shows."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.models import SecondStep, User
from amparo.commons.accounts.policies import MOST_MISSES
from tests.entrance import OWN, SECRET, enters, left, person, plain, shows, with_sheet

pytestmark = pytest.mark.django_db(databases=["default"])
# RFC 4226, appendix D: the first numbers of this secret; RFC 6238, appendix B: at these moments, the last six figures.
RFC_SECRET = b"12345678901234567890"
BY_COUNT = ["287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
BY_TIME = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


def app_of(user: User, secret: bytes = RFC_SECRET) -> SecondStep:
    """She has an app with this secret."""
    step = actions.begin_step(user, kind="app", secret=secret)
    actions.confirm_step(user, step=step, place=0, by=user)
    return step


def at(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def test_a_sheet_has_the_numbers_of_the_standard():
    ana = person("ana")
    numbers = actions.hand_sheet(ana, by=actions.SERVER, secret=RFC_SECRET)
    assert numbers[:9] == BY_COUNT
    assert len(numbers) == 40


@pytest.mark.parametrize("moment", BY_TIME)
def test_an_app_shows_the_numbers_of_the_standard(moment):
    ana = person("ana")
    app_of(ana)
    assert actions.take_number(ana, BY_TIME[moment], now=at(moment))


def test_a_number_of_an_app_opens_once_and_none_before_it_afterwards():
    ana = person("ana")
    app_of(ana)
    clock = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")  # the same secret as base32, by RFC 4648
    now = 1_800_000_000
    before, this, after = (clock.at(now + shift) for shift in (-30, 0, 30))
    assert actions.take_number(ana, f" {this[:3]} {this[3:]} ", now=at(now))
    assert not actions.take_number(ana, this, now=at(now))
    assert not actions.take_number(ana, before, now=at(now))
    assert actions.take_number(ana, after, now=at(now)), "a clock may be half a minute fast"
    assert not actions.take_number(ana, clock.at(now + 90), now=at(now)), "and no more"


def test_a_number_of_a_colleague_opens_nothing_and_counts_against_nobody_else():
    ana, berta = person("ana"), person("berta")
    app_of(ana)
    app_of(berta, b"a secret of berta's!")
    now = 1_800_000_000
    hers = pyotp.TOTP("MEQHGZLDOJSXIIDPMYQGEZLSORQSO4ZB").at(now)  # the same secret as base32
    assert not actions.take_number(ana, hers, now=at(now))
    assert [ana.second_steps.get().misses, berta.second_steps.get().misses] == [1, 0]
    assert actions.take_number(berta, hers, now=at(now))
    assert [ana.second_steps.get().misses, berta.second_steps.get().misses] == [1, 0]


def test_whoever_sets_one_up_leaves_those_of_others_as_they_are():
    ana, berta = person("ana"), person("berta")
    app_of(berta)
    begun = actions.begin_step(berta, kind="app")
    before = list(berta.second_steps.order_by("pk").values())
    app_of(ana)
    actions.begin_step(ana, kind="app")
    actions.hand_sheet(ana, by=actions.SERVER)
    assert list(berta.second_steps.order_by("pk").values()) == before
    assert begun.pk in [row["id"] for row in before]


def test_what_a_colleague_has_begun_is_not_hers_to_finish():
    ana, berta = person("ana"), person("berta")
    begun = actions.begin_step(berta, kind="app")
    assert queries.step_in_making(berta, "app") == begun
    assert queries.step_in_making(ana, "app") is None


def test_numbers_of_a_sheet_open_in_their_order_and_once():
    berta, ana = person("berta"), person("ana")
    with_sheet(berta)
    numbers = with_sheet(ana)
    now = clock.now()
    assert not actions.take_number(ana, numbers[1], now=now)
    assert actions.take_number(ana, numbers[0], now=now)
    assert not actions.take_number(ana, numbers[0], now=now)
    assert actions.take_number(ana, numbers[1], now=now)
    assert (left(ana), left(berta)) == (38, 40)


def test_a_sheet_ends_after_its_last_number():
    ana = person("ana")
    with_sheet(ana)
    SecondStep.objects.update(last=40)
    forty_first = pyotp.HOTP("AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT").at(41)
    assert not actions.take_number(ana, forty_first, now=clock.now())
    _client, answer = enters("ana")
    assert 'id="used"' in answer.content.decode()


def test_after_the_passphrase_she_is_nobody_until_she_shows_the_number():
    ana = person("ana", "coordinator")
    numbers = with_sheet(ana)
    client, answer = enters("ana")
    assert answer.status_code == 200
    assert 'name="number"' in answer.content.decode()
    assert client.get("/mesa").status_code == 302
    assert "_auth_user_id" not in client.session
    waiting = client.session.session_key
    back = shows(client, numbers[0])
    assert (back.status_code, back.url) == (302, "/mesa")
    assert client.get("/mesa").status_code == 200
    assert client.session.session_key != waiting
    assert "waiting" not in client.session


def test_she_goes_on_where_she_wanted_to():
    ana = person("ana", "coordinator")
    numbers = with_sheet(ana)
    for wanted, there, number in (("/mesa/equipo", "/mesa/equipo", 0), ("https://example.org/", "/mesa", 1)):
        client = Client()
        client.post(reverse("sign_in"), {"sign_in_name": "ana", "password": OWN, "next": wanted})
        assert shows(client, numbers[number]).url == there


def test_a_wrong_passphrase_says_nothing_of_a_second_step():
    with_sheet(person("ana"))
    person("eva")
    pages = {plain(enters(name, "otra cosa otra cosa")[1]).replace(name, "") for name in ("ana", "eva", "zoe")}
    assert len(pages) == 1


def test_five_tries_then_the_passphrase_again():
    ana = person("ana")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    for _ in range(4):
        assert 'name="number"' in shows(client, "000000").content.decode()
    last = shows(client, "000000").content.decode()
    assert 'name="password"' in last
    assert client.get("/mesa").status_code == 302
    assert 'name="password"' in shows(client, numbers[0]).content.decode()
    client, _answer = enters("ana")
    assert shows(client, numbers[0]).status_code == 302, "and with it she comes in: nobody is locked out"


def test_five_minutes_then_the_passphrase_again():
    ana = person("ana")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    waiting = client.session["waiting"]
    soon, late = (clock.now() + timedelta(seconds=seconds) for seconds in (290, 301))
    assert queries.person_waiting(waiting, now=soon) == ana
    assert queries.person_waiting(waiting, now=late) is None
    session = client.session
    session["waiting"] = waiting | {"until": clock.now().timestamp() - 1}
    session.save()
    assert 'name="password"' in shows(client, numbers[0]).content.decode()
    assert left(ana) == 40, "no number was used up"


def test_whoever_waits_is_out_when_the_passphrase_becomes_another():
    ana = person("ana", "coordinator")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    actions.set_password(ana, password="otra que nadie sabe", by=actions.SERVER)
    assert 'name="password"' in shows(client, numbers[0]).content.decode()


def test_a_number_without_a_passphrase_is_nothing():
    numbers = with_sheet(person("ana"))
    assert 'name="password"' in shows(Client(), numbers[0]).content.decode()


def test_many_sessions_at_once_have_no_more_tries_than_one():
    """Whoever knows her passphrase opens as many sessions as she likes; the count is of the account."""
    ana = person("ana", "coordinator")
    numbers = with_sheet(ana)
    for _ in range(MOST_MISSES):
        assert not actions.take_number(ana, "000000", now=clock.now())
    assert not actions.take_number(ana, numbers[0], now=clock.now()), "the right one does not open either"
    _client, answer = enters("ana")
    assert 'id="stop"' in answer.content.decode()
    assert 'class="short"' not in answer.content.decode()
    actions.set_password(ana, password=OWN, by=actions.SERVER)
    assert actions.take_number(ana, numbers[0], now=clock.now())


def test_a_stranger_locks_nobody_out():
    ana = person("ana")
    numbers = with_sheet(ana)
    for _ in range(MOST_MISSES + 5):
        enters("ana", "otra cosa otra cosa")
    client, _answer = enters("ana")
    assert shows(client, numbers[0]).status_code == 302


def test_a_right_number_forgets_the_wrong_ones():
    ana = person("ana")
    numbers = with_sheet(ana)
    for place in range(3):
        for _ in range(MOST_MISSES - 1):
            actions.take_number(ana, "000000", now=clock.now())
        assert actions.take_number(ana, numbers[place], now=clock.now())


def test_a_dump_of_the_database_shows_no_secret(settings):
    ana = person("ana")
    step = app_of(ana, SECRET)
    kept = bytes(SecondStep.objects.get().box)
    assert SECRET not in kept
    assert queries.secret_of(step) == "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT"  # RFC 4648 of bytes 0 to 19
    settings.SECRET_KEY = "another key of another house, which is forty characters long"
    with pytest.raises(Exception, match="box"):
        queries.secret_of(step)


def test_a_box_of_one_account_opens_in_no_other():
    ana, eva = person("ana"), person("eva")
    step = app_of(ana, SECRET)
    step.user = eva
    with pytest.raises(Exception, match="box"):
        queries.secret_of(step)


def test_a_dump_does_not_say_when_she_came_in_last():
    ana = person("ana")
    app_of(ana)
    now = 1_800_000_000
    number = pyotp.TOTP("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").at(now)
    assert actions.take_number(ana, number, now=at(now))
    assert abs(SecondStep.objects.get().last - now // 30) > 1_000_000
