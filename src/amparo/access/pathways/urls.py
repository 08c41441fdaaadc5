"""The addresses of the routes: public ones, and the desk where lines are checked and signed."""

from django.conf import settings
from django.urls import path

from amparo.access.pathways import views

word = settings.PATHS

PUBLIC = {"help", "happened", "route", "young", "card", "audio", "lawyer"}

urlpatterns = [
    path(word["help"], views.help_now, name="help"),
    path(word["happened"], views.happened, name="happened"),
    path(word["route"], views.route, name="route"),
    path(word["young"], views.young, name="young"),
    path(word["lawyer"], views.lawyer, name="lawyer"),
    path(word["card"], views.card, name="card"),
    path(f"{word['audio']}/<str:name>", views.audio, name="audio"),
    path(f"{word['desk']}/caminos", views.lines, name="lines"),
    path(f"{word['desk']}/caminos/<slug:line_id>", views.line, name="line"),
]
