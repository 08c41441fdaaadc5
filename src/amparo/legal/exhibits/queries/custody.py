"""The chain of a matter, opened: who had what in her hands, when and why; and whether it is as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.custody_chain.checking import Finding, verify
from amparo.formats.custody_chain.events import Fact, Link, Mark, NotRead, digest_of, link_text, read_fact
from amparo.formats.custody_chain.slips import Slip
from amparo.legal.exhibits.models import Chain, CustodyEvent
from amparo.vault.actions.sending import read_note
from amparo.vault.queries.opened import case_seeds

FOLDER = "folder"  # the item of the act that makes a folder for a court


@dataclass(frozen=True, slots=True)
class OpenChain:
    """The links as texts, the facts that her key opens, and what is not as it was."""

    mark: Mark | None = None
    links: tuple[bytes, ...] = ()
    texts: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    facts: Mapping[int, Fact] = field(default_factory=dict, repr=False)
    findings: tuple[Finding, ...] = ()

    def of(self, item: str) -> list[Fact]:
        """What was done with one piece, the newest last."""
        return [fact for _seq, fact in sorted(self.facts.items()) if fact.item == item]

    def mark_at(self, seq: int) -> Mark:
        """How long the chain was after an act, and the digest of its link."""
        return Mark(seq, digest_of(self.links[seq - 1]))

    def slip(self, seq: int) -> Slip:
        """The slip of an act that has a number; hidden where it has none."""
        fact = self.facts.get(seq)
        if fact is None or not fact.receipt:
            raise Hidden
        return Slip(fact.receipt, fact.item, fact.after, self.mark_at(seq), clock.day(fact.at, "UTC"))


def chain_of(actor: Actor, matter: Any, *, seeds: Mapping[int, bytes] | None = None) -> OpenChain:
    """The chain of a matter, looked over against where it ends."""
    chain = Chain.objects.filter(matter=matter.reference).first()
    if chain is None:
        return OpenChain()
    seeds = case_seeds(actor, matter.ring) if seeds is None else seeds
    rows = list(CustodyEvent.objects.filter(chain=chain).order_by("seq"))
    links = tuple(link_text(Link(row.seq, row.fact, row.previous)) for row in rows)
    texts = {row.seq: text for row in rows if (text := _text_of(row, seeds)) is not None}
    mark = Mark(chain.count, chain.head)
    return OpenChain(mark, links, texts, _facts_in(texts), verify(links, head=mark, facts=texts))


def _text_of(row: CustodyEvent, seeds: Mapping[int, bytes]) -> bytes | None:
    try:
        return str(read_note(seeds[row.key_version], row.box)["fact"]).encode()
    except (KeyError, Hidden):
        return None


def _facts_in(texts: Mapping[int, bytes]) -> dict[int, Fact]:
    found = {}
    for seq, text in texts.items():
        try:
            found[seq] = read_fact(text)
        except NotRead:
            continue
    return found
