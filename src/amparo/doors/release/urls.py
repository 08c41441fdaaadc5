"""The addresses of the release door, all of them at the desk."""

from django.conf import settings
from django.urls import path

from amparo.doors.release.views import outside, requests, theirs, words

door = f"{settings.PATHS['desk']}/publicar"
one = f"{door}/<slug:reference>"

PUBLIC: set[str] = set()

urlpatterns = [
    path(door, requests.requests, name="releases"),
    path(f"{door}/planes", requests.plans, name="release_plans"),
    path(f"{door}/planes/<slug:code>", requests.ask, name="release_ask"),
    path(f"{door}/edicion/<slug:reference>", words.edition, name="release_edition"),
    path(f"{door}/de-otra/<slug:reference>", theirs.theirs, name="theirs"),
    path(f"{door}/de-otra/<slug:reference>/palabra", theirs.say, name="theirs_say"),
    path(f"{door}/de-otra/<slug:reference>/respuesta", theirs.answer, name="theirs_answer"),
    path(f"{door}/traer/<slug:reference>", theirs.bring, name="theirs_bring"),
    path(one, requests.one, name="release_request"),
    path(f"{one}/si", requests.check, name="release_check"),
    path(f"{one}/no", requests.refuse, name="release_refuse"),
    path(f"{one}/archivo", outside.file, name="release_outside"),
    path(f"{one}/respuesta", outside.answer, name="release_answer"),
    path(f"{one}/palabras", words.words, name="release_words"),
    path(f"{one}/palabras/si", words.read, name="release_read"),
    path(f"{one}/retiro", requests.withdraw, name="release_withdraw"),
    path(f"{one}/otra", requests.again, name="release_again"),
    path(f"{one}/salida", requests.out, name="release_out"),
]
