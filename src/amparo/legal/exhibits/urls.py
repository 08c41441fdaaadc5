"""The addresses of pieces of proof, under their matter."""

from django.conf import settings
from django.urls import path

from amparo.legal.exhibits.views import covering, folders, pieces, taking_in

PUBLIC: set[str] = set()

desk = settings.PATHS["desk"]
all_of_them = f"{desk}/asuntos/<slug:reference>/piezas"
one = f"{all_of_them}/<slug:part>"
folder = f"{desk}/carpetas/<slug:reference>"

urlpatterns = [
    path(all_of_them, pieces.pieces, name="matter_exhibits"),
    path(f"{all_of_them}/nueva", taking_in.new, name="exhibit_new"),
    path(f"{all_of_them}/carpeta", folders.new, name="folder_new"),
    path(one, pieces.piece, name="exhibit"),
    path(f"{one}/archivo", pieces.file, name="exhibit_file"),
    path(f"{one}/palabra", pieces.word, name="exhibit_word"),
    path(f"{one}/manos", pieces.hand, name="exhibit_hand"),
    path(f"{one}/reserva", pieces.privilege, name="exhibit_privilege"),
    path(f"{one}/tapar", covering.cover, name="exhibit_cover"),
    path(f"{one}/recibo/<int:number>", pieces.slip, name="exhibit_slip"),
    path(f"{desk}/carpetas", folders.folders, name="folders"),
    path(folder, folders.folder, name="folder"),
    path(f"{folder}/si", folders.agree, name="folder_agree"),
    path(f"{folder}/no", folders.refuse, name="folder_refuse"),
    path(f"{folder}/tomar", folders.take, name="folder_take"),
]
