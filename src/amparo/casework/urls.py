"""The addresses of cases at the desk."""

from django.conf import settings
from django.urls import path

from amparo.casework.views import cases as views
from amparo.casework.views import permissions

cases = f"{settings.PATHS['desk']}/casos"
one = f"{cases}/<slug:reference>"

urlpatterns = [
    path(cases, views.cases, name="cases"),
    path(f"{cases}/nuevo", views.begin, name="case_begin"),
    path(one, views.case, name="case"),
    path(f"{one}/parte/<slug:section>", views.write, name="case_write"),
    path(f"{one}/estado", views.move, name="case_move"),
    path(f"{one}/cierre", views.close, name="case_close"),
    path(f"{one}/de", views.assign, name="case_assign"),
    path(f"{one}/con", views.share, name="case_share"),
    path(f"{one}/paso", views.leave, name="case_leave"),
    path(f"{one}/fin", views.destroy, name="case_destroy"),
    path(f"{one}/permiso/<slug:kind>", permissions.permission, name="case_permission"),
    path(f"{one}/permiso/<slug:kind>/<slug:part>", permissions.permission, name="case_permission_again"),
    path(f"{one}/resumen", permissions.summary, name="case_summary"),
    path(f"{one}/resumen/si", permissions.summary_yes, name="case_summary_yes"),
]
