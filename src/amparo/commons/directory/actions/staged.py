"""A file on its way in, read to its end before anything waits for it.

Reading a long file takes longer than storing it, and whoever else writes would wait all that time. So it is read
first, and what was read lies in a file without a name in the house's own folder: only the house can read it, and it
is gone when it is closed, also where the computer stops.
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.conf import settings

from amparo.commons.audit.actions import unaudited


class OnDisk:
    """Records in the order in which they came; what is read back was written by this very object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=settings.DATA)  # noqa: SIM115 (closed on leaving)
        self._count = 0

    def add(self, item: Any) -> None:
        """One more."""
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def taken(self) -> Iterator[Any]:
        """All of them, from the first."""
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)

    def __enter__(self) -> Self:
        """Nothing needs to be opened."""
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


@unaudited("it stores nothing in the house")
def staged(found: Iterable[Any]) -> OnDisk:
    """Read everything to its end."""
    file = OnDisk()
    try:
        for item in found:
            file.add(item)
    except BaseException:
        file.__exit__()
        raise
    return file
