"""The desk in words: what was done, what a page is called, where a wrong address leads, dates as people write them."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.pathways.queries.desk import find_line, packs
from amparo.commons.accounts.models import Team, User
from amparo.commons.directory.models import Feedback, Organisation, Source
from amparo.commons.nightly import actions as nightly
from amparo.commons.ui.templatetags.ui import since_when
from amparo.config.urls import PUBLIC
from tests.architecture.test_addresses import addresses, words_that_tell
from tests.desk import checked, client_of, client_with, days_ago, found, person, rung, service, typed, written
from tests.integration.test_gate import TODAY, team_of

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def told(client: Client, answer) -> list[str]:
    """What the next page says was done, in the language of this test."""
    page = client.get(answer.url).content.decode() if answer.status_code == 302 else answer.content.decode()
    return [html.unescape(each) for each in re.findall(r'<p class="done" role="status">([^<]+)</p>', page)]


@pytest.fixture
def english():
    """The addresses of the desk in English, whose sentences are those of the code."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("what", "days", "says"),
    [
        ("holds", 0, "Confirmed today. Thank you."),
        ("holds", 3, "Confirmed. Thank you."),
        ("changed", 0, "Written down that something changed. Write what it is."),
        ("gone", 0, "Written down: it no longer exists. No public page shows it."),
    ],
)
def test_after_confirming(english, what, days, says):
    made, client = service(), client_with("checker", "editor")
    on = f"{days_ago(days):%d/%m/%Y}"
    answer = client.post(reverse("desk_check", args=[made.reference]), found(made, what, on=on))
    assert told(client, answer) == [says]
    assert told(client, client.get(reverse("desk"))) == [], "it is said once"


def test_after_ringing(english):
    made, client = service(), client_with("checker")
    where = reverse("desk_phones", args=[made.reference])
    assert told(client, client.post(where, rung(made, **{"593990000000": "answers"}))) == [
        "The numbers are written down. Thank you."
    ]
    assert told(client, client.post(where, rung(made))) == ["You rang no number, so nothing was written."]


def test_after_weighing(english):
    made, client = service(), client_with("moderator")
    Feedback.objects.create(service=made, code="closed", on=days_ago(1))
    where = reverse("desk_decide", args=[made.reference])
    assert told(client, client.post(where, {"code": "closed", "verdict": "accept"})) == ["Counted: Consulta."]
    assert told(client, client.post(where, {"code": "closed", "verdict": "dismiss"})) == ["Left out: Consulta."]


def test_after_writing(english, tulcan):
    client = client_with("editor", "checker")
    answer = client.post(reverse("desk_new"), typed())
    assert told(client, answer) == ["It is on the list. Public pages show it once somebody confirms it."]
    made = written(client, name="Otra")
    where = reverse("desk_change", args=[made.reference])
    client.get(reverse("desk"))
    for street, says in [
        ("Calle Sucre 4", "Saved."),
        ("Calle Sucre 8", "Saved. Confirm it again: part of it changed."),
    ]:
        made.refresh_from_db()
        sent = typed(name="Otra", street=street, changed_at=made.changed_at.isoformat(), place_code="1")
        assert told(client, client.post(where, sent)) == [says]
        client.get(client.post(reverse("desk_check", args=[made.reference]), found(made)).url)


def test_after_checking_and_signing_a_line(english):
    team_of("peer_led")
    line = reverse("line", args=["EC-2"])
    read = {"digest": find_line("EC-2", today=TODAY).item.digest}
    marisol, luz = client_with("reviewer"), client_with("checker")
    assert told(marisol, marisol.post(line, read | {"act": "sign"})) == ["Signed. Thank you."]
    holds = read | {"act": "check", "how": "phone"}
    assert told(luz, luz.post(line, holds | {"holds": "yes"})) == ["Written down: it holds. Thank you."]
    assert told(luz, luz.post(line, holds | {"holds": "no"})) == ["Written down: it is wrong, and no page shows it."]


def test_after_an_act_on_the_team(english):
    eva, client = person("editor"), client_with("coordinator")
    casa = Team.objects.get()
    group = [casa.reference]
    her = [eva.reference]
    account = {"name_used": "Zoe", "sign_in_name": "zoe", "language": "en"}
    one = reverse("team_change", args=group)
    for where, sent, says in [
        (reverse("team_new"), {"name": "Otra"}, "The team “Otra” is there."),
        (one, {"name": "Nuestra"}, "Saved. The team is called “Nuestra”."),
        (reverse("team_roles", args=[*her, *group]), {f"{casa.reference}-roles": []}, "Saved for Nuestra."),
        (reverse("team_open"), account, "The account is open."),
        (reverse("team_passphrase", args=her), {"sure": "1"}, "The old passphrase does not work any more."),
        (reverse("team_close", args=her), {"sure": "1"}, "The account of Ana is closed."),
    ]:
        assert told(client, client.post(where, sent)) == [says]
    empty = Team.objects.get(name="Otra")
    gone = client.post(reverse("team_remove", args=[empty.reference]))
    assert told(client, gone) == ["The team is gone."]


def test_nothing_of_it_on_a_public_page_and_no_other_cookie(english):
    client = client_with("checker")
    made = service()
    client.post(reverse("desk_check", args=[made.reference]), found(made))
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SAID_COOKIE_NAME}
    for name in ("home", "help", "search", "kept", "sign_in"):
        stranger = Client()
        page = stranger.get(reverse(name))
        assert 'class="done"' not in page.content.decode(), name
        assert settings.SESSION_COOKIE_NAME not in stranger.cookies, name
    assert told(client, client.get(reverse("desk"))) == ["Confirmed today. Thank you."]


POSTS = {
    "sign_out": "desk", "team_new": "team", "team_remove": "team_change", "team_roles": "team_person",
    "team_vouch": "team_person", "team_passphrase": "team_person", "team_close": "team_person",
    "desk_phones": "desk_check", "desk_decide": "desk_feedback", "landmark_remove": "landmarks",
    "lock": "desk", "phone_lost": "my_account", "team_phone": "team_person", "night_say": "night",
    "night_agree": "night", "night_refuse": "night",
}  # fmt: skip
# What opens with a thread, a case, a key, sheets or another role only: its own tests look at it (test_desk_letters.py,
# test_case_pages.py, test_keys_pages.py); the rooms of focal points, health, children, studies and lawyers have theirs.
OPENED = re.compile(
    r"desk_letter(_\w+|s_find)?|cases?(_\w+)?|exports?(_\w+)?|certificates|key_(confirm|retire|ties)|channel|sheet_confirm|sheets_(confirm|rehearse|use)|portal(_\w+)?"
    r"|focal_(?!points|gaps|invite)\w+|health_(?!find|add)\w+|minding(_\w+)?|study(_\w+)?|questionnaire(_\w+)?|coupons(_\w+)?|profiles?(_\w+)?|pressures(_\w+)?|release_(?!plans)\w+|theirs(_\w+)?|agreements?(_\w+)?|rows_\w+|from_paper(_\w+)?|forms?_here"
    r"|law_\w+|matters?(_\w+)?|exhibit(_\w+)?|folders?(_\w+)?|feeds?(_\w+)?|custody|housing"
)


FILES = {"desk_missing_table"}  # a file for a spreadsheet has no title


def test_every_page_of_the_desk_has_a_title_of_its_own_that_tells_nothing(tulcan):
    client = client_with("coordinator", "editor", "checker", "moderator", "reader")
    made, eva, titles = service(), person("editor"), {}
    here = {"3650472": tulcan.code, "team_change": Team.objects.get().reference, "team_person": eva.reference}
    nightly.ask(TODAY, last=None, why=["days"], going={})
    for name, address, _view in addresses():
        if name in PUBLIC or name in POSTS or name in FILES or OPENED.fullmatch(name):
            continue
        where = address.replace("3650472", here["3650472"]).replace("0123456789abcdef", here.get(name, made.reference))
        page = client.get(where)
        assert page.status_code == 200, name
        titles[name] = re.search(r"<title>([^<]+)</title>", page.content.decode())[1]
    assert len(titles) >= 18
    assert [name for name, text in titles.items() if text == settings.SITE_NAME] == []
    assert len(set(titles.values())) == len(titles), titles
    assert words_that_tell(list(titles.values())) == []


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_an_unknown_page_of_the_desk_leads_back_to_the_desk_for_who_works_here(prefix):
    for path in ("/mesa/nada", "/mesa/lugares/ffffffffffffffff", "/mesa/equipo/a/b/c"):
        mine = client_with("coordinator").get(prefix + path)
        assert mine.status_code == 404
        assert f'href="{prefix}/mesa"' in mine.content.decode()
        assert 'class="staff' in mine.content.decode()
        assert "Content-Encoding" not in mine
    stranger = Client().get(f"{prefix}/mesa/nada")
    assert (stranger.status_code, bool(stranger.cookies)) == (404, False)
    assert "/mesa" not in stranger.content.decode()
    elsewhere = client_with("coordinator").get(f"{prefix}/nada")
    assert 'class="staff' not in elsewhere.content.decode(), "of other addresses nobody asks who is there"


def test_a_link_to_what_is_only_pressed_leads_to_its_page():
    client = client_with("coordinator")
    led = {}
    for name, address, _view in addresses():
        answer = client.get(address) if name not in PUBLIC else None
        assert answer is None or answer.status_code != 405, name
        if name in POSTS:
            led[name] = answer.url
    same = {"reference": "0123456789abcdef"}
    group = {"team_reference": "0123456789abcdef"}
    kept = {"team_change": group, "team_person": same, "desk_check": same}
    assert led == {name: reverse(page, kwargs=kept.get(page, {})) for name, page in POSTS.items()}


@pytest.mark.parametrize(
    ("language", "written_as", "read"),
    [
        ("es", "2024-05-22", "22 de mayo de 2024"),
        ("pt", "2024-05-22", "22 de maio de 2024"),
        ("en", "2024-05-22", "May 22, 2024"),
        ("es", "2024-07", "julio de 2024"),
        ("en", "2024-07", "July 2024"),
        ("es", "2019", "2019"),
        ("es", "", ""),
        ("es", "2019?", "2019?"),
        ("es", "2025-03-10 (upd.)", "10 de marzo de 2025"),
        ("es", "undated", ""),
    ],
)
def test_a_day_of_a_source_as_a_person_reads_it(language, written_as, read):
    with translation.override(language):
        assert since_when(written_as) == read


RAW = re.compile(r">[^<]*\b\d{4}-\d{2}(?:-\d{2})?\b")


def test_no_page_of_the_desk_shows_a_raw_date(tulcan):
    source = Source.objects.create(code="s", name="Una lista", as_of=days_ago(5))
    made = service(**checked(3), source=source)
    made.phones.update(checked_on=days_ago(2))
    for code in ("closed", "helped"):
        Feedback.objects.create(service=made, code=code, on=days_ago(1))
    client = client_with("coordinator", "checker", "moderator")
    for name in ("desk", "desk_services", "desk_feedback", "landmarks", "lines", "team"):
        assert not RAW.search(client.get(reverse(name)).content.decode()), name
    for name in ("desk_service", "desk_check"):
        assert not RAW.search(client.get(reverse(name, args=[made.reference])).content.decode()), name
    line = client.get(reverse("line", args=["EC-1"])).content.decode()
    assert "22 de mayo de 2024" in line
    assert not re.search(r"<br>[^<]*\d{4}-\d{2}", line)
    assert "de Noviembre" not in client.get(reverse("desk")).content.decode(), "months are small letters in Spanish"


@pytest.mark.parametrize(("language", "brazil"), [("es", "Brasil"), ("en", "Brazil")])
def test_the_menu_of_the_routes_names_countries(language, brazil):
    with translation.override(language):
        page = client_with("checker").get(reverse("lines") + "?d=EC").content.decode()
    options = dict(re.findall(r'<option value="(\w+)"(?: selected)?>([^<]+)</option>', page))
    assert options["BR"] == brazil
    assert options["EC"] == "Ecuador"
    assert '<option value="EC" selected>' in page
    assert [name for _, name in packs("es")] == [
        "Brasil", "Chile", "Colombia", "Ecuador", "México", "Panamá", "Perú", "República Dominicana",
    ]  # fmt: skip


def test_a_button_that_cannot_be_pressed_says_why_beside_it():
    page = client_with("editor").get(reverse("line", args=["EC-2"])).content.decode()
    for why in ("why-check", "why-sign"):
        button = re.search(rf'<button[^>]* disabled title="([^"]+)" aria-describedby="{why}">', page)
        assert button
        assert f'id="{why}">{button[1]}</p>' in page, "the tooltip and the text are one sentence"


CONTROL = re.compile(r"<(input|select|textarea)\b([^>]*)>")


def test_every_field_of_the_desk_has_its_label_and_none_jumps_the_queue(tulcan):
    everybody = client_with("coordinator", "editor", "checker", "moderator")
    made, eva = service(), person("reviewer")
    pages = [reverse(name) for name in (
        "desk", "desk_services", "desk_new", "desk_import", "desk_feedback", "landmarks", "place_add", "lines", "team",
        "team_open", "my_password",
    )]  # fmt: skip
    pages += [reverse(name, args=[made.reference]) for name in ("desk_service", "desk_change", "desk_check")]
    pages += [reverse("line", args=["EC-2"]), reverse("team_person", args=[eva.reference])]
    pages += [reverse("team_change", args=[Team.objects.get().reference])]
    pages += [reverse(name, args=[tulcan.code]) for name in ("landmark_add", "zone")]
    looked = 0
    for where in pages:
        page = everybody.get(where).content.decode()
        assert "tabindex" not in page.replace('tabindex="0"', ""), where
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), f"{where}: an id stands twice"
        for _tag, attributes in CONTROL.findall(page):
            if 'type="hidden"' in attributes:
                continue
            looked += 1
            name = re.search(r'\bid="([^"]+)"', attributes)
            assert name, f"{where}: {attributes}"
            has_label = f'<label for="{name[1]}"' in page or re.search(
                rf'<label>\s*<input[^>]*id="{re.escape(name[1])}"', page
            )
            assert has_label, f"{where}: {name[1]}"
    assert looked > 150


def test_a_colleague_and_her_organisation_have_names(english):
    Organisation.objects.create(name="Otra", operator="peer_led")
    team_of("peer_led")
    eva = person("reviewer")
    page = client_of(person("coordinator")).get(reverse("team_person", args=[eva.reference])).content.decode()
    assert "She signs for Org peer_led." in page
    assert User.objects.count() == 2
