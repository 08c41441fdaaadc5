"""Whom she leaves out of a case: before it is opened by what people do here, afterwards by name."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext

from amparo.casework.models import Case
from amparo.casework.policies.cases import may_begin_hers
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.exclusion import facts_of
from amparo.vault.actions.exclusion import may_be_left_out as could_be_left_out
from amparo.vault.policies import OUTSIDE, STAFF, Asked
from amparo.vault.queries.decision import (
    Decided,
    asked_of,
    body_choices,
    decide_now,
    fields_of,
    left_out_choices,
)
from amparo.vault.queries.desk import name_of
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import Somebody, get_readers, reader_of
from amparo.vault.queries.standing import readers


def choices(post: Any) -> dict[str, Any]:
    """What is asked before a case is opened, and what of it is marked."""
    infos, asked = readers(holders=set()), asked_of(post)
    outside = sorted({each.organisation for each in infos if each.kind == OUTSIDE and each.organisation})
    return {
        "house": left_out_choices(infos),
        "bodies": body_choices(),
        "outside": get_text_list(outside, gettext("and")),
        "complaint": asked.complaint,
        "marked": {value for name, value in fields_of(asked) if name in ("a", "o")},
        "is_marked": not asked.leaves_out_nobody,
    }


def why_left_out(actor: Actor, asked: Asked) -> Any:
    """Why she who sits with her cannot open this case herself, and who can; None where she can."""
    return may_begin_hers.reason(actor, reader_of(actor), *left_out_now(actor, asked))


def left_out_now(actor: Actor, asked: Asked) -> tuple[bool, str]:
    """Does what was said leave her out, as things stand now; and the way out, in a sentence."""
    if asked.leaves_out_nobody:
        return False, ""
    decided = decide_now(asked)
    own: Any = reader_of(actor)
    names = {actor.reference, own.reference} if own else {actor.reference}
    leaves_her_out = not names.isdisjoint(decided.decision.excluded)
    return leaves_her_out, way_out(decided) if leaves_her_out else ""


def way_out(decided: Decided) -> str:
    """Who else may open it. With whom somebody has to do is nobody's business: then no colleague is named."""
    first = gettext("She leaves you out with what she says, so you do not open this case. Nothing was kept.")
    named = get_readers(each.reference for each in decided.readers if each.kind in {STAFF, OUTSIDE})
    team = sorted(name_of(each) for each in named if each.kind == STAFF)
    outside = sorted({each.organisation or name_of(each) for each in named if each.kind == OUTSIDE})
    if team and decided.asked.bodies:
        then = gettext("Ask a colleague to sit with her and open it: this page tells her whether she may.")
    elif team:
        then = gettext("This colleague may, if she agrees: %(names)s.") % {"names": get_text_list(team, gettext("or"))}
    elif outside:
        then = gettext("Nobody of this house may. It can be opened from outside: %(names)s.")
        then %= {"names": get_text_list(outside, gettext("or"))}
    else:
        then = gettext("Nobody who has a key here may read it. Do not write it down: look with her who else listens.")
    return f"{first} {then}"


def may_be_left_out(actor: Actor, case: Case) -> list[Somebody]:
    """Whom she may still leave out of a case by name; not whoever asks."""
    facts = facts_of(case, case_seeds(actor, case.ring))
    found = could_be_left_out(facts, ring=case.ring)
    return [each for each in found if each.user is None or each.user.pk != actor.pk]
