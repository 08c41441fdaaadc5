"""The instruments of the library: what is asked, in which order, in three languages, and what becomes of each answer.

They are data: ``content/instruments/<name>.toml``. What may stand in such a file is said in ``records``; what is wrong
with one is a code of the list ``instrument_fault``. Pure.
"""

from amparo.formats.instruments.reading import FOLDER, instrument, names, read
from amparo.formats.instruments.records import (
    ARMS,
    DONE,
    LINKS,
    NOT_SAID,
    TYPES,
    BadInstrument,
    Choice,
    Design,
    Group,
    Instrument,
    Item,
)

__all__ = [
    "ARMS",
    "DONE",
    "FOLDER",
    "LINKS",
    "NOT_SAID",
    "TYPES",
    "BadInstrument",
    "Choice",
    "Design",
    "Group",
    "Instrument",
    "Item",
    "instrument",
    "names",
    "read",
]
