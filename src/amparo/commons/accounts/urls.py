"""Coming in, going out, and who works here."""

from django.conf import settings
from django.urls import path

from amparo.commons.accounts import views

word = settings.PATHS
team = f"{word['desk']}/equipo"

PUBLIC = {"sign_in"}

urlpatterns = [
    path(word["sign_in"], views.sign_in, name="sign_in"),
    path(word["sign_out"], views.sign_out, name="sign_out"),
    path(f"{word['desk']}/clave", views.my_password, name="my_password"),
    path(team, views.team, name="team"),
    path(f"{team}/nuevo", views.team_new, name="team_new"),
    path(f"{team}/cuenta", views.team_open, name="team_open"),
    path(f"{team}/grupo/<slug:team_reference>", views.team_change, name="team_change"),
    path(f"{team}/grupo/<slug:team_reference>/quitar", views.team_remove, name="team_remove"),
    path(f"{team}/<slug:reference>", views.team_person, name="team_person"),
    path(f"{team}/<slug:reference>/papel/<slug:team_reference>", views.team_roles, name="team_roles"),
    path(f"{team}/<slug:reference>/respaldo/<slug:team_reference>", views.team_vouch, name="team_vouch"),
    path(f"{team}/<slug:reference>/frase", views.team_passphrase, name="team_passphrase"),
    path(f"{team}/<slug:reference>/cierre", views.team_close, name="team_close"),
]
