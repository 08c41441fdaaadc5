"""How many slips of the finger lie between two words, up to a bound."""


def within(a: str, b: str, most: int) -> int | None:
    """The number of slips between two texts, or None where there are more than ``most``.

    A slip is a letter too many, a letter missing, a wrong letter, or two neighbours swapped, and no part is
    mended twice: the optimal string alignment distance. Computed with one machine word a letter
    (Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances").
    """
    if a == b:
        return 0
    if abs(len(a) - len(b)) > most:
        return None
    if not a or not b:
        return len(a) or len(b)
    where: dict[str, int] = {}
    for position, letter in enumerate(a):
        where[letter] = where.get(letter, 0) | 1 << position
    full, last = (1 << len(a)) - 1, 1 << len(a) - 1
    up, down, diagonal, before = full, 0, 0, 0
    slips, left = len(a), len(b)
    for letter in b:
        here = where.get(letter, 0)
        swapped = ((~diagonal & here) << 1) & before
        diagonal = ((((here & up) + up) ^ up) | here | down | swapped) & full
        right_up, right_down = down | (full & ~(diagonal | up)), diagonal & up
        slips += bool(right_up & last) - bool(right_down & last)
        left -= 1
        if slips - left > most:
            return None
        right_up, right_down = right_up << 1 | 1, right_down << 1
        up, down = (right_down | ~(diagonal | right_up)) & full, right_up & diagonal
        before = here
    return slips if slips <= most else None
