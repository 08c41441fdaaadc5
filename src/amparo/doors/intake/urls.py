"""The addresses of the door from the field: for phones, without a language; for who answers a form; at the desk."""

from django.conf import settings
from django.urls import URLPattern, path

from amparo.doors.intake.views import door, importing, monitor, paper, phones, putting_down, sheets

word = settings.PATHS["phones"]
study = f"{settings.PATHS['desk']}/estudios/<slug:reference>"


def for_phones(before: str, ending: str) -> list[URLPattern]:
    """The same five with a token in the address, and without one for clients that prove themselves."""
    return [
        path(f"{before}/formList", phones.forms, name=f"api_phone_forms{ending}"),
        path(f"{before}/form/<slug:reference>", phones.form, name=f"api_phone_form{ending}"),
        path(f"{before}/files/<slug:reference>", phones.files, name=f"api_phone_files{ending}"),
        path(f"{before}/file/<slug:reference>/<str:name>", phones.file, name=f"api_phone_file{ending}"),
        path(f"{before}/submission", phones.submission, name=f"api_phone_submission{ending}"),
    ]


phone_patterns = [*for_phones(f"{word}/<slug:token>", ""), *for_phones(word, "_plain")]
form = f"{settings.PATHS['paper']}/<slug:reference>"
paper_patterns = [
    path(f"{settings.PATHS['paper']}/{settings.PATHS['back']}", putting_down.back, name="paper_back"),
    path(form, paper.paper, name="paper"),
    path(f"{form}/{settings.PATHS['letter_write']}", paper.page, name="paper_page"),
]
desk_patterns = [
    path(f"{study}/marcha", monitor.monitor, name="study_monitor"),
    path(f"{study}/puerta", door.door, name="study_door"),
    path(f"{study}/borrar", door.destroy, name="study_destroy"),
    path(f"{study}/traer", importing.bring, name="study_bring"),
    path(f"{study}/hoja/<slug:part>", sheets.sheet, name="form_here"),
    path(f"{settings.PATHS['desk']}/hojas", sheets.sheets, name="forms_here"),
]
PUBLIC = {str(each.name) for each in (*phone_patterns, *paper_patterns)}
