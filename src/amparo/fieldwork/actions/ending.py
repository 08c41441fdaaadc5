"""The end of a study: its keys are destroyed first, and everything that was sealed to them goes.

What it brought to be counted is another room's: the door from the field takes it away where whoever leads says so.
"""

from typing import Any

from amparo.commons.audit.actions import audited, unaudited
from amparo.fieldwork.actions.coupons import forget_coupons
from amparo.fieldwork.models import Study
from amparo.fieldwork.policies import may_destroy
from amparo.fieldwork.queries.leading import is_hers
from amparo.vault.actions.rings import shred_ring

CARE = "default"
EXPIRY = "house.expiry"  # the nightly job


@audited("study.destroyed", target="reference", using=CARE)
def destroy_study(reference: str, *, by: Any) -> None:
    """Destroy a study with its answers, phones, coupons and thanks: because who leads it says so, or on its day.

    ``reference`` and not the study: afterwards there is none, and the trail says which it was.
    """
    study = Study.objects.select_for_update().get(reference=reference)
    if by != EXPIRY:
        may_destroy.check(by, is_hers(by, study), study.state)
    forget(study)


@unaudited("a part of destroying, which is audited")
def forget(study: Study) -> None:
    """The rows and the keys."""
    ring = study.ring
    forget_coupons(study)
    study.delete()
    shred_ring(ring)
