"""What a court gets: a folder of files with neutral names, and the script with which anybody checks it.

The last act of the chain is the making of the folder itself, and holds the digest of its list. So the order is: list
the pieces (``listed``), write that digest as the last act, then put everything together (``folder``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from amparo.formats.custody_chain.events import Mark, digest_of, one_line
from amparo.formats.custody_chain.slips import Slip, slip_text

GIVEN = Path(__file__).resolve().parent / "given"
SCRIPT, PAPERS = "verificar.sh", ("LEEME.txt", "LEIAME.txt", "README.txt")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file that goes out. ``of`` is the piece that it is a copy of, with parts covered."""

    item: str
    extension: str
    data: bytes
    about: str  # what it is, in one line
    of: str = ""

    def __repr__(self) -> str:
        return f"Piece({self.item})"

    @property
    def name(self) -> str:
        """Where it lies in the folder."""
        return f"piezas/{self.item}.{self.extension}" if self.extension else f"piezas/{self.item}"


@dataclass(frozen=True, slots=True)
class Stamped:
    """The list of a day, what an authority said of it, by which certificates it is believed, and the leaf in it."""

    day: bytes
    answer: bytes
    authority: bytes
    leaf: bytes


def listed(pieces: Sequence[Piece], beside: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The pieces, their index and the list of both; the digest of ``lista.txt`` goes into the last act.

    ``beside``: what was made of the pieces to be read, by its name; the list holds its digest too.
    """
    files = {each.name: each.data for each in pieces}
    if len(files) != len(pieces):
        raise ValueError("two pieces have one name")
    files |= beside or {}
    files["indice.txt"] = "".join(
        f"{each.item} {digest_of(each.data)} {len(each.data)} {each.of or '-'} {one_line(each.about)}\n"
        for each in sorted(pieces, key=lambda each: each.item)
    ).encode()
    files["lista.txt"] = "".join(f"{digest_of(data)}  {name}\n" for name, data in sorted(files.items())).encode()
    return files


def folder(
    files: Mapping[str, bytes],
    links: Sequence[bytes],
    facts: Mapping[int, bytes],
    *,
    mark: Mark,
    slips: Iterable[Slip] = (),
    stamps: Mapping[str, Stamped] | None = None,
) -> dict[str, bytes]:
    """Everything that goes out, by its path: ``files`` as they were listed, the chain, and how to check it.

    ``facts`` are those of the pieces that go out; of each other act only the link goes. ``stamps``: by their day.
    """
    found = dict(files)
    found |= {f"cadena/{number:05}.txt": text for number, text in enumerate(links, 1)}
    found |= {f"hechos/{seq:05}.txt": text for seq, text in facts.items()}
    found |= {f"recibos/{slip.mark.count:05}.txt": slip_text(slip) for slip in slips}
    for day, each in (stamps or {}).items():
        names = {"txt": each.day, "tsr": each.answer, "pem": each.authority, "hoja": each.leaf}
        found |= {f"horas/{day}.{ending}": data for ending, data in names.items()}
    found["marca.txt"] = f"amparo-mark 1\ncount {mark.count}\nhead {mark.head}\n".encode()
    return found | {name: (GIVEN / name).read_bytes() for name in (SCRIPT, *PAPERS)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The folder as one file: always in the same order, with no day and no owner in it, and nothing made smaller."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            entry = ZipInfo(name)  # of 1980, as every entry that says nothing
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return whole.getvalue()
