"""The addresses of what was released to the public."""

from django.conf import settings
from django.urls import path

from amparo.advocacy.visibility import views

word = settings.PATHS
one = f"{word['data']}/<slug:reference>"

PUBLIC = {"data", "data_feed", "data_edition", "data_more", "data_csv", "data_tags", "data_map"}

urlpatterns = [
    path(word["data"], views.editions, name="data"),
    path(f"{word['data']}/feed", views.feed, name="data_feed"),
    path(f"{one}.csv", views.plain_file, name="data_csv"),
    path(f"{one}/hxl.csv", views.tagged_file, name="data_tags"),
    path(one, views.edition, name="data_edition"),
    path(f"{one}/<int:number>", views.edition, name="data_more"),
    path(f"{one}/<int:table>-<slug:country>.svg", views.picture, name="data_map"),
]
