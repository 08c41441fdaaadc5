"""Filling up, so that a size says little: Padmé (Nikitin et al., PETS 2019, figure 2) with a floor.

Padmé leaves of a length only its first few bits: at most 12 % are added, and a length L tells O(log log L) bits. With
the floor nearly every message has one and the same size.
"""

import struct

TEXT_FLOOR, FACTS_FLOOR, FIELD_FLOOR, FILE_FLOOR = 4_096, 1_024, 256, 65_536  # bytes
WHOLE_FLOOR = 1_792  # of a thing that is sealed as one: a page of SQLite holds two, a row of PostgreSQL one
LENGTH = struct.Struct(">I")  # the true length stands before a text


def padme(length: int) -> int:
    """The size to which so many bytes are filled up."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << (exponent - kept)) - 1
    return (length + mask) & ~mask


def padded(data: bytes, floor: int = TEXT_FLOOR) -> bytes:
    """A text with its length before it and zeros after it."""
    size = padme(max(floor, LENGTH.size + len(data)))
    return (LENGTH.pack(len(data)) + data).ljust(size, b"\0")


def unpadded(filled: bytes) -> bytes:
    """The text in what was filled up; ``ValueError`` where the length cannot be."""
    if len(filled) < LENGTH.size:
        raise ValueError("too short to hold a length")
    (length,) = LENGTH.unpack_from(filled)
    if length > len(filled) - LENGTH.size:
        raise ValueError("it says it is longer than it is")
    return filled[LENGTH.size : LENGTH.size + length]


def padded_file(data: bytes) -> bytes:
    """A file with zeros after it; its true length stands in the message, beside its key."""
    return data.ljust(padme(max(FILE_FLOOR, len(data))), b"\0")
