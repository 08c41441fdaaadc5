"""When the chain of a matter goes: once the ring of the matter has no key, and what is in it opens for nobody."""

from datetime import datetime
from typing import Any

from amparo.legal.exhibits.actions.ending import destroy_chain
from amparo.legal.exhibits.actions.folders import forget_folder
from amparo.legal.exhibits.models import Folder
from amparo.legal.exhibits.queries.retention import days_to_go, matters_gone, past_folders


def due(now: datetime) -> list[Any]:
    """Matters that are gone, folders that nothing comes of any more, and lists of days in which nothing is left."""
    return [*past_folders(now), *matters_gone(), *days_to_go(now)]  # a folder is found by what is left of its matter


def shred(item: Any) -> None:
    """Destroy what is left of it."""
    if isinstance(item, str):
        destroy_chain(item)
    elif isinstance(item, Folder):
        forget_folder(item)
    else:
        item.delete()
