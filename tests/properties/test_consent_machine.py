"""Whatever she says, in whatever order, and whatever time passes: what flows is what her last word lets flow.

Beside the machine an oracle keeps for each permission only her last word, when it was said and how long it holds, and
decides from that alone. Nothing ever flows after a no or a withdrawal until she says yes again.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from amparo.formats.codes import by_code
from amparo.formats.consent.flows import allows, flows
from amparo.formats.consent.permission import ANYBODY, HOUSE, Consent, Recipient, Scope, says_no, says_yes, takes_back
from tests.examples import examples

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = [HOUSE, ANYBODY, Recipient("c1", False), Recipient("c2", False), Recipient("o1", True)]
WHO_SHE_IS = {"contact", "identity", "narrative", "documents"}
contents = st.sets(
    st.sampled_from(["coded_only", "need_summary", "contact", "identity", "narrative", "documents"]), min_size=1
)
papers = st.sets(st.sampled_from(["d1", "d2", "d3"]), min_size=1)
kinds = st.sampled_from(sorted(code for code in by_code("consent_kind")))


def scope_of(content: set[str], documents: set[str]) -> Scope:
    return Scope(frozenset(content), frozenset(documents if "documents" in content else ()))


@dataclass
class Word:
    """Her last word on one permission."""

    yes: bool = False
    limits: bool = False
    said: datetime = START
    days: int = 0
    told: frozenset[str] = field(default_factory=frozenset)  # contents, and papers as "documents:d1"


def named(scope: Scope) -> frozenset[str]:
    return scope.content | {f"documents:{each}" for each in scope.documents}


class Permissions(RuleBasedStateMachine):
    """Some permissions of one person, as time goes on."""

    @initialize(pairs=st.lists(st.tuples(kinds, st.sampled_from(PEOPLE)), min_size=1, max_size=4, unique=True))
    def nobody_asked_yet(self, pairs: list[tuple[str, Recipient]]) -> None:
        self.now = START
        self.kept = {pair: Consent(*pair) for pair in pairs}
        self.words = {pair: Word() for pair in pairs}

    def pair(self, which: int) -> tuple[str, Recipient]:
        return sorted(self.kept, key=repr)[which % len(self.kept)]

    @rule(which=st.integers(0, 3), content=contents, documents=papers, limits=st.booleans(), days=st.integers(1, 120))
    def she_says_yes(self, which: int, content: set[str], documents: set[str], limits: bool, days: int) -> None:
        pair, scope = self.pair(which), scope_of(content, documents)
        self.kept[pair] = says_yes(
            self.kept[pair], scope, "thumbprint", on=self.now, text="t", limits=limits, days=days
        )
        self.words[pair] = Word(True, limits, self.now, days, named(scope))

    @rule(which=st.integers(0, 3))
    def she_says_no(self, which: int) -> None:
        pair = self.pair(which)
        self.kept[pair] = says_no(self.kept[pair], on=self.now)
        self.words[pair] = Word(said=self.now)

    @rule(which=st.integers(0, 3))
    def she_takes_it_back(self, which: int) -> None:
        pair = self.pair(which)
        self.kept[pair] = takes_back(self.kept[pair], on=self.now)
        self.words[pair] = Word(said=self.now)

    @rule(hours=st.integers(0, 24 * 100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        which=st.integers(0, 3), flow=st.sampled_from(sorted(flows())), to=st.sampled_from(PEOPLE), content=contents,
        documents=papers,
    )  # fmt: skip
    def somebody_wants_to_share(
        self, which: int, flow: str, to: Recipient, content: set[str], documents: set[str]
    ) -> None:
        pair, scope = self.pair(which), scope_of(content, documents)
        said = allows(self.kept[pair], flow, to, scope, self.now)
        assert (said is None) == self.may(pair, flow, to, scope)
        assert said is None or said in by_code("consent_reason")

    def may(self, pair: tuple[str, Recipient], flow: str, to: Recipient, scope: Scope) -> bool:
        kind, named_by_her = pair
        row, word = flows()[flow], self.words[pair]
        stands = word.yes and self.now < word.said + timedelta(days=word.days)
        reaches = {
            "house": to == HOUSE,
            "named": to.reference not in ("", "house") and not to.is_state,
            "state": to.is_state and to.reference != "",
        }.get(row.to, False)
        hers = to == named_by_her or (
            named_by_her == ANYBODY and flow == "referral" and reaches and not scope.content & WHO_SHE_IS
        )
        enough = named(scope) <= word.told and scope.content <= row.most
        return kind == row.kind and stands and reaches and hers and enough and not (word.limits and row.by_machine)

    @invariant()
    def nothing_flows_on_a_no(self) -> None:
        for pair, word in getattr(self, "words", {}).items():
            if not word.yes:
                for flow in flows().values():
                    for to in PEOPLE:
                        assert allows(self.kept[pair], flow.code, to, Scope(frozenset({"coded_only"})), self.now)


TestPermissions = Permissions.TestCase
TestPermissions.settings = settings(max_examples=examples(48), stateful_step_count=25, deadline=None)
