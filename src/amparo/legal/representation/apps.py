"""Advice and representation: a matter from the first question to a decision that holds."""

from django.apps import AppConfig


class RepresentationConfig(AppConfig):
    name = "amparo.legal.representation"

    def ready(self) -> None:
        from amparo.casework.actions import leaving_out
        from amparo.legal.representation.actions.asking import leave_out_along
        from amparo.legal.representation.actions.matters import may_read_again
        from amparo.vault.actions import recovery

        recovery.asked_before.append(may_read_again)
        leaving_out.along.append(leave_out_along)
