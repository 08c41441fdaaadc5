"""Focal points: people in public bodies who answer what is referred to them, on a list that is kept fresh."""

from django.apps import AppConfig


class FocalPointsConfig(AppConfig):
    name = "amparo.access.focal_points"

    def ready(self) -> None:
        """Cases stand below and know no focal point: here they are told who answers, and her page what came."""
        from amparo.access.focal_points.queries import passed, portal
        from amparo.access.focal_points.queries.again import focal_points_again
        from amparo.casework.queries import receivers
        from amparo.commons.directory.queries import again

        if passed.arrived_slices not in portal.sources:
            portal.sources.append(passed.arrived_slices)
            receivers.sources.append(passed.receivers_of_body)
            again.sources.append(focal_points_again)
