"""Advice and representation: a matter from the first question to a decision that holds."""

from typing import Any

from django.apps import AppConfig


def may_read_again(ring: str, seeds: dict[int, bytes], reader: Any) -> bool | None:
    """What the desk of the matters says; it is loaded, with the calendars of whole countries, when somebody asks."""
    from amparo.legal.representation.actions import matters

    return matters.may_read_again(ring, seeds, reader)


def leave_out_along(case: Any, somebody: Any, has_sheet: bool, by: Any) -> None:
    """Whom she leaves out of her case is left out of its matters; what knows them is loaded when that happens."""
    from amparo.legal.representation.actions import asking

    asking.leave_out_along(case, somebody, has_sheet, by)


class RepresentationConfig(AppConfig):
    name = "amparo.legal.representation"

    def ready(self) -> None:
        from amparo.casework.actions import leaving_out
        from amparo.vault.actions import recovery

        recovery.asked_before.append(may_read_again)
        leaving_out.along.append(leave_out_along)
