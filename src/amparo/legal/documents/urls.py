"""The addresses of the papers of a matter, at the desk."""

from django.conf import settings
from django.urls import path

from amparo.legal.documents.views import leaving, papers

PUBLIC: set[str] = set()

all_of_them = f"{settings.PATHS['desk']}/asuntos/<slug:reference>/escritos"
one = f"{all_of_them}/<slug:part>"

urlpatterns = [
    path(all_of_them, papers.papers, name="matter_documents"),
    path(f"{all_of_them}/nuevo/<slug:kind>", papers.begin, name="matter_document_new"),
    path(f"{all_of_them}/juntos", leaving.bundle, name="matter_bundle"),
    path(one, papers.paper, name="matter_document"),
    path(f"{one}/cambio", papers.write, name="matter_document_write"),
    path(f"{one}/nombre", papers.name, name="matter_document_name"),
    path(f"{one}/archivo", leaving.hand_out, name="matter_document_file"),
    path(f"{one}/aparte", leaving.set_aside, name="matter_document_end"),
]
