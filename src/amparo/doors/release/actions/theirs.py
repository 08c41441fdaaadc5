"""The own totals of another house: brought in with the key of the agreement, looked at, and answered by one who checks.

From her yes on this house takes it that everybody knows what that house gave. So no yes is given where what this house
published could then be told.
"""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.commons.accounts.policies import reference_of
from amparo.commons.audit.actions import record, unaudited
from amparo.commons.policy.models import random_reference
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
from amparo.publications import queries as published
from amparo.vault.actions.passing import OtherKey, Unopenable, open_passing

EVIDENCE = "evidence"
OTHER_ONES = gettext_lazy("The figures are other ones now. Look at them again.")


@unaudited("it writes the trail itself, and first: whoever holds the end of the trail is the only one to bring in")
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
    seen, reference = digest_of_token(told.yes), random_reference()
    with transaction.atomic(using=EVIDENCE):
        record("totals.brought", by=by, target=f"theirs:{reference}", using=EVIDENCE)
        if Theirs.objects.filter(seen=seen).exists():
            raise BadFile("twice")
        Theirs.objects.filter(partner=found.code, name=told.name, said="").delete()  # the newer one takes its place
        return Theirs.objects.create(
            reference=reference, partner=found.code, house=found.sender, plan=told.plan, codebook=book,
            period=told.period, name=told.name, cells=told.cells, words=told.words, report=told.report,
            looked_at=told.looked_at, yes=told.yes, no=told.no, team=" ".join(told.team), seen=seen,
            mark=mark_of(data), came_on=today, brought_by=reference_of(by), until=told.until,
        )  # fmt: skip


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


@unaudited("it writes the trail itself, and first: nothing is released between the last look and the word")
def say(theirs: Theirs, *, said: str, seen: str, apart: bool, by: Actor, today: date, why: str = "") -> Theirs:
    """Yes or no to exactly what came. The token of the other word is forgotten.

    What this house published is attacked before anything is held: that takes its time. Where something was released
    meanwhile there is no word, and whoever releases finds that there is one (``letting_out``).
    """
    before, held = published.head(), _waiting(theirs, seen, by, today)
    if said == YES and not apart:
        raise Denied(_("Say first that you have nothing to do with that house. Else ask another who checks."))
    if said not in (YES, NO) or (said == NO) != (why in by_code("release_refusal")):
        raise Denied(_("Choose the reason. The author has to know what to change."))
    if said == YES:
        _refuse_what_tells(held)
    with transaction.atomic(using=EVIDENCE):
        record("totals.said", by=by, target=theirs, using=EVIDENCE)
        held = _waiting(theirs, seen, by, today)
        if said == YES and published.head() != before:
            raise Denied(_("Somebody released something meanwhile, so nothing was written down. Press again."))
        held.said, held.said_by, held.said_on, held.why, held.team = said, reference_of(by), today, why, ""
        held.yes, held.no = (held.yes, "") if said == YES else ("", held.no)
        held.save()
    return held


def _waiting(theirs: Theirs, seen: str, by: Actor, today: date) -> Theirs:
    """As it stands now, where it waits for her word and is what she looked at."""
    held = Theirs.objects.filter(pk=theirs.pk).first()  # a newer one may have taken its place
    if held is None:
        raise Denied(OTHER_ONES)
    may_say.check(by, waiting_of(by, held, today), today)
    if seen != held.looked_at:
        raise Denied(OTHER_ONES)
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
