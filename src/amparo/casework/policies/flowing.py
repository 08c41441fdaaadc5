"""What may leave a case because she allowed it: asked before every act that needs it, on every path."""

from collections.abc import Collection

from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_accompany
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.codes import label
from amparo.formats.consent.flows import ALSO, flows

MISSING: dict[str, str | Promise] = {
    "on_the_case": _("She is not one of those who read this case."),
    "needs_it": _("It is not written down what she needs it for."),
    "not_left_out": _("It could reach somebody who hurt her. It does not go there."),
    "second_person": _("A second person has to agree first."),
    "no_conflict": _("Whoever gets it may act for the one who hurt her."),
    "receiver_accepts": _("Whoever receives it has not said that they take it."),
    "her_hours": _("It is not an hour that she named."),
    "her_word": _("What to say, or her word, is not written down."),
    "reason": _("The reason is missing."),
    "law": _("The law or the danger is not named."),
    "least": _("It holds more than is asked for."),
    "she_is_told": _("It is not written down that she is told."),
}
"""What a flow needs besides her permission (``formats.consent.flows.ALSO``), as a sentence where it is not there."""


@rule
def may_flow(actor: Actor, flow: str, reason: str | None, met: Collection[str] = ()) -> Sentence | None:
    """Her permission for exactly this, now; and whatever else the flow needs. Asked through ``queries.flowing``.

    ``reason`` is what ``queries.permissions.why_not_flow`` says. ``met`` names what of ``ALSO`` the caller made sure
    of: a name that is none is an error of the program, and what the flow needs and is not named is missing. No argument
    stands for her permission.
    """
    refusal = may_accompany.reason(actor)
    if refusal is not None:
        return refusal
    if not set(met) <= set(ALSO):
        raise ValueError(f"met holds {sorted(set(met) - set(ALSO))}, which no flow needs.")
    if reason is not None:
        return lazystr(sentence_of(flow, reason))
    missing = next((each for each in flows()[flow].also if each not in met), None)
    return MISSING[missing] if missing else None


def sentence_of(flow: str, reason: str) -> str:
    """Why something may not flow, and what happens instead, in the language of the page."""
    language = get_language() or "es"
    otherwise = flows()[flow].otherwise
    return f"{label('consent_reason', reason, language)} {otherwise.get(language) or otherwise['es']}"
