"""The addresses of cases at the desk."""

from django.conf import settings
from django.urls import path

from amparo.casework.views import cases as views
from amparo.casework.views import (
    incidents,
    legal_names,
    load,
    notes,
    own_notes,
    permissions,
    quality,
    screens,
    slips,
    tasks,
    today,
    young,
)  # fmt: skip

PUBLIC = {"slip"}

cases = f"{settings.PATHS['desk']}/casos"
one = f"{cases}/<slug:reference>"
incident, screen = f"{one}/hecho/<slug:part>", f"{one}/charla/<slug:part>"

urlpatterns = [
    path(cases, views.cases, name="cases"),
    path(f"{cases}/nuevo", views.begin, name="case_begin"),
    path(settings.PATHS["slip"], slips.slip, name="slip"),
    path(f"{cases}/papel", slips.slips, name="case_slips"),
    path(f"{cases}/carga", load.load, name="case_load"),
    path(f"{cases}/hoy", today.today, name="cases_today"),
    path(one, views.case, name="case"),
    path(f"{one}/parte/<slug:section>", views.write, name="case_write"),
    path(f"{one}/mias", own_notes.own_notes, name="case_own_notes"),
    path(f"{one}/estado", views.move, name="case_move"),
    path(f"{one}/cierre", views.close, name="case_close"),
    path(f"{one}/de", views.assign, name="case_assign"),
    path(f"{one}/con", views.share, name="case_share"),
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
    path(f"{one}/mirada", quality.quality, name="case_quality"),
    path(f"{one}/mirada/fin", quality.stop, name="case_quality_stop"),
    path(f"{one}/supervision", quality.supervise, name="case_supervise"),
    path(f"{one}/supervision/fin", quality.end, name="case_supervise_end"),
    path(f"{one}/nota", notes.add, name="case_note_add"),
    path(f"{one}/nota/<slug:part>", notes.note, name="case_note"),
    path(f"{one}/tarea", tasks.add, name="case_task_add"),
    path(f"{one}/tarea/<slug:part>", tasks.task, name="case_task"),
    path(f"{one}/tarea/<slug:part>/cambio", tasks.change, name="case_task_change"),
    path(f"{one}/tarea/<slug:part>/hecho", tasks.done, name="case_task_done"),
]
