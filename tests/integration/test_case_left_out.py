"""Whom she leaves out of her case: before it is opened at the desk, and on the day she says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases as actions
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.models import Case
from amparo.casework.queries import cases as queries
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.vault.actions.readers import confirm_reader, retire_reader, tie_reader
from amparo.vault.models import CaseKey, Reader
from amparo.vault.policies import Asked
from amparo.vault.queries.readers import Somebody, readers_of_ring
from tests.cases import FEAR, NAME, SOME, a_case, person
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters, opened_client, own_key

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def reading(case: Case) -> set[str]:
    return {each.user.sign_in_name if each.user else each.kind for each in readers_of_ring(case.ring)}


def begun(house: Letters, by: str, **asked: Any) -> Case:
    return actions.begin_case(answers=SOME, agreed="written", asked=Asked(**asked), by=person(house, by))


def somebody(house: Letters, case: Case, name: str, by: str = "ana") -> Any:
    account = house.outside if name == "olga" else getattr(house.cast, name)
    return next(e for e in may_be_left_out(person(house, by), case) if e.reference == account.reference)


# Ana and Berta are of the border, Carla of the coast; Ana coordinates, Carla is counsel; Diana and Elena keep sheets.
@pytest.mark.parametrize(
    ("by", "asked", "reads"),
    [
        ("ana", {}, {"ana", "recovery"}),
        ("ana", {"roles": ("counsel",)}, {"ana", "recovery"}),
        ("berta", {"roles": ("coordinator",)}, {"berta", "olga", "recovery"}),  # else Ana could take Berta's key away
        ("carla", {"teams": ("border",)}, {"carla", "olga", "recovery"}),  # one of the team is left
        ("olga", {"complaint": "house"}, {"olga"}),  # sheets of this house open nothing of it
        ("ana", {"complaint": "other"}, {"ana", "recovery"}),
        ("ana", {"complaint": "outside"}, {"ana", "recovery"}),
        ("ana", {"teams": ("third",)}, {"ana", "olga"}),  # Diana keeps a sheet, and would open it with another holder
    ],
)
def test_who_reads_a_case_that_is_opened_at_the_desk(
    house: Letters, by: str, asked: dict[str, Any], reads: set[str]
) -> None:
    third = accounts.make_team(name="Tercero", by=accounts.SETUP)
    accounts.give_role(house.cast.diana, team=third, role="editor", by=accounts.SETUP)
    teams = {"border": house.cast.border, "third": third}
    told = {name: tuple(teams[e].reference for e in said) if name == "teams" else said for name, said in asked.items()}
    assert reading(begun(house, by, **told)) == reads


@pytest.mark.parametrize(
    ("by", "asked", "sentence"),
    [
        ("ana", {"roles": ("coordinator",)}, r"Nothing was kept\. This colleague may, if she agrees: Berta or Carla\."),
        ("carla", {"complaint": "house"}, r"Nobody of this house may\. .*from outside: Casa Lejana, un ejemplo\."),
        ("berta", {"bodies": ("POL",)}, r"Ask a colleague to sit with her"),  # never by name who has to do with whom
        ("olga", {"complaint": "outside"}, r"This colleague may"),
    ],
)
def test_whoever_she_leaves_out_does_not_open_it_and_is_told_who_can(
    house: Letters, by: str, asked: dict[str, Any], sentence: str
) -> None:
    tie_reader(house.readers["berta"], ties=["POL"], by=accounts.SETUP)
    before = Act.objects.count()
    with pytest.raises(Denied, match=sentence) as refusal:
        begun(house, by, **asked)
    assert "Ana" not in str(refusal.value) or by == "olga"
    assert not Case.objects.exists()
    assert not CaseKey.objects.filter(version=2).exists()
    assert Act.objects.count() == before


def test_where_nobody_may_read_it_nothing_is_kept(house: Letters) -> None:
    retire_reader(house.readers["olga"], by=accounts.SERVER)
    with pytest.raises(Denied, match="Nobody who has a key here may read it"):
        begun(house, "ana", complaint="house")
    assert not Case.objects.exists()


def test_the_page_asks_it_and_gives_every_word_back_where_she_may_not_open_it(house: Letters) -> None:
    ana = opened_client(house.cast.ana)
    page = ana.get(reverse("case_begin")).text
    team = f'value="team:{house.cast.coast.reference}"'
    for each in (
        'name="hum"',
        'value="role:coordinator"',
        'name="o" value="POL"',
        team,
        "Must somebody not read this?",
    ):
        assert each in page, each
    sent = {"name_used": NAME, "need_words": FEAR, "a": ["role:coordinator"], "o": ["MIL"], "hum": ""}
    refused = ana.post(reverse("case_begin"), sent)
    assert refused.status_code == 403
    for each in (
        NAME,
        FEAR,
        "leaves you out",
        'value="role:coordinator" checked',
        'value="MIL" checked',
        "<details open>",
    ):
        assert each in refused.text, each
    assert not Case.objects.exists()
    made = opened_client(house.cast.berta).post(reverse("case_begin"), {**sent, "a": ["role:counsel"]})
    case = Case.objects.get()
    assert made["Location"] == reverse("case", args=[case.reference])
    assert house.readers["carla"] not in queries.may_be_let_in(person(house, "berta"), case)


def test_whom_she_left_out_stays_out_under_another_role_or_team_or_tie(house: Letters) -> None:
    """Nobody brings her in: not a colleague, not the sheets, not a role that she gets afterwards."""
    case = begun(house, "berta", roles=("counsel",), bodies=("MIG",))
    berta = person(house, "berta")
    tie_reader(house.readers["ana"], ties=["MIG"], by=accounts.SETUP)  # since then
    team = house.cast.coast
    accounts.take_role(house.cast.carla, team=team, role="counsel", by=accounts.SETUP)  # she is counsel no more
    for name in ("ana", "carla"):
        assert house.readers[name] not in queries.may_be_let_in(berta, case)
        with pytest.raises(Denied):
            actions.share(case, reader=house.readers[name], by=berta)


def test_she_says_later_that_somebody_must_not_read_it(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    actions.share(case, reader=house.readers["carla"], by=ana)
    actions.assign(case, to=house.cast.carla, by=ana)
    leave_out(case, somebody=somebody(house, case, "carla"), by=ana)
    case = Case.objects.get()
    assert reading(case) == {"ana", "recovery"}
    assert (case.owner, CaseKey.objects.filter(ring=case.ring).count()) == (None, 2)
    with pytest.raises(Hidden):
        actions.open_case(case, by=person(house, "carla"))
    assert house.cast.carla.reference not in {each.reference for each in may_be_left_out(ana, case)}
    with pytest.raises(Denied):
        actions.share(case, reader=house.readers["carla"], by=ana)
    assert actions.open_case(case, by=ana).answers == SOME, "what was written before is still hers to read"
    assert Act.objects.filter(verb="case.excluded", target=f"case:{case.reference}").count() == 1


def test_somebody_who_never_had_a_key_is_left_out_of_what_comes(house: Letters) -> None:
    """Diana keeps a sheet: the sheets open it no more, Olga reads it instead. A key of hers comes too late."""
    case, ana = a_case(house), person(house, "ana")
    leave_out(case, somebody=somebody(house, case, "diana"), by=ana)
    assert reading(case) == {"ana", "olga"}
    accounts.give_role(house.cast.diana, team=house.cast.coast, role="reader", by=accounts.SETUP)
    own_key(house.cast.diana)
    fresh = Reader.objects.get(user=house.cast.diana)
    confirm_reader(fresh, by=accounts.SETUP, seen=fresh.fingerprint)
    fresh.refresh_from_db()
    case = Case.objects.get()
    assert fresh not in queries.may_be_let_in(ana, case)
    with pytest.raises(Denied):
        actions.share(case, reader=fresh, by=ana)
    actions.open_case(case, by=ana)
    assert reading(case) == {"ana", "olga"}, "opening it does not give it back to the sheets"


def test_who_coordinates_is_left_out_and_cannot_make_it_unreadable(house: Letters) -> None:
    case, berta = a_case(house, "berta"), person(house, "berta")
    leave_out(case, somebody=somebody(house, case, "ana", "berta"), by=berta)
    assert reading(case) == {"berta", "olga", "recovery"}
    retire_reader(house.readers["berta"], by=person(house, "ana"))
    assert "olga" in reading(case)


@pytest.mark.parametrize("name", ["berta", "carla", "olga"])
def test_who_does_not_read_it_leaves_nobody_out(house: Letters, name: str) -> None:
    case = a_case(house)
    one = somebody(house, case, "diana")
    with pytest.raises(Hidden):
        leave_out(case, somebody=one, by=person(house, name))
    address = reverse("case_leave_out", args=[case.reference])
    client = opened_client(house.outside if name == "olga" else getattr(house.cast, name))
    assert client.post(address, {"reader": one.reference, "sure": "1"}).status_code == 404
    assert reading(case) == {"ana", "recovery"}


def test_nobody_leaves_herself_out_nor_somebody_who_is_out_already(house: Letters) -> None:
    case, ana = a_case(house), person(house, "ana")
    assert house.cast.ana.reference not in {each.reference for each in may_be_left_out(ana, case)}
    herself = Somebody(house.cast.ana.reference, house.cast.ana, house.readers["ana"])
    with pytest.raises(Denied, match="This is you"):
        leave_out(case, somebody=herself, by=ana)
    carla = somebody(house, case, "carla")
    leave_out(case, somebody=carla, by=ana)
    with pytest.raises(Denied, match="cannot be written down"):
        leave_out(case, somebody=carla, by=ana)


def test_it_is_asked_twice_on_the_page(house: Letters) -> None:
    case, ana = a_case(house), opened_client(house.cast.ana)
    address, page = reverse("case_leave_out", args=[case.reference]), reverse("case", args=[case.reference])
    assert "Somebody must not read this" in ana.get(page).text
    assert "Choose somebody first." in ana.post(address, {"reader": ""}).text
    assert ana.post(address, {"reader": "0123456789abcdef", "sure": "1"}).status_code == 404
    sent = {"reader": house.cast.carla.reference}
    assert "Leave Carla out of this case?" in ana.post(address, sent).text
    assert house.readers["carla"] in queries.may_be_let_in(person(house, "ana"), case)
    assert ana.post(address, {**sent, "sure": "1"})["Location"] == page
    assert "Carla finds nothing of this case any more." in ana.get(page).text
    assert house.readers["carla"] not in queries.may_be_let_in(person(house, "ana"), Case.objects.get())


def test_who_reads_from_outside_reaches_the_pages_of_her_cases(house: Letters) -> None:
    """A complaint about the house is a case too: whoever stands outside opens it, and what it was before the case."""
    olga = opened_client(house.outside)
    made = olga.post(reverse("case_begin"), {"name_used": NAME, "hum": "house"})
    assert made.status_code == 302
    assert NAME in olga.get(made["Location"]).text
    assert NAME in olga.get(reverse("cases")).text
    assert NAME in olga.post(reverse("case_alike"), {"sought": NAME}).text
    assert olga.get(reverse("team")).status_code == 404


def test_who_reads_for_a_time_leaves_nobody_out_for_good(house: Letters) -> None:
    case, ana, soon = a_case(house), person(house, "ana"), clock.now() + timedelta(hours=3)
    actions.share(case, reader=house.readers["berta"], until=soon, by=ana)
    one, berta = somebody(house, case, "ana", "berta"), opened_client(house.cast.berta)
    with pytest.raises(Denied, match="for a time"):
        leave_out(case, somebody=one, by=person(house, "berta"))
    address = reverse("case_leave_out", args=[case.reference])
    for sent in ({"reader": one.reference}, {"reader": one.reference, "sure": "1"}):
        assert berta.post(address, sent).status_code == 403
    assert address not in berta.get(reverse("case", args=[case.reference])).text, "the button is not offered either"
    assert reading(case) == {"ana", "berta", "recovery"}
    assert address in opened_client(house.cast.ana).get(reverse("case", args=[case.reference])).text, "the control"


@pytest.mark.parametrize("how", ["stepped back", "was left out", "handed it on and stepped back"])
def test_whose_it_was_leaves_nobody_out_any_more(house: Letters, how: str) -> None:
    """Also out of a page that lay open since it was hers."""
    case, berta = a_case(house, "berta"), person(house, "berta")
    actions.share(case, reader=house.readers["ana"], by=berta)
    one, client = somebody(house, case, "ana", "berta"), opened_client(house.cast.berta)
    if how == "handed it on and stepped back":
        actions.assign(case, to=house.cast.ana, by=berta)
    if how == "was left out":
        leave_out(case, somebody=somebody(house, case, "berta"), by=person(house, "ana"))
    else:
        actions.leave(case, by=berta)
    case, before = Case.objects.get(), reading(case)
    with pytest.raises(Hidden):
        leave_out(case, somebody=one, by=person(house, "berta"))
    sent = {"reader": one.reference, "sure": "1"}
    assert client.post(reverse("case_leave_out", args=[case.reference]), sent).status_code == 404
    assert reading(case) == before
    assert "ana" in before
