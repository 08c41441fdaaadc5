"""Where a place is, as far as everybody may know: to look for another one near it."""

from dataclasses import dataclass

from amparo.commons.directory.models import SearchRow


@dataclass(frozen=True, slots=True)
class Spot:
    """The point of finding and its country; no point for what is nowhere, or of which nobody may know where it is."""

    lat: float | None = None
    lon: float | None = None
    country: str = ""


def spot_of(reference: str) -> Spot:
    """The point from which finding measures a place, by its reference: of a hidden one there is none."""
    row = SearchRow.objects.filter(service__reference=reference).order_by("at_location").first()
    return Spot(row.lat, row.lon, row.country) if row else Spot()
