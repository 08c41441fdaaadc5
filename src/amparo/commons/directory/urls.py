"""The addresses of the directory: the desk, where staff look after it, and the public pages."""

from django.conf import settings
from django.urls import path

from amparo.commons.directory.views import (
    api,
    asking,
    desk_check,
    desk_counts,
    desk_feedback,
    desk_import,
    desk_services,
    desk_today,
)

word = settings.PATHS
desk = word["desk"]

PUBLIC = {
    "search",
    "change_search",
    "where",
    "results",
    "service",
    "service_page",
    "refused",
    "said",
    "feedback",
    "list",
    "api_root",
    "api_openapi",
    "api_profiles",
    "api_profile",
    "api_schemas",
    "api_schema",
    *(f"api_{kind}{part}" for kind in api.LISTS for part in ("", "_one")),
    *(f"api_{kind}_search" for kind in api.SEARCHABLE),
}

desk_patterns = [
    path(desk, desk_today.desk, name="desk"),
    path(f"{desk}/lugares", desk_services.services, name="desk_services"),
    path(f"{desk}/lugares/nuevo", desk_services.new, name="desk_new"),
    path(f"{desk}/lugares/como-fue", desk_counts.outcomes, name="desk_outcomes"),
    path(f"{desk}/faltas", desk_counts.missing, name="desk_missing"),
    path(f"{desk}/faltas/tabla", desk_counts.missing_table, name="desk_missing_table"),
    path(f"{desk}/traer", desk_import.bring, name="desk_import"),
    path(f"{desk}/lugares/<slug:reference>", desk_services.service, name="desk_service"),
    path(f"{desk}/lugares/<slug:reference>/cambiar", desk_services.change, name="desk_change"),
    path(f"{desk}/lugares/<slug:reference>/confirmar", desk_check.check, name="desk_check"),
    path(f"{desk}/lugares/<slug:reference>/telefonos", desk_check.phones, name="desk_phones"),
    path(f"{desk}/opiniones", desk_feedback.feedback, name="desk_feedback"),
    path(f"{desk}/opiniones/<slug:reference>", desk_feedback.decide, name="desk_decide"),
]
public_patterns = [
    path(word["search"], asking.search, name="search"),
    path(f"{word['search']}/otra", asking.change_search, name="change_search"),
    path(word["results"], asking.results, name="results"),
    path(word["where"], asking.where, name="where"),
    path(word["service"], asking.service, name="service"),
    path(f"{word['service']}/<slug:reference>", asking.service, name="service_page"),
    path(word["refused"], asking.refused, name="refused"),
    path(word["said"], asking.said, name="said"),
    path(word["feedback"], asking.feedback, name="feedback"),
    path(word["list"], asking.ordinary, name="list"),
]
api_patterns = [
    path("hsds/", api.root, name="api_root"),
    path("hsds/openapi.json", api.openapi, name="api_openapi"),
    path("hsds/profile/", api.profiles, name="api_profiles"),
    path("hsds/profile/<str:name>", api.profile, name="api_profile"),
    path("hsds/schema/", api.schemas, name="api_schemas"),
    path("hsds/schema/<str:name>", api.schema, name="api_schema"),
    *(path(f"hsds/{kind}", api.many, {"kind": kind}, name=f"api_{kind}") for kind in api.LISTS),
    *(path(f"hsds/{kind}/search", api.search, {"kind": kind}, name=f"api_{kind}_search") for kind in api.SEARCHABLE),
    *(path(f"hsds/{kind}/<str:uid>", api.one, {"kind": kind}, name=f"api_{kind}_one") for kind in api.LISTS),
]
urlpatterns = [*desk_patterns, *public_patterns]
