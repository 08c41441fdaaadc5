"""Reading the shipped geography: tab-separated lists whose first lines, with a #, are credits."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "content" / "places"
FILES = ("admin1.tsv", "names.tsv", "places.tsv")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line of ``places.tsv``, with the name our pages write."""

    code: str
    name: str
    admin1: str
    lat: float
    lon: float
    population: int
    km_to_border: int | None


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a list, split, without the credits and the line that names the columns."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")


def units() -> list[tuple[str, str, str]]:
    """Code, country and name of every first-level unit."""
    return [(code, country, name) for code, country, name in rows("admin1.tsv")]


def places() -> Iterator[PlaceLine]:
    """Every shipped place."""
    shown = {code: name for code, use, name in rows("names.tsv") if use == "shown"}
    for code, name, admin1, lat, lon, population, km in rows("places.tsv"):
        yield PlaceLine(
            code=code,
            name=shown.get(code, name),
            admin1=admin1,
            lat=float(lat),
            lon=float(lon),
            population=int(population),
            km_to_border=int(km) if km else None,
        )


def other_names() -> list[tuple[str, str]]:
    """Code of a place and one more name by which it is found."""
    return [(code, name) for code, use, name in rows("names.tsv") if use == "also"]


def digest(*more: Path) -> str:
    """SHA-256 over the shipped lists, and over further files they are read with."""
    total = hashlib.sha256()
    for path in [*(FOLDER / name for name in FILES), *more]:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
