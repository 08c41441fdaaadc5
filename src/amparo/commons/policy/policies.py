"""One primitive for every permission: the guard and the button ask the same question.

A rule is a function that gives the reason why not, or None. ``rule.check(actor, thing)`` raises
:class:`Denied` with that sentence; ``rule.allows(actor, thing)`` is True or False; ``rule.reason(actor, thing)``
is the sentence, for the tooltip of a button that cannot be pressed. What is not yours does not exist
(:class:`Hidden`, a 404); what is yours but not allowed now is refused in words (:class:`Denied`, a 403).
"""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

type Sentence = str | Promise


# Whoever acts: a person signed in (``is_authenticated``, ``has_role``), or a stranger, who has no role. A rule
# asks ``is_authenticated`` first; Django's own stranger has no ``has_role``.
type Actor = Any


class Process(str):
    """Who acts where nobody is signed in, like a command of the server: it may do what each role may.

    The trail names it, and no person.
    """

    __slots__ = ()
    is_authenticated = True

    def has_role(self, *roles: str) -> bool:
        """Every role."""
        return True


SETUP = Process("house.setup")  # makes a house or its demo, before anyone can be asked
SERVER = Process("house.server")  # whoever runs the server: ./amparo account, ./amparo keys
PROCESSES = (SETUP, SERVER)


class Denied(Exception):
    """Yours, but not allowed: carries the sentence that says why and what is allowed instead."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class NoLonger(Denied):
    """Allowed when she began to write, perhaps, and not now: what she wrote comes back with the sentence."""


class Hidden(Exception):
    """Not yours, so for you it does not exist."""


class Locked(Exception):
    """Hers, but her key is not open now: she comes in again, and finds the same page."""


class Rule:
    """A permission with a reason."""

    def __init__(self, why_not: Callable[..., Sentence | None], refusal: type[Denied] = Denied) -> None:
        self.why_not = why_not
        self.refusal = refusal
        self.__name__ = why_not.__name__
        self.__doc__ = why_not.__doc__

    def reason(self, actor: Any, *things: Any) -> Sentence | None:
        """The sentence that refuses, or None."""
        return self.why_not(actor, *things)

    def allows(self, actor: Any, *things: Any) -> bool:
        """May they?"""
        return self.why_not(actor, *things) is None

    def check(self, actor: Any, *things: Any) -> None:
        """Let pass, or raise :class:`Denied`."""
        sentence = self.why_not(actor, *things)
        if sentence is not None:
            raise self.refusal(sentence)


def rule(why_not: Callable[..., Sentence | None]) -> Rule:
    """Make a rule of a function that returns the reason why not."""
    return Rule(why_not)


def rule_of_now(why_not: Callable[..., Sentence | None]) -> Rule:
    """The same, where the answer may become another one while somebody writes: her words are not lost by it."""
    return Rule(why_not, NoLonger)


def check(asked: Rule, by: object, *things: object) -> None:
    """Ask a rule, unless a process of the server acts."""
    if by not in PROCESSES:
        asked.check(by, *things)


def public_post(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a public page that takes a POST: no cookie, no session, and no foreign page may send to it.

    Such a page carries no authority of its own, so a forged request gains nothing; it needs no token, and
    a token would set a cookie on her phone. The guard refuses a foreign ``Origin``.
    """
    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.public_post = True  # type: ignore[attr-defined]
    return view
