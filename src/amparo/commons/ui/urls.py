"""The first page, the quick way out, and the pages about the house itself."""

from django.conf import settings
from django.urls import path

from amparo.commons.ui import views

word = settings.PATHS

PUBLIC = {"home", "leaving", "kept", "leave", "leave_2", "robots"}

plain_patterns = [
    path(word["leave"], views.leave, name="leave"),
    path(word["leave_2"], views.leave_2, name="leave_2"),
    path("robots.txt", views.robots, name="robots"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path(word["leaving"], views.leaving, name="leaving"),
    path(word["kept"], views.kept, name="kept"),
]
