"""The addresses of agreements with other houses, all of them at the desk."""

from django.conf import settings
from django.urls import path

from amparo.doors.exchange.views import agreements, files

at = f"{settings.PATHS['desk']}/intercambio"
one = f"{at}/<slug:reference>"

urlpatterns = [
    path(at, agreements.agreements, name="agreements"),
    path(f"{at}/nuevo", agreements.new, name="agreement_new"),  # before one of them: it is no name of one
    path(f"{at}/leer", agreements.read_in, name="agreement_read_in"),
    path(one, agreements.agreement, name="agreement"),
    path(f"{one}/archivo", agreements.as_file, name="agreement_file"),
    path(f"{one}/confirmar", agreements.confirm, name="agreement_confirm"),
    path(f"{one}/abrir", agreements.share, name="agreement_share"),
    path(f"{one}/terminar", agreements.end, name="agreement_end"),
    path(f"{one}/mantener", agreements.keep, name="agreement_keep"),
    path(f"{one}/enviar", files.send, name="rows_send"),
    path(f"{one}/leer-acuse", files.receipt, name="rows_receipt"),
    path(f"{one}/traer", files.take_in, name="rows_take_in"),
    path(f"{one}/acuse", files.receipt_file, name="rows_receipt_file"),
]
