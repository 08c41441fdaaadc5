"""The addresses of the channel: those of whoever writes, in short words of daily life."""

from django.conf import settings
from django.urls import path

from amparo.access.reporting.views import (
    back,
    back_case,
    desk,
    desk_case,
    desk_files,
    letter,
    readers,
    sealed,
    sentence,
)

word = settings.PATHS

PUBLIC = {
    "letter", "letter_write", "letter_send", "letter_sealed", "sentence", "readers", "words",
    "back", "back_open", "back_older", "back_reply", "back_change", "back_end", "back_sealed", "back_case",
}  # fmt: skip

urlpatterns = [
    path(word["letter"], letter.letter, name="letter"),
    path(word["letter_write"], letter.letter_write, name="letter_write"),
    path(word["letter_send"], letter.letter_send, name="letter_send"),
    path(word["letter_sealed"], sealed.letter_sealed, name="letter_sealed"),
    path(word["sentence"], sentence.sentence, name="sentence"),
    path(word["back"], back.back, name="back"),
    path(word["back_open"], back.back_open, name="back_open"),
    path(word["back_older"], back.back_older, name="back_older"),
    path(word["back_reply"], back.back_reply, name="back_reply"),
    path(word["back_change"], back.back_change, name="back_change"),
    path(word["back_end"], back.back_end, name="back_end"),
    path(word["back_sealed"], sealed.back_sealed, name="back_sealed"),
    path(word["back_case"], back_case.back_case, name="back_case"),
    path(word["readers"], readers.readers, name="readers"),
    path(word["words"], readers.words, name="words"),
]

letters = f"{word['desk']}/cartas"
one = f"{letters}/<slug:reference>"

desk_patterns = [
    path(letters, desk.letters, name="desk_letters"),
    path(f"{letters}/buscar", desk.find, name="desk_letters_find"),
    path(one, desk.letter, name="desk_letter"),
    path(f"{one}/archivo/<str:name>", desk_files.letter_file, name="desk_letter_file"),
    path(f"{one}/respuesta", desk.answer, name="desk_letter_answer"),
    path(f"{one}/nota", desk.note, name="desk_letter_note"),
    path(f"{one}/de", desk.assign, name="desk_letter_assign"),
    path(f"{one}/con", desk.share, name="desk_letter_share"),
    path(f"{one}/sin", desk.exclude, name="desk_letter_exclude"),
    path(f"{one}/paso", desk.recuse, name="desk_letter_recuse"),
    path(f"{one}/caso", desk_case.begin, name="desk_letter_case"),
    path(f"{word['desk']}/casos/<slug:reference>/palabras", desk_case.words, name="case_words"),
    path(f"{one}/cierre", desk.close, name="desk_letter_close"),
    path(f"{one}/fin", desk.destroy, name="desk_letter_destroy"),
]
