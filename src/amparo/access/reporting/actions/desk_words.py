"""Words for somebody whose case began without a letter: with them she sees her page, writes, and takes back."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.access.reporting.models import HERS, HOUSE, ON_SERVER, WAITED, Message, Thread
from amparo.access.reporting.policies import may_give_words
from amparo.access.reporting.queries.calendar import expiry
from amparo.casework.actions.holding import held
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.letting_in import may_give_on
from amparo.casework.queries.hers import hers_is_unread
from amparo.casework.queries.reading import reading_of, reads_until
from amparo.commons import clock
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor, Denied
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import receipts, rings
from amparo.vault.actions.exclusion import handed_on
from amparo.vault.policies import RECOVERY
from amparo.vault.queries.readers import readers_of_ring
from amparo.vault.queries.standing import reads, takes_letters

CARE = "default"


@audited("case.words_given", target="case", using=CARE)
def give_words(case: Any, *, by: Actor, now: datetime | None = None) -> tuple[str, ...]:
    """Eight words for her whose case this is, shown once. They open a thread that those who read her case read too.

    Whom she left out of the case is left out of the thread. Her words open the thread and her own page, never the case.
    Where nobody reads any more what she writes with those that she has, new ones take their place.
    """
    case, on, language = held(case, by), clock.day(now), get_language() or "es"
    may_give_words.check(by, case, takes_letters(), hers_is_unread(case))
    may_ask_her.check(by)
    may_give_on.check(by, reads_until(by, case))
    whole = {each.pk for each in reading_of(case).for_good}  # not for a time, and not to look at how it goes
    readers = [
        each
        for each in readers_of_ring(case.ring)
        if reads(each) and (each.kind == RECOVERY or each.pk in whole)  # who only accompanies reads no letters
    ]
    if all(each.kind == RECOVERY for each in readers):
        raise Denied(_("Nobody who reads messages reads this case, so nobody would read hers. Let somebody in first."))
    facts = handed_on(case, by=by)
    words, receipt = receipts.new_words(language)
    hers = receipts.keep_receipt(receipt.check, receipt.recipient, on)
    ring, _seed = rings.begin_ring([*readers, hers])
    thread = Thread.objects.create(
        ring=ring, facts=rings.seal_to(ring, sealed.write_facts(facts))[1], state=HERS, opened_on=on, last_on=on,
        expires_on=expiry(on), language=language, lane=WAITED, sealed_on=ON_SERVER, owner=case.owner,
    )  # fmt: skip
    greeting = gettext("Here you can write to us, and see what we agreed.")
    version, box = rings.seal_to(ring, sealed.write_message(greeting, role="reader"))
    Message.objects.create(thread=thread, number=1, by=HOUSE, author=by, on=on, key_version=version, box=box)
    case.her_ring_before, case.her_ring = case.her_ring, ring  # with those of before she still closes and ends it
    case.her_box, case.her_turn = None, 0  # what is sealed to words of before opens with no other
    case.save(update_fields=["her_ring_before", "her_ring", "her_box", "her_turn"])
    return words
