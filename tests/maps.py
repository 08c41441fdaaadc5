"""Maps by hand for tests, instead of whatever map another test left."""

from typing import Any

from amparo.commons.places.models import Admin1, Country, Landmark, Loaded, Place


def no_map() -> None:
    """Nothing: every place is taken away."""
    Landmark.objects.all().delete()
    for model in (Place, Admin1, Country, Loaded):
        model.objects.all()._raw_delete("default")


def small_map() -> dict[str, Any]:
    """Places of two countries, by the names that tests use."""
    no_map()
    for code, timezone in (("EC", "America/Guayaquil"), ("CO", "America/Bogota")):
        Country.objects.create(code=code, timezone=timezone)
    for code, country, name, timezone in (
        ("EC-C", "EC", "Carchi", "America/Guayaquil"),
        ("EC-P", "EC", "Pichincha", "America/Guayaquil"),
        ("CO-NAR", "CO", "Nariño", "America/Bogota"),
        ("CO-NSA", "CO", "Norte de Santander", "America/Bogota"),
    ):
        Admin1.objects.create(code=code, country_id=country, name=name, timezone=timezone)
    places = {
        key: Place.objects.create(
            code=code, name=name, folded=folded, admin1_id=unit, lat=lat, lon=lon, population=people, km_to_border=km
        )
        for key, code, name, folded, unit, lat, lon, people, km in (
            ("tulcan", "3650472", "Tulcán", "tulcan", "EC-C", 0.812, -77.717, 86_498, 3),
            ("ipiales", "3680539", "Ipiales", "ipiales", "CO-NAR", 0.825, -77.640, 77_729, 4),
            ("cucuta", "3685533", "Cúcuta", "cucuta", "CO-NSA", 7.907, -72.505, 777_106, 3),
            ("quito", "3652462", "Quito", "quito", "EC-P", -0.230, -78.525, 1_399_814, 120),
            ("san_jose_carchi", "own-sjec", "San José", "san jose", "EC-C", 0.600, -77.900, 900, 25),
            ("san_jose_narino", "own-sjco", "San José", "san jose", "CO-NAR", 1.300, -77.500, 1_200, 60),
        )
    }
    Loaded.objects.create(digest="a map for tests")
    return places
