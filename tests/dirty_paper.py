"""Three hundred rows typed from paper as people type them: most are right, and some are wrong in every way we know.

The codes are drawn by a seed; what is done to which row stands in ``SPOILED``, by hand, and what has to be told of each
stands beside it. Nothing here knows how the house reads.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

ROWS = 300
HEADER = ["cupón", "Entregados", "Fecha", "may", "age", "acts", "met"]
OWN, GIVEN, DAY, MAY, AGE, ACTS, MET = range(7)

type Cells = list[str]
type Spoil = Callable[[list[Cells], int, Random], None]


@dataclass(frozen=True)
class Batch:
    """What is in the file, and what the drawer holds."""

    rows: list[Cells]
    codes: list[str]

    def some(self, *numbers: int) -> "Batch":
        """A shorter file, with the rows of these numbers."""
        return Batch([self.rows[number - 2] for number in numbers], self.codes)

    def file(self, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
        """As a spreadsheet saves it."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(HEADER)
        for cells in self.rows:
            if len(cells) == 1 and cells[0]:
                out.write(cells[0] + "\r\n")  # a row that was parted by something else
            else:
                writer.writerow(cells)
        return out.getvalue().encode(encoding)


def put(column: int, text: str) -> Spoil:
    """Something else stands in a cell."""

    def spoil(rows: list[Cells], at: int, _rng: Random) -> None:
        rows[at][column] = text

    return spoil


def wrong_symbol(rows: list[Cells], at: int, rng: Random) -> None:
    """One symbol of the code is another one."""
    code = rows[at][OWN]
    place = rng.choice([each for each, letter in enumerate(code) if letter.isalnum()])
    other = rng.choice([each for each in "23456789ABCDEFGHJKLMNPQRSTUVWXY" if each != code[place].upper()])
    rows[at][OWN] = code[:place] + other + code[place + 1 :]


def changed_places(rows: list[Cells], at: int, _rng: Random) -> None:
    """Two symbols side by side changed places."""
    code = rows[at][OWN]
    pairs = (each for each in range(len(code) - 1) if code[each : each + 2].isalnum())
    place = next(each for each in pairs if code[each] != code[each + 1])
    rows[at][OWN] = code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def cut(rows: list[Cells], at: int, _rng: Random) -> None:
    """The last symbol is missing."""
    rows[at][OWN] = rows[at][OWN].strip()[:-1]


def as_row(column: int, other: int) -> Spoil:
    """The same as in another row, by its number in the file."""

    def spoil(rows: list[Cells], at: int, _rng: Random) -> None:
        rows[at][column] = rows[other - 2][column]

    return spoil


def swap(one: int, other: int) -> Spoil:
    """Two cells changed places."""

    def spoil(rows: list[Cells], at: int, _rng: Random) -> None:
        rows[at][one], rows[at][other] = rows[at][other], rows[at][one]

    return spoil


def parted_by_commas(rows: list[Cells], at: int, _rng: Random) -> None:
    """The row was pasted from another program."""
    rows[at] = [",".join(rows[at])]


def one_more(rows: list[Cells], at: int, _rng: Random) -> None:
    """A cell too many."""
    rows[at].append("y algo más")


def her_own(rows: list[Cells], at: int, _rng: Random) -> None:
    """She is said to have been given the coupon with which she came."""
    rows[at][GIVEN] = rows[at][OWN]


def four(rows: list[Cells], at: int, _rng: Random) -> None:
    """More coupons than one person gets: with those of three rows that gave one each."""
    rows[at][GIVEN] = "|".join([rows[at][GIVEN], *(rows[at + step][GIVEN] for step in (1, 2, 3))])
    for step in (1, 2, 3):
        rows[at + step][GIVEN] = ""


# By the number that a spreadsheet gives the row: what is done to it, and what has to be told: (column, fault).
SPOILED: dict[int, tuple[Spoil, list[tuple[str, str]]]] = {
    5: (wrong_symbol, [("cupón", "code_check")]),
    9: (changed_places, [("cupón", "code_check")]),
    14: (cut, [("cupón", "code_length")]),
    20: (put(OWN, "K7QF-2M9X-3TOO"), [("cupón", "code_letter")]),
    27: (put(OWN, ""), [("cupón", "no_coupon")]),
    33: (put(OWN, "3422-2222-223J"), [("cupón", "unknown")]),
    41: (as_row(OWN, 40), [("cupón", "twice")]),
    48: (as_row(GIVEN, 47), [("Entregados", "given_twice")]),
    55: (her_own, [("Entregados", "given_self")]),
    60: (four, [("Entregados", "given_many")]),
    71: (put(GIVEN, "no sé"), [("Entregados", "code_letter")]),
    80: (put(DAY, ""), [("Fecha", "no_date")]),
    82: (put(DAY, "11/27/2026"), [("Fecha", "date")]),
    84: (put(DAY, "ayer"), [("Fecha", "date")]),
    86: (put(DAY, "31/11/2026"), [("Fecha", "date")]),
    88: (put(DAY, "27/11/2027"), [("Fecha", "date_to_come")]),
    90: (put(DAY, "27/10/2026"), [("Fecha", "date_before")]),
    92: (put(DAY, "44892"), [("Fecha", "date_before")]),  # a serial number of 2022
    101: (swap(OWN, DAY), [("cupón", "swapped")]),
    104: (swap(AGE, MET), [("age", "swapped")]),
    110: (put(AGE, "veinte"), [("age", "number")]),
    112: (put(AGE, "27,5"), [("age", "number")]),
    114: (put(AGE, "-3"), [("age", "door")]),
    120: (put(MET, "en la calle"), [("met", "choice")]),
    122: (put(MET, "here, there"), [("met", "one_choice")]),
    124: (put(ACTS, "VIO;XXX"), [("acts", "choice")]),
    130: (put(MET, '=HYPERLINK("http://example.org")'), [("met", "formula")]),
    131: (put(OWN, "=cmd|' /C calc'!A0"), [("cupón", "formula")]),
    132: (put(AGE, "+SUM(1)"), [("age", "formula")]),
    133: (put(ACTS, "@SUM(1)"), [("acts", "formula")]),
    140: (parted_by_commas, [("", "delimiter")]),
    145: (one_more, [("", "cells")]),
    150: (put(MAY, "quizás"), [("may", "choice")]),
    151: (lambda rows, at, _rng: (put(AGE, "x")(rows, at, _rng), put(DAY, "x")(rows, at, _rng))[0],
          [("Fecha", "date"), ("age", "number")]),
}  # fmt: skip
ALSO = {  # the other of two that are told together
    40: [("cupón", "twice")],
    47: [("Entregados", "given_twice")],
}
# What looks wrong and is not: it is read.
READ = {
    6: (DAY, "46353"), 7: (DAY, "27-nov-26"), 8: (DAY, "2026-11-27 00:00:00"), 10: (DAY, "27.11.26"),
    11: (AGE, "27.0"), 12: (MET, "Aquí"), 13: (ACTS, "Una cosa, Otra cosa"), 15: (ACTS, "vio ext"), 16: (ACTS, "no sé"),
    17: (MAY, "SÍ"), 18: (AGE, ""), 19: (MAY, "no"),
}  # fmt: skip
EMPTY = (200, 201, 250)  # rows without anything in them
SAID_NO = 1  # of the rows that are read


def dirty_batch(codes: list[str], given: list[str], seed: int = 20261127) -> Batch:
    """The file. ``codes`` are of coupons that were given or begin a chain, one a row; ``given`` lie in the drawer."""
    rng = Random(seed)
    rows = [
        [
            written_somehow(code, rng), given[place], rng.choice(["27/11/2026", "2026-11-27"]), "yes",
            str(rng.randint(18, 60)), rng.choice(["VIO", "EXT", "VIO;EXT", ""]), rng.choice(["here", "there"]),
        ]
        for place, code in enumerate(codes)
    ]  # fmt: skip
    for number, (column, text) in READ.items():
        rows[number - 2][column] = text
    for number, (spoil, _told) in SPOILED.items():
        spoil(rows, number - 2, rng)
    for number in EMPTY:
        rows[number - 2] = ["", "  ", "", "", "", "", ""]
    return Batch(rows, codes)


def written_somehow(code: str, rng: Random) -> str:
    """As a hand writes it."""
    return rng.choice([code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} "])


def expected() -> dict[int, list[tuple[str, str]]]:
    """What has to be told, by row."""
    told = {number: faults for number, (_spoil, faults) in SPOILED.items()}
    return dict(sorted((told | ALSO).items()))
