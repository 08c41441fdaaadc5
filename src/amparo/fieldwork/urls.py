"""The addresses of fieldwork, all of them at the desk. What phones speak to is a door (doors/intake)."""

from django.conf import settings
from django.urls import path

from amparo.fieldwork.views import coupons, coupons_carried, paper, studies

studies_at = f"{settings.PATHS['desk']}/estudios"

its_coupons = f"{studies_at}/<slug:reference>/cupones"

PUBLIC: set[str] = set()

urlpatterns = [
    path(studies_at, studies.studies, name="studies"),
    path(its_coupons, coupons.coupons, name="coupons"),
    path(f"{its_coupons}/hoja", coupons.print_some, name="coupons_print"),
    path(f"{its_coupons}/baja", coupons.void, name="coupons_void"),
    path(f"{its_coupons}/llegada", coupons_carried.redeem, name="coupons_redeem"),
    path(f"{its_coupons}/entrega", coupons_carried.give, name="coupons_give"),
    path(f"{its_coupons}/otro", coupons_carried.replace, name="coupons_replace"),
    path(f"{studies_at}/<slug:reference>/papel", paper.paper, name="paper"),
    path(f"{studies_at}/<slug:reference>/papel/<slug:part>", paper.empty, name="paper_empty"),
    path(f"{its_coupons}/gracias", coupons_carried.thank, name="coupons_thank"),
]
