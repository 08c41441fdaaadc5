"""Reading the ledger, for the door alone: it loads the statistics, which whoever shows a figure never does."""

from amparo.methods.disclosure import Ledger, from_text
from amparo.publications.models import Edition


def ledger(codebook: str, kind: str = "counts") -> Ledger:
    """Everything that was ever published from one codebook, whatever its version: for whomever, and taken down or not.

    Own totals of this house are a ledger of their own: they are of other people than what several houses counted.

    What was once read stays known to whoever read it.
    """
    kept = Edition.objects.filter(kind=kind, codebook__startswith=f"{codebook.partition('/')[0]}/")
    told = kept.exclude(digest="").order_by("number").values_list("ledger", flat=True)
    return Ledger(tuple(one for each in told for one in from_text(each).editions))
