"""Is there a case of this name or number already? Blind tokens of cases, in a room that the whole team can ask.

Whom somebody was left out of must find what she would find without it. So only of a case that leaves out nobody the
tokens lie here. Every other one has as many, drawn by chance, and nobody ever asks for those: a copy of the disk does
not tell the one from the other, and no answer, no count and no question to the database changes because of them.

Nor do two copies, taken before and after her name or number was written anew: what stands there as before keeps its
token in both. Of a case that leaves somebody out it hangs on the key of that case, in place of the key of the index.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from random import SystemRandom

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.sounds import sounds_in
from amparo.sealing.blind import decoy, documents_in, handles_in, key_of_places, phones_in, tokens_of_places
from amparo.vault.actions.coded import FIRST
from amparo.vault.actions.index import check_not_too_often, index_key
from amparo.vault.models import Blind

type Code = tuple[str, str]  # of which kind, and what is compared

# What can be compared, and how it is read out of a text. Another kind is another line.
KINDS: dict[str, Callable[[str], Iterable[str]]] = {
    "name": sounds_in,
    "phone": phones_in,
    "handle": handles_in,
    "document": documents_in,
}
CASE, SIDE = "case", "side"  # what stands in the row: one and the same for all cases, and for all legal matters
# Of each, whatever is known of her or of the sides: the number tells nothing. A matter with very many sides has twice
# as many, or three times: that it has many parts stands in a column beside it anyway, and no side is left unfound.
ROWS, MOST_TIMES = {CASE: 16, SIDE: 48}, {CASE: 1, SIDE: 10}
# How many places of a text are looked at: the first few, and where a quarter of those is taken, the next ones too.
# Of a name that more than a hundred cases sound like nothing is learnt from one more: whoever asks is sent to all.
ROUNDS, QUARTER = (16, 32, 64), 4
SOUGHT = "case.sought"


@unaudited("it changes nothing")
def codes_in(text: str, kinds: Iterable[str] = tuple(KINDS)) -> list[Code]:
    """What of a text is compared."""
    return [(kind, code) for kind in kinds for code in sorted(set(KINDS[kind](text)))]


@unaudited("a part of opening or of writing, which is audited")
def make_known(
    actor: Actor,
    ring: str,
    codes: Iterable[Code],
    seeds: Mapping[int, bytes],
    *,
    to_all: bool,
    anew: bool = False,
    among: str = CASE,
) -> None:
    """See that a case is found by its codes where it leaves out nobody (``to_all``), and by nothing where it does.

    ``seeds`` are those of its ring. ``anew`` where its answers changed. Whoever reads from outside has no index key:
    what she changes is found again once somebody of the team opens it.
    """
    key = index_key(actor)
    mine = Blind.objects.filter(ring=ring, kind=among).count()
    wanted = list(dict.fromkeys(codes))[: ROWS[among] * MOST_TIMES[among]]
    count = ROWS[among] * max(1, -(-len(wanted) // ROWS[among]))
    found = _places(key, wanted, among) if key is not None else {}
    known = [any(ring in rings for rings in places.values()) for places in found.values()]
    free = [_first_free(places, ring) for places in found.values()]
    is_there = all(here or not place for here, place in zip(known, free, strict=True))
    is_right = mine == count and (key is None or (is_there if to_all else not any(known)))
    if anew or not is_right:
        tokens = [each for each in free if each] if to_all else _unasked(seeds if key else {}, wanted)
        _write(ring, among, tokens, count)


@unaudited("a part of leaving somebody out, which is audited")
def hide(rings: Iterable[str]) -> None:
    """From now on nothing of these cases or matters is found by anybody who does not read them. It needs no key."""
    rows = Blind.objects.filter(ring__in=list(rings), kind__in=list(ROWS))
    for (ring, among), count in sorted(Counter(rows.values_list("ring", "kind")).items()):
        _write(ring, among, [], count)


@unaudited("the look itself is in the trail, without what was looked for")
def rings_alike(*, by: Actor, codes: Iterable[Code], now: datetime | None = None) -> set[str]:
    """The rings of cases that leave out nobody and have one of these codes, whoever reads them."""
    return {ring for rings in rings_by_code(by=by, codes=codes, now=now).values() for ring in rings}


@audited(SOUGHT, target="by", using="default")
def rings_by_code(
    *, by: Actor, codes: Iterable[Code], sides: Iterable[Code] = (), now: datetime | None = None
) -> dict[Code, set[str]]:
    """Of each of these codes the rings of cases that leave out nobody and have it; of ``sides``, of legal matters.

    Whoever looks for both at once has looked once.

    The trail keeps that she looked, and not for what. What is asked of the database hangs on her and on what it says
    of such cases alone.
    """
    check_not_too_often(SOUGHT, by=by, now=now)
    key = index_key(by)
    if key is None:
        return {}
    found = _places(key, dict.fromkeys(codes), CASE) | _places(key, dict.fromkeys(sides), SIDE)
    return {code: {ring for rings in places.values() for ring in rings} for code, places in found.items()}


def _places(key: bytes, codes: Iterable[Code], among: str) -> dict[Code, dict[str, set[str]]]:
    """Of each code the tokens of its places in order, and the rings that lie there: as far as somebody does."""
    found: dict[Code, dict[str, set[str]]] = {code: {} for code in codes}
    keys = {code: key_of_places(key, *code) for code in found}
    going, begin = list(found), 0
    for count in ROUNDS:
        tokens = {code: tokens_of_places(keys[code], range(begin, begin + count)) for code in going}
        rows = Blind.objects.filter(kind=among, token__in=[each for some in tokens.values() for each in some])
        lying = defaultdict(set)
        for token, ring in rows.values_list("token", "ring"):
            lying[token].add(ring)
        for code in going:
            found[code] |= {token: lying.get(token, set()) for token in tokens[code]}
        going = [code for code in going if sum(token in lying for token in tokens[code]) >= count // QUARTER]
        begin += count
        if not going:
            break
    return found


def _first_free(places: dict[str, set[str]], ring: str) -> str:
    """The first place of a code that nobody else has; an empty text where all are taken."""
    return next((token for token, rings in places.items() if not rings - {ring}), "")


def _unasked(seeds: Mapping[int, bytes], codes: Iterable[Code]) -> list[str]:
    """Tokens that stay as long as what they are of, and for which nobody can ask who has only the key of the index."""
    own = seeds.get(FIRST)
    return [] if own is None else [tokens_of_places(key_of_places(own, *code), range(1))[0] for code in codes]


def _write(ring: str, among: str, tokens: list[str], count: int) -> None:
    """All rows of a case or matter anew: its tokens among others drawn by chance, in no order."""
    rows = [*tokens, *(decoy() for _ in range(count - len(tokens)))]
    SystemRandom().shuffle(rows)
    Blind.objects.filter(ring=ring, kind=among).delete()
    Blind.objects.bulk_create(Blind(ring=ring, kind=among, token=each) for each in rows)
