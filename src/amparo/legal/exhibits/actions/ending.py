"""What is left of a matter that is gone: its pieces and its chain go after it. The trail says of each that it went."""

from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import record, unaudited
from amparo.legal.exhibits.actions.custody import CARE
from amparo.legal.exhibits.models import Chain, CustodyEvent, Exhibit, Leaf

EXPIRY = "house.expiry"  # the nightly job


@unaudited("each piece has a line of its own, which is written here")
def destroy_chain(matter: str, *, by: Any = EXPIRY) -> None:
    """Take away what hangs on a matter without a key; the rules of the database refuse it for any other."""
    with transaction.atomic(using=CARE):
        for each in Exhibit.objects.filter(matter=matter).order_by("pk"):
            record("exhibit.destroyed", by=by, target=each, using=CARE)
        chain = Chain.objects.filter(matter=matter).first()
        rings = {
            *Exhibit.objects.filter(matter=matter).values_list("ring", flat=True),
            *([chain.ring] if chain else []),
        }
        Exhibit.objects.filter(matter=matter).delete()
        Leaf.objects.filter(ring__in=rings).delete()
        if chain is not None:
            CustodyEvent.objects.filter(chain=chain).delete()
            chain.delete()
