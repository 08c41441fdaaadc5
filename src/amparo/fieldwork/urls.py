"""The addresses of fieldwork, all of them at the desk. What phones speak to is a door (doors/intake)."""

from django.conf import settings
from django.urls import path

from amparo.fieldwork.views import answers, beginning, phones, plans, sending, studies

studies_at = f"{settings.PATHS['desk']}/estudios"
one = f"{studies_at}/<slug:reference>"

PUBLIC: set[str] = set()

urlpatterns = [
    path(studies_at, studies.studies, name="studies"),
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
]
