"""What GBVIMS concludes of an incident by itself: "GBVIMS context (auto)". Pure, computed here, stored nowhere.

Source: GBVIMS User Guide, on case contexts, and the same rules as they are public in code that implements them.

One of them is wrong for many of those we work with: "possible sexual exploitation" is any rape or sexual assault in
which money or goods changed hands, so that a client who assaults a sex worker always makes her "exploited". We count
them for those who must report in these words, and never write them into a case, a row, or a page of hers. What she
answered is what is kept.

A context is counted only on a clear yes. Not asked, not said, an age that nobody knows: none of them is a yes.
(Elsewhere the answers "no" and "false" count as yes, because they are texts that are not empty.) Her age is known as a
band: whoever is under 18 by it was so when it happened; of whoever is not any more, nothing is said. A sixth context of
GBVIMS, harmful traditional practice, has no question here and is never counted.
"""

from amparo.formats.bands import is_wholly_under
from amparo.formats.codes import by_code
from amparo.formats.gbvims.incident import Incident
from amparo.formats.incidents import is_yes

OF_AGE = 18

CONTEXT = {
    "partner": "Intimate partner violence",
    "child_sexual_abuse": "Child sexual abuse",
    "early_marriage": "Early marriage",
    "possible_exploitation": "Possible sexual exploitation",
    "possible_slavery": "Possible sexual slavery",
}
"""Each context as GBVIMS calls it. They stand in a count beside the rows, under "GBVIMS context (auto)"."""

SEXUAL = {"rape", "sexual_assault"}


def context_of(incident: Incident) -> frozenset[str]:
    """The contexts that the rules of GBVIMS see in one incident."""
    core_type = incident.decided.core_type
    is_sexual = core_type in SEXUAL
    is_young = is_wholly_under(OF_AGE, "age_band", incident.age_band)
    was_taken = incident.abduction != "" and bool(by_code("abduction")[incident.abduction].more["taken"])
    holds = {
        "partner": incident.relationship == "partner",
        "child_sexual_abuse": is_sexual and is_young,
        "early_marriage": core_type == "forced_marriage" and is_young,
        "possible_exploitation": is_sexual and is_yes(incident.goods_exchanged),
        "possible_slavery": is_sexual and was_taken,
    }
    return frozenset(name for name, is_so in holds.items() if is_so)
