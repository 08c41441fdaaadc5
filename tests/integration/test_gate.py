"""The gate of the routes: whose hands check and sign, in whose name, and what the demo signed counts nowhere else."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.pathways import actions
from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.queries.desk import find_line
from amparo.access.pathways.queries.standing import Standing
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Team
from amparo.commons.directory.models import Organisation
from amparo.commons.policy.policies import Denied
from amparo.formats.country_packs import countries, country_pack
from tests.desk import client_of, person

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = date(2026, 11, 24)


def digest(line: str) -> str:
    return find_line(line, today=TODAY).item.digest


def team_of(kind: str) -> Team:
    """Everybody's team belongs to an organisation of this kind."""
    team = Team.objects.first() or accounts.make_team(name="Casa", by=accounts.SETUP)
    organisation = Organisation.objects.create(name=f"Org {kind}", operator=kind)
    accounts.place_team(team, organisation=organisation, by=accounts.SETUP)
    return team


def sign(line: str, role: str, by: object) -> SignOff:
    return actions.sign_line(line, digest=digest(line), role=role, today=TODAY, by=by)


def check(line: str, by: object) -> LineCheck:
    return actions.check_line(line, digest=digest(line), how="phone", holds=True, today=TODAY, by=by)


@translation.override("en")
@pytest.mark.parametrize("kind", ["", "civil_society", "un"])
def test_a_reviewer_signs_in_the_name_of_an_organisation_led_by_peers(kind):
    if kind:
        team_of(kind)
    marisol = person("reviewer")
    with pytest.raises(Denied, match="led by peers"):
        sign("EC-2", "reviewer", marisol)
    page = client_of(marisol).get(reverse("line", args=["EC-2"])).content.decode()
    assert 'class="quiet" disabled title="' in page, "the button and the guard cannot disagree"
    team_of("peer_led")
    signed = sign("EC-2", "reviewer", marisol)
    assert (signed.organisation_kind, signed.signed_by) == ("peer_led", marisol.reference)


def test_the_team_that_gives_the_role_is_the_one_that_counts():
    """She checks in a team led by peers, and reviews in one that is not."""
    marisol = person("reviewer")
    other = accounts.make_team(
        name="Garza", organisation=Organisation.objects.create(name="Garza", operator="peer_led"), by=accounts.SETUP
    )
    accounts.give_role(marisol, team=other, role="checker", by=accounts.SETUP)
    with pytest.raises(Denied):
        sign("EC-2", "reviewer", marisol)


@translation.override("en")
def test_who_checks_a_text_does_not_sign_it_and_the_other_way_round():
    team_of("peer_led")
    one, two = person("checker", "reviewer"), person("checker", "reviewer")
    assert check("EC-2", one).checked_by == one.reference
    with pytest.raises(Denied, match="You checked this text"):
        sign("EC-2", "reviewer", one)
    sign("EC-2", "reviewer", two)
    with pytest.raises(Denied, match="You signed this text"):
        check("EC-2", two)
    assert sign("EC-1", "reviewer", one).line == "EC-1", "another text is another matter"


@translation.override("en")
def test_who_signs_as_a_lawyer_is_not_the_reviewer_of_that_promise():
    team_of("peer_led")
    both = person("counsel", "reviewer")
    sign("EC-adult", "counsel", both)
    with pytest.raises(Denied, match="as a lawyer"):
        sign("EC-2", "reviewer", both)
    other = person("counsel", "reviewer")
    sign("EC-2", "reviewer", other)
    with pytest.raises(Denied, match="as a reviewer"):
        sign("EC-adult", "counsel", other)


def test_a_signature_that_stands_is_not_written_over():
    team_of("peer_led")
    first, second = person("reviewer"), person("reviewer")
    sign("EC-2", "reviewer", first)
    assert sign("EC-2", "reviewer", second).signed_by == first.reference


@pytest.mark.parametrize("role", ["reviewer", "counsel"])
@translation.override("en")
def test_nobody_gives_herself_a_role_that_signs(role):
    ana, berta = person("coordinator"), person("coordinator")
    team = Team.objects.get()
    with pytest.raises(Denied, match="yourself"):
        accounts.give_role(ana, team=team, role=role, by=ana)
    where = reverse("team_roles", args=[ana.reference, team.reference])
    typed = {f"{team.reference}-roles": ["coordinator", role]}
    assert client_of(ana).post(where, typed).status_code == 403
    accounts.give_role(ana, team=team, role=role, by=berta)
    with pytest.raises(Denied, match="You sign in this team"):
        accounts.place_team(team, organisation=None, by=ana)
    other = accounts.make_team(name="Otra", by=accounts.SETUP)
    assert accounts.place_team(other, organisation=None, by=ana) is None, "where she does not sign, she may"


def test_the_page_of_the_team_says_whom_a_team_belongs_to():
    garza = Organisation.objects.create(name="Colectiva Garza", operator="peer_led")
    client = client_of(person("coordinator"))
    client.post(reverse("team_new"), {"name": "Promotoras", "organisation": "colectiva garza"})
    assert Team.objects.get(name="Promotoras").organisation == garza
    casa = Team.objects.get(name="Casa")
    client.post(reverse("team_change", args=[casa.reference]), {"name": "Casa", "organisation": "Colectiva Garza"})
    assert Team.objects.get(name="Casa").organisation == garza
    answer = client.post(reverse("team_new"), {"name": "Otra", "organisation": "No Such House"})
    assert 'id="id_organisation_error"' in answer.content.decode()
    assert Team.objects.count() == 2


def test_what_the_demo_signed_counts_in_the_demo_only(settings):
    team_of("peer_led")
    settings.DEMO = True
    check("EC-2", person("checker"))
    sign("EC-adult", "counsel", person("counsel"))
    sign("EC-2", "reviewer", person("reviewer"))
    assert find_line("EC-2", today=TODAY).standing.missing == ()
    settings.DEMO = False
    assert find_line("EC-2", today=TODAY).standing.missing == ("check", "reporting", "signature")
    page = client_of(person()).get(reverse("lines") + "?d=EC").content.decode()
    with translation.override("es"):
        assert translation.gettext("the signature of a paid reviewer, from an organisation led by peers") in page
    true = sign("EC-2", "reviewer", person("reviewer"))
    assert (true.is_example, SignOff.objects.filter(line="EC-2").count()) == (False, 1)
    assert "signature" not in find_line("EC-2", today=TODAY).standing.missing


def test_an_empty_page_is_not_a_check():
    client, where, read = client_of(person("checker")), reverse("line", args=["EC-2"]), digest("EC-2")
    for typed in ({}, {"how": "phone"}, {"holds": "yes"}, {"how": "dream", "holds": "yes"}):
        answer = client.post(where, {"act": "check", "digest": read} | typed)
        assert answer.status_code == 200
        assert 'class="error"' in answer.content.decode()
    assert client.post(where, {}).status_code == 409
    assert not LineCheck.objects.exists()
    assert client.post(where, {"act": "check", "digest": read, "how": "visit", "holds": "no"}).status_code == 302
    assert LineCheck.objects.values_list("how", "holds").get() == ("visit", False)


@pytest.mark.parametrize(("act", "role"), [("check", "checker"), ("sign", "reviewer")])
def test_another_text_than_the_one_that_was_read_is_neither_checked_nor_signed(act, role):
    team_of("peer_led")
    client, where = client_of(person(role)), reverse("line", args=["EC-2"])
    typed = {"act": act, "digest": "0" * 64, "how": "visit", "holds": "yes"}
    answer = client.post(where, typed)
    assert answer.status_code == 409
    assert 'id="changed"' in answer.content.decode()
    assert not LineCheck.objects.exists()
    assert not SignOff.objects.exists()
    assert client.post(where, typed | {"digest": digest("EC-2")}).status_code == 302
    assert LineCheck.objects.count() + SignOff.objects.count() == 1


@translation.override("en")
def test_the_parts_of_a_line_have_words():
    from amparo.access.pathways.templatetags.pathways import part_words
    from amparo.formats.country_packs import countries, country_pack

    parts = {name for code in countries() for step in country_pack(code).steps for name in step.texts}
    assert parts >= {"title", "get", "must_tell"}
    assert not {name for name in parts if part_words(name) == name.replace("_", " ")}
    assert "<dt>must_tell</dt>" not in client_of(person()).get(reverse("line", args=["EC-2"])).content.decode()


def test_too_many_at_the_door_are_asked_to_wait_and_told_nothing(monkeypatch):
    """Two passphrases are checked at a time in a process; the next waits two seconds at most."""
    from amparo.commons.accounts import hashers

    monkeypatch.setattr(hashers, "LONGEST_WAIT", 0.01)
    typed = {"sign_in_name": person("editor").sign_in_name, "password": "irrelevante aqui"}
    assert hashers.AT_THE_DOOR.acquire(blocking=False)
    assert Client().post(reverse("sign_in"), typed).status_code == 302, "one place is left"
    assert hashers.AT_THE_DOOR.acquire(blocking=False)
    try:
        assert not hashers.AT_THE_DOOR.acquire(blocking=False)
        known = Client().post(reverse("sign_in"), typed)
        unknown = Client().post(reverse("sign_in"), typed | {"sign_in_name": "nobody"})
        assert (known.status_code, known["Retry-After"]) == (503, "10")
        assert known.content == unknown.content
        assert Client().get(reverse("sign_in")).status_code == 200
    finally:
        hashers.AT_THE_DOOR.release(2)
    assert Client().post(reverse("sign_in"), typed | {"password": "wrong"}).status_code == 200
    assert Client().post(reverse("sign_in"), typed).status_code == 302, "a refusal gives its place back"


def test_two_checks_on_one_day_hold_in_the_order_of_what_they_say():
    """Rows say nothing of their order: her own last word counts, and between two people the one who says "wrong"."""
    one, two = person("checker"), person("checker")
    for line in ("EC-1", "EC-2", "EC-3", "EC-4"):
        for holds in (False, True, False):
            actions.check_line(line, digest=digest(line), how="phone", holds=holds, today=TODAY, by=one)
        assert LineCheck.objects.get(line=line).holds is False
        actions.check_line(line, digest=digest(line), how="visit", holds=True, today=TODAY, by=two)
        assert find_line(line, today=TODAY).standing.missing == ("wrong",)
        actions.check_line(line, digest=digest(line), how="phone", holds=True, today=TODAY, by=one)
        assert find_line(line, today=TODAY).standing.checked_on == TODAY


@translation.override("en")
def test_who_checks_a_line_reads_all_that_her_check_binds_to():
    """The digest holds its hours, its warning and whom it tells; a page without them would bind her to the unread."""
    page = client_of(person("checker"))
    for country in countries():
        for each in country_pack(country).lines:
            html = unescape(page.get(reverse("line", args=[each.id])).content.decode())
            assert each.number in html
            assert each.operated_by in html
            assert not each.warning or each.warning["en"] in html
            assert not each.shares_with or "It tells:" in html
    for each in country_pack("EC").steps:
        html = unescape(page.get(reverse("line", args=[each.id])).content.decode())
        assert not each.shares_with or "It tells:" in html
        assert not each.housed_with or "in the same building" in html.lower()


@translation.override("en")
def test_a_checked_line_says_until_which_day_that_counts():
    assert Standing(checked_on=date(2026, 11, 24)).again_by == date(2027, 2, 22)
    assert Standing().again_by is None
    checker, today = person("checker"), clock.today()
    page = client_of(checker)
    assert "made sure of again" not in page.get(reverse("line", args=["EC-2"])).content.decode()
    actions.check_line("EC-2", digest=digest("EC-2"), how="phone", holds=True, today=today, by=checker)
    assert "To be made sure of again by" in page.get(reverse("line", args=["EC-2"])).content.decode()
