"""Whether somebody may be sat in one room with whoever lets her home: what was asked, and what follows.

Pure. Where it stands is worked out from what happened, in its order; it is kept nowhere, so nobody can set it. Two
things are never open to argument:

* One yes that this person hurt her, frightens her or controls her, or one no to being safe in the room, and from then
  on there is no session in one room in this matter. A later no changes nothing: who is afraid may say no for fear.
* What she does not know or does not say opens nothing. She is asked again before each session, and on its day.

What stays open is that her lawyer negotiates with each side apart. She does not have to be there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

CLEAR, UNSURE, DANGER = "clear", "unsure", "danger"  # what her answers come to
PLAN, MEET, OFF, SHUTTLE = "plan", "meet", "off", "shuttle"  # what is done with sessions
NOT_ASKED, MAY_PLAN, PLANNED, MAY_MEET = "not_asked", "may_plan", "planned", "may_meet"  # of the list ``gate_state``
ASK_AGAIN, APART = "ask_again", "apart"
STEPS: Mapping[str, Mapping[str, str]] = {
    NOT_ASKED: {CLEAR: MAY_PLAN, UNSURE: ASK_AGAIN, DANGER: APART},
    MAY_PLAN: {CLEAR: MAY_PLAN, UNSURE: ASK_AGAIN, DANGER: APART, PLAN: PLANNED, SHUTTLE: ASK_AGAIN},
    PLANNED: {CLEAR: MAY_MEET, UNSURE: ASK_AGAIN, DANGER: APART, OFF: ASK_AGAIN, SHUTTLE: PLANNED},
    MAY_MEET: {
        CLEAR: MAY_MEET, UNSURE: ASK_AGAIN, DANGER: APART, MEET: ASK_AGAIN, OFF: ASK_AGAIN, SHUTTLE: PLANNED,
    },
    ASK_AGAIN: {CLEAR: MAY_PLAN, UNSURE: ASK_AGAIN, DANGER: APART, OFF: ASK_AGAIN, SHUTTLE: ASK_AGAIN},
    APART: {CLEAR: APART, UNSURE: APART, DANGER: APART, OFF: APART, SHUTTLE: APART},
}  # fmt: skip
SAYS = {
    CLEAR: "she was asked alone, and every answer opens the room",
    UNSURE: "something was not said, she was not alone, or her lawyer will not be there; or she was paid back for it",
    DANGER: "a yes to harm, fear or control, a no to being safe, or such a thing in the log",
    PLAN: "a session in one room is set",
    MEET: "a session in one room is held, on the day she was asked again",
    OFF: "a session in one room is called off",
    SHUTTLE: "a session with each side apart",
}
FRESH = timedelta(hours=24)  # so long what she was asked last holds for a session in one room
OPENS = {  # the only answers that open the room, by question of ``content/legal/screening.toml``
    "gate_alone": "yes", "gate_hurt": "no", "gate_fear": "no", "gate_control": "no", "gate_safe": "yes",
    "gate_counsel": "yes",
}  # fmt: skip
SHUTS = {  # and those that shut it for good, with why (list ``gate_reason``)
    "gate_hurt": ("yes", "hurt"), "gate_fear": ("yes", "fear"), "gate_control": ("yes", "control"),
    "gate_safe": ("no", "not_safe"),
}  # fmt: skip
LACKS = {"gate_alone": "not_alone", "gate_counsel": "no_counsel"}


def weigh(said: Mapping[str, str | None]) -> str:
    """What her answers come to. What is missing, not known or not said opens nothing."""
    if any(said.get(code) == answer for code, (answer, _why) in SHUTS.items()):
        return DANGER
    return CLEAR if all(said.get(code) == answer for code, answer in OPENS.items()) else UNSURE


def why(said: Mapping[str, str | None]) -> tuple[str, ...]:
    """Why the room is not open, after these answers (list ``gate_reason``); nothing where it is."""
    shut = [reason for code, (answer, reason) in SHUTS.items() if said.get(code) == answer]
    lacks = [reason for code, reason in LACKS.items() if said.get(code) == "no"]
    known = {*SHUTS, *LACKS}
    unsaid = any(said.get(code) not in ("yes", "no") for code in known)
    return (*shut, *lacks, *(("unknown",) if unsaid else ()))


def after(state: str, event: str) -> str:
    """Where it stands after this; ``KeyError`` where it may not happen from here."""
    return STEPS[state][event]


def stands(events: Iterable[tuple[datetime, str]], *, now: datetime) -> str:
    """Where it stands, from everything that happened. What should not have happened never opens anything."""
    state, asked_at = NOT_ASKED, None
    for at, event in sorted(events, key=lambda each: each[0]):
        allowed = event in STEPS[state]
        state = STEPS[state][event] if allowed else APART if state == APART else ASK_AGAIN
        asked_at = at if event == CLEAR else asked_at
    is_old = asked_at is None or not timedelta(0) <= now - asked_at <= FRESH
    return PLANNED if state == MAY_MEET and is_old else state


def may(event: str, state: str) -> bool:
    """May this happen from here?"""
    return event in STEPS[state]


def drawn() -> str:
    """The page of the reference, with the picture as text that a page of code draws."""
    lines = ["```mermaid", "stateDiagram-v2", f"  [*] --> {NOT_ASKED}"]
    lines += [f"  {state} --> {to}: {event}" for state, steps in STEPS.items() for event, to in steps.items()]
    lines += ["```", "", "| what happened | what it means |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| `{event}` | {text} |" for event, text in SAYS.items())]) + "\n"
