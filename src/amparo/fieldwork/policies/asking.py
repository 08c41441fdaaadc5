"""Who may write questionnaires, lead studies, carry phones; and what may not be asked, nor where."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, NoLonger, Sentence, rule, rule_of_now
from amparo.fieldwork.models.instruments import DRAFT, SIGNED, WITHDRAWN
from amparo.fieldwork.models.studies import CLOSED, PLANNED, RUNNING
from amparo.fieldwork.models.submissions import KEPT, REPLACED
from amparo.formats.access import cell, roles
from amparo.formats.codes import by_code

LEADS, REVIEWER = "study_lead", "reviewer"
PEER_LED = "peer_led"  # content/codes/operator
ALONE = "self"  # of the list ``instrument_kind``: she answers by herself
CARRYING = ("study_lead", "interviewer", "peer")  # to whom a phone of a study can be given
SEEING = tuple(role for role in roles() if cell(role, "asking"))


class Refused(Exception):
    """A form that is not taken. ``code`` is of the list ``send_fault``: it is said on the phone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Conflict(Refused):
    """It is not the first of its number, and it is not the same."""


class ChangedMeanwhile(NoLonger):
    """Somebody else wrote while she did: hers does not take the place of what she never saw."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this meanwhile. Look at what stands there now, and write yours again."))


class IdTaken(NoLonger):
    """Another questionnaire has this id."""

    def __init__(self) -> None:
        super().__init__(_("Another questionnaire has this id already. Choose another one, or write its next version."))


def _has_no_desk(actor: Actor) -> bool:
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


@rule
def may_see(actor: Actor) -> Sentence | None:
    """Whoever leads a study, asks, reads what is asked, or coordinates."""
    if _has_no_desk(actor) or not actor.has_role(*SEEING):
        return _("Only who leads a study, who asks and who reviews see this. Ask the coordinator.")
    return None


@rule
def may_write(actor: Actor) -> Sentence | None:
    """Whoever leads studies writes what is asked."""
    if _has_no_desk(actor) or not actor.has_role(LEADS):
        return _("Who leads a study does this. The coordinator gives that role.")
    return None


@rule
def may_lead_this(actor: Actor, is_hers: bool) -> Sentence | None:
    """Whoever leads this one: what is planned and asked in it is changed by nobody else who leads studies."""
    refusal = may_write.reason(actor)
    if refusal is None and not is_hers:
        return _("Another colleague leads this study. She can let you lead it too.")
    return refusal


@rule
def may_lead(actor: Actor, own: Any) -> Sentence | None:
    """The same, once her own key counts: before that she could not open what comes."""
    refusal = may_write.reason(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can begin a study.")
    return refusal


@rule_of_now
def may_change(actor: Actor, version: Any) -> Sentence | None:
    """What somebody signed does not change; the next version does."""
    refusal = may_write.reason(actor)
    if refusal is None and version.state != DRAFT:
        return _("Somebody signed this version, so it changes no more. Make the next version, and change that.")
    return refusal


@rule
def may_review(actor: Actor) -> Sentence | None:
    """Whoever reads what is to be asked, for people like her."""
    if _has_no_desk(actor) or not actor.has_role(REVIEWER):
        return _(
            "A paid reviewer of an organisation led by sex workers or trans women signs this. "
            "Ask the coordinator who that is."
        )
    return None


@rule_of_now
def may_send_back(actor: Actor, version: Any, made_by_her: bool) -> Sentence | None:
    """Whoever may sign may say what has to be mended first, whatever is wrong with it."""
    refusal = may_review.reason(actor)
    if refusal is not None:
        return refusal
    if made_by_her:
        return _("You wrote this yourself. Another reviewer signs it.")
    if version.state != DRAFT:
        return _("This version is not open any more.")
    return None


@rule_of_now
def may_withdraw(actor: Actor, version: Any) -> Sentence | None:
    """Once. A draft too: then the next version begins anew."""
    refusal = may_write.reason(actor)
    if refusal is None and version.state == WITHDRAWN:
        return _("This version was withdrawn already.")
    return refusal


@rule_of_now
def may_sign(actor: Actor, version: Any, faults: Collection[Any], made_by_her: bool) -> Sentence | None:
    """A paid reviewer of a peer-led organisation, who did not write it, where nothing in it breaks a rule."""
    refusal = may_send_back.reason(actor, version, made_by_her)
    if refusal is not None:
        return refusal
    if PEER_LED not in actor.leading_kinds(REVIEWER):
        return _(
            "Your team does not belong to an organisation led by peers. The coordinator says to which one it belongs."
        )
    if not actor.is_vouched_for(REVIEWER, PEER_LED):  # who handed her a passphrase could sign as her
        return _("Nobody vouches for your role yet, so you cannot sign. Ask the coordinator to look at it.")
    if faults:
        return _("Something in it breaks a rule of the house, said beside the question. Its author mends it first.")
    return None


@rule_of_now
def may_send_out(
    actor: Actor, version: Any, study: Any, missing: Iterable[str], is_signed: bool, unopened: Collection[str]
) -> Sentence | None:
    """Into the field only what was signed and phones can open, and only where there is help for what it asks.

    ``unopened`` are the sentences that say why no phone can.
    """
    refusal = may_write.reason(actor)
    if refusal is not None:
        return refusal
    if version.state != SIGNED or not is_signed:
        return _("Nobody signed this version yet. A paid reviewer reads and signs it first.")
    if study.state == CLOSED:
        return _("This study is closed. Plan another one.")
    if unopened:
        return format_lazy(
            _("{faults} This version is signed and changes no more: mend it in the next one."),
            faults=" ".join(unopened),
        )
    names = list(missing)
    if names:
        return format_lazy(
            _("In this territory the list knows no place that is open now for: {needs}. What it asks cannot be asked "
              "where there is no help for it. Add and confirm such a place, or ask without these questions."),
            needs=", ".join(names),
        )  # fmt: skip
    return None


@rule_of_now
def may_begin_study(actor: Actor, study: Any, missing: Collection[str]) -> Sentence | None:
    """Into the field only with all that cannot wait: ``missing`` are codes of the list ``study_check``."""
    refusal = may_write.reason(actor)
    if refusal is None and study.state != PLANNED:
        return _("This study has begun already, or is closed.")
    if refusal is None and "asked" in missing:
        return _("Nothing is asked in this study yet. Choose a signed questionnaire first.")
    if refusal is None and missing:
        names = ". ".join(by_code("study_check")[each].label(get_language() or "es") for each in missing)
        return format_lazy(_("Before it goes into the field, this is still missing: {lines}."), lines=names)
    return refusal


@rule_of_now
def may_close_study(actor: Actor, study: Any) -> Sentence | None:
    """A study ends once. What still lies on phones is taken afterwards too."""
    refusal = may_write.reason(actor)
    if refusal is None and study.state != RUNNING:
        return _("This study is not in the field.")
    return refusal


@rule_of_now
def may_destroy(actor: Actor, is_hers: bool, state: str) -> Sentence | None:
    """Who leads it ends what she began. One in the field is closed first: phones would send to nobody."""
    refusal = may_lead_this.reason(actor, is_hers)
    if refusal is None and state == RUNNING:
        return _("This study is in the field. Close it first, and wait until every phone has sent what it holds.")
    return refusal


@rule_of_now
def may_give_phone(actor: Actor, study: Any, person: Any) -> Sentence | None:
    """To whoever asks, while the study goes on."""
    refusal = may_write.reason(actor)
    if refusal is None and not person.has_role(*CARRYING):
        return _("A phone goes to who leads a study, who asks, or a peer. The coordinator gives that role.")
    if refusal is None and study.state == CLOSED:
        return _("This study is closed, so it takes no more phones.")
    return refusal


@rule_of_now
def may_mend(actor: Actor, is_hers: bool, state: str) -> Sentence | None:
    """What the door could not read is mended once: afterwards there is the correction."""
    refusal = may_lead_this.reason(actor, is_hers)
    if refusal is None and state == REPLACED:
        return _("There is a correction of this form already. Open that one.")
    if refusal is None and state != KEPT:
        return _("This form does not wait for anybody.")
    return refusal


@rule
def may_carry(actor: Actor) -> Sentence | None:
    """Whoever carries a phone or gives coupons."""
    if _has_no_desk(actor) or not actor.has_role(*CARRYING):
        return _("Who asks in a study does this. The coordinator gives that role.")
    return None


@rule_of_now
def may_fill(actor: Actor, carries: bool, is_asked: bool, can_be_asked: bool) -> Sentence | None:
    """Whoever asks in this study fills in its forms on a page of the house, where our page can ask all of them."""
    refusal = may_carry.reason(actor)
    if refusal is None and not carries:
        return _("You carry no phone of this study. Whoever leads it gives you one.")
    if refusal is None and not is_asked:
        return _("This form is not asked now.")
    if refusal is None and not can_be_asked:
        return _(
            "This form goes through a phone: our page cannot ask all of it, or it has to be locked before it leaves."
        )
    return refusal


@rule_of_now
def may_put_on_web(actor: Actor, version: Any, why_not: Iterable[str]) -> Sentence | None:
    """On a page of the house only what need not be locked on a phone, and what our page can ask whole."""
    refusal = may_write.reason(actor)
    if refusal is None and version.instrument.kind != ALONE:
        return _("Somebody asks this one, and writes down. For a page, bring it as one that she answers by herself.")
    if refusal is None and version.is_sensitive:
        return _(
            "What it asks has to be locked before it leaves a phone, and a page cannot do that. Ask it with phones."
        )
    sentences = list(why_not)
    if refusal is None and sentences:
        return format_lazy(
            _("Our page cannot ask all of it. {faults} Ask it with phones, or change these questions."),
            faults=" ".join(sentences),
        )  # fmt: skip
    return refusal
