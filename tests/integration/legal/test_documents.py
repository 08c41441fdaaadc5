"""Papers of a matter: filled with what it knows, sealed, no name on the outside of a file, and for its lawyers only."""

import io
import re
import zipfile

import pytest
from django.urls import reverse

from amparo.casework.actions.cases import begin_case, share
from amparo.casework.actions.legal_names import write_legal_name
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission
from amparo.casework.queries.cases import get_case, opened
from amparo.casework.queries.legal_names import looks_at
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.documents.templates import templates
from amparo.legal.documents import actions, queries
from amparo.legal.representation.actions import conflicts, matters
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.legal.representation.models import MatterPart
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from amparo.vault.queries.readers import reader_of
from tests.cast import Cast
from tests.document_made import text_of_word
from tests.lawyers import FACTS, HER, OFFICER, Lawyers, a_clear_matter, a_matter, add, make_lawyers, write
from tests.papers import begin, fill_in, hand_out, paper

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
HOME = "Pasaje de los Nogales 47"


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def test_a_paper_begins_with_what_the_matter_knows(house: Lawyers) -> None:
    made = a_clear_matter(house)
    add(house, made, "authority", authority_name="Juzgado de Ejemplo", authority_number="77-ficticio")
    found = paper(house, made, begin(house, made))
    assert found.values == {
        "today": "28 de noviembre de 2026", "client_name": HER, "agent_name": OFFICER, "facts": FACTS,
        "authority_name": "Juzgado de Ejemplo", "lawyer_name": "Lucia",
    }  # fmt: skip
    assert paper(house, made, begin(house, made, "authority_letter", "pt")).values["file_number"] == "77-ficticio"
    assert queries.document_of(house.opened(made), found).missing[-1] == "Anexos, o que no hay"


def test_the_name_on_her_papers_is_never_put_in_by_itself(house: Lawyers) -> None:
    made = a_clear_matter(house)
    for code in templates():
        found = paper(house, made, begin(house, made, code, templates()[code].languages[0]))
        assert not {"client_legal_name", "client_document"} & set(found.values)


def test_nothing_of_a_paper_stands_in_clear(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    fill_in(house, made, reference, facts="algo muy secreto de ejemplo", rights="otro secreto")
    boxes = b"".join(bytes(each.box) for each in SealedField.objects.all())
    columns = [field.name for field in MatterPart._meta.local_fields]
    assert columns == ["id", "reference", "matter", "due_on", "ended_on"]
    for secret in (b"muy secreto", b"co_tutela", b"tutela", HER.encode()):
        assert secret not in boxes
    assert paper(house, made, reference).values["facts"] == "algo muy secreto de ejemplo"


def test_before_the_look_for_a_conflict_there_is_no_paper(house: Lawyers) -> None:
    shut = a_matter(house)
    with pytest.raises(Denied, match="First it is looked"):
        begin(house, shut)
    made = a_clear_matter(house)
    reference = begin(house, made)
    add(house, made, "party", party_role="landlord", party_name="Otra persona de ejemplo")
    for act in (lambda: hand_out(house, made, reference), lambda: fill_in(house, made, reference, facts="x")):
        with pytest.raises(Denied, match="First it is looked"):
            act()
    conflicts.look(made, by=house.person("lucia"))
    assert hand_out(house, made, reference).data


def test_who_does_not_read_the_matter_finds_no_paper(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    addresses = [
        reverse(name, args=[made.reference, *more])
        for name, more in (
            ("matter_documents", []), ("matter_document_new", ["co_tutela"]), ("matter_bundle", []),
            ("matter_document", [reference]), ("matter_document_write", [reference]),
            ("matter_document_name", [reference]), ("matter_document_file", [reference]),
            ("matter_document_end", [reference]),
        )
    ]  # fmt: skip
    # Nora and Carla are lawyers who were not let in: for them there is none. The others do not work on legal matters.
    for name, status in (("nora", 404), ("ana", 403), ("sara", 403), ("paz", 403), ("elena", 403), ("carla", 404)):
        for address in addresses:
            for answer in (house.client(name).post(address, {"form": "docx"}), house.client(name).get(address)):
                if answer.status_code not in (302, 405):  # led to the page it belongs to; or only the other verb
                    assert answer.status_code == status, (name, address, answer.status_code)
                assert HER not in answer.text
    with pytest.raises(Hidden):
        actions.hand_out(made, reference=reference, form="docx", by=house.person("nora"))
    assert not Act.objects.filter(verb="matter.paper_handed_out").exists()


def test_a_file_tells_nothing_on_its_outside_and_leaves_a_line_in_the_trail(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    address = reverse("matter_document_file", args=[made.reference, reference])
    answer = house.client("lucia").post(address, {"form": "docx"})
    assert re.fullmatch(r'attachment; filename="escrito-[0-9a-f]{4}\.docx"', answer["Content-Disposition"])
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert HER in text_of_word(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        outside = b"".join(file.read(name) for name in file.namelist() if name != "word/document.xml")
    assert HER.encode() not in outside
    rows = list(Act.objects.filter(verb="matter.paper_handed_out"))
    assert [(each.target, each.actor) for each in rows] == [
        (f"matter:{made.reference}", f"user:{house.people['lucia'].reference}")
    ]


def test_a_closed_matter_still_hands_out_and_takes_no_word(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    matters.close(made, outcome="advice", words="", by=house.person("lucia"))
    assert hand_out(house, made, reference).name.startswith("escrito-")
    with pytest.raises(Denied, match="closed"):
        fill_in(house, made, reference, facts="x")


def test_where_he_looks_for_her_no_paper_has_her_address(house: Lawyers) -> None:
    client = {"party_role": Answer("client"), "party_name": Answer(HER), "party_where": Answer(HOME)}
    made = a_clear_matter(house, sides=(client,))
    before = begin(house, made)
    assert HOME in text_of_word(hand_out(house, made, before).data), "the look sees it"
    write(house, made, matter_persecuted=Answer("yes"))
    for code in ("co_tutela", "ombudsman_letter", "mediation_agreement"):
        later = begin(house, made, code)
        assert HOME not in str(paper(house, made, later).values)
        known = {each.code for each in templates()[code].fields}
        said = {each: f"vive en {HOME.upper()}" for each in ("facts", "agreed_terms", "coded_facts") if each in known}
        fill_in(house, made, later, **said)
        document = queries.document_of(house.opened(made), paper(house, made, later))
        assert "nogales" not in str([[span.text for span in line] for b in document.blocks for line in b.lines]).lower()
    text = text_of_word(hand_out(house, made, before).data)
    assert "Nogales" not in text, "also where it stood in a paper that was begun before"
    assert "Domicilio: Domicilio reservado" in text


@pytest.mark.parametrize("said", [HER, "la señora Quispe", "QUISPE", OFFICER, "llame al 0990 000 111", "a@b.example"])
def test_a_letter_without_names_goes_out_without_names(house: Lawyers, said: str) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made, "ombudsman_letter")
    assert HER not in str(paper(house, made, reference).values)
    assert FACTS not in str(paper(house, made, reference).values)
    fill_in(house, made, reference, coded_facts=f"Una persona contó: {said}")
    with pytest.raises(Denied, match="carries no names"):
        hand_out(house, made, reference)
    page = house.client("lucia").get(reverse("matter_document", args=[made.reference, reference])).text
    assert "Facts without names or marks" in page
    fill_in(house, made, reference, coded_facts="Una persona contó lo que le hicieron.")
    assert HER not in text_of_word(hand_out(house, made, reference).data)


def test_who_wrote_meanwhile_is_not_written_over(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    number = paper(house, made, reference).part.number
    fill_in(house, made, reference, facts="lo de Nora")
    with pytest.raises(Past):
        fill_in(house, made, reference, facts="lo mío", also={"number": number})
    address = reverse("matter_document_write", args=[made.reference, reference])
    answer = house.client("lucia").post(address, {"f_facts": "lo mío", "number": number})
    assert answer.status_code == 409
    assert "lo mío" in answer.text
    assert "somebody else wrote in this paper" in answer.text
    assert paper(house, made, reference).values["facts"] == "lo de Nora"


def test_a_field_that_its_template_does_not_ask_is_not_taken(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made, "ombudsman_letter")
    with pytest.raises(ValueError, match="what its template asks"):
        fill_in(house, made, reference, client_name=HER)


def test_the_notice_goes_when_a_lawyer_read_all_and_nothing_is_missing(house: Lawyers) -> None:
    made = a_clear_matter(house)
    reference = begin(house, made)
    fill_in(house, made, reference, also={"reviewed": True})
    assert "MODELO PARA REVISIÓN DE ABOGADA" in text_of_word(hand_out(house, made, reference).data)
    every = {each.code: f"dicho {each.code}" for each in templates()["co_tutela"].fields}
    fill_in(house, made, reference, also={"reviewed": True}, **every)
    text = text_of_word(hand_out(house, made, reference).data)
    assert "REVISIÓN" not in text
    assert "FALTA" not in text


def test_the_name_on_her_papers_comes_with_a_reason_that_she_may_read(house: Lawyers) -> None:
    ana, lucia = house.person("ana"), house.person("lucia")
    case = begin_case(answers={"name_used": Answer(HER)}, by=ana)
    write_legal_name(case, answers={"legal_name": Answer("Nombre De Papel Ficticio")}, written=0, by=ana)
    lawyer = reader_of(house.people["lucia"])
    may_accompany = Said("engage_services", "yes", content=ALL_OF_IT, method="written")
    write_permission(case, said=may_accompany, by=ana)
    made = ask_lawyer(opened(ana, case), reader=lawyer, kind="state_agent", by=ana)
    conflicts.look(made, by=lucia)
    reference = begin(house, made)
    said = {"reference": reference, "why": "writ", "words": "Para la tutela", "by": lucia}
    with pytest.raises(Denied, match="do not read her case"):
        actions.bring_name(made, number=paper(house, made, reference).part.number, **said)
    share(case, reader=lawyer, by=ana)
    actions.bring_name(made, number=paper(house, made, reference).part.number, **said)
    assert paper(house, made, reference).values["client_legal_name"] == "Nombre De Papel Ficticio"
    look = looks_at(opened(ana, get_case(ana, case.reference)))[0]
    assert (look.words, look.roles) == ("Para la tutela", ("counsel",))
    assert Act.objects.filter(verb="case.legal_name_shown").count() == 1
