"""Two spellings of one name: a rule about three organisations is none where one of them is written in three ways."""

import unicodedata
from collections import Counter
from collections.abc import Sequence


def alike(names: Sequence[str], *, loosely: bool = False) -> tuple[str, ...]:
    """The names that are blank, or another one of them but for letter size, blanks and signs that nobody sees.

    Parameters
    ----------
    loosely : accents and punctuation make no difference either: "M.S.F." and "MSF", "Médicos" and "Medicos".
    """
    seen: dict[str, set[str]] = {}
    for name in names:
        seen.setdefault(_folded(name, loosely), set()).add(name)
    twice = [name for name, often in Counter(names).items() if often > 1]
    same = [name for form, few in seen.items() if len(few) > 1 or not form for name in few]
    return tuple(sorted({*twice, *same}))


def _folded(name: str, loosely: bool) -> str:
    text = unicodedata.normalize("NFKD" if loosely else "NFKC", name).casefold()
    drop = "ZCPM" if loosely else "ZC"  # separators, control and format signs, punctuation, marks
    kept = "".join(sign for sign in text if unicodedata.category(sign)[0] not in drop)
    return unicodedata.normalize("NFKC", kept)
