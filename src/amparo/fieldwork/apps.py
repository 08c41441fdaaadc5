"""Asking in the field: questionnaires and their versions, who signs them, studies, phones, coupons, sealed answers."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "amparo.fieldwork"

    def ready(self) -> None:
        """Accounts stand below and know no phones of studies: here they are told that those are lost too."""
        from amparo.commons.accounts.actions import coming_in
        from amparo.fieldwork.actions.phones import lose_phones_of

        if lose_phones_of not in coming_in.also_lost:
            coming_in.also_lost.append(lose_phones_of)
