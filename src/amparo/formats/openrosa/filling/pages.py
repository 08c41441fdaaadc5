"""The pages of a form as they are shown now: those that have something to ask, one after the other.

What is told again has pages of its own for each time, and after the last time a page asks whether there is another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from amparo.formats.openrosa.filling.blank import MOST_TOLD, is_asked
from amparo.formats.openrosa.filling.filled import Filling
from amparo.formats.openrosa.filling.layout import Block

AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown now.

    ``number`` names it in a hidden field and says nothing of what it asks. ``keys`` are its questions and notes.
    ``group`` is the key of the group around all of them, for the heading. Where ``again`` names a repeat, the page asks
    whether there is another one, and ``may_add`` says whether there may be.
    """

    number: str
    keys: tuple[str, ...]
    group: str = ""
    again: str = ""
    may_add: bool = False


def pages(filling: Filling) -> tuple[Page, ...]:
    """The pages that have something to ask now, in order."""
    found: list[Page] = []
    for number, block in enumerate(filling.blank.blocks, 1):
        if not block.repeat:
            found += _shown(filling, block, f"{number}", "")
            continue
        for time in range(1, filling.times(block.repeat) + 1):
            found += _shown(filling, block, f"{number}.{time}", f"[{time}]")
        is_counted = filling.blank.rules[block.repeat].count is not None
        if not is_counted and filling.may_be_told(block.repeat):
            may_add = filling.times(block.repeat) < MOST_TOLD
            found.append(Page(f"{number}.{AGAIN}", (), block.repeat, block.repeat, may_add))
    return tuple(found)


def _shown(filling: Filling, block: Block, number: str, position: str) -> Iterator[Page]:
    """The pages of a block, each with what is asked of it now."""
    for place, paths in enumerate(block.pages, 1):
        keys = [f"{block.repeat}{position}{path.removeprefix(block.repeat)}" for path in paths]
        asked = tuple(key for key in keys if filling.is_relevant(key))
        if asked:
            yield Page(f"{number}.{place}", asked, _around(filling, asked))


def _around(filling: Filling, keys: tuple[str, ...]) -> str:
    """The key of the innermost group that holds all of these and has words of its own."""
    steps = [key.split("/")[:-1] for key in keys]
    shared = []
    for each in zip(*steps, strict=False):
        if len(set(each)) > 1:
            break
        shared.append(each[0])
    for length in range(len(shared), 2, -1):
        key = "/".join(shared[:length])
        node = filling.tree.keys.get(key)
        group = filling.blank.groups.get(node.path) if node else None
        if group and group.labels:
            return key
    return ""


def page_after(filling: Filling, number: str) -> Page | None:
    """The page that comes next; the first one after "", and None after the last one."""
    at = _order(number)
    return next((each for each in pages(filling) if _order(each.number) > at), None)


def page_before(filling: Filling, number: str) -> Page | None:
    """The page that comes before; None before the first one."""
    at = _order(number)
    return next((each for each in reversed(pages(filling)) if _order(each.number) < at), None)


def page_unseen(filling: Filling) -> Page | None:
    """The first page with a question that she was never asked: one may open behind her, by a later answer."""
    return next((each for each in pages(filling) if any(_is_unseen(filling, key) for key in each.keys)), None)


def _is_unseen(filling: Filling, key: str) -> bool:
    return is_asked(filling.question(key)) and key not in filling.given and not filling.is_fixed(key)


def _order(number: str) -> tuple[int, ...]:
    """Where a page stands. What is no number of a page stands before all of them."""
    parts = number.split(".")
    if not 1 <= len(parts) <= 3 or not all(each == AGAIN or (each.isascii() and each.isdigit()) for each in parts):
        return ()
    return tuple(MOST_TOLD + 1 if each == AGAIN else int(each[:6]) for each in parts)
