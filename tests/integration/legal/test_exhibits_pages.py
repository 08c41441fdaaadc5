"""The pages of pieces of proof, without script: the question before a file, the slip, the folder."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.legal.exhibits.actions import exhibits as actions
from amparo.legal.exhibits.models import CustodyEvent, Exhibit, Folder
from amparo.legal.exhibits.queries.custody import chain_of
from amparo.legal.representation.models import Matter
from amparo.vault.models import SealedFile
from tests.cast import Cast
from tests.exhibits import NAME, PHOTO, PLACE, TALK, one, she_says, taken
from tests.lawyers import Lawyers, a_clear_matter, a_matter, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@pytest.fixture
def matter(house: Lawyers) -> Matter:
    return a_clear_matter(house)


def sent(**more: Any) -> dict[str, Any]:
    """The form about a piece."""
    file = SimpleUploadedFile(NAME, PHOTO, "text/html")
    return {"child": "no", "kind": "photo", "file": file, "described": PLACE, "got_from": "ella"} | more


def test_the_page_of_a_matter_leads_there(house: Lawyers, matter: Matter) -> None:
    page = house.client("lucia").get(reverse("matter", args=[matter.reference])).text
    assert reverse("matter_exhibits", args=[matter.reference]) in page


def test_first_the_question_then_the_file(house: Lawyers, matter: Matter) -> None:
    lucia, new = house.client("lucia"), reverse("exhibit_new", args=[matter.reference])
    first = lucia.get(new).text
    assert 'type="file"' not in first, "no file can be chosen before the question is answered"
    assert 'name="child"' in first
    second = lucia.post(new, {"child": "no"})
    assert 'type="file"' in second.text
    assert second.context["form"].errors == {}, "nothing is asked for before she had a chance to write it"
    assert '<input type="hidden" name="child" value="no"' in second.text, "the answer goes along with the file"
    answer = lucia.post(new, sent())
    made = Exhibit.objects.get()
    assert answer.url == reverse("exhibit", args=[matter.reference, made.reference])
    shown = one(house, matter, made.reference)
    assert shown.body["name"] == NAME
    assert shown.body["mime"] == "image/jpeg", "what it is its bytes say, and not its sender"
    page = lucia.get(answer.url).text
    assert PLACE in page
    assert shown.sha256 in page
    assert "Lucia" in page


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_what_could_show_a_child_stores_nothing_and_says_whom_to_call(
    answer: str, house: Lawyers, matter: Matter
) -> None:
    """The matter is in Colombia: the page shows what the content of that country knows, and no other number."""
    lucia, new = house.client("lucia"), reverse("exhibit_new", args=[matter.reference])
    files = SealedFile.objects.count()
    for said in ({"child": answer}, sent(child=answer)):
        page = lucia.post(new, said).text
        assert "This does not come in here" in page
        assert 'type="file"' not in page
    assert (Exhibit.objects.count(), CustodyEvent.objects.count(), SealedFile.objects.count()) == (0, 0, files)


def test_where_no_line_is_known_the_coordinator_is_asked(house: Lawyers, monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.legal.exhibits.views import taking_in

    monkeypatch.setattr(taking_in, "lines_for_children", lambda found: [])
    matter = a_clear_matter(house)
    page = house.client("lucia").post(reverse("exhibit_new", args=[matter.reference]), {"child": "yes"}).text
    assert "It is not known here. Ask your coordinator" in page


def test_a_file_without_the_answer_is_not_taken(house: Lawyers, matter: Matter) -> None:
    said = sent()
    del said["child"]
    house.client("lucia").post(reverse("exhibit_new", args=[matter.reference]), said)
    assert Exhibit.objects.count() == 0


def test_told_again_asks_for_a_reason_and_keeps_what_was_written(house: Lawyers, matter: Matter) -> None:
    lucia, new = house.client("lucia"), reverse("exhibit_new", args=[matter.reference])
    assert "She told it before" not in lucia.post(new, {"child": "no"}).text
    first = taken(house, matter, kind="testimony", data=TALK)
    page = lucia.post(new, {"child": "no"}).text
    assert "She told it before" in page
    assert first.reference[:4] in page
    again = lucia.post(new, sent(kind="testimony", described="otra vez de ejemplo")).text
    assert "each time costs her" in again
    assert "otra vez de ejemplo" in again
    assert lucia.post(new, sent(kind="testimony", again="El juez lo pide en persona.")).status_code == 302


def test_a_file_is_seen_made_anew_or_kept_as_it_is(house: Lawyers, matter: Matter) -> None:
    item, lucia = taken(house, matter).reference, house.client("lucia")
    address = reverse("exhibit_file", args=[matter.reference, item])
    kept = lucia.get(address)
    assert kept.content == PHOTO
    assert NAME not in kept["Content-Disposition"]
    seen = lucia.get(f"{address}?ver=1")
    assert b"Yuli" not in seen.content
    assert seen["Content-Security-Policy"].endswith("sandbox")
    acts = [fact.action for fact in chain_of(house.person("lucia"), matter).of(item)]
    assert acts == ["acquired", "sealed", "copied", "viewed"]


def test_parts_are_covered_by_numbers(house: Lawyers, matter: Matter) -> None:
    item, lucia = taken(house, matter).reference, house.client("lucia")
    address = reverse("exhibit_cover", args=[matter.reference, item])
    assert "upper left part" in lucia.get(address).text
    wrong = lucia.post(address, {"boxes": "0 0 50 20\n50 50 40 40", "reason": "x"}).text
    assert "A line is no box" in wrong
    answer = lucia.post(address, {"boxes": "0 0 50 20\n60, 50, 100, 100", "reason": "Otra persona"})
    copy = Exhibit.objects.exclude(reference=item).get()
    assert answer.url == reverse("exhibit", args=[matter.reference, copy.reference])
    page = lucia.get(reverse("exhibit", args=[matter.reference, item])).text
    assert reverse("exhibit", args=[matter.reference, copy.reference]) in page


def test_passages_are_taken_out(house: Lawyers, matter: Matter) -> None:
    item, lucia = taken(house, matter, data=TALK, kind="chat_export").reference, house.client("lucia")
    address = reverse("exhibit_cover", args=[matter.reference, item])
    assert "not in the text" in lucia.post(address, {"passages": "nadie", "reason": "x"}).text
    assert lucia.post(address, {"passages": "Ramiro Tapia Inventado\n\n", "reason": "x"}).status_code == 302
    pdf = taken(house, matter, data=b"%PDF-1.7 x").reference
    assert lucia.get(reverse("exhibit_cover", args=[matter.reference, pdf])).status_code == 404


def test_a_slip_is_printed_and_names_nobody(house: Lawyers, matter: Matter) -> None:
    item, lucia = taken(house, matter).reference, house.client("lucia")
    hand = reverse("exhibit_hand", args=[matter.reference, item])
    answer = lucia.post(hand, {"action": "transferred", "counterpart": "Perita Ficticia", "reason": "Informe"})
    page = lucia.get(answer.url).text
    slip = chain_of(house.person("lucia"), matter).slip(3)
    for shown in (slip.receipt, item, slip.sha256, slip.mark.head):
        assert shown in page
    paper = page.split("<main")[1].split("</main>")[0]
    assert not any(word in paper for word in ("Perita", "Lucia", PLACE, "Yuli"))


def test_her_word_is_written_and_taken_back(house: Lawyers, matter: Matter) -> None:
    item, lucia = taken(house, matter).reference, house.client("lucia")
    page, word = (reverse(name, args=[matter.reference, item]) for name in ("exhibit", "exhibit_word"))
    assert "She has not said yes" in lucia.get(page).text
    assert "how she said it" in lucia.post(word, {"saying": "yes", "days": "90"}).text
    lucia.post(word, {"saying": "yes", "method": "verbal_witnessed", "days": "90"})
    assert "She has not said yes" not in lucia.get(page).text
    lucia.post(word, {"saying": "take_back", "days": "90"})
    assert "She has not said yes" in lucia.get(page).text


def test_a_folder_is_asked_for_looked_at_and_taken_once(house: Lawyers, matter: Matter) -> None:
    item, lucia, ana = taken(house, matter).reference, house.client("lucia"), house.client("ana")
    new = reverse("folder_new", args=[matter.reference])
    assert "no piece that may go out" in lucia.get(new).text
    she_says(house, matter, item)
    said = {"items": [item], "to": "Juzgado de ejemplo", "runs": "judiciary", "reason": "Audiencia", "key": ""}
    assert "a second person looks first" in lucia.post(new, said).text
    second = next(
        each[0] for each in lucia.get(new).context["form"].fields["second"].choices if each[1] == "Ana"
    )  # fmt: skip
    asked = lucia.post(new, said | {"second": second})
    folder = Folder.objects.get()
    assert asked.url == reverse("folder", args=[folder.reference])
    assert "A second person has to agree first" in lucia.get(asked.url).text
    looked = ana.get(asked.url).text
    assert "Juzgado de ejemplo" in looked
    assert PLACE not in looked, "she sees of which kinds, and no piece"
    assert reverse("folder", args=[folder.reference]) in ana.get(reverse("folders")).text
    assert house.client("berta").get(asked.url).status_code == 404
    ana.post(reverse("folder_agree", args=[folder.reference]))
    took = lucia.post(reverse("folder_take", args=[folder.reference]))
    assert took.content.startswith(b"PK")
    assert took["Content-Disposition"].endswith('.zip"')
    assert lucia.post(reverse("folder_take", args=[folder.reference])).status_code == 403
    listed = lucia.get(reverse("matter_exhibits", args=[matter.reference])).text
    assert "Slip " in listed


def test_a_broken_chain_is_said_on_every_page(house: Lawyers, matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from amparo.formats.custody_chain.checking import Finding
    from amparo.legal.exhibits.views import pieces

    item, lucia = taken(house, matter).reference, house.client("lucia")
    broken = replace(chain_of(house.person("lucia"), matter), findings=(Finding(2, "edited"),))
    monkeypatch.setattr(pieces, "chain_of", lambda actor, matter: broken)
    for name, args in (("matter_exhibits", [matter.reference]), ("exhibit", [matter.reference, item])):
        assert "The chain of hands is not as it was" in lucia.get(reverse(name, args=args)).text


def test_what_is_not_hers_is_not_there(house: Lawyers, matter: Matter) -> None:
    item = taken(house, matter).reference
    names = ("exhibit", "exhibit_file", "exhibit_cover")
    addresses = [reverse(name, args=[matter.reference, item]) for name in names]
    addresses += [reverse(name, args=[matter.reference]) for name in ("matter_exhibits", "exhibit_new", "folder_new")]
    other = a_clear_matter(house)
    for address in addresses:
        assert house.client("nora").get(address).status_code == 404
        assert house.client("berta").get(address).status_code == 403
    for name in names:
        assert house.client("lucia").get(reverse(name, args=[other.reference, item])).status_code == 404
    shut = a_matter(house)
    assert house.client("lucia").get(reverse("matter_exhibits", args=[shut.reference])).status_code == 403
    assert [fact.action for fact in chain_of(house.person("lucia"), matter).of(item)] == ["acquired", "sealed"]
    assert actions.HANDED


def test_the_form_carries_the_answer_on_as_a_browser_sends_it(house: Lawyers, matter: Matter) -> None:
    page = house.client("lucia").post(reverse("exhibit_new", args=[matter.reference]), {"child": "no"}).text
    assert '<input type="hidden" name="child" value="no"' in page
    assert 'class="error"' not in page
