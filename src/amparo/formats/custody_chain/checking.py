"""What was done to a chain: edited, deleted, reordered, cut off, or written anew. Each is named, with its number.

A chain that hangs together may still be another one: whoever can write it can hash it anew from its first link. That
shows only against what was noted elsewhere: the mark that the house keeps, a receipt on paper, the word of an
authority. So each of these is a mark, and more marks tell more exactly where.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from amparo.formats.custody_chain.events import FIRST, Link, Mark, NotRead, digest_of, read_fact, read_link

EDITED, DELETED, REORDERED, REPEATED = "edited", "deleted", "reordered", "repeated"
TRUNCATED, ADDED, REWRITTEN, UNREADABLE = "truncated", "added", "rewritten", "unreadable"  # of list ``custody_fault``


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as it was, and the number of the act at which it shows."""

    seq: int
    what: str


def verify(
    links: Sequence[bytes],
    *,
    head: Mark | None = None,
    receipts: Iterable[Mark] = (),
    facts: Mapping[int, bytes] | None = None,
) -> tuple[Finding, ...]:
    """Look a chain over, as it lies there; nothing where it is as it was.

    Parameters
    ----------
    links : the texts of the links in the order in which they lie.
    head : what the keeper of the chain noted last. The chain must end exactly there.
    receipts : what others noted before: on paper, or with an authority. The chain must pass through each.
    facts : the texts of those acts that are shown, by number. Those that are not shown are no fault.
    """
    found: set[Finding] = set()
    read: list[tuple[Link, str]] = []
    for place, text in enumerate(links, 1):
        try:
            read.append((read_link(text), digest_of(text)))
        except NotRead:
            found.add(Finding(place, UNREADABLE))
    found |= _out_of_order([link.seq for link, _digest in read])
    by_seq = {link.seq: (link, digest) for link, digest in reversed(read)}
    last = max(by_seq, default=0)
    gaps = {seq for seq in range(1, min(last, 10**6)) if seq not in by_seq} - {each.seq for each in found}
    found |= {Finding(seq, DELETED) for seq in gaps}
    marks = [*([head] if head else []), *receipts]
    found |= {Finding(last + 1, TRUNCATED) for mark in marks if mark.count > last}
    if head and head.count < last:
        found.add(Finding(head.count + 1, ADDED))
    broken = _broken(by_seq, marks)
    found |= {Finding(_blamed(seq, broken), EDITED) for seq in broken if seq <= last}
    found |= _against_marks(by_seq, marks, found)
    found |= _against_facts(by_seq, facts or {})
    return tuple(sorted(found))


def _out_of_order(seqs: list[int]) -> set[Finding]:
    """Numbers that stand after a higher one, and those that are there twice."""
    found = {Finding(seq, REPEATED) for seq, times in Counter(seqs).items() if times > 1}
    highest = 0
    for seq in seqs:
        if seq < highest:
            found.add(Finding(seq, REORDERED))
        highest = max(highest, seq)
    return found


def _broken(by_seq: Mapping[int, tuple[Link, str]], marks: Collection[Mark]) -> set[int]:
    """The numbers whose link does not hold the digest of the one before. The last is held by a mark, if by anything."""
    broken = {
        seq
        for seq, (link, _digest) in by_seq.items()
        if (seq == 1 and link.previous != FIRST) or (seq - 1 in by_seq and link.previous != by_seq[seq - 1][1])
    }
    last = max(by_seq, default=0)
    if broken and any(mark.count == last and mark.head != by_seq[last][1] for mark in marks if last):
        broken.add(last + 1)
    return broken


def _blamed(seq: int, broken: Collection[int]) -> int:
    """Which of two links was edited: the second, if the one after it does not know it either; else the first."""
    return seq if seq == 1 or seq + 1 in broken else seq - 1


def _against_marks(
    by_seq: Mapping[int, tuple[Link, str]], marks: Collection[Mark], found: Collection[Finding]
) -> set[Finding]:
    """Where a chain that hangs together is not the one that was noted."""
    there = [mark for mark in marks if mark.count in by_seq]
    wrong = [mark.count for mark in there if by_seq[mark.count][1] != mark.head]
    if not wrong or any(each.what in {EDITED, DELETED, REORDERED, REPEATED, UNREADABLE} for each in found):
        return set()
    first = min(wrong)
    right = max((mark.count for mark in there if mark.count < first and by_seq[mark.count][1] == mark.head), default=0)
    return {Finding(first, EDITED) if first - right == 1 else Finding(right + 1, REWRITTEN)}


def _against_facts(by_seq: Mapping[int, tuple[Link, str]], facts: Mapping[int, bytes]) -> set[Finding]:
    """Facts that are not the ones the links speak of."""
    found = set()
    for seq, text in facts.items():
        if seq not in by_seq:
            found.add(Finding(seq, ADDED))
        elif digest_of(text) != by_seq[seq][0].fact:
            found.add(Finding(seq, EDITED))
        else:
            try:
                wrong = read_fact(text).seq != seq
            except NotRead:
                wrong = True
            if wrong:
                found.add(Finding(seq, UNREADABLE))
    return found
