"""The addresses of what is about her children, at the desk."""

from django.conf import settings
from django.urls import path

from amparo.legal.custody import views

PUBLIC: set[str] = set()

of_a_matter = f"{settings.PATHS['desk']}/asuntos/<slug:reference>/hijas"

urlpatterns = [
    path(f"{settings.PATHS['desk']}/hijas", views.custody, name="custody"),
    path(of_a_matter, views.children, name="matter_children"),
    path(f"{of_a_matter}/hoja/<slug:part>", views.sheet, name="matter_children_sheet"),
]
