"""The addresses of deadlines at the desk: the rules, one rule, and the calendar of a country."""

from django.conf import settings
from django.urls import path

from amparo.legal.deadlines import views

PUBLIC: set[str] = set()

word = f"{settings.PATHS['desk']}/plazos"
calendar = f"{word}/calendario/<slug:country>"
urlpatterns = [
    path(word, views.rules, name="law_rules"),
    path(f"{word}/regla/<slug:law>", views.rule, name="law_rule"),
    path(calendar, views.calendar, name="law_calendar"),
    path(f"{calendar}/<slug:reference>/fin", views.end_day, name="law_day_end"),
]
