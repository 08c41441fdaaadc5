"""The addresses of the door from the field: for phones, without a language before them; and at the desk."""

from django.conf import settings
from django.urls import URLPattern, path

from amparo.doors.intake.views import importing, monitor, phones

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
desk_patterns = [
    path(f"{study}/marcha", monitor.monitor, name="study_monitor"),
    path(f"{study}/traer", importing.bring, name="study_bring"),
]
PUBLIC = {str(each.name) for each in phone_patterns}
