"""A case is held while somebody acts on it, so that two who write at once come one after the other."""

from amparo.casework.models import Case
from amparo.casework.queries.cases import get_case
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.rings import end_lapsed

CARE = "default"


@unaudited("a part of an act, which is audited")
def held(case: Case, by: Actor) -> Case:
    """A case of hers as it is now, held until the act is over.

    Whoever read it for a time that is over goes first: nothing that is written from now on is sealed to her.
    """
    found = get_case(by, case.reference, held=True)
    end_lapsed(clock.now(), found.ring)
    return found
