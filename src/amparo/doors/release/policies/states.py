"""The way of a request, as a dictionary: where it stands, what may be done, and where it stands then.

The picture in ``docs/reference/release-states.md`` is drawn from it.
"""

from collections.abc import Mapping

DRAFT, FIRST, SECOND, WORDS, READY = "draft", "first", "second", "words", "ready"
OUTSIDE = "outside"  # own totals wait for the word of somebody of another house
RELEASED, REFUSED, WITHDRAWN, FAILED = "released", "refused", "withdrawn", "failed"
OUT = {"refuse": REFUSED, "withdraw": WITHDRAWN, "again": DRAFT}
STEPS: Mapping[str, Mapping[str, str]] = {
    DRAFT: {"protect": FIRST, "protect_own": OUTSIDE, "fail": FAILED, "withdraw": WITHDRAWN, "refuse": REFUSED},
    FIRST: {"check": SECOND, **OUT},
    OUTSIDE: {"word": READY, **OUT},
    SECOND: {"check": WORDS, **OUT},
    WORDS: {"read": READY, "reword": WORDS, **OUT},
    READY: {"release": RELEASED, "fail": FAILED, "reword": WORDS, "recount": DRAFT, **OUT},
    RELEASED: {},
    REFUSED: {},
    WITHDRAWN: {},
    FAILED: {},
}
OPEN = tuple(state for state, steps in STEPS.items() if steps)
SAYS = {
    "protect": "hidden and attacked, and no attacker told anything",
    "fail": "the solver did not end, or a cell could be told",
    "check": "one more checker says yes: not the author, not who said so before",
    "protect_own": "the same with the own totals of a house that has nobody who counts or checks",
    "word": "one checker of another house says yes to exactly these bytes, and her answer proves that she opened them",
    "read": "two people read the words, one of them paid and of a peer organisation",
    "reword": "the author changes a word: who read it reads again",
    "again": "another edition came out since: hidden and attacked anew, and what was said counts no more",
    "recount": "somebody whom it counts took her permission back since: counted again after the next build",
    "refuse": "a checker says no, with a reason",
    "withdraw": "the author takes it back",
    "release": "on its day, once what will be written was attacked again",
}


def after(state: str, step: str) -> str:
    """Where it stands after a step; ``KeyError`` where the step is none from there."""
    return STEPS[state][step]


def drawn() -> str:
    """The page of the reference, with the picture as text that a page of code draws."""
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> draft: asked for"]
    for state, steps in STEPS.items():
        lines += [f"  {state} --> {to}: {step}" for step, to in steps.items()]
        lines += [] if steps else [f"  {state} --> [*]"]
    lines += ["```", "", "| step | what it takes |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| `{step}` | {text} |" for step, text in SAYS.items())]) + "\n"
