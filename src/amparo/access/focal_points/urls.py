"""The addresses of focal points: the list of the team, and the one page of each of them."""

from django.conf import settings
from django.urls import path

from amparo.access.focal_points.views import desk, invitation, portal, slices, visits

PUBLIC: set[str] = set()
# What a focal point finds, besides her own account.
FOR_HER = {"portal", "portal_away", "portal_back", "portal_reply", "portal_slice"}

room = settings.PATHS["desk"]
here = f"{room}/enlaces"
one = f"{here}/<slug:reference>"

urlpatterns = [
    path(f"{room}/entrada", portal.portal, name="portal"),
    path(f"{room}/entrada/ausente", portal.away, name="portal_away"),
    path(f"{room}/entrada/presente", portal.back, name="portal_back"),
    path(f"{room}/entrada/cifras", portal.reply, name="portal_reply"),
    path(f"{room}/entrada/<slug:reference>", slices.portal_slice, name="portal_slice"),
    path(here, desk.focal_points, name="focal_points"),
    path(f"{here}/faltas", desk.gaps, name="focal_gaps"),
    path(f"{here}/nuevo", invitation.invite, name="focal_invite"),
    path(one, desk.focal_point, name="focal_point"),
    path(f"{one}/cambio", desk.change, name="focal_change"),
    path(f"{one}/alta", desk.accredit, name="focal_accredit"),
    path(f"{one}/repaso", desk.check, name="focal_check"),
    path(f"{one}/fin", desk.end, name="focal_end"),
    path(f"{one}/carta", invitation.letter, name="focal_letter"),
    path(f"{one}/otra", invitation.another, name="focal_letter_again"),
    path(f"{one}/visita", visits.visit, name="focal_visit"),
]
