"""The addresses of legal matters at the desk, and the one that a calendar asks."""

from django.conf import settings
from django.urls import path

from amparo.legal.representation.views import beginning, conflicts, deadlines, feeds, from_case, keeping, matters, parts

PUBLIC = {"api_days"}

all_of_them = f"{settings.PATHS['desk']}/asuntos"
one = f"{all_of_them}/<slug:reference>"
part = f"{one}/parte/<slug:part>"
of_a_case = f"{settings.PATHS['desk']}/casos/<slug:reference>/abogada"

plain_patterns = [path(f"{settings.PATHS['days']}/<str:token>.ics", feeds.days, name="api_days")]
urlpatterns = [
    path(f"{all_of_them}/calendario", feeds.feeds, name="feeds"),
    path(f"{all_of_them}/calendario/<slug:reference>/fin", feeds.end, name="feed_end"),
    path(of_a_case, from_case.lawyer, name="case_lawyer"),
    path(all_of_them, matters.matters, name="matters"),
    path(f"{all_of_them}/nuevo", beginning.begin, name="matter_begin"),
    path(one, matters.matter, name="matter"),
    path(f"{one}/seccion/<slug:section>", matters.write, name="matter_write"),
    path(f"{one}/nueva/<slug:kind>", parts.new, name="matter_part_new"),
    path(part, parts.part, name="matter_part"),
    path(f"{part}/cambio", parts.change, name="matter_part_write"),
    path(f"{part}/hecho", parts.end, name="matter_part_end"),
    path(f"{one}/plazo", deadlines.new, name="matter_deadline_new"),
    path(f"{one}/plazo/<slug:part>", deadlines.deadline, name="matter_deadline"),
    path(f"{one}/plazo/<slug:part>/hecho", deadlines.done, name="matter_deadline_done"),
    path(f"{one}/pasos", parts.steps, name="matter_steps"),
    path(f"{one}/mirar", conflicts.look, name="matter_look"),
    path(f"{one}/decidir", conflicts.settle, name="matter_settle"),
    path(f"{one}/estado", keeping.move, name="matter_move"),
    path(f"{one}/cierre", keeping.close, name="matter_close"),
    path(f"{one}/cuenta", keeping.counted, name="matter_counted"),
    path(f"{one}/de", keeping.assign, name="matter_assign"),
    path(f"{one}/con", keeping.share, name="matter_share"),
    path(f"{one}/paso", keeping.leave, name="matter_leave"),
    path(f"{one}/fin", keeping.destroy, name="matter_destroy"),
]
