"""A5: the ways in that a house agreed with places of health, where she comes first and nobody asks for papers."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "amparo.access.health"

    def ready(self) -> None:
        """Cases stand below and know no agreed door: here they are told what was agreed."""
        from amparo.access.health.queries.again import doors_again
        from amparo.access.health.queries.beside import agreed_for
        from amparo.casework.queries import agreed
        from amparo.commons.directory.queries import again

        if agreed_for not in agreed.sources:
            agreed.sources.append(agreed_for)
            again.sources.append(doors_again)
