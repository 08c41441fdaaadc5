"""The addresses of agreed doors, all of them at the desk. The place itself has none here: it gets a list on paper."""

from django.conf import settings
from django.urls import path

from amparo.access.health.views import agreements, channels, slots

health = f"{settings.PATHS['desk']}/salud"
one = f"{health}/<slug:reference>"

PUBLIC: set[str] = set()

urlpatterns = [
    path(health, channels.health, name="health"),
    path(f"{health}/nuevo", channels.find, name="health_find"),
    path(f"{health}/nuevo/<slug:reference>", channels.add, name="health_add"),
    path(one, channels.channel, name="health_channel"),
    path(f"{one}/cambiar", channels.change, name="health_change"),
    path(f"{one}/confirmar", channels.check, name="health_check"),
    path(f"{one}/fin", channels.end, name="health_end"),
    path(f"{one}/turno", slots.take, name="health_take"),
    path(f"{one}/turno/fue", slots.become, name="health_become"),
    path(f"{one}/dia/<str:day>", slots.day, name="health_day"),
    path(f"{one}/acuerdo", agreements.sign, name="health_sign"),
    path(f"{one}/acuerdo/<slug:agreement>/basta", agreements.end, name="health_agreement_end"),
]
