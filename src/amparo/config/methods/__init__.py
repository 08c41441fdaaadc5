"""``./amparo methods NAME FILE``: the statistics of ``amparo.methods`` on a table of anybody's, without a house.

One file for each command. It says in ``purpose()`` what it is for, in ``EXAMPLE`` how it is called on real input, reads
its words in ``arguments``, and answers in ``run`` with something that ``showing`` can print as a table or as JSON.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amparo.config.language import say as _
from amparo.config.terminal import Parser, stop


@dataclass(frozen=True, slots=True)
class Command:
    """One method as a command."""

    purpose: str
    example: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Any]


def names() -> tuple[str, ...]:
    """The commands, in the order in which they are told."""
    return ("rds", "plan-sample")


def command(name: str) -> Command:
    """One of them, loaded when it is asked for: numpy and what is compiled take a second."""
    from amparo.config.methods import plan_sample, rds

    module = {"rds": rds, "plan-sample": plan_sample}[name]
    return Command(module.purpose(), module.EXAMPLE, module.arguments, module.run)


def main(words: list[str]) -> int:
    """Run what was asked; 1 where the data were refused, 2 where it was written wrongly."""
    from amparo.config.methods import reading, showing
    from amparo.methods.estimate import Refused

    if not words or words[0] not in names():
        if words and words[0] not in {"-h", "--help", "help"}:
            stop(_("“%(said)s” is not known here. It can be: %(known)s.") % {"said": words[0], "known": told()})
        print(_("It is written like this: %(how)s") % {"how": f"./amparo methods {' | '.join(names())} …"})
        return 0
    chosen = command(words[0])
    parser = Parser(prog=f"methods {words[0]}", add_help=False, allow_abbrev=False)
    chosen.arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("for programs: everything, as JSON"))
    if not {"-h", "--help"}.isdisjoint(words):
        print(parser.told(chosen.purpose), "", _("For example:"), f"  {chosen.example}", sep="\n")
        return 0
    options = parser.parse_args(words[1:])
    try:
        showing.show(chosen.run(options), as_json=options.json)
    except reading.Unreadable as error:
        print(error, file=sys.stderr)
        return 1
    except Refused as error:
        print(showing.refused(error), file=sys.stderr)
        return 1
    return 0


def told() -> str:
    """The names, for a sentence."""
    return ", ".join(names())
