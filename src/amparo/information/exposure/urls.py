"""The addresses of what is known of pressures: at the desk, and for analysts alone."""

from django.conf import settings
from django.urls import path

from amparo.information.exposure.views import pressures, tables

word = f"{settings.PATHS['desk']}/presiones"
study = f"{word}/<slug:reference>"
urlpatterns = [
    path(word, pressures.pressures, name="pressures"),
    path(f"{word}/comparar", pressures.compare, name="pressures_compare"),
    path(study, pressures.study, name="pressures_study"),
    path(f"{study}/tabla.csv", tables.table, name="pressures_table"),
    path(f"{study}/<slug:code>", pressures.figure, name="pressures_figure"),
]
