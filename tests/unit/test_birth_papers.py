"""What to look at for a child's papers: by hand, and that what is not known is never taken for a yes."""

import itertools

import pytest

from amparo.formats import birth_papers
from amparo.formats.birth_papers import hints
from amparo.formats.codes import by_code

REST = ("paper", "no_country", "consulate")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, ("ask",)),
        ({"where": "here", "family": "no"}, ("ask",)),
        ({"registered": "yes", "papers": "yes"}, ()),
        ({"registered": "no", "papers": "yes", "shown": True}, ("register",)),
        ({"registered": "no", "papers": "yes"}, ("register", "proof")),
        ({"registered": "yes", "papers": "no"}, ("paper", "consulate")),
        ({"where": "here", "registered": "no", "papers": "no", "family": "no"}, ("register", "proof", *REST)),
        ({"where": "way", "registered": "no", "papers": "no", "shown": True}, ("register", *REST)),
        ({"where": "here", "registered": "no", "papers": "no", "family": "yes", "shown": True},
         ("register", "paper", "consulate")),
        ({"where": "home", "registered": "no", "papers": "no", "family": "no", "shown": True},
         ("register", "paper", "consulate")),
        ({"registered": "no"}, ("register", "proof", *REST)),
    ],
)  # fmt: skip
def test_each_set_of_facts_tells_what_to_do(facts: dict[str, object], told: tuple[str, ...]) -> None:
    assert hints(**facts) == told  # type: ignore[arg-type]


def test_less_that_is_known_never_tells_less_to_look_at() -> None:
    """To take back a yes never makes a hint go away, save that all of it becomes: ask."""
    for where, registered, papers, family in itertools.product(["here", "home", ""], *[["yes", "no", ""]] * 3):
        told = set(hints(where=where, registered=registered, papers=papers, family=family))
        for name, said in (("registered", registered), ("papers", papers), ("family", family)):
            facts = {"where": where, "registered": registered, "papers": papers, "family": family}
            less = set(hints(**{**facts, name: ""}))  # type: ignore[arg-type]
            assert said != "yes" or told <= less or less == {"ask"}


def test_all_of_them_are_things_to_do_and_nothing_that_a_child_is_called() -> None:
    assert {"ask", "register", "proof", *REST} == set(by_code("birth_hint"))
    named = [row.code for row in by_code("birth_hint").values() if "apátrid" in row.label("es")]
    assert named == []
    assert not {"as_data", "save", "keep"} & set(dir(birth_papers))
