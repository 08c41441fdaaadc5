"""The pages of papers: from a template that says what it rests on to a file, and papers bound together."""

import re

import pytest
from django.urls import reverse

from amparo.commons.audit.models import Act
from tests.cast import Cast
from tests.document_made import needs_pango, text_of_pdf
from tests.lawyers import HER, Lawyers, a_clear_matter, make_lawyers
from tests.papers import begin

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


@needs_pango
def test_papers_are_bound_with_an_index(house: Lawyers) -> None:
    made = a_clear_matter(house)
    first, second = begin(house, made), begin(house, made, "complaint", "pt")
    sent = {f"take_{first}": "on", f"label_{first}": "A-1", f"take_{second}": "on", f"label_{second}": "B-7",
            "heading": "Anexos de ejemplo"}  # fmt: skip
    address = reverse("matter_bundle", args=[made.reference])
    answer = house.client("lucia").post(address, sent)
    assert re.fullmatch(r'attachment; filename="exhibits-[0-9a-f]{4}\.pdf"', answer["Content-Disposition"])
    text = text_of_pdf(answer.content)
    assert "Anexos de ejemplo" in text
    assert "Exhibit A-1" in text
    assert "Exhibit B-7" in text
    assert Act.objects.filter(verb="matter.paper_handed_out").count() == 1
    refused = house.client("lucia").post(address, {**sent, f"label_{second}": "a-1"})
    assert "does not repeat" in refused.text
    nothing = house.client("lucia").post(address, {"heading": "x"})
    assert "Choose at least one paper." in nothing.text
    assert Act.objects.filter(verb="matter.paper_handed_out").count() == 1


def test_all_of_it_through_the_pages(house: Lawyers) -> None:
    made = a_clear_matter(house)
    client = house.client("lucia")
    matter_page = client.get(reverse("matter", args=[made.reference])).text
    assert reverse("matter_documents", args=[made.reference]) in matter_page
    listed = client.get(reverse("matter_documents", args=[made.reference])).text
    assert listed.index("Acción de tutela · Colombia") < listed.index("Other models")
    told = client.get(reverse("matter_document_new", args=[made.reference, "co_tutela"])).text
    assert "Constitución Política, artículo 86" in told
    assert "secretariasenado.gov.co" in told
    begun = client.post(reverse("matter_document_new", args=[made.reference, "co_tutela"]), {"language": "es"})
    written = client.get(begun["Location"]).text
    assert HER in written
    reference = re.search(r"escritos/([0-9a-f]{16})/", begun["Location"])[1]  # type: ignore[index]
    number = re.search(r'name="number" value="(\d+)"', written)[1]  # type: ignore[index]
    sent = {"number": number, "called": "La tutela", "f_facts": "<b>uno</b>\n\ndos", "none": "on", "f_client_name": HER}
    assert client.post(begun["Location"], sent).status_code == 302
    shown = client.get(reverse("matter_document", args=[made.reference, reference])).text
    assert "&lt;b&gt;uno&lt;/b&gt;" in shown
    assert "[[FALTA: Derechos que se pide proteger]]" in shown
    assert "Sin anexos." in shown
    assert 'lang="es-CO"' in shown
    client.post(reverse("matter_document_end", args=[made.reference, reference]))
    assert "Set aside" in client.get(reverse("matter_documents", args=[made.reference])).text
    assert client.get(reverse("matter_document_new", args=[made.reference, "nada"])).status_code == 404
    assert (
        client.post(reverse("matter_document_file", args=[made.reference, reference]), {"form": "exe"}).status_code
        == 404
    )
