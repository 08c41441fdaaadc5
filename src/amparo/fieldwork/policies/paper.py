"""Who types in what was answered on paper, and of which questionnaire."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule_of_now
from amparo.fieldwork.models.studies import PLANNED
from amparo.fieldwork.policies.asking import may_carry


@rule_of_now
def may_type_in(actor: Actor, study: Any, carries: bool) -> Sentence | None:
    """Whoever asks in this study, also after the study was closed: paper comes late."""
    refusal = may_carry.reason(actor)
    if refusal is None and study.state == PLANNED:
        return _("This study is not in the field yet, so there is no paper of it.")
    if refusal is None and not carries:
        return _("You carry no phone of this study. Whoever leads it gives you one.")
    return refusal
