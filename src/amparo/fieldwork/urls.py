"""The addresses of fieldwork, all of them at the desk. What phones speak to is a door (doors/intake)."""

from django.conf import settings
from django.urls import path

from amparo.fieldwork.views import studies

studies_at = f"{settings.PATHS['desk']}/estudios"

PUBLIC: set[str] = set()

urlpatterns = [
    path(studies_at, studies.studies, name="studies"),
]
