"""The door between houses: rows in codes go to a partner that counts for both. In the profile *red* only."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "amparo.doors.exchange"

    def ready(self) -> None:
        """Cases stand below and know no partner: here they are told of whom she may be asked."""
        from amparo.casework.queries import partners
        from amparo.doors.exchange.queries.partnerships import partners_to_ask_of

        if partners_to_ask_of not in partners.sources:
            partners.sources.append(partners_to_ask_of)
