"""Pieces of proof: taken in as they are, locked, opened only as what they were, covered only in a copy."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connections
from PIL import Image

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.custody_chain.events import digest_of
from amparo.legal.exhibits.actions import exhibits
from amparo.legal.exhibits.models import CustodyEvent, Exhibit
from amparo.legal.exhibits.policies import may_be_used
from amparo.legal.exhibits.queries.custody import chain_of
from amparo.legal.representation.actions import matters
from amparo.legal.representation.models import Matter
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import recipient_of
from amparo.vault.models import SealedFile
from tests.cast import Cast
from tests.exhibits import NAME, NOW, PHOTO, PLACE, SAID, TALK, one, she_says, taken
from tests.lawyers import Lawyers, a_clear_matter, a_matter, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def matter(house: Lawyers) -> Matter:
    return a_clear_matter(house)


def acts(house: Lawyers, matter: Matter, item: str) -> list[str]:
    return [fact.action for fact in chain_of(house.person("lucia"), matter).of(item)]


def test_a_file_is_the_same_after_sealing_and_opening(house: Lawyers, matter: Matter) -> None:
    made = taken(house, matter)
    shown, data = exhibits.open_piece(matter, made.reference, by=house.person("lucia"))
    assert data == PHOTO
    assert shown.sha256 == digest_of(PHOTO)
    assert b"Phone of Yuli" in data, "what a camera wrote is part of the proof"
    assert acts(house, matter, made.reference) == ["acquired", "sealed", "viewed"]
    facts = chain_of(house.person("lucia"), matter).of(made.reference)
    assert {fact.after for fact in facts} == {digest_of(PHOTO)}
    assert {fact.actor for fact in facts} == {f"user:{house.people['lucia'].reference}"}
    assert facts[0].at == NOW


def test_nothing_of_it_stands_in_clear_anywhere(house: Lawyers, matter: Matter) -> None:
    taken(house, matter, data=TALK, kind="chat_export")
    words = [NAME, PLACE, "ella misma", "Ramiro Tapia", digest_of(TALK), "chat_export", "Phone of Yuli"]
    with connections["default"].cursor() as cursor:
        tables = connections["default"].introspection.table_names(cursor)
        held = b""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            held += b"\n".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
    assert b"exhibit.taken_in" in held, "the look goes through every table"
    assert [word for word in words if word.encode() in held] == []


def test_a_file_that_was_changed_is_not_handed_over(house: Lawyers, matter: Matter) -> None:
    made = taken(house, matter)
    shown = one(house, matter, made.reference)
    assert shown.file
    other = bytearray(PHOTO)
    other[-5] ^= 1
    forged = seal(bytes(other) + b"\0" * 1000, [recipient_of(shown.file.seed)])
    SealedFile.objects.filter(reference=shown.file.reference).update(box=forged)
    with pytest.raises(Denied, match="not what came in"):
        exhibits.open_piece(matter, made.reference, by=house.person("lucia"))
    SealedFile.objects.filter(reference=shown.file.reference).update(box=forged[:-40])
    with pytest.raises(Denied, match="not what came in"):
        exhibits.open_piece(matter, made.reference, by=house.person("lucia"))
    assert acts(house, matter, made.reference) == ["acquired", "sealed"], "nobody looked"


@pytest.mark.parametrize("answer", ["yes", "not_sure", "", "maybe"])
def test_what_could_show_a_child_is_never_taken_in(answer: str, house: Lawyers, matter: Matter) -> None:
    files, rows, trail = SealedFile.objects.count(), Exhibit.objects.count(), Act.objects.count()
    with pytest.raises(Denied, match="Nothing was taken in"):
        taken(house, matter, child=answer)
    assert (SealedFile.objects.count(), Exhibit.objects.count()) == (files, rows)
    assert CustodyEvent.objects.count() == 0
    assert not Act.objects.filter(verb__startswith="exhibit").exists()
    assert Act.objects.count() == trail
    made = taken(house, matter)
    assert "child" not in one(house, matter, made.reference).body, "no such mark is stored with a piece"


def test_what_she_told_before_is_not_asked_again_without_a_reason(house: Lawyers, matter: Matter) -> None:
    first = taken(house, matter, kind="testimony", data=TALK)
    with pytest.raises(Denied, match="She told it before"):
        taken(house, matter, kind="testimony", data=TALK)
    with pytest.raises(Denied, match="She told it before"):
        taken(house, matter, kind="testimony", data=TALK, again="  ")
    taken(house, matter, kind="photo")
    again = taken(house, matter, kind="testimony", data=TALK, again="El juez no acepta la grabada.")
    assert chain_of(house.person("lucia"), matter).of(again.reference)[0].reason == "El juez no acepta la grabada."
    assert chain_of(house.person("lucia"), matter).of(first.reference)[0].reason == "ella misma"


def test_without_her_yes_a_piece_is_frozen_and_her_no_counts_at_once(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference

    def frozen(days: int = 0) -> bool:
        shown = one(house, matter, item)
        return not may_be_used.allows(house.person("lucia"), shown, NOW + timedelta(days=days))

    assert frozen()
    she_says(house, matter, item, now=NOW)
    assert not frozen()
    assert not frozen(days=89)
    assert frozen(days=90), "no yes is for ever"
    she_says(house, matter, item, "yes_with_limits", days=200, now=NOW)
    assert one(house, matter, item).word.limits == "Solo para el juez."
    assert not frozen(days=199)
    she_says(house, matter, item, "take_back", now=NOW)
    assert frozen()
    assert one(house, matter, item).word.state(NOW) == "withdrawn"


def test_a_copy_stands_on_her_word_about_the_piece_itself(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    she_says(house, matter, item, now=NOW)
    copy = exhibits.cover_picture(
        matter, item, boxes=[(0, 0, 50, 100)], reason="Otra persona", by=house.person("lucia"), now=NOW
    )
    assert may_be_used.allows(house.person("lucia"), one(house, matter, copy.reference), NOW)
    with pytest.raises(Denied, match="This is a copy"):
        she_says(house, matter, copy.reference, now=NOW)
    she_says(house, matter, item, "no", now=NOW)
    assert not may_be_used.allows(house.person("lucia"), one(house, matter, copy.reference), NOW)


def test_a_yes_says_how(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    with pytest.raises(Denied, match="how she said it"):
        she_says(house, matter, item, method="")


def test_what_is_between_her_and_her_lawyer_goes_nowhere(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter, privileged=True).reference
    she_says(house, matter, item, now=NOW)
    assert "between her and her lawyer" in str(may_be_used.reason(house.person("lucia"), one(house, matter, item), NOW))
    exhibits.set_privilege(matter, item, privileged=False, by=house.person("lucia"))
    assert may_be_used.allows(house.person("lucia"), one(house, matter, item), NOW)


def test_parts_of_a_picture_are_covered_in_a_copy_alone(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    by = house.person("lucia")
    made = exhibits.cover_picture(matter, item, boxes=[(50, 0, 100, 100)], reason="Su cara", by=by, now=NOW)
    _shown, copy = exhibits.open_piece(matter, made.reference, by=by)
    image = Image.open(BytesIO(copy)).convert("RGB")
    assert max(image.getpixel((150, 50))) < 12  # type: ignore[type-var, arg-type]
    assert b"Yuli" not in copy, "in a copy nothing is left of what the camera wrote"
    _shown, original = exhibits.open_piece(matter, item, by=by)
    assert original == PHOTO, "the piece itself is never replaced"
    assert one(house, matter, made.reference).of == item
    fact = chain_of(by, matter).of(made.reference)[0]
    assert (fact.action, fact.counterpart, fact.before, fact.after) == (
        "redacted", item, digest_of(PHOTO), digest_of(copy),
    )  # fmt: skip


def test_passages_of_a_text_are_taken_out_in_a_copy_alone(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter, data=TALK, kind="chat_export").reference
    by = house.person("lucia")
    made = exhibits.cover_text(matter, item, passages=["Ramiro Tapia Inventado", "Ramiro"], reason="x", by=by)
    _shown, copy = exhibits.open_piece(matter, made.reference, by=by)
    assert copy.decode() == "Ana: hola\n[…]: te voy a sacar del pais\nAna: no\n"
    with pytest.raises(Denied, match="not in the text"):
        exhibits.cover_text(matter, item, passages=["ramiro"], reason="x", by=by)
    assert exhibits.open_piece(matter, item, by=by)[1] == TALK


def test_a_slip_proves_later_what_the_chain_was(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    by = house.person("lucia")
    mark = exhibits.hand_over(matter, item, action="transferred", counterpart="Perita", reason="Informe", by=by)
    chain = chain_of(by, matter)
    slip = chain.slip(mark.count)
    assert (slip.item, slip.sha256, slip.mark) == (item, digest_of(PHOTO), mark)
    with pytest.raises(Hidden):
        chain.slip(1)
    exhibits.hand_over(matter, item, action="destroyed", counterpart="Perita", reason="Ya", by=by)
    assert chain_of(by, matter).of(item)[-1].after == ""
    with pytest.raises(ValueError, match="no act"):
        exhibits.hand_over(matter, item, action="viewed", counterpart="x", reason="x", by=by)


def test_an_object_has_no_file_and_a_large_file_has_its_digest(house: Lawyers, matter: Matter) -> None:
    made = taken(house, matter, data=b"", kind="object", elsewhere="a" * 64)
    assert one(house, matter, made.reference).file is None
    assert acts(house, matter, made.reference) == ["acquired"]
    assert chain_of(house.person("lucia"), matter).of(made.reference)[0].after == "a" * 64
    with pytest.raises(Hidden):
        exhibits.open_piece(matter, made.reference, by=house.person("lucia"))


WHO = {"lucia": "may", "nora": Hidden, "ana": Denied, "berta": Denied, "carla": Hidden, "diana": Denied,
       "sara": Denied, "paz": Denied}  # fmt: skip


@pytest.mark.parametrize("name", WHO)
def test_who_may_take_in_and_look(name: str, house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    for act in (lambda: taken(house, matter, by=name),
                lambda: exhibits.open_piece(matter, item, by=house.person(name))):  # fmt: skip
        if WHO[name] == "may":
            act()
        else:
            with pytest.raises(WHO[name]):
                act()


def test_before_the_look_for_a_conflict_there_are_no_pieces(house: Lawyers) -> None:
    shut = a_matter(house)
    with pytest.raises(Denied, match="First it is looked"):
        taken(house, shut)


def test_in_a_closed_matter_she_may_still_take_her_word_back(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    she_says(house, matter, item, now=NOW)
    matters.close(matter, outcome="advice", words="", by=house.person("lucia"))
    with pytest.raises(Denied, match="closed"):
        taken(house, matter)
    she_says(house, matter, item, "take_back")
    assert not one(house, matter, item).word.lets(NOW)


def test_every_act_is_in_the_trail_under_an_opaque_name(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    exhibits.open_piece(matter, item, by=house.person("lucia"))
    exhibits.hand_over(matter, item, action="returned", counterpart="Ella", reason="Pidió", by=house.person("lucia"))
    rows = {each.verb: each.target for each in Act.objects.filter(verb__startswith="exhibit.")}
    assert rows == {"exhibit.taken_in": f"exhibit:{item}", "exhibit.opened": item, "exhibit.handed": item}
    assert not any(SAID["got_from"] in each for each in rows.values())


def test_two_who_read_it_write_one_chain(house: Lawyers, matter: Matter) -> None:
    nora: Any = house.people["nora"]
    from amparo.vault.queries.readers import reader_of

    matters.share(matter, reader=reader_of(nora), by=house.person("lucia"))
    one_item = taken(house, matter).reference
    exhibits.open_piece(matter, one_item, by=house.person("nora"))
    chain = chain_of(house.person("nora"), matter)
    assert chain.findings == ()
    assert [fact.actor.split(":")[1] for _seq, fact in sorted(chain.facts.items())] == [
        house.people["lucia"].reference, house.people["lucia"].reference, nora.reference,
    ]  # fmt: skip
