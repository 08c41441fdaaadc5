"""A form as it is once read: its questions in order, what may be answered, and when each is asked.

A path is absolute and has neither positions nor prefixes: ``/data/about/age``. Conditions stay as the form writes
them, in XPath; what is not there is an empty text.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list: its name, and its words by language ("" where the form has one language only)."""

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """What holds questions together: every step of the form's instance between its root and a question."""

    path: str
    labels: Mapping[str, str]
    relevant: str
    appearance: str
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One place for an answer. ``control`` is "" where nobody is asked and the phone itself writes it."""

    path: str
    name: str
    type: str
    control: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    choices: tuple[Choice, ...]
    choice_filter: str
    required: str
    relevant: str
    constraint: str
    calculate: str
    readonly: str
    default: str
    constraint_messages: Mapping[str, str]
    required_messages: Mapping[str, str]
    groups: tuple[str, ...]
    repeat: str
    appearance: str
    media: str
    preload: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a phone does by itself: an action, another program, a list kept on the phone or brought from elsewhere.

    ``element`` is the name of the action, or ``intent``, ``entity``, ``source``.
    """

    path: str
    element: str
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. ``template`` is its primary instance as it stands in the form, ``media`` the files it names."""

    id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: str
    namespace: str
    questions: tuple[Question, ...]
    groups: tuple[Group, ...]
    public_key: str
    template: bytes
    media: tuple[str, ...]
    acts: tuple[Act, ...] = ()

    @property
    def repeats(self) -> tuple[str, ...]:
        """The paths of what can be told more than once."""
        return tuple(group.path for group in self.groups if group.is_repeat)
