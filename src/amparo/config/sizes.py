"""How large an answer is on the wire: in fixed steps, so that its size does not tell which page it was.

Whoever watches the network sees no word of a page behind TLS, and sees how long it is. Each page is filled up to the
size of its kind: all ways to help are as long as each other, and so are all answers of a search. A page that is larger
than its kind goes to the next step. Chance would not protect: who watches often takes the mean of it.
"""

import struct
import zlib

# Bytes of a compressed page. The longest way to help fits in four steps, and with the style sheet and the icon a
# first visit stays below 14,000 bytes. A page that nothing compresses has the same number of larger steps.
STEP, PLAIN_STEP = 1_925, 7_700
READING, ANSWER, ROUTE = 1, 2, 4  # steps that a page of this kind has at least
KINDS = {
    **dict.fromkeys(("route", "young", "lawyer"), ROUTE),
    **dict.fromkeys(("search", "change_search", "where", "results", "service", "service_page"), ANSWER),
    **dict.fromkeys(("happened", "refused", "said", "feedback", "card", "list"), ANSWER),
}
# Pages of somebody who writes or comes back go as they are: compressed, a size would tell what stands beside her text.
# Steps of 8 KiB; her page has three also where no answer waits.
WRITING_STEP = 8_192
WRITING = {
    **dict.fromkeys(("sentence",), 1),
    **dict.fromkeys(("letter_write", "letter_send"), 2),
    **dict.fromkeys(("paper_page", "paper_back"), 2),
    **dict.fromkeys(("back_open", "back_older", "back_reply", "back_change", "back_end", "back_case"), 3),
    **dict.fromkeys(("letter_sealed", "back_sealed"), 0),  # JSON, filled up where it is made
}
GZIP_HEAD = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # deflate; a file name follows; no date
AROUND = len(GZIP_HEAD) + 1 + 8  # the head, the end of the name, checksum and length
COMMENT = b"<!--%s-->"


def full_size(length: int, step: int, least: int) -> int:
    """The size to which so many bytes are filled up."""
    return step * max(least, -(-length // step))


def gzipped(page: bytes, *, least: int) -> bytes:
    """The page compressed and filled up: the filling is the name of a file, which every browser reads over."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(page) + packer.flush()
    length = AROUND + len(packed)
    name = b"-" * (full_size(length, STEP, least) - length) if least else b""
    return GZIP_HEAD + name + b"\0" + packed + struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF)


def filled(page: bytes, *, least: int, step: int = PLAIN_STEP) -> bytes:
    """The page filled up with a comment at its end, for whoever takes it uncompressed."""
    length = len(page) + len(COMMENT % b"")
    return page + COMMENT % (b" " * (full_size(length, step, least) - length))
