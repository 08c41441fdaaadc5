"""The addresses of care for children: at the desk, and one page that everybody may read."""

from django.conf import settings
from django.urls import path

from amparo.access.alternative_care.views import children, guide, places, stays

word = settings.PATHS

PUBLIC = {"minding_guide"}

desk = f"{word['desk']}/ninez"
place = f"{desk}/lugares/<slug:reference>"
child = f"{desk}/registro/<slug:reference>"
stay = f"{desk}/noche/<slug:reference>"

urlpatterns = [
    path(word["minding_guide"], guide.guide, name="minding_guide"),
    path(desk, stays.tonight, name="minding"),
    path(f"{desk}/calma", guide.for_carers, name="minding_calm"),
    path(f"{desk}/lugares", places.new, name="minding_place_new"),
    path(place, places.place, name="minding_place"),
    path(f"{place}/cambio", places.change, name="minding_place_change"),
    path(f"{place}/quien", places.vet, name="minding_carer_new"),
    path(f"{place}/quien/<slug:part>/fin", places.end, name="minding_carer_end"),
    path(f"{desk}/registro", children.children, name="minding_children"),
    path(f"{desk}/nuevo", children.new, name="minding_child_new"),
    path(child, children.child, name="minding_child"),
    path(f"{child}/parte/<slug:section>", children.write, name="minding_child_write"),
    path(f"{child}/recoge", children.add_collector, name="minding_collector_new"),
    path(f"{child}/recoge/<int:code>/fin", children.end_collector, name="minding_collector_end"),
    path(f"{child}/noche", stays.book, name="minding_book"),
    path(f"{child}/mejor", children.protect, name="minding_protect"),
    path(f"{child}/borrar", children.destroy, name="minding_child_end"),
    path(stay, stays.stay, name="minding_stay"),
    path(f"{stay}/estado", stays.move, name="minding_move"),
    path(f"{stay}/puerta", stays.collect, name="minding_collect"),
    path(f"{stay}/otra", stays.turned_away, name="minding_turned_away"),
]
