"""The page of what the nightly work waits for: of the team alone."""

from django.conf import settings
from django.urls import path

from amparo.commons.nightly import views

here = f"{settings.PATHS['desk']}/noche"

urlpatterns = [
    path(here, views.night, name="night"),
    path(f"{here}/es-el-dia", views.say, name="night_say"),
    path(f"{here}/de-acuerdo", views.agree, name="night_agree"),
    path(f"{here}/no", views.refuse, name="night_refuse"),
]
