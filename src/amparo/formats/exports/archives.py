"""A zip of a stranger: looked at before anything of it is unpacked, and never unpacked to a disk."""

import io
import zipfile
from collections.abc import Mapping
from typing import BinaryIO, cast

from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.limits import INSIDE, PARTS

MAGIC = b"PK\x03\x04"
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # the others may take much memory to unpack


class Archive:
    """What is packed in a zip, by its name."""

    def __init__(self, data: bytes) -> None:
        """Read its list of contents, or raise :class:`BadExport`."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = [each for each in self._zip.infolist() if not each.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            raise BadExport("zip_broken") from None
        if len(parts) > PARTS:
            raise BadExport("zip_too_many", most=f"{PARTS}")
        if sum(each.file_size for each in parts) > INSIDE:
            raise BadExport("zip_too_large", megabytes=f"{INSIDE // 1_000_000}")
        if any(each.flag_bits & 1 for each in parts):
            raise BadExport("zip_locked")
        if any(each.compress_type not in _PLAIN for each in parts):
            raise BadExport("zip_broken")
        names = [each.filename for each in parts]
        if len(set(names)) < len(names):
            raise BadExport("zip_broken")
        self.parts: Mapping[str, int] = {each.filename: each.file_size for each in parts if not _is_of_a_mac(each)}

    def open(self, name: str) -> BinaryIO:
        """One of its files, as a stream; it ends where the list of contents says that it ends."""
        try:
            return cast(BinaryIO, self._zip.open(name))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
            raise BadExport("zip_broken") from None

    def read(self, name: str, most: int = INSIDE) -> bytes:
        """One of its files, whole; ``most`` bytes of it."""
        if self.parts.get(name, 0) > most:
            raise BadExport("zip_too_large", megabytes=f"{most / 1_000_000:g}")
        with self.open(name) as stream, unpacking():
            return stream.read()

    def ending(self, *endings: str) -> list[str]:
        """The names that end in one of these, in the order of the zip."""
        return [name for name in self.parts if name.lower().endswith(endings)]


class unpacking:  # noqa: N801 (it is written as a word)
    """What a zip may throw while it is unpacked, as one refusal."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: object) -> None:
        """A broken piece, a wrong sum, an end too early."""
        import zlib

        if isinstance(error, zipfile.BadZipFile | zlib.error | EOFError | NotImplementedError | OSError):
            raise BadExport("zip_broken") from None


def _is_of_a_mac(part: zipfile.ZipInfo) -> bool:
    """What the Finder puts beside each file."""
    return part.filename.startswith("__MACOSX/") or part.filename.rpartition("/")[2].startswith("._")
