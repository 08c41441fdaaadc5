"""The addresses of what is about her home, at the desk."""

from django.conf import settings
from django.urls import path

from amparo.legal.evictions.views import home, sessions

PUBLIC: set[str] = set()

one = f"{settings.PATHS['desk']}/asuntos/<slug:reference>/vivienda"
session = f"{one}/sesion/<slug:part>"

urlpatterns = [
    path(f"{settings.PATHS['desk']}/vivienda", home.housing, name="housing"),
    path(one, home.home, name="matter_housing"),
    path(f"{one}/cuotas", home.instalments, name="matter_housing_instalments"),
    path(f"{one}/cuota/<slug:part>", home.paid, name="matter_housing_paid"),
    path(f"{one}/preguntas", sessions.ask, name="matter_housing_ask"),
    path(f"{one}/sesion", sessions.plan, name="matter_housing_plan"),
    path(session, sessions.session, name="matter_housing_session"),
    path(f"{session}/hecha", sessions.held, name="matter_housing_held"),
    path(f"{session}/no", sessions.off, name="matter_housing_off"),
]
