"""Line B2 of the brief: what people are pressed for, known by questions of which no answer says anything of anybody."""

from django.apps import AppConfig


class ExposureConfig(AppConfig):
    name = "amparo.information.exposure"
