"""What an authority of time said of the days of a matter, believed anew each time, with nothing but what lies here."""

from typing import Any

from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.custody_chain.days import is_in
from amparo.formats.custody_chain.folder import Stamped
from amparo.formats.custody_chain.stamps import NoStamp, believed
from amparo.legal.exhibits.models import DayList, Leaf
from amparo.vault.actions.sending import read_note
from amparo.vault.queries.opened import case_seeds


def stamps_of(actor: Actor, matter: Any) -> dict[str, Stamped]:
    """By day: the list, its stamp, and the leaf of this matter; what is not believed any more is left out."""
    rows = list(
        Leaf.objects.filter(ring=matter.ring).exclude(day__answer=b"").select_related("day").order_by("day__day")
    )
    if not rows:
        return {}
    seeds, found = case_seeds(actor, matter.ring), {}
    for row in rows:
        day, answer, authority = row.day.text.encode(), bytes(row.day.answer), row.day.authority.encode()
        try:
            leaf = str(read_note(seeds[row.key_version], row.box)["leaf"]).encode()
            believed(day, answer, authority)
        except (KeyError, Hidden, NoStamp):
            continue
        if is_in(leaf, day):
            found[row.day.day.isoformat()] = Stamped(day, answer, authority, leaf)
    return found


def list_of(day: Any) -> DayList | None:
    """The list of a day, where one was made."""
    return DayList.objects.filter(day=day).first()


def waiting() -> DayList | None:
    """The last list that was asked about and has no answer yet."""
    return DayList.objects.filter(answer=b"").order_by("-day").first()
