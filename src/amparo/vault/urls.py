"""The addresses of the keys, at the desk. None of them is public."""

from django.conf import settings
from django.urls import path

from amparo.vault.views import keys, sheets

page = f"{settings.PATHS['desk']}/llaves"

PUBLIC: set[str] = set()

urlpatterns = [
    path(page, keys.keys, name="keys"),
    path(f"{page}/libro", keys.log, name="keys_log"),
    path(f"{page}/mias", keys.ties, name="key_ties"),
    path(f"{page}/afuera", keys.outside, name="key_outside"),
    path(f"{page}/puerta", keys.channel, name="channel"),
    path(f"{page}/hojas", sheets.new, name="sheets_new"),
    path(f"{page}/hojas/leer", sheets.show, name="sheet_confirm"),
    path(f"{page}/hojas/ensayo", sheets.rehearse, name="sheets_rehearse"),
    path(f"{page}/hojas/valen", sheets.confirm, name="sheets_confirm"),
    path(f"{page}/hojas/usar", sheets.use, name="sheets_use"),
    path(f"{page}/<slug:reference>/vale", keys.confirm, name="key_confirm"),
    path(f"{page}/<slug:reference>/fin", keys.retire, name="key_retire"),
]
