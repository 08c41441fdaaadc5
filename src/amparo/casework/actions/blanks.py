"""Parts of a case that hold nothing, laid by chance as it begins.

A coded row says whether something happened to her, and whoever has the database and no key sees how many parts each
case has: who told much has more of them. So each case gets some that say nothing. They lie like the others and are as
long as most, nobody sees them, no file takes them along, and they go with the case. The trail has no line for them: it
says of each person and hour that a case was written in, not how often.
"""

from random import Random, SystemRandom

from amparo.casework.models import Case, Part
from amparo.casework.queries.parts import BLANK
from amparo.commons.audit.actions import unaudited
from amparo.vault.actions.fields import write_alike
from amparo.vault.queries.parts import BODY

MOST = 12
CHANCE = SystemRandom()


@unaudited("they hold nothing, and a line for each case would say how many are true")
def lay_blanks(case: Case, seed: bytes, *, rng: Random = CHANCE) -> None:
    """Lay one to ``MOST`` of them, in two questions; ``seed`` is that of the first version of its ring."""
    parts = Part.objects.bulk_create(Part(case=case) for _ in range(rng.randint(1, MOST)))
    write_alike(case.ring, BODY, {each.reference: {"kind": BLANK} for each in parts}, seed)
