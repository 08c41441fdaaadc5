"""Her children: who looks after them, what was decided, what a hearing needs."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "amparo.legal.custody"

    def ready(self) -> None:
        from amparo.legal.representation.actions.parts import DUE

        DUE.update({"care_order": "order_until", "child_travel": "travel_day", "hearing_prep": "prep_day"})
