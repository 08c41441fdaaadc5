"""Landmarks, zones and missing places: pages of the team, nothing here is public."""

from django.conf import settings
from django.urls import path

from amparo.commons.places import views

here = f"{settings.PATHS['desk']}/sitios"

urlpatterns = [
    path(here, views.landmarks, name="landmarks"),
    path(f"{here}/nuevo", views.place_add, name="place_add"),
    path(f"{here}/quitar/<str:reference>", views.landmark_remove, name="landmark_remove"),
    path(f"{here}/<str:code>/punto", views.landmark_add, name="landmark_add"),
    path(f"{here}/<str:code>/zona", views.zone, name="zone"),
]
