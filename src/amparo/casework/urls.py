"""The addresses of cases at the desk."""

from django.conf import settings
from django.urls import path

from amparo.casework.views import (
    alike,
    incidents,
    leaving_out,
    legal_names,
    own_notes,
    permissions,
    screens,
    young,
)
from amparo.casework.views import cases as views

cases = f"{settings.PATHS['desk']}/casos"
one = f"{cases}/<slug:reference>"
incident, screen = f"{one}/hecho/<slug:part>", f"{one}/charla/<slug:part>"

urlpatterns = [
    path(cases, views.cases, name="cases"),
    path(f"{cases}/nuevo", views.begin, name="case_begin"),
    path(f"{cases}/parecidos", alike.alike, name="case_alike"),
    path(one, views.case, name="case"),
    path(f"{one}/parte/<slug:section>", views.write, name="case_write"),
    path(f"{one}/mias", own_notes.own_notes, name="case_own_notes"),
    path(f"{one}/estado", views.move, name="case_move"),
    path(f"{one}/cierre", views.close, name="case_close"),
    path(f"{one}/de", views.assign, name="case_assign"),
    path(f"{one}/con", views.share, name="case_share"),
    path(f"{one}/sin", leaving_out.leave_out, name="case_leave_out"),
    path(f"{one}/paso", views.leave, name="case_leave"),
    path(f"{one}/fin", views.destroy, name="case_destroy"),
    path(f"{one}/permiso/<slug:kind>", permissions.permission, name="case_permission"),
    path(f"{one}/permiso/<slug:kind>/<slug:part>", permissions.permission, name="case_permission_again"),
    path(f"{one}/resumen", permissions.summary, name="case_summary"),
    path(f"{one}/resumen/si", permissions.summary_yes, name="case_summary_yes"),
    path(f"{one}/cuidado/<slug:section>", young.write, name="case_young"),
    path(f"{one}/aviso", young.notice, name="case_notice_new"),
    path(f"{one}/aviso/<slug:part>", young.notice, name="case_notice"),
    path(f"{one}/otra/<slug:act>", young.ask, name="case_yes_ask"),
    path(f"{one}/otra/<slug:act>/<slug:about>", young.ask, name="case_yes_ask_about"),
    path(f"{one}/respuesta/<slug:part>", young.answer, name="case_yes"),
    path(f"{one}/crecer", young.grown, name="case_grown"),
    path(f"{one}/registro", legal_names.write, name="case_legal"),
    path(f"{one}/registro/ver", legal_names.show, name="case_legal_show"),
    path(f"{one}/registro/borrar", legal_names.forget, name="case_legal_forget"),
    path(f"{one}/hecho", incidents.begin, name="case_incident_new"),
    path(incident, incidents.incident, name="case_incident"),
    path(f"{incident}/parte/<slug:section>", incidents.write, name="case_incident_write"),
    path(f"{incident}/pregunta", incidents.kind, name="case_incident_kind"),
    path(f"{incident}/otra", incidents.otherwise, name="case_incident_otherwise"),
    path(f"{incident}/error", incidents.end, name="case_incident_end"),
    path(f"{one}/charla", screens.begin, name="case_screen_new"),
    path(screen, screens.screen, name="case_screen"),
    path(f"{screen}/parte/<slug:section>", screens.write, name="case_screen_write"),
    path(f"{screen}/vista", screens.look_again, name="case_screen_second"),
    path(f"{screen}/error", screens.end, name="case_screen_end"),
]
