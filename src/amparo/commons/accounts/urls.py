"""Coming in, going out, one's own account, and who works here."""

from django.conf import settings
from django.urls import path

from amparo.commons.accounts.views import coming_in, mine, person, team

word = settings.PATHS
desk = word["desk"]
team_path = f"{desk}/equipo"

PUBLIC = {"sign_in"}

urlpatterns = [
    path(word["sign_in"], coming_in.sign_in, name="sign_in"),
    path(word["sign_out"], coming_in.sign_out, name="sign_out"),
    path(f"{desk}/candado", coming_in.lock, name="lock"),
    path(f"{desk}/yo", mine.my_account, name="my_account"),
    path(f"{desk}/clave", mine.my_password, name="my_password"),
    path(f"{desk}/llave", mine.second_step, name="second_step"),
    path(f"{desk}/telefono", mine.phone_lost, name="phone_lost"),
    path(team_path, team.team, name="team"),
    path(f"{team_path}/nuevo", team.team_new, name="team_new"),
    path(f"{team_path}/cuenta", team.team_open, name="team_open"),
    path(f"{team_path}/grupo/<slug:team_reference>", team.team_change, name="team_change"),
    path(f"{team_path}/grupo/<slug:team_reference>/quitar", team.team_remove, name="team_remove"),
    path(f"{team_path}/<slug:reference>", person.team_person, name="team_person"),
    path(f"{team_path}/<slug:reference>/papel/<slug:team_reference>", person.team_roles, name="team_roles"),
    path(f"{team_path}/<slug:reference>/respaldo/<slug:team_reference>", person.team_vouch, name="team_vouch"),
    path(f"{team_path}/<slug:reference>/frase", person.team_passphrase, name="team_passphrase"),
    path(f"{team_path}/<slug:reference>/telefono", person.team_phone, name="team_phone"),
    path(f"{team_path}/<slug:reference>/cierre", person.team_close, name="team_close"),
]
