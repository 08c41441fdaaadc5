"""The words of a PDF that Chromium made: enough of a reader to see what would be printed, and no more."""

import re
import zlib

STREAM = re.compile(rb"(\d+) 0 obj\s*<<((?:(?!endobj).)*?)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?/ToUnicode (\d+) 0 R(?:(?!endobj).)*?endobj", re.DOTALL)
NAMED = re.compile(rb"/(F\d+) (\d+) 0 R")
SHOWN = re.compile(
    rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>\s*Tj|\[(.*?)\]\s*TJ|(Tm\b|T\*|[-\d.]+ [-\d.]+ Td\b)", re.DOTALL
)
CHARACTER = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>(?! <)")
RANGE = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")


def words_of_pdf(pdf: bytes) -> str:
    """All text of all pages, letters joined as they were drawn."""
    streams = {int(number): unpacked(body, head) for number, head, body in STREAM.findall(pdf)}
    maps = {int(font): letters(streams[int(table)]) for font, table in FONT.findall(pdf)}
    named = {name: maps[int(number)] for name, number in NAMED.findall(pdf) if int(number) in maps}
    return " ".join(drawn(body, named) for body in streams.values() if b" Tf" in body)


def unpacked(body: bytes, head: bytes) -> bytes:
    return zlib.decompressobj().decompress(body) if b"FlateDecode" in head else body


def letters(table: bytes) -> dict[int, str]:
    """From the number of a shape to the letters it stands for."""
    found = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, to in RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(to, 16) + step)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(one, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for one, to in CHARACTER.findall(block)}
    return found


def drawn(body: bytes, named: dict[bytes, dict[int, str]]) -> str:
    """Walk through one page. A move along the line is a space between letters; any other move begins a new word."""
    text, font = [], {}
    for name, shapes, row, moved in SHOWN.findall(body):
        if name:
            font = named.get(name, {})
        elif moved:
            text.append("" if moved.split()[1:2] == [b"0"] else " ")
        else:
            for each in [shapes] if shapes else re.findall(rb"<([0-9A-Fa-f]+)>", row):
                text += [font.get(int(each[at : at + 4], 16), "") for at in range(0, len(each), 4)]
    return re.sub(r"\s+", " ", "".join(text))
