"""The six drills of docs/how-to/drills.md, each walked with the commands and acts that its page names."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.models import Case
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.queries import person_named
from amparo.commons.policy.policies import Hidden
from amparo.config import listing
from amparo.vault.actions.recovery import make_sheets
from amparo.vault.actions.replaying import replay_ledger
from amparo.vault.management.commands.sheets import Command as Sheets
from amparo.vault.models import CaseKey, Reader, Unlock, Wrap
from amparo.vault.queries.readers import reader_of
from tests.archives import sheets_of
from tests.cases import NAME, a_case, person
from tests.letters import Letters, a_house_for_letters, opened_client, who_reads, with_open_key
from tests.threads import written
from tests.unit.docs_lint import ROOT

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]
PAGES = ("drills.md", "moving-cases.md", "losing-a-password.md", "laptop-taken.md", "revoke.md")
OWN = "cuatro gatos duermen aquí hoy"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def said(command: str, *words: Any, **options: Any) -> str:
    """What a command says."""
    out = io.StringIO()
    call_command(command, *words, stdout=out, **options)
    return out.getvalue()


def comes_in_for_the_first_time(name: str) -> Any:
    """She chooses a passphrase of her own, and so has a key; it waits for a second person."""
    her: Any = person_named(name)
    accounts.set_password(her, password=OWN, by=her)
    return reader_of(her)


def confirmed_from_the_server(reader: Reader) -> None:
    """Somebody rang her, and typed what she read aloud."""
    assert reader.state == "proposed"
    said("keys", "confirm", reader.reference, fingerprint=reader.fingerprint)


def given_back(house: Letters, reader: Reader) -> None:
    """Two keepers typed their sheets."""
    call_command(Sheets(stdout=io.StringIO(), ask=sheets_of(house)), "use", reader.reference)


def test_every_command_that_these_pages_name_is_one() -> None:
    named = set()
    for name in PAGES:
        named |= set(re.findall(r"\./amparo ([a-z_]+)", (ROOT / "docs" / "how-to" / name).read_text("utf-8")))
    assert {"leave", "import_cases", "restore", "panic", "keys", "sheets", "account", "trail"} <= named
    assert named <= listing.names()


def test_a_passphrase_is_lost(house: Letters) -> None:
    case = a_case(house)
    said("account", "ana")
    with pytest.raises(Hidden):
        cases.get_case(house.cast.ana, case.reference)
    reader = comes_in_for_the_first_time("ana")
    confirmed_from_the_server(reader)
    given_back(house, reader)
    ana = with_open_key(person_named("ana"), OWN)
    assert cases.open_case(Case.objects.get(), by=ana).name == NAME


def test_somebody_leaves(house: Letters) -> None:
    case, thread = a_case(house), written().thread
    ana = opened_client(house.cast.ana)
    sent = {"reader": house.readers["berta"].reference, "sure": "1"}
    ana.post(reverse("cases_hand"), sent)
    accounts.close_account(house.cast.ana, by=accounts.SETUP)
    assert ana.get(reverse("cases")).status_code == 302, "she is out at her next page"
    assert not Wrap.objects.filter(reader=house.readers["ana"]).exists()
    assert cases.open_case(Case.objects.get(pk=case.pk), by=person(house, "berta")).name == NAME
    newest = CaseKey.objects.filter(ring=thread.ring).latest("version")
    assert newest.version == 2, "what comes later is under a lock she never had"
    assert "ana" not in who_reads(thread)


def test_a_laptop_is_taken(house: Letters) -> None:
    case = a_case(house)
    taken = opened_client(house.cast.ana)
    assert taken.get(reverse("case", args=[case.reference])).status_code == 200
    said("panic")
    assert NAME not in taken.get(reverse("case", args=[case.reference]), follow=True).text
    assert not Unlock.objects.exists()
    said("account", "lost", "ana")
    assert taken.get(reverse("cases")).status_code == 302
    elsewhere = opened_client(person_named("ana"))  # type: ignore[arg-type]
    assert NAME in elsewhere.get(reverse("case", args=[case.reference])).text


def test_something_was_read(house: Letters) -> None:
    case = a_case(house)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    cases.open_case(case, by=person(house, "berta"))
    berta = house.readers["berta"]
    said("panic")
    trail = said("trail", most=200)
    assert f"case.opened user:{house.cast.berta.reference} case:{case.reference}" in trail, "who opened what"
    assert berta.reference in said("keys")
    said("keys", "retire", berta.reference)
    assert "ana" in who_reads(case)
    assert "berta" not in who_reads(case)
    with pytest.raises(Hidden):
        cases.open_case(case, by=with_open_key(house.cast.berta))


@pytest.mark.parametrize("language", ["", "es", "pt"])
def test_the_words_for_those_it_is_about_say_nothing_over_her_shoulder(language: str) -> None:
    page = (ROOT / "docs" / language / "how-to" / "drills.md").read_text("utf-8")
    (notice,) = re.findall(r"> \*(.*?)\*\n", page, re.DOTALL)
    telling = r"amparo|messag|mensaj|mensag|case|caso|read|leí|leu|key|llave|chave|house|casa|police|polic|viol|denunc"
    assert not re.search(telling, re.sub(r"\s*>\s*", " ", notice).lower())
    assert re.search(telling, page.lower()), "the look finds such words where they stand"


def test_nobody_coordinates_any_more(house: Letters) -> None:
    case = a_case(house)
    for name in ("ana", "berta"):
        accounts.close_account(getattr(house.cast, name), by=accounts.SETUP)
    said("account", "nora", new=True, role=["coordinator", "reader"], team="Border")
    reader = comes_in_for_the_first_time("nora")
    confirmed_from_the_server(reader)
    given_back(house, reader)
    nora = with_open_key(person_named("nora"), OWN)
    assert cases.open_case(Case.objects.get(pk=case.pk), by=nora).name == NAME
    _made, sheets = make_sheets(plan="2-3", holders=[(None, each) for each in ("Una", "Dos", "Tres")], by=nora)
    assert len(sheets) == 3
    assert "Sheets in the making: 2 of 3" in said("keys")


def test_the_server_is_gone(house: Letters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy and the putting back are ``test_backup.py``; here: what the old copy brings back does not open."""
    monkeypatch.setattr(settings, "SHRED_LEDGER", str(tmp_path / "destroyed"))
    kept, gone = a_case(house), a_case(house)
    rows = [list(table.objects.filter(**{at: gone.ring})) for table, at in ((CaseKey, "ring"), (Case, "ring"))]
    wraps = list(Wrap.objects.filter(case_key__ring=gone.ring))
    cases.destroy(gone.reference, by=person(house, "ana"))
    for row in [*rows[0], *wraps, *rows[1]]:  # the disk of before
        row.save(force_insert=True)
    assert Wrap.objects.filter(case_key__ring=gone.ring).exists()
    assert replay_ledger() == 1
    said("tidy")
    assert [each.reference for each in Case.objects.all()] == [kept.reference]
    assert "whole" in said("trail")
    assert Thread.objects.count() == 0
