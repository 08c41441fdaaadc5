"""The addresses of profiles of risk: at the desk, and for analysts alone."""

from django.conf import settings
from django.urls import path

from amparo.information.risk_profiles.views import asking, changes, profiles

word = f"{settings.PATHS['desk']}/perfiles"
one = f"{word}/<slug:reference>"
urlpatterns = [
    path(word, profiles.profiles, name="profiles"),
    path(f"{word}/nuevo", asking.ask, name="profile_ask"),
    path(f"{word}/tarea/<slug:reference>", asking.run, name="profile_run"),
    path(one, profiles.profile, name="profile"),
    path(f"{one}/parte/<slug:kind>", profiles.profile, name="profile_part"),
    path(f"{one}/tabla.csv", profiles.table, name="profile_table"),
    path(f"{one}/otra-vez", asking.again, name="profile_again"),
    path(f"{one}/cambios", changes.changes, name="profile_changes"),
    path(f"{one}/cambios/<slug:code>/<slug:zone>", changes.note, name="profile_note"),
    path(f"{one}/indicador/<slug:code>", profiles.indicator, name="profile_indicator"),
]
