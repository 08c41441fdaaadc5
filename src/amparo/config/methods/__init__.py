"""``./amparo methods NAME FILE``: the statistics of ``amparo.methods`` on a table of anybody's, without a house.

One file for each command. It says in ``purpose()`` what it is for, in ``EXAMPLE`` how it is called on files that are
there, reads its words in ``arguments``, and answers in ``run`` with something that ``showing`` prints as a table or as
JSON.
"""

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from amparo.config.language import say as _
from amparo.config.terminal import Parser, stop

if TYPE_CHECKING:
    from amparo.config.methods.showing import Answer


class Command(Protocol):
    """One method as a command: a module with these words."""

    EXAMPLE: str  # how it is called from the folder of the project, on files that are there

    def purpose(self) -> str:
        """What it is for, in a sentence."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """What may be written after it."""

    def run(self, options: argparse.Namespace) -> "Answer":
        """Read, reckon, and answer."""


NAMES = ("rds", "plan-sample", "indirect", "population", "scan", "network", "protect", "audit")


def command(name: str) -> Command:
    """One of them, loaded when it is asked for: numpy and what is compiled take a second."""
    chosen: Any
    match name:
        case "rds":
            from amparo.config.methods import rds as chosen
        case "plan-sample":
            from amparo.config.methods import plan_sample as chosen
        case "indirect":
            from amparo.config.methods import indirect as chosen
        case "population":
            from amparo.config.methods import population as chosen
        case "scan":
            from amparo.config.methods import scan as chosen
        case "network":
            from amparo.config.methods import network as chosen
        case "protect":
            from amparo.config.methods import protect as chosen
        case "audit":
            from amparo.config.methods import audit as chosen
        case _:
            raise KeyError(name)
    return cast(Command, chosen)


class Words(Parser):
    """What may be written after a method."""

    def error(self, message: str) -> NoReturn:
        """What is wrong, and where it says how it is written: all options would bury it."""
        from amparo.config.methods.showing import wrapped

        more = _("How it is written, with an example: ./amparo %(name)s --help") % {"name": self.prog}
        stop(f"{wrapped(self.in_words(message))}\n{wrapped(more)}")

    def how(self) -> str:
        """How it is written, from what it takes."""
        usage = " ".join(self.format_usage().split()).partition(": ")[2]
        return _("It is written like this: %(how)s") % {"how": f"./amparo {usage}"}

    def told(self, purpose: str) -> str:
        """All that is to be known of the method, in lines that fit the terminal."""
        from amparo.config.methods.showing import wrapped

        lines = [wrapped(self.how()), "", wrapped(f"  {purpose}"), ""]
        for each in self._actions:
            name = ", ".join(each.option_strings) or str(each.metavar or each.dest)
            choices = f" ({' | '.join(map(str, each.choices))})" if each.choices else ""
            lines.append(wrapped(f"{each.help}{choices}", f"  {name:<17} "))
        return "\n".join(lines)


def main(words: list[str]) -> int:
    """Run what was asked; 1 where the data were refused, 2 where it was written wrongly."""
    from amparo.config.methods import reading, showing
    from amparo.methods.estimate import Refused

    if not words or words[0] not in NAMES:
        if words and words[0] not in {"-h", "--help", "help"}:
            stop(_("“%(said)s” is not known here. It can be: %(known)s.") % {"said": words[0], "known": told()})
        print(overview())
        return 0
    chosen = command(words[0])
    parser = Words(prog=f"methods {words[0]}", add_help=False, allow_abbrev=False)
    chosen.arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("for programs: everything, as JSON"))
    if not {"-h", "--help"}.isdisjoint(words):
        print(parser.told(chosen.purpose()), "", _("For example:"), showing.in_shell(chosen.EXAMPLE), sep="\n")
        return 0
    options = parser.parse_args(words[1:])
    try:
        showing.show(chosen.run(options), as_json=options.json)
        sys.stdout.flush()
    except reading.Unreadable as error:
        showing.over_progress()
        print(*map(showing.wrapped, str(error).splitlines()), sep="\n", file=sys.stderr)
        return 1
    except Refused as error:
        showing.over_progress()
        print(showing.refused(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        showing.over_progress()
        print(_("Stopped."), file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read, as head does, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def overview() -> str:
    """Each command with what it is for."""
    from amparo.config.methods.showing import wrapped

    lines = [_("It is written like this: %(how)s") % {"how": _("./amparo methods NAME FILE …")}, ""]
    lines += [wrapped(command(name).purpose(), f"  {name:<12} ") for name in NAMES]
    return "\n".join([*lines, "", _("More about one of them: ./amparo methods NAME --help")])


def told() -> str:
    """The names, for a sentence."""
    return ", ".join(NAMES)
