"""The outlines of a country's first-level units, as we ship them: small, drawn already, one list a country. Pure.

Units that neither the old maps of Natural Earth nor anybody else drew for us are named in ``UNDRAWN``: a map says in
words that they are not on it, and never lets their neighbour stand for them.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "content" / "boundaries"
# Made after the outlines were drawn. In the outlines their land still belongs to the unit named second.
UNDRAWN = {"CL-NB": ("Ñuble", "CL-BI"), "PA-10": ("Panamá Oeste", "PA-8"), "PA-NT": ("Naso Tjër Di", "PA-1")}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its path, and where a mark stands for it where its land is too small to be seen."""

    code: str
    path: str
    dot: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A country: how large its picture is, its units, and the frame around what lies far out at sea."""

    country: str
    wide: int
    high: int
    frame: str
    units: tuple[Unit, ...]

    @property
    def undrawn(self) -> tuple[str, ...]:
        """The names of its units that have no outline here."""
        return tuple(name for code, (name, _of) in UNDRAWN.items() if code.startswith(self.country))


def countries() -> tuple[str, ...]:
    """The countries that have outlines."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.tsv")))


@functools.cache
def outline(country: str) -> Outline:
    """The outlines of one country; a ``KeyError`` where there are none."""
    if country not in countries():
        raise KeyError(country)
    with (FOLDER / f"{country}.tsv").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")][1:]
    places = {code: (dot, path) for code, dot, path in lines}
    wide, high = _pair(places.pop("size")[0])
    frame = places.pop("frame", ("", ""))[1]
    units = tuple(Unit(code, path, _pair(dot) if dot else None) for code, (dot, path) in places.items())
    return Outline(country, wide, high, frame, units)


def _pair(text: str) -> tuple[int, int]:
    left, right = text.split()
    return int(left), int(right)
