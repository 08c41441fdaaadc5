"""The addresses of fieldwork, all of them at the desk. What phones speak to is a door (doors/intake)."""

from django.conf import settings
from django.urls import path

from amparo.fieldwork.views import studies
from amparo.fieldwork.views.instruments import bringing, codebook, files, listing, signing

studies_at = f"{settings.PATHS['desk']}/estudios"

sheets_at = f"{studies_at}/cuestionarios"
one = f"{sheets_at}/<slug:reference>"

PUBLIC: set[str] = set()

urlpatterns = [
    path(studies_at, studies.studies, name="studies"),
    path(sheets_at, listing.questionnaires, name="questionnaires"),
    path(f"{sheets_at}/nuevo", bringing.new, name="questionnaire_new"),
    path(f"{sheets_at}/biblioteca", listing.library, name="questionnaire_library"),
    path(f"{sheets_at}/biblioteca/<slug:code>", listing.from_library, name="questionnaire_from"),
    path(one, codebook.questionnaire, name="questionnaire"),
    path(f"{one}/fila", codebook.row, name="questionnaire_row"),
    path(f"{one}/ayuda", codebook.near, name="questionnaire_near"),
    path(f"{one}/cambios", codebook.changed, name="questionnaire_changes"),
    path(f"{one}/hoja", bringing.sheet, name="questionnaire_sheet"),
    path(f"{one}/hoja/bajar", bringing.download, name="questionnaire_download"),
    path(f"{one}/siguiente", bringing.next_version, name="questionnaire_next"),
    path(f"{one}/archivos", files.files, name="questionnaire_files"),
    path(f"{one}/archivos/<str:name>", files.file, name="questionnaire_file"),
    path(f"{one}/lectura", signing.reading, name="questionnaire_reading"),
    path(f"{one}/firma", signing.sign, name="questionnaire_sign"),
    path(f"{one}/devolver", signing.back, name="questionnaire_back"),
    path(f"{one}/retirar", signing.withdraw, name="questionnaire_withdraw"),
]
