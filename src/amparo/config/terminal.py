"""How a command of the house is called from the terminal: what may be called, in which words, in which language.

Django brings commands that walk past the house: they change a passphrase and leave her key behind, empty a table, write
what is sealed into a file. So only the commands of ``listing`` are let through, and whoever asks for another reads what
does the same here. What a command of ours says, and what is said of how it was written, is in the language of the
terminal.
"""

import argparse
import difflib
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from amparo.config import listing
from amparo.config.language import say as _
from amparo.config.language import spoken
from amparo.config.trouble import of_named

# Django's look at the code would load every page for each command; ./amparo check has it.
BESIDE = {"verbosity": 1, "no_color": True, "force_color": False, "skip_checks": True, "traceback": False}


def instead(name: str) -> str:
    """Why a command of Django is not here, and what does the same."""
    if name in {"changepassword", "createsuperuser"}:
        return _("It would leave her key behind, and her messages would open never again. A new passphrase, or with "
                 "--new an account: ./amparo account NAME")  # fmt: skip
    if name in {"flush", "sqlflush", "loaddata", "dumpdata"}:
        return _("It would empty the house, or carry it off, without a line in the trail. A copy: "
                 "./amparo backup FOLDER. Putting one back: ./amparo restore FOLDER")  # fmt: skip
    if name in {"runserver", "testserver"}:
        return _("It shows what went wrong to whoever looks. Your house: ./amparo run. A town to try: ./amparo demo")
    if name in {"shell", "dbshell"}:
        return _("Whatever is changed from there leaves no line in the trail.")
    return ""


def refuse(name: str) -> NoReturn:
    """Say that there is no such command, and which one was perhaps meant."""
    said = [_("./amparo has no command “%(name)s”.") % {"name": name}]
    near = difflib.get_close_matches(name, sorted(listing.names() - listing.UNLISTED), n=1)
    if why := instead(name):
        said.append(why)
    elif near:
        said.append(_("Did you mean ./amparo %(name)s?") % {"name": near[0]})
    stop(*said, _("./amparo alone says what it can do."))


def refuse_of_a_guide(name: str, house_file: Path) -> NoReturn:
    """A guide has no keys; say which house has."""
    stop(
        _("A guide takes no messages, so there is nothing for ./amparo %(name)s.") % {"name": name},
        _("The profiles acompanamiento and red take them: AMPARO_PROFILE in %(file)s.") % {"file": house_file},
    )


def stop(*said: str) -> NoReturn:
    """The sentences, and the exit code of who wrote something wrong."""
    print(*said, file=sys.stderr)
    raise SystemExit(2)


class Parser(argparse.ArgumentParser):
    """Reads what was written after a command of ours, and says in a sentence what is wrong with it."""

    def error(self, message: str) -> NoReturn:
        """What is wrong, and how it is written."""
        stop(self.in_words(message), self.how())

    def how(self) -> str:
        """How the command is written."""
        name = str(self.prog)
        line = listing.line_of(name)
        return _("It is written like this: %(how)s") % {"how": f"./amparo {line.how if line else name}"}

    def in_words(self, message: str) -> str:
        """What argparse found, in the language of the terminal."""
        if found := re.search(r"are required: (.*)", message):
            return _("Something is missing: %(what)s.") % {"what": found[1]}
        if found := re.search(r"unrecognized arguments: (.*)", message):
            return self.unknown(found[1])
        if found := re.search(r"^argument ([^ :/]+).*: invalid choice: '?(.*?)'? \(", message):
            known = ", ".join(map(str, self.choices_of(found[1])))
            return _("“%(said)s” is not known here. It can be: %(known)s.") % {"said": found[2], "known": known}
        if found := re.search(r"invalid int value: '?(.*?)'?$", message):
            return _("“%(said)s” is no whole number.") % {"said": found[1]}
        if found := re.search(r"invalid float value: '?(.*?)'?$", message):
            return _("“%(said)s” is no number. Decimals have a point before them, as 0.5.") % {"said": found[1]}
        if found := re.search(r"^argument ([^ :/]+).*: expected", message):
            return _("After %(what)s comes a value.") % {"what": found[1]}
        return _("It cannot be read like this.")

    def unknown(self, words: str) -> str:
        """Words that nobody waits for; an option that was perhaps meant."""
        word = words.split()[0]
        said = _("“%(said)s” does not belong here.") % {"said": words}
        options = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(word, options, n=1) if word.startswith("-") else []
        return f"{said} {_('Did you mean %(name)s?') % {'name': near[0]}}" if near else said

    def choices_of(self, name: str) -> Iterable[Any]:
        """What may be written at this place."""
        named = (each for each in self._actions if name in {*each.option_strings, each.dest, each.metavar})
        return next((each.choices for each in named if each.choices), ())

    def told(self, purpose: str) -> str:
        """All that is to be known of the command."""
        lines = [self.how(), "", f"  {purpose}"]
        shown = [each for each in self._actions if each.help and each.help != argparse.SUPPRESS]
        lines += [""] if shown else []
        for each in shown:
            name = ", ".join(each.option_strings) or str(each.metavar or each.dest)
            choices = f" ({' | '.join(map(str, each.choices))})" if each.choices else ""
            lines.append(f"  {name:<16} {each.help}{choices}")
        return "\n".join(lines)


def loaded(name: str) -> tuple[Any, Parser]:
    """A command of the house, and what reads its words."""
    from django.core.management import get_commands, load_command_class

    app = get_commands()[name]
    command: Any = load_command_class(app, name) if isinstance(app, str) else app
    parser = Parser(prog=name, add_help=False, allow_abbrev=False)
    command.add_arguments(parser)
    return command, parser


def run(words: list[str]) -> None:
    """Run a command of ours on the house that Django has been started for."""
    from django.core.management.base import CommandError
    from django.db import connections
    from django.utils import translation

    with translation.override(spoken()):
        command, parser = loaded(words[0])
        options = vars(parser.parse_args(words[1:]))
        typed = [Path(value).absolute() for value in options.values() if isinstance(value, str | Path) and str(value)]
        try:
            command.execute(*options.pop("args", ()), **BESIDE | options)
        except OSError as error:
            said = of_named(error, typed)
            if said is None:
                raise
            raise CommandError(said) from error
        finally:
            connections.close_all()


def explain(name: str) -> str:
    """What a command is for and how it is written, for who asks."""
    from django.core.management import get_commands
    from django.utils import translation

    line = listing.line_of(name)
    app = get_commands().get(name) if name not in listing.DJANGOS else None
    if app is None:  # the script itself knows it, or it belongs to a profile that is not installed here
        return "\n".join([f"./amparo {line.how}", "", f"  {line.what}"] if line else [f"./amparo {name}"])
    with translation.override(spoken()):
        command, parser = loaded(name)
        return parser.told(str(command.help))


def pass_on(words: list[str]) -> None:
    """A command of Django for who writes code, with its own words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["amparo", *words])
