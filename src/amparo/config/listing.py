"""What ``./amparo`` can do: the commands that stand on its first page, how each is written, and what it is for."""

from dataclasses import dataclass

from amparo.config.language import say as _

LETTERS = frozenset(
    {"keys", "sheets", "outside", "import_cases", "leave"}
)  # of a house that takes letters; a guide has none of them
DJANGOS = frozenset({"makemigrations", "migrate", "showmigrations", "sqlmigrate"})  # for who writes code
UNLISTED = frozenset({"demo_town", "load_places", "first_account"})  # others of ours call them


@dataclass(frozen=True, slots=True)
class Line:
    """One command."""

    how: str
    what: str

    @property
    def name(self) -> str:
        """Its first word."""
        return self.how.partition(" ")[0]


def begin() -> list[Line]:
    """Making a house, opening it, measuring it: these are no commands of Django."""
    return [
        Line(
            "demo [--port N] [--small] [--no-serve] [--wipe]", _("a made-up border town to try, on this computer only")
        ),
        Line("init", _("set up your own house: three questions")),
        Line("run [--port N] [--workers N]", _("open your house")),
        Line("build", _("make in this folder whatever running it needs, for a server where it may not write here")),
        Line("doctor [--port N]", _("say in words what is missing on this computer")),
    ]


def people() -> list[Line]:
    """Who works here."""
    return [
        Line(_("account NAME [--new]"), _("a new passphrase for somebody, or an account for somebody new")),
        Line("panic", _("lock everything, now")),
    ]


def letters() -> list[Line]:
    """Only where letters are taken."""
    return [
        Line("keys [confirm | retire]", _("whose keys count, which wait, what is missing")),
        Line("sheets make | read | rehearse | confirm | use", _("the sheets of paper for the day a key is lost")),
        Line(_("outside FOLDER"), _("what a reader without an account is to read, as files")),
        Line(_("import_cases FILE --key FILE --reader NAME"), _("bring cases of another house in")),
        Line(_("leave FOLDER --to KEY --check-with FILE"), _("take everything along, then empty the house")),
    ]


def nightly() -> list[Line]:
    """What a house needs as long as it stands."""
    return [
        Line("work [--once]", _("do what takes long; run and demo start one beside the pages")),
        Line("tidy", _("once a night: delete what has had its time")),
        Line("digest", _("once a day: the daily note")),
        Line(_("backup FOLDER"), _("a copy of the house")),
        Line(_("restore FOLDER"), _("put a copy back")),
        Line(
            _("stamp_day --ask FILE | --keep FILE"),
            _("a question for an authority of time about a day, and its answer"),
        ),
        Line("trail [--most N]", _("what the team did last, and whether the trail is whole")),
        Line(_("import_services FILE"), _("bring places in from a list")),
        Line(_("export_services --to FILE"), _("write the public places as HSDS 3.0")),
        Line("dpia [--language es]", _("the inventory of what is kept, for who is responsible")),
    ]


def counting() -> list[Line]:
    """The statistics, on a table of anybody's: they need no house."""
    return [
        Line(_("profile again REFERENCE"), _("make a profile of risks again, and compare it byte for byte")),
        Line(_("methods NAME FILE"), _("statistics: people no list counts, early warning, networks, safe tables")),
    ]


def code() -> list[Line]:
    """For who writes code."""
    return [
        Line("test [...]", _("run the tests that can run here, name the ones that cannot")),
        Line("check [--only NAME]", _("is the house still the house? walls, types, words, generated pages")),
        Line("bench NAME", _("measure; each result is one JSON line")),
        Line("words", _("gather the messages of the code for who translates")),
        Line("brief | show_rules | show_pages | show_schema", _("make pages of docs anew")),
        Line(" | ".join(sorted(DJANGOS)), _("tables, as Django does it")),
    ]


def names(*, with_letters: bool = True) -> set[str]:
    """Every command that may be written after ``./amparo``."""
    lines = [*begin(), *people(), *(letters() if with_letters else []), *nightly(), *counting(), *code()]
    either = {name for line in code() if "|" in line.how for name in line.how.split(" | ")}
    return {line.name for line in lines} | either | UNLISTED | {"help", "version"}


def line_of(name: str) -> Line | None:
    """How a command is written."""
    every = [*begin(), *people(), *letters(), *nightly(), *counting(), *code()]
    return next((line for line in every if line.name == name), None)


def page(*, with_letters: bool = True) -> str:
    """The first page of ``./amparo``."""
    parts = [
        ("", begin()),
        (_("Who works here"), people()),
        (_("Messages without a name, and their keys"), letters() if with_letters else []),
        (_("As long as it stands"), nightly()),
        (_("For who counts"), counting()),
        (_("For who writes code"), code()),
    ]
    told = ["Amparo", ""]
    for title, lines in parts:
        told += [title] if title and lines else []
        for line in lines:
            start = f"  ./amparo {line.how}"
            told += [f"{start:<42} {line.what}"] if len(start) <= 42 else [start, f"{'':<42} {line.what}"]
        told += [""] if lines else []
    return "\n".join([*told, _("More about one of them: ./amparo help NAME")])
