"""The own totals of another house: brought in with the key of the agreement, looked at, and answered by one who checks.

From her yes on this house takes it that everybody knows what that house gave. So no yes is given where what this house
published could then be told.
"""

import json
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amparo.commons.accounts.policies import reference_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.doors.exchange.policies import is_in_force, may_take
from amparo.doors.release.models import Theirs
from amparo.doors.release.policies.outside import may_say
from amparo.doors.release.queries.outside import labels_of, waiting_of
from amparo.doors.release.queries.words import default_words
from amparo.formats.codes import by_code
from amparo.formats.hsds.encode import canonical
from amparo.formats.passing.documents import BadFile, mark_of, same_mark
from amparo.formats.passing.totals import NO, YES, Answer, Totals, digest_of_token, read_totals
from amparo.formats.plan_periods import is_period
from amparo.formats.plans import BadPlan, plan
from amparo.vault.actions.passing import OtherKey, Unopenable, open_passing

EVIDENCE = "evidence"


@audited("totals.brought", using=EVIDENCE)
def bring_theirs(found: Any, data: bytes, *, heard: str, by: Actor, today: date) -> Theirs:
    """Open the file of another house with the key of the agreement; :class:`BadFile` says why it is not taken.

    ``heard`` is the mark as they read it aloud: anybody who knows the key could make a file.
    """
    may_take.check(by)
    is_in_force.check(by, found, today)
    if found.sends or not same_mark(heard, mark_of(data)):
        raise BadFile("other_mark")
    try:
        told = read_totals(open_passing(by, found.ring, data), found.code, found.sender)
    except OtherKey as error:
        raise BadFile("other_key") from error
    except Unopenable as error:
        raise BadFile("broken") from error
    book = _looked_through(told, today)
    seen = digest_of_token(told.yes)
    if Theirs.objects.filter(seen=seen).exists():
        raise BadFile("twice")
    Theirs.objects.filter(partner=found.code, name=told.name, said="").delete()  # the newer one takes its place
    try:
        with transaction.atomic(using=EVIDENCE):
            return Theirs.objects.create(
                partner=found.code, house=found.sender, plan=told.plan, codebook=book, period=told.period,
                name=told.name, cells=told.cells, words=told.words, report=told.report, looked_at=told.looked_at,
                yes=told.yes, no=told.no, team=" ".join(told.team), seen=seen, mark=mark_of(data), came_on=today,
                brought_by=reference_of(by), until=told.until,
            )  # fmt: skip
    except IntegrityError as error:
        raise BadFile("twice") from error


def _looked_through(told: Totals, today: date) -> str:
    """Is it what the plan of this house shows, in the words of the plan? Its codebook, where it is."""
    try:
        one = plan(told.plan)
    except BadPlan as error:
        raise BadFile("other_plan") from error
    if one.kind != "totals" or one.digest != told.plan_digest or not is_period(told.period, one.unit):
        raise BadFile("other_plan")
    if today > told.until:
        raise BadFile("word_over")
    cells = json.loads(told.cells)
    name = f"{one.code}/{told.period}"
    named = told.name == name or told.name.startswith(f"{name}/")
    if not named or {tuple(label) for label, *_rest in cells} != labels_of(one):
        raise BadFile("other_plan")
    if told.words != canonical(default_words(one, told.period, cells)):
        raise BadFile("other_words")
    return one.codebook


@audited("totals.said", target="theirs", using=EVIDENCE)
def say(theirs: Theirs, *, said: str, seen: str, apart: bool, by: Actor, today: date, why: str = "") -> Theirs:
    """Yes or no to exactly what came. The token of the other word is forgotten."""
    held = Theirs.objects.select_for_update().get(pk=theirs.pk)
    may_say.check(by, waiting_of(by, held, today), today)
    if seen != held.looked_at:
        raise Denied(_("The figures are other ones now. Look at them again."))
    if said == YES and not apart:
        raise Denied(_("Say first that you have nothing to do with that house. Else ask another who checks."))
    if said not in (YES, NO) or (said == NO) != (why in by_code("release_refusal")):
        raise Denied(_("Choose the reason. The author has to know what to change."))
    if said == YES:
        _refuse_what_tells(held)
    held.said, held.said_by, held.said_on, held.why, held.team = said, reference_of(by), today, why, ""
    held.yes, held.no = (held.yes, "") if said == YES else ("", held.no)
    held.save()
    return held


def _refuse_what_tells(held: Theirs) -> None:
    from amparo.doors.release.queries.known import told_with  # numpy, and hundreds of its kind

    refusal = told_with(held)
    if refusal is not None:
        raise Denied(refusal)


@unaudited("it changes nothing")
def answer_of(theirs: Theirs) -> Answer | None:
    """The answer that goes back, as often as somebody loses it; None before it was given."""
    if not theirs.said:
        return None
    token = theirs.yes if theirs.said == YES else theirs.no
    return Answer(theirs.partner, theirs.name, theirs.looked_at, theirs.said, theirs.why, token)
