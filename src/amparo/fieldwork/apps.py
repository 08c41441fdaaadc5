"""Asking in the field: questionnaires and their versions, who signs them, studies, phones, coupons, sealed answers."""

from typing import Any

from django.apps import AppConfig


def lose_phones_of(person: Any, *, by: Any) -> None:
    """Phones of studies are lost with the account; what knows them is loaded when that happens."""
    from amparo.fieldwork.actions import phones

    phones.lose_phones_of(person, by=by)


class FieldworkConfig(AppConfig):
    name = "amparo.fieldwork"

    def ready(self) -> None:
        """Accounts stand below and know no phones of studies: here they are told that those are lost too."""
        from amparo.commons.accounts.actions import coming_in

        if lose_phones_of not in coming_in.also_lost:
            coming_in.also_lost.append(lose_phones_of)
