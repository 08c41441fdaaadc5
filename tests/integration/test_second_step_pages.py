"""Making a second step, being asked for one, and running out of numbers."""

import re
import subprocess
import sys
from datetime import timedelta

import pyotp
import pytest
import segno
from django.urls import reverse
from django.utils import translation

from amparo.commons import clock
from amparo.commons.accounts import actions, queries
from amparo.commons.accounts.models import SecondStep, User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from tests.entrance import OWN, enters, inside, person, shows, with_sheet

pytestmark = pytest.mark.django_db(databases=["default"])
WHO_MUST = [("coordinator", True), ("reader", True), ("outside", True), ("editor", False)]


def test_making_one_with_an_app_on_the_page():
    ana = person("ana", "editor")
    client, before = inside("ana"), Act.objects.count()
    page = client.post(reverse("second_step"), {"current": OWN, "what": "app"}).content.decode()
    secret = re.search(r"<strong>((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})</strong>", page)[1].replace(" ", "")
    assert "style=" not in page
    assert "<img" not in page
    assert read_picture(page) == (f"otpauth://totp/Libreta:ana?secret={secret}&issuer=Libreta")
    assert queries.asked_of(ana) is None, "it counts only once she has shown a number"
    where = reverse("second_step")
    again = client.post(where, {"what": "show", "kind": "app", "number": "1"}).content.decode()
    assert secret[:4] not in again, "a session alone does not see it again"
    now = clock.now()
    answer = client.post(where, {"what": "show", "kind": "app", "number": pyotp.TOTP(secret).at(now)})
    assert answer.url == reverse("my_account")
    assert queries.asked_of(ana) == queries.Asked(True, 0, False)
    assert list(Act.objects.filter(number__gt=before).values_list("verb", flat=True)) == ["user.second_step"]
    other, _answer = enters("ana")
    assert 'name="number"' in shows(other, pyotp.TOTP(secret).at(now)).content.decode(), "that one was used"
    assert shows(other, pyotp.TOTP(secret).at(now + timedelta(seconds=30))).status_code == 302


def read_picture(page: str) -> str:
    """The picture drawn again by another hand: a fresh code of the same text has the same squares."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', page)[1])
    path = re.search(r'<path d="([^"]+)" fill="#000"', page)[1]
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    secret = re.search(r"<strong>([A-Z2-7 ]+)</strong>", page)[1].replace(" ", "")
    text = f"otpauth://totp/Libreta:ana?secret={secret}&issuer=Libreta"
    code = segno.make(text, micro=False)
    matrix = [[bool(cell) for cell in row] for row in code.matrix]
    drawn = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}
    return text if (dark, size) == (drawn, len(matrix) + 8) else "another picture"


def test_making_a_sheet_on_the_page():
    ana = person("ana", "editor")
    client, where = inside("ana"), reverse("second_step")
    page = client.post(where, {"current": OWN, "what": "paper"}).content.decode()
    numbers = [a + b for a, b in re.findall(r"<li>\d+ · <b>(\d{3}) (\d{3})</b>", page)]
    assert len(numbers) == 40
    assert re.findall(r"<li>(\d+) ·", page) == [str(place) for place in range(1, 41)]
    assert client.post(where, {"what": "show", "kind": "paper", "number": numbers[1]}).status_code == 200
    assert client.post(where, {"what": "show", "kind": "paper", "number": numbers[0]}).status_code == 302
    assert queries.asked_of(ana) == queries.Asked(False, 2, False)
    other, _answer = enters("ana")
    assert shows(other, numbers[1]).status_code == 302


def mark_on(page: str) -> str:
    """What the page bears that shows a secret."""
    return re.search(r'<input type="hidden" name="mark" value="([0-9a-f]{64})">', page)[1]


@pytest.mark.parametrize("kind", ["app", "paper"])
def test_a_wrong_number_leaves_what_was_shown_on_the_page(kind):
    ana = person("ana", "editor")
    client, where = inside("ana"), reverse("second_step")
    page = client.post(where, {"current": OWN, "what": kind}).content.decode()
    made = SecondStep.objects.get(user=ana)
    wrong = {"what": "show", "kind": kind, "number": "1", "mark": mark_on(page)}
    for _ in range(2):
        again = client.post(where, wrong).content.decode()
        assert "Todavía no" in again
        assert mark_on(again) == mark_on(page)
        if kind == "app":
            assert read_picture(again) == read_picture(page) != "another picture"
        else:
            assert re.findall(r"<li>.*?</li>", again) == re.findall(r"<li>.*?</li>", page)
    assert SecondStep.objects.get(user=ana) == made
    assert SecondStep.objects.get(user=ana).box == made.box, "the same one, kept sealed as it was"
    assert queries.asked_of(ana) is None


def test_the_mark_of_a_page_opens_no_other_secret():
    """Somebody else's, one that was begun anew since, or a guess: what is in the making stays unseen."""
    person("ana", "editor")
    person("eva", "editor")
    client, where = inside("ana"), reverse("second_step")
    old = mark_on(client.post(where, {"current": OWN, "what": "app"}).content.decode())
    hers = mark_on(inside("eva").post(where, {"current": OWN, "what": "app"}).content.decode())
    fresh = client.post(where, {"current": OWN, "what": "app"}).content.decode()
    for mark in (old, hers, "", "0" * 64, "ñ"):
        again = client.post(where, {"what": "show", "kind": "app", "number": "1", "mark": mark}).content.decode()
        assert "<svg" not in again
        assert "<strong>" not in again.partition("<main")[2]
    assert (
        "<svg"
        in client.post(where, {"what": "show", "kind": "app", "number": "1", "mark": mark_on(fresh)}).content.decode()
    )


def test_the_old_one_goes_on_until_the_new_one_was_shown():
    ana = person("ana", "editor")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    shows(client, numbers[0])
    client.post(reverse("second_step"), {"current": OWN, "what": "paper"})
    other, _answer = enters("ana")
    assert shows(other, numbers[1]).status_code == 302
    assert SecondStep.objects.filter(user=ana).count() == 2


@pytest.mark.parametrize("what", ["app", "paper", "drop"])
def test_without_her_passphrase_a_borrowed_session_changes_nothing(what):
    ana = person("ana", "editor")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    shows(client, numbers[0])
    answer = client.post(reverse("second_step"), {"current": "otra cosa otra cosa", "what": what})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert list(SecondStep.objects.values_list("last", "is_ready")) == [(1, True)]


def test_taking_it_away(settings):
    ana = person("ana", "coordinator")
    numbers = with_sheet(ana)
    client, _answer = enters("ana")
    shows(client, numbers[0])
    settings.SECOND_STEP = True
    answer = client.post(reverse("second_step"), {"current": OWN, "what": "drop"})
    assert answer.status_code == 403
    with pytest.raises(Denied):
        actions.drop_steps(ana, by=ana)
    settings.SECOND_STEP = False
    assert client.post(reverse("second_step"), {"current": OWN, "what": "drop"}).url == reverse("my_account")
    assert enters("ana")[1].status_code == 302


@pytest.mark.parametrize(
    ("role", "must"), [("coordinator", True), ("reader", True), ("outside", True), ("editor", False)]
)
def test_whoever_reads_letters_makes_one_before_any_other_page_opens(role, must, settings):
    settings.SECOND_STEP = True
    person("ana", role)
    client = inside("ana")
    for name in ("desk", "desk_services", "team", "my_account", "my_password"):
        answer = client.get(reverse(name))
        assert (answer.status_code, getattr(answer, "url", "")) == (
            (302, reverse("second_step")) if must else (200, "")
        ), name
    assert client.get(reverse("second_step")).status_code == 200
    page = client.post(reverse("second_step"), {"current": OWN, "what": "paper"}).content.decode()
    first = re.search(r"<li>1 · <b>(\d{3}) (\d{3})</b>", page)
    client.post(reverse("second_step"), {"what": "show", "kind": "paper", "number": first[1] + first[2]})
    assert client.get(reverse("my_account")).status_code == 200
    assert client.post(reverse("sign_out")).status_code == 302


def test_her_own_passphrase_comes_before_the_second_step(settings):
    settings.SECOND_STEP = True
    ana = person("ana", "coordinator")
    eva = actions.open_account(sign_in_name="eva", name_used="Eva", password=OWN, by=ana)
    actions.give_role(eva, team=ana.memberships.get().team, role="coordinator", by=ana)
    client = inside("eva")
    assert client.get("/mesa").url == reverse("my_password")
    own = "la que yo misma elijo"
    client.post(reverse("my_password"), {"current": OWN, "password": own, "again": own})
    assert client.get("/mesa").url == reverse("second_step")


@translation.override("en")
def test_a_sheet_that_runs_out_says_so():
    ana = person("ana", "editor")
    numbers = with_sheet(ana)
    User.objects.update(language="en")
    for used, said in ((33, None), (34, "Your sheet has 5 numbers left."), (38, "Your sheet has one number left.")):
        SecondStep.objects.update(last=used)
        client, _answer = enters("ana")
        shows(client, numbers[used])
        page = client.get("/en/mesa").content.decode()
        assert (said in page) if said else ("Your sheet has" not in page)


def test_a_profile_without_letters_asks_for_none(tmp_path):
    """The setting by itself: yes where letters are taken, no in a guide and in a demo."""

    def by_itself(**settings: str) -> str:
        code = "from amparo.config import settings; print(settings.SECOND_STEP)"
        house = {"AMPARO_DATA": str(tmp_path), "PYTHONPATH": "src", "PATH": ""} | settings
        return subprocess.run([sys.executable, "-c", code], env=house, capture_output=True, text=True).stdout.strip()

    assert by_itself() == "False"
    assert by_itself(AMPARO_PROFILE="acompanamiento") == "True"
    assert by_itself(AMPARO_PROFILE="red") == "True"
    assert by_itself(AMPARO_PROFILE="red", AMPARO_DEMO="yes") == "False"
    assert by_itself(AMPARO_PROFILE="red", AMPARO_SECOND_STEP="no") == "False"
    assert by_itself(AMPARO_SECOND_STEP="yes") == "True"
