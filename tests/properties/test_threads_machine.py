"""Whatever the house does, in whatever order: who can open which message is exactly what plain sets say.

Hypothesis draws letters with people left out, replies, answers, people who share, step back or are left out, keys that
come, go and are lost, sheets that are made anew and used, words that are changed. Beside it an oracle keeps for each
message the set of who may open it, without keys or rings. After every step each secret that ever was is tried on every
wrap and every message in the tables, as somebody would who carried the database away and has that secret.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from amparo.access.reporting import retention
from amparo.access.reporting.actions import desk, letters
from amparo.access.reporting.models import Message, Thread
from amparo.access.reporting.queries import desk as reading
from amparo.access.reporting.queries import hers
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons.policy.policies import Denied
from amparo.sealing.envelopes import Unopenable
from amparo.sealing.keys import fresh_secret
from amparo.sealing.receipts import Receipt, check_of
from amparo.sealing.words import LISTS
from amparo.sealing.wraps import unwrap
from amparo.vault.actions import as_phone, receipts, rings
from amparo.vault.actions import letters as sealed
from amparo.vault.models import ACTIVE, Wrap
from amparo.vault.policies import Asked, decide
from amparo.vault.queries import standing
from amparo.vault.queries.opened import newest_key
from amparo.vault.queries.readers import get_readers
from tests.examples import examples
from tests.threads_house import NOW, PEOPLE, TODAY, People, Told, people, some

pytestmark = [
    pytest.mark.django_db(databases=["default"]),
    pytest.mark.skipif(not (LISTS / "es.txt").is_file(), reason="the lists of words are not there"),
]
left_out = st.sets(people, max_size=4)


class Threads(People):
    """What she does and what the team does; after every step, who opens what."""

    # --- what she does ---

    @precondition(lambda self: len(self.threads) < 3)
    @rule(out=left_out, on_phone=st.booleans())
    def she_writes(self, out: set[str], on_phone: bool) -> None:
        teams = [self.team[name].reference for name in sorted(out)]
        decision = decide(standing.readers(), Asked(teams=teams))
        names, before = self.chosen(out), Thread.objects.count()
        assert len(decision.readers) == len(names)
        assert decision.goes_nowhere == (not names)
        facts = {"excluded": list(decision.excluded), "about": [], "roles": [], "teams": teams, "complaint": ""}
        text = self.fresh("letter")
        told = {"readers": decision.readers, "language": "es", "lane": "waited", "ticket": new_ticket(), "now": NOW}
        if decision.goes_nowhere:
            with pytest.raises(letters.Nobody):
                letters.write_letter(text=text, facts=facts, **told)
            assert Thread.objects.count() == before
            return
        receipt = self.sent_by_phone(text, facts, told) if on_phone else self.sent(text, facts, told)
        ring = receipts.open_with_words(receipt).ring
        words = self.fresh("words")
        self.secrets[words] = receipt.secret
        named = {name for name in out if self.key.get(name) in self.active}
        self.threads.append(Told(ring, words, receipt, named, set(out), names | {words}, [(text, names | {words})]))

    def sent(self, text: str, facts: dict[str, Any], told: dict[str, Any]) -> Receipt:
        words = letters.write_letter(text=text, facts=facts, **told)
        return receipts.receipt_of_text(" ".join(words), "es")

    def sent_by_phone(self, text: str, facts: dict[str, Any], told: dict[str, Any]) -> Receipt:
        lookup, secret = as_phone.some_receipt()
        named = get_readers(told["readers"])
        closed = as_phone.close_letter(text, named, facts, lookup=lookup, secret=secret)
        letters.take_letter(
            letters.Envelope(closed.case, closed.wraps, closed.facts, closed.message, (), lookup, closed.receipt),
            **told,
        )
        return Receipt(check_of(lookup), secret)

    def one(self, which: int) -> Told:
        return self.threads[which % len(self.threads)]

    @precondition(lambda self: self.threads)
    @rule(which=some, on_phone=st.booleans())
    def she_replies(self, which: int, on_phone: bool) -> None:
        told, text = self.one(which), self.fresh("reply")
        thread = Thread.objects.get(ring=told.ring)
        if on_phone:
            version, box = rings.seal_to(told.ring, sealed.write_message(text))
            letters.take_reply(thread, message=box, version=version, ticket=new_ticket(), now=NOW)
        else:
            letters.write_reply(thread, text=text, ticket=new_ticket(), now=NOW)
        told.messages.append((text, set(told.now)))

    @precondition(lambda self: self.threads)
    @rule(which=some)
    def she_changes_her_words(self, which: int) -> None:
        told = self.one(which)
        found = receipts.open_with_words(told.receipt)
        receipt = Receipt(check_of(fresh_secret()), fresh_secret())
        boxes = {version: receipts.seal_seed(seed, receipt.recipient) for version, seed in found.seeds.items()}
        receipts.change_receipt(told.receipt.check, receipt.check, receipt.recipient, boxes, TODAY)
        old, new = told.words, self.fresh("words")
        self.secrets[new] = receipt.secret
        assert receipts.open_with_words(told.receipt).ring == ""
        told.give(old, new)
        told.leave(old)
        told.words, told.receipt = new, receipt

    @precondition(lambda self: self.threads)
    @rule(which=some, how=st.sampled_from(["withdrawn", "expired", "destroyed"]))
    def it_ends(self, which: int, how: str) -> None:
        told = self.one(which)
        thread = Thread.objects.get(ring=told.ring)
        readers_ = self.readers_now(told)
        if how == "withdrawn":
            letters.withdraw(thread, now=NOW)
        elif how == "destroyed" and readers_:
            desk.destroy(thread.reference, by=self.user(readers_[0]))
        else:
            Thread.objects.filter(pk=thread.pk).update(expires_on=date(2026, 1, 1))
            for item in retention.due(NOW + timedelta(days=1)):
                retention.shred(item)
        assert not Wrap.objects.filter(case_key__ring=told.ring).exists()
        assert not Message.objects.filter(thread_id=thread.pk).exists()
        assert receipts.open_with_words(told.receipt).ring == ""
        self.threads.remove(told)

    # --- what the team does ---

    @precondition(lambda self: self.threads)
    @rule(which=some, name=people)
    def somebody_answers(self, which: int, name: str) -> None:
        told = self.one(which)
        if name not in self.readers_now(told):
            return
        text, thread = self.fresh("answer"), Thread.objects.get(ring=told.ring)
        desk.answer(thread, text=text, role="reader", seen=len(told.messages), by=self.user(name), now=NOW)
        told.messages.append((text, set(told.now)))

    @precondition(lambda self: self.threads)
    @rule(which=some, name=people)
    def somebody_opens(self, which: int, name: str) -> None:
        """Sheets that were made later open it from then on, unless somebody who was left out keeps one."""
        told = self.one(which)
        if name not in self.readers_now(told):
            return
        desk.open_thread(Thread.objects.get(ring=told.ring), by=self.user(name))
        if self.sheets_name not in told.everybody and not told.sheets_out and not told.named & self.holders:
            told.give(self.key[name], self.sheets_name)

    @precondition(lambda self: self.threads)
    @rule(which=some, name=people, other=people)
    def somebody_shares(self, which: int, name: str, other: str) -> None:
        told = self.one(which)
        if name not in self.readers_now(told) or self.key.get(other) not in self.active:
            return
        self.shared(told, name, other)

    @precondition(lambda self: any(told.out for told in self.threads))
    @rule(which=some, who=some, whom=some, anew=st.booleans())
    def somebody_brings_back(self, which: int, who: int, whom: int, anew: bool) -> None:
        """Somebody tries to share with one who was left out, or the sheets are used for her; under whatever key."""
        told = [each for each in self.threads if each.out][which % sum(bool(each.out) for each in self.threads)]
        other = sorted(told.out)[whom % len(told.out)]
        if anew:
            self.loses_her_key(other, True, True)
        self.comes_in(other)
        self.confirmed(other)
        for name in self.readers_now(told)[who % 2 :][:1]:
            self.shared(told, name, other)
        self.sheets_are_used(other, (0, 1))

    def shared(self, told: Told, name: str, other: str) -> None:
        thread, to = Thread.objects.get(ring=told.ring), self.reader(other)
        if other in told.out:
            with pytest.raises(Denied), transaction.atomic(using="default"):
                desk.share(thread, reader=to, by=self.user(name))
            return
        desk.share(thread, reader=to, by=self.user(name))
        told.give(self.key[name], self.key[other])

    @precondition(lambda self: self.threads)
    @rule(which=some, name=people)
    def somebody_steps_back(self, which: int, name: str) -> None:
        told = self.one(which)
        if name not in self.readers_now(told):
            return
        thread, by = Thread.objects.get(ring=told.ring), self.user(name)
        if self.left_without(told, name, name, False):
            desk.recuse(thread, by=by)
        else:
            with pytest.raises(Denied), transaction.atomic(using="default"):
                desk.recuse(thread, by=by)

    @precondition(lambda self: self.threads)
    @rule(which=some, name=people, other=people)
    def somebody_is_left_out(self, which: int, name: str, other: str) -> None:
        told = self.one(which)
        if name not in self.readers_now(told) or other not in self.readers_now(told):
            return
        thread, whom, by = Thread.objects.get(ring=told.ring), self.reader(other), self.user(name)
        has_sheet, had_sheets = other in self.holders, self.sheets_name in told.everybody
        if not self.left_without(told, other, name, has_sheet):
            with pytest.raises(Denied), transaction.atomic(using="default"):
                desk.exclude(thread, reader=whom, by=by)
            return
        desk.exclude(thread, reader=whom, by=by)
        if has_sheet and had_sheets:
            told.leave(self.sheets_name)
            told.sheets_out = True

    @precondition(lambda self: self.threads)
    @rule(which=some)
    def the_ring_turns(self, which: int) -> None:
        rings.turn_ring(self.one(which).ring)

    # --- after every step ---

    def unwrapped(self, name: str, box: bytes) -> bytes | None:
        """The seed in a wrap, with one of the secrets that ever were; every try is made once."""
        if (name, box) not in self.tried:
            try:
                self.tried[name, box] = unwrap(box, self.secrets[name])
            except Unopenable:
                self.tried[name, box] = None
        return self.tried[name, box]

    def text_in(self, seed: bytes, box: bytes) -> str | None:
        """What a seed opens; every try is made once."""
        if (seed, box) not in self.opened:
            try:
                self.opened[seed, box] = sealed.read_message(rings.open_envelope(seed, box)).text
            except Unopenable:
                self.opened[seed, box] = None
        return self.opened[seed, box]

    def texts(self, seeds: set[bytes], told: Told) -> set[str]:
        """What these seeds open of a thread."""
        boxes = [bytes(box) for box in Message.objects.filter(thread__ring=told.ring).values_list("box", flat=True)]
        return {text for box in boxes for seed in seeds if (text := self.text_in(seed, box))}

    @invariant()
    def everybody_opens_exactly_what_she_should(self) -> None:
        for told in self.threads:
            told.remember()
            boxes = [bytes(box) for box in Wrap.objects.filter(case_key__ring=told.ring).values_list("box", flat=True)]
            for name in self.secrets:
                seeds = {seed for box in boxes if (seed := self.unwrapped(name, box))}
                assert self.texts(seeds, told) == {text for text, opens in told.messages if name in opens}, name
                told.kept.setdefault(name, set()).update(seeds)
                assert self.texts(told.kept[name], told) <= {
                    text for text, ever in told.ever.items() if name in ever
                }, name

    @invariant()
    def the_pages_show_the_same(self) -> None:
        for name in PEOPLE:
            person = self.user(name)
            mine = {told.ring for told in self.threads if name in self.readers_now(told)}
            assert {each.ring for each in reading.threads_for(person)} == mine
            for thread in reading.threads_for(person):
                told = next(each for each in self.threads if each.ring == thread.ring)
                shown = [said.text for _row, said, _files in reading.opened(person, thread).messages]
                assert shown == [text if self.key[name] in opens else "" for text, opens in told.messages]
        for told in self.threads:
            page = hers.her_messages(receipts.open_with_words(told.receipt))
            assert [each.text for each in page] == [text for text, _opens in told.messages]  # she opens all of hers

    @invariant()
    def what_comes_next_is_for_whom_it_should(self) -> None:
        for told in self.threads:
            rows = Wrap.objects.filter(case_key=newest_key(told.ring))
            opens = {name for name in self.secrets for row in rows if self.unwrapped(name, bytes(row.box))}
            assert opens == told.now
            assert not Wrap.objects.filter(case_key__ring=told.ring).exclude(reader__state=ACTIVE).exists()


def test_who_opens_what() -> None:
    """It takes some 8 seconds: after each of 175 acts every person tries her keys on every box that is kept."""
    run_state_machine_as_test(
        Threads,
        settings=settings(
            max_examples=examples(7),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
