"""What she says to the use of a piece: asked for each alone, and hers to take back at any moment."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.codes import by_code
from amparo.formats.consent.permission import Scope, says_no, says_yes, takes_back
from amparo.legal.exhibits.actions.custody import CARE
from amparo.legal.exhibits.policies import may_look_at_pieces
from amparo.legal.exhibits.queries.exhibits import WORD, Word, get_exhibit, matter_of, word_data
from amparo.vault.actions.fields import Past, write_fields

YES = ("yes", "yes_with_limits")
SAYINGS = (*YES, "no", "take_back")
LONGEST_DAYS = 730


@audited("exhibit.word_written", target="reference", using=CARE)
def write_word(
    matter: Any,
    reference: str,
    *,
    saying: str,
    by: Actor,
    method: str = "",
    limits: str = "",
    days: int = 90,
    seen: int | None = None,
    now: datetime | None = None,
) -> None:
    """Write what she says. A no, or taking it back, counts in this moment: the piece and each copy of it stop.

    ``seen`` is the number of the word that stood on the page; ``fields.Past`` where another one stands there by now
    and this is a yes: no older yes comes after a newer no.

    She may take it back also when the matter is closed.
    """
    found = matter_of(by, matter.reference, held=True)
    may_look_at_pieces.check(by, found)
    piece = get_exhibit(by, found.matter, reference)
    if piece.of:
        raise Denied(_("This is a copy. What she says is written at the piece itself, and holds for each copy of it."))
    if saying not in SAYINGS or not 0 < days <= LONGEST_DAYS:
        raise ValueError("no word of hers, or for no time")
    number = piece.numbers.get(WORD, 0)
    if seen is not None and seen != number and saying in YES:
        raise Past([WORD])
    moment, standing = clock.minute(now), piece.word.consent
    if saying == "no":
        said = says_no(standing, on=moment)
    elif saying == "take_back":
        said = takes_back(standing, on=moment)
    else:
        if method not in by_code("consent_method"):
            raise Denied(_("Write how she said it."))
        scope = Scope(frozenset({"documents"}), frozenset({reference}))
        with_limits = saying == "yes_with_limits"
        said = says_yes(standing, scope, method, on=moment, text="", limits=with_limits, days=days)
    kept = Word(said, limits.strip() if saying == "yes_with_limits" else "")
    write_fields(by, found.matter.ring, reference, {WORD: word_data(kept, reference)}, {WORD: number})
