"""Which state of a case leads to which, and by which act: written by hand, and shared with nothing that is judged."""

MOVED, CLOSED, SENT, NEVER = "m", "c", "t", "."
TABLE = """
              opening assessment plan support follow_up transferred closed
opening       .       m          .    m       .         t           c
assessment    .       .          m    m       .         t           c
plan          .       m          .    m       .         t           c
support       .       m          m    .       m         t           c
follow_up     .       m          m    m       .         t           c
transferred   .       .          .    .       .         .           .
closed        .       m          .    .       .         .           .
"""
_head, *_rows = [line.split() for line in TABLE.strip().splitlines()]
STATES = tuple(_head)
OVER = ("transferred", "closed")
ACTS = {(row[0], to): act for row in _rows for to, act in zip(STATES, row[1:], strict=True)}


def leads(at: str, to: str, by: str) -> bool:
    """Does this act bring a case from one state to the other?"""
    return ACTS[at, to] == by
