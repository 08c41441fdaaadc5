"""The chain is added to and never changed: the database refuses it, and what went past the database is named."""

from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from amparo.commons.audit.models import Act
from amparo.formats.custody_chain.checking import Finding, verify
from amparo.legal.exhibits import retention
from amparo.legal.exhibits.actions import exhibits
from amparo.legal.exhibits.actions.ending import destroy_chain
from amparo.legal.exhibits.models import Chain, CustodyEvent, Exhibit, Folder, Leaf
from amparo.legal.exhibits.queries.custody import chain_of
from amparo.legal.representation.actions import matters
from amparo.legal.representation.models import Matter
from amparo.vault.models import SealedField, SealedFile
from tests.cast import Cast
from tests.exhibits import NOW, taken
from tests.lawyers import Lawyers, a_clear_matter, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def matter(house: Lawyers) -> Matter:
    made = a_clear_matter(house)
    item = taken(house, made).reference
    for _each in range(3):
        exhibits.open_piece(made, item, by=house.person("lucia"))
    return made


def refused(act: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def link(seq: int) -> Any:
    return CustodyEvent.objects.filter(seq=seq)


ACTS = {
    "an edit": lambda: link(2).update(fact="e" * 64),
    "an edit that changes nothing": lambda: link(2).update(seq=2),
    "a deletion": lambda: link(2).delete(),
    "a cut end": lambda: link(5).delete(),
    "another box": lambda: link(2).update(box=b"x"),
    "a link out of its place": lambda: CustodyEvent.objects.create(
        chain=Chain.objects.get(), seq=9, fact="a" * 64, previous=Chain.objects.get().head, digest="b" * 64,
        key_version=1, box=b"x",
    ),
    "a link that does not know the last": lambda: CustodyEvent.objects.create(
        chain=Chain.objects.get(), seq=6, fact="a" * 64, previous="c" * 64, digest="b" * 64, key_version=1, box=b"x"
    ),
    "a head that no link has": lambda: Chain.objects.update(count=6, head="c" * 64),
    "a head that goes back": lambda: Chain.objects.update(count=4, head=link(4).get().digest),
    "a chain that goes": lambda: Chain.objects.all().delete(),
    "a chain that does not begin empty": lambda: Chain.objects.create(matter="x", ring="y", count=3, head="c" * 64),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_the_database_refuses(act: str, house: Lawyers, matter: Matter) -> None:
    before = list(CustodyEvent.objects.order_by("seq").values_list("seq", "digest"))
    assert len(before) == 5
    refused(ACTS[act])
    assert list(CustodyEvent.objects.order_by("seq").values_list("seq", "digest")) == before
    assert chain_of(house.person("lucia"), matter).findings == ()


def past_the_rules(sql: str, *values: Any) -> None:
    """Somebody with the database in her hands takes the rules away first."""
    rules = ["custodyevent_update_stays", "custodyevent_delete_stays", "chain_update_moves"]
    with connections["default"].cursor() as cursor:
        for each in rules:
            on = f" ON exhibits_{each.split('_')[0]}" if connections["default"].vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS exhibits_{each}{on}")
        cursor.execute(sql, values)


FAULTS = {
    "edit": ("UPDATE exhibits_custodyevent SET fact = %s WHERE seq = 3", ("e" * 64,), Finding(3, "edited")),
    "delete": ("DELETE FROM exhibits_custodyevent WHERE seq = 3", (), Finding(3, "deleted")),
    "truncate": ("DELETE FROM exhibits_custodyevent WHERE seq > 3", (), Finding(4, "truncated")),
    "swap": (
        "UPDATE exhibits_custodyevent SET box = (SELECT b.box FROM exhibits_custodyevent b WHERE b.seq = 4) "
        "WHERE seq = 3", (), Finding(3, "edited"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_went_past_the_database_is_named(fault: str, house: Lawyers, matter: Matter) -> None:
    sql, values, finding = FAULTS[fault]
    past_the_rules(sql, *values)
    assert finding in chain_of(house.person("lucia"), matter).findings


def test_a_chain_cut_together_with_its_end_shows_against_a_slip(house: Lawyers, matter: Matter) -> None:
    by = house.person("lucia")
    item = Exhibit.objects.get().reference
    slip = exhibits.hand_over(matter, item, action="transferred", counterpart="Perita", reason="x", by=by)
    third = link(3).get().digest
    past_the_rules("DELETE FROM exhibits_custodyevent WHERE seq > 3")
    Chain.objects.update(count=3, head=third)
    cut = chain_of(by, matter)
    assert cut.findings == (), "by itself it hangs together"
    assert verify(cut.links, head=cut.mark, receipts=[slip]) == (Finding(4, "truncated"),)


def test_what_is_in_a_link_is_sealed(house: Lawyers, matter: Matter) -> None:
    boxes = [bytes(each) for each in CustodyEvent.objects.values_list("box", flat=True)]
    assert not any(b"viewed" in each or b"lucia" in each for each in boxes)
    assert max(map(len, boxes)) - min(map(len, boxes)) < 400, "their length tells nothing"


def test_when_a_matter_goes_its_pieces_and_its_chain_go_after_it(house: Lawyers, matter: Matter) -> None:
    reference, item = matter.reference, Exhibit.objects.get().reference
    assert retention.due(NOW) == []
    refused(lambda: destroy_chain(reference))
    matters.destroy(reference, by=house.person("lucia"))
    assert SealedFile.objects.count() == 0
    assert retention.due(NOW) == [reference]
    for each in retention.due(NOW):
        retention.shred(each)
    assert (Exhibit.objects.count(), CustodyEvent.objects.count(), Chain.objects.count()) == (0, 0, 0)
    assert not SealedField.objects.filter(thing=item).exists()
    gone = Act.objects.filter(verb="exhibit.destroyed")
    assert [(each.actor, each.target) for each in gone] == [("house.expiry", f"exhibit:{item}")]
    assert retention.due(NOW) == []


def test_other_matters_keep_theirs(house: Lawyers, matter: Matter) -> None:
    other = a_clear_matter(house)
    taken(house, other)
    matters.destroy(matter.reference, by=house.person("lucia"))
    for each in retention.due(NOW):
        retention.shred(each)
    assert list(Chain.objects.values_list("matter", flat=True)) == [other.reference]
    assert chain_of(house.person("lucia"), other).findings == ()
    assert Leaf.objects.count() == Folder.objects.count() == 0
