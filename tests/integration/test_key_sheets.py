"""The sheets of paper: shown once, typed by each holder, rehearsed, confirmed by another, used when a key is lost."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from shamir_mnemonic import combine_mnemonics

from amparo.access.reporting.models import Thread
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.sealing.keys import fingerprint, recipient_of
from amparo.vault.actions import recovery as actions
from amparo.vault.management.commands.sheets import Command
from amparo.vault.models import Reader, Recovery, Wrap
from amparo.vault.queries.standing import missing
from tests.cast import PASSPHRASE
from tests.letters import a_house_for_letters, opened_client, own_key, tried_out, with_open_key
from tests.threads import kinds_reading, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    """Diana and Elena keep a sheet each, the third lies in a box; Ana coordinates."""
    return a_house_for_letters(cast)


def shown(answer: Any) -> list[str]:
    """The sheets on the page that shows them."""
    found = re.findall(r'<section class="paper.*?</section>', answer.text, re.DOTALL)
    return [" ".join(re.findall(r"<li>(\w+)</li>", each)) for each in found]


def made_on_the_page(client: Any, *holders: str, plan: str = "2-3") -> Any:
    """Fill the form: a name for each sheet, or the reference of a colleague."""
    sent: dict[str, str] = {"plan": plan}
    for number, holder in enumerate(holders, 1):
        sent["person" if re.fullmatch("[0-9a-f]{16}", holder) else "name", number] = holder  # type: ignore[index]
    return client.post(
        reverse("sheets_new"), {"plan": plan} | {f"{k[0]}{k[1]}": v for k, v in sent.items() if k != "plan"}
    )


def test_the_sheets_are_shown_once_and_are_a_secret_of_this_house(house: Any) -> None:
    client = opened_client(house.cast.ana)
    answer = made_on_the_page(client, house.cast.carla.reference, "Elena", "La caja")
    sheets = shown(answer)
    assert [len(each.split()) for each in sheets] == [33, 33, 33]  # 256 bits, as SLIP-39 says
    assert answer["Cache-Control"] == "no-store"
    making = Recovery.objects.get(reader__state="proposed")
    for pair in (sheets[:2], sheets[1:], sheets[::2]):  # by another program that knows the standard
        assert recipient_of(combine_mnemonics(pair)) == making.reader.recipient
    page = client.get(reverse("keys")).text
    for sheet in sheets:
        assert sheet.split()[4] + "</li>" not in page
        assert all(sheet not in str(value) for value in making.shares.values_list())
    assert [each.held_by for each in making.shares.order_by("number")] == [house.cast.carla, None, None]


@pytest.mark.parametrize(("holders", "plan"), [
    (("Uno", "Dos"), "2-3"), (("Uno", "Dos", "Tres", "Cuatro"), "2-3"), (("Uno", "Uno", "Dos"), "2-3"),
    (("Uno", "Dos", "Tres"), "3-5"), (("Uno", "Dos", "Tres"), "1-1"),
])  # fmt: skip
def test_each_sheet_needs_a_hand_of_its_own(house: Any, holders: tuple[str, ...], plan: str) -> None:
    client = opened_client(house.cast.ana)
    before = Recovery.objects.count()
    answer = made_on_the_page(client, *holders, plan=plan)
    assert (answer.status_code, shown(answer), Recovery.objects.count()) == (200, [], before)
    assert len(shown(made_on_the_page(client, "Uno", "Dos", "Tres", "Cuatro", "Cinco", plan="3-5"))) == 5


def test_from_making_to_counting_it_takes_everybody(house: Any) -> None:
    """Diana types hers at her desk; those without an account at Ana's; then the rehearsal; then another coordinator."""
    accounts.give_role(house.cast.diana, team=house.cast.border, role="moderator", by=accounts.SETUP)
    ana, diana = opened_client(house.cast.ana), opened_client(house.cast.diana)
    sheets = shown(made_on_the_page(ana, house.cast.diana.reference, "Elena", "La caja"))
    making = Recovery.objects.get(reader__state="proposed")

    def types(client: Any, number: int, text: str) -> int:
        sent = {"number": f"{making.pk}.{number}", "sheet": text}
        return int(client.post(reverse("sheet_confirm"), sent).status_code)

    assert types(diana, 1, sheets[1]) == 200  # another one
    assert types(diana, 1, " ".join(f"{n} {word.upper()}" for n, word in enumerate(sheets[0].split(), 1))) == 302
    assert types(diana, 2, sheets[1]) == 200, "not hers, so it is not offered"
    assert types(ana, 1, sheets[0]) == 200, "Diana types it herself"
    assert types(ana, 2, sheets[1]) == types(ana, 3, sheets[2]) == 302
    assert making.shares.filter(confirmed_on=None).count() == 0

    rehearsal = reverse("sheets_rehearse")
    for wrong in ([sheets[0], sheets[0]], [sheets[0], house.sheets[0]], [sheets[0], "academic acid"], house.sheets[:2]):
        assert ana.post(rehearsal, {"sheet1": wrong[0], "sheet2": wrong[1]}).status_code == 200
        making.refresh_from_db()
        assert making.rehearsed_on is None
    assert ana.post(rehearsal, {"sheet1": sheets[2], "sheet2": sheets[0]}).status_code == 302

    confirm = reverse("sheets_confirm")
    assert ana.post(confirm).status_code == 403, "she made them"
    assert opened_client(house.cast.berta).post(confirm).status_code == 403, "she does not coordinate"
    accounts.give_role(house.cast.berta, team=house.cast.border, role="coordinator", by=accounts.SETUP)
    assert opened_client(house.cast.berta).post(confirm).status_code == 302
    assert {row.reader.state for row in Recovery.objects.all() if row.pk != making.pk} == {"retired"}
    assert missing() == []
    for verb in ("sheets.made", "sheet.confirmed", "sheets.rehearsed", "sheets.confirmed"):
        assert Act.objects.filter(verb=verb).exists()


def test_newer_sheets_open_a_thread_from_the_day_it_is_opened(house: Any) -> None:
    letter = written()
    ana = opened_client(house.cast.ana)
    sheets = shown(made_on_the_page(ana, "Uno", "Dos", "Tres"))
    accounts.give_role(house.cast.berta, team=house.cast.border, role="coordinator", by=accounts.SETUP)
    berta = opened_client(house.cast.berta)
    assert berta.post(reverse("sheets_confirm")).status_code == 403, "nobody has read hers yet"
    tried_out(Recovery.objects.get(reader__state="proposed"), sheets)
    assert berta.post(reverse("sheets_confirm")).status_code == 302
    assert "recovery" not in kinds_reading(letter)
    berta.get(letter.page)
    assert "recovery" in kinds_reading(letter)


def lost_her_key(house: Any, name: str) -> Reader:
    """She gets a passphrase from the server, chooses her own, and her new key is confirmed."""
    person = getattr(house.cast, name)
    accounts.set_password(person, password="otra frase larga aqui", by=accounts.SERVER)
    accounts.set_password(person, password=PASSPHRASE, by=person)
    own_key(person)
    fresh = Reader.objects.get(user=person, state="proposed")
    client = opened_client(house.cast.berta)
    client.post(reverse("key_confirm", args=[fresh.reference]), {"seen": fingerprint(fresh.recipient)})
    fresh.refresh_from_db()
    assert fresh.state == "active"
    return fresh


def test_with_enough_sheets_she_reads_again_and_only_what_was_not_closed_to_her(house: Any) -> None:
    """Also a thread whose wrap for the sheets somebody's browser made wrongly keeps nothing else from her."""
    open_to_her, closed_to_her, spoilt = written("Vuelvo el lunes."), written(roles=["counsel"]), written()
    stepped_back = written()
    carla = opened_client(house.cast.carla)
    carla.post(reverse("desk_letter_recuse", args=[stepped_back.reference]), {"sure": "1"})
    Wrap.objects.filter(reader=house.recovery.reader, case_key__ring=spoilt.thread.ring).update(box=b"no envelope")
    fresh = lost_her_key(house, "carla")
    assert not fresh.wraps.exists()
    ana, use = opened_client(house.cast.ana), reverse("sheets_use")
    sent = {"sheet1": house.sheets[0], "sheet2": house.sheets[2], "reader": fresh.reference}
    assert opened_client(house.cast.berta).post(use, sent).status_code == 403
    assert ana.post(use, sent | {"sheet2": house.sheets[0]}).status_code == 200
    assert not fresh.wraps.exists()
    assert ana.post(use, sent | {"sure": "1"}).status_code == 302
    assert set(fresh.wraps.values_list("case_key__ring", flat=True)) == {open_to_her.thread.ring}
    again = opened_client(house.cast.carla)
    assert "Vuelvo el lunes." in again.get(open_to_her.page).text
    for letter in (closed_to_her, stepped_back, spoilt):
        assert again.get(letter.page).status_code == 404
    used = Act.objects.get(verb="sheets.used")
    assert (used.actor, used.target) == (f"user:{house.cast.ana.reference}", f"reader:{fresh.reference}")


def test_facts_that_nobody_can_open_keep_a_thread_shut(house: Any) -> None:
    letter = written()
    Thread.objects.filter(pk=letter.thread.pk).update(facts=b"spoilt")
    fresh = lost_her_key(house, "carla")
    actions.recover(house.recovery, sheets=house.sheets[:2], reader=fresh, by=with_open_key(house.cast.ana))
    assert not fresh.wraps.exists()


# --- from the terminal ------------------------------------------------------------------------------------------------


def typed(*texts: str) -> Command:
    """The command, with somebody who types these."""
    waiting = list(texts)
    return Command(ask=lambda prompt: waiting.pop(0))


@pytest.mark.usefixtures("english")
def test_the_same_from_the_terminal(house: Any, capsys: Any) -> None:
    call_command(Command(), "make", holder=["Uno", "Dos", "Tres"])
    sheets = [
        " ".join(re.findall(r"\d+ ([a-z]+)", block.partition(":")[2]))
        for block in capsys.readouterr().out.split("Sheet ")[1:]
    ]
    assert [len(each.split()) for each in sheets] == [33, 33, 33]
    with pytest.raises(CommandError, match="not what stands"):
        call_command(typed(sheets[1]), "read", "1")
    for number, sheet in enumerate(sheets, 1):
        call_command(typed(sheet), "read", str(number))
    with pytest.raises(CommandError, match="too few"):
        call_command(typed(sheets[0], sheets[0]), "rehearse")
    call_command(typed(sheets[0], sheets[1]), "rehearse")
    call_command(typed(), "confirm")
    assert missing() == []
    letter = written()
    Wrap.objects.filter(reader=house.readers["carla"]).delete()
    call_command(typed(sheets[2], sheets[0]), "use", house.readers["carla"].reference)
    assert "carla" in kinds_reading(letter)
    assert not any(word in capsys.readouterr().out for word in (sheets[0], sheets[2]))


@pytest.mark.usefixtures("english")
def test_the_terminal_asks_for_as_many_hands_as_sheets(house: Any) -> None:
    with pytest.raises(CommandError, match="3 different people"):
        call_command(Command(), "make", holder=["Uno", "Uno", "Dos"])
    with pytest.raises(CommandError, match="Which sheet"):
        call_command(typed("x"), "read", "9")
    with pytest.raises(CommandError, match="no such"):
        call_command(typed(), "use", "0123456789abcdef")
