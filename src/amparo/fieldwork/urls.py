"""The addresses of fieldwork, all of them at the desk. What phones speak to is a door (doors/intake)."""

from django.conf import settings
from django.urls import path

from amparo.fieldwork.views import (
    answers,
    beginning,
    coupons,
    coupons_carried,
    paper,
    phones,
    plans,
    said,
    sending,
    studies,
)
from amparo.fieldwork.views.instruments import bringing, codebook, files, listing, signing

studies_at = f"{settings.PATHS['desk']}/estudios"
one = f"{studies_at}/<slug:reference>"
sheets_at = f"{studies_at}/cuestionarios"  # before the studies: it is no name of one
sheet = f"{sheets_at}/<slug:reference>"

its_coupons = f"{studies_at}/<slug:reference>/cupones"

PUBLIC: set[str] = set()

urlpatterns = [
    path(studies_at, studies.studies, name="studies"),
    path(sheets_at, listing.questionnaires, name="questionnaires"),
    path(f"{sheets_at}/nuevo", bringing.new, name="questionnaire_new"),
    path(f"{sheets_at}/biblioteca", listing.library, name="questionnaire_library"),
    path(f"{sheets_at}/biblioteca/<slug:code>", listing.from_library, name="questionnaire_from"),
    path(sheet, codebook.questionnaire, name="questionnaire"),
    path(f"{sheet}/fila", codebook.row, name="questionnaire_row"),
    path(f"{sheet}/ayuda", codebook.near, name="questionnaire_near"),
    path(f"{sheet}/cambios", codebook.changed, name="questionnaire_changes"),
    path(f"{sheet}/hoja", bringing.sheet, name="questionnaire_sheet"),
    path(f"{sheet}/hoja/bajar", bringing.download, name="questionnaire_download"),
    path(f"{sheet}/siguiente", bringing.next_version, name="questionnaire_next"),
    path(f"{sheet}/archivos", files.files, name="questionnaire_files"),
    path(f"{sheet}/archivos/<str:name>", files.file, name="questionnaire_file"),
    path(f"{sheet}/lectura", signing.reading, name="questionnaire_reading"),
    path(f"{sheet}/firma", signing.sign, name="questionnaire_sign"),
    path(f"{sheet}/devolver", signing.back, name="questionnaire_back"),
    path(f"{sheet}/retirar", signing.withdraw, name="questionnaire_withdraw"),
    path(f"{studies_at}/nuevo", plans.new, name="study_new"),
    path(one, studies.study, name="study"),
    path(f"{one}/cambio", plans.change, name="study_change"),
    path(f"{one}/cuantas", plans.size, name="study_size"),
    path(f"{one}/acuerdo", plans.protocol, name="study_protocol"),
    path(f"{one}/inicio", beginning.begin, name="study_begin"),
    path(f"{one}/hoja", beginning.sheet, name="study_sheet"),
    path(f"{one}/cierre", studies.close, name="study_close"),
    path(f"{one}/quien", studies.leads, name="study_leads"),
    path(f"{one}/preguntas", sending.send, name="study_send"),
    path(f"{one}/preguntas/<slug:part>/fin", sending.take_in, name="study_take_in"),
    path(f"{one}/telefonos", phones.phones, name="study_phones"),
    path(f"{one}/telefonos/<slug:part>/otra", phones.renew, name="study_phone_renew"),
    path(f"{one}/telefonos/<slug:part>/perdido", phones.lost, name="study_phone_lost"),
    path(f"{one}/esperan", answers.waiting, name="study_waiting"),
    path(f"{one}/esperan/<slug:part>", answers.form, name="study_form"),
    path(f"{one}/esperan/<slug:part>/arreglo", answers.correct, name="study_form_correct"),
    path(f"{one}/esperan/<slug:part>/fuera", answers.leave_out, name="study_form_out"),
    path(f"{one}/esperan/<slug:part>/dentro", answers.let_in, name="study_form_in"),
    path(f"{one}/dicho", said.words, name="study_words"),
    path(f"{one}/dicho/<slug:part>", said.word, name="study_word"),
    path(f"{one}/dicho/<slug:part>/visto", said.word_seen, name="study_word_seen"),
    path(f"{one}/dicho/<slug:part>/archivo/<int:place>", said.word_file, name="study_word_file"),
    path(its_coupons, coupons.coupons, name="coupons"),
    path(f"{its_coupons}/hoja", coupons.print_some, name="coupons_print"),
    path(f"{its_coupons}/baja", coupons.void, name="coupons_void"),
    path(f"{its_coupons}/llegada", coupons_carried.redeem, name="coupons_redeem"),
    path(f"{its_coupons}/entrega", coupons_carried.give, name="coupons_give"),
    path(f"{its_coupons}/otro", coupons_carried.replace, name="coupons_replace"),
    path(f"{studies_at}/<slug:reference>/papel", paper.paper, name="from_paper"),
    path(f"{studies_at}/<slug:reference>/papel/<slug:part>", paper.empty, name="from_paper_empty"),
    path(f"{its_coupons}/gracias", coupons_carried.thank, name="coupons_thank"),
]
