"""What happens in one of two houses only: cases from which Ana is left out, and all that becomes of them.

Each function is one stage and gives back what a later one needs. Whoever acts does it on the pages, with a browser.
"""

from io import StringIO
from typing import Any

from tests.hidden_threads import browser, done, reader
from tests.left_out import CASE_NUMBER, ONLY_HIDDEN, anybody

NAME, NUMBER, ACCOUNT = ONLY_HIDDEN
# How she is left out before the case is opened: by a tie, by her role, by her team, by a complaint about the house.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "tie": {"o": ["POL"]},
    "role": {"a": ["role:coordinator"]},
    "team": {"a": ["team:{border}"]},
    "complaint": {"hum": "house"},
}
READS = {"tie": "berta", "role": "carla", "team": "carla", "complaint": "olga"}
READS |= {"letter": "berta", "later": "berta", "left": "berta", "never": "carla"}


def opened(world: dict[str, Any]) -> dict[str, Any]:
    """Cases from which she is left out from the first day, and three from which she is since; how each is called."""
    from tests.cases import begun

    names = {}
    for kind, asked in LEFT_OUT.items():
        told = {
            name: [each.format(border=world["teams"][0]) for each in said] if name == "a" else said
            for name, said in asked.items()
        }
        names[kind] = begun(browser(READS[kind]), f"{NAME} Yuly, {kind}", f"{NUMBER} {CASE_NUMBER} {ACCOUNT}", **told)
    names["letter"] = from_a_letter()
    for kind in ("later", "left", "never"):
        names[kind] = begun(browser(READS[kind]), f"{NAME} Yuly", f"{NUMBER} {ACCOUNT}")
    post("berta", names["left"], "share", reader=reader("ana"), why="covers", sure="1")
    post("berta", names["later"], "share", reader=reader("ana"), why="covers", sure="1")
    post("berta", names["later"], "assign", reader=reader("ana"), sure="1")
    post("berta", names["later"], "leave_out", reader=world["people"]["ana"], sure="1")
    post("carla", names["never"], "leave_out", reader=world["people"]["ana"], sure="1")
    post("ana", names["left"], "leave", sure="1")
    return {"names": names, "reading": {kind: reading(name) for kind, name in names.items()}}


def from_a_letter() -> str:
    """A case that begins with a letter from which she is left out."""
    from django.urls import reverse

    from amparo.access.reporting.models import Thread
    from tests.letters import letter

    before = set(Thread.objects.values_list("pk", flat=True))
    letter(anybody(), "Fue un policía.", early=True, o=["POL"])
    fresh = Thread.objects.exclude(pk__in=before).get()
    sent = {"name_used": f"{NAME} Yuly", "contact_where": NUMBER, "agreed": "verbal_witnessed"}
    answer = browser("berta").post(reverse("desk_letter_case", args=[fresh.reference]), sent)
    done(answer)
    post_letter(fresh.reference)
    return str(answer["Location"]).rpartition("/")[2]


def post_letter(reference: str) -> None:
    """The letter itself goes: it is not what is looked at here."""
    from tests.left_out import page

    done(browser("berta").post(page(reference, "destroy"), {"sure": "1"}))


def reading(name: str) -> list[str]:
    """Who reads a case."""
    from amparo.casework.models import Case
    from amparo.vault.queries.readers import readers_of_ring

    ring = Case.objects.get(reference=name).ring
    return sorted(each.user.sign_in_name if each.user else each.kind for each in readers_of_ring(ring))


def post(who: str, name: str, what: str, *more: str, **sent: Any) -> None:
    """One of the forms of a case, sent and taken."""
    from django.urls import reverse

    done(browser(who).post(reverse(f"case_{what}", args=[name, *more]), sent))


def looked_for(hidden: dict[str, Any]) -> None:
    """Colleagues look for her: who reads a case finds it, and everybody opens theirs once more."""
    from django.urls import reverse

    for kind, name in hidden["names"].items():
        client = browser(READS[kind])
        for sought in (NAME, NUMBER):
            assert name in client.post(reverse("case_alike"), {"sought": sought}).text, (kind, sought)
        assert client.get(reverse("case", args=[name])).status_code == 200


def written(hidden: dict[str, Any]) -> None:
    """Answers change, her name too; each becomes somebody's."""
    from django.urls import reverse

    from tests.letters import hidden as field

    for kind, name in hidden["names"].items():
        client = browser(READS[kind])
        seen = field(client.get(reverse("case_write", args=[name, "person"])).text, "seen")
        post(READS[kind], name, "write", "person", seen=seen, name_used=f"{NAME} Yuly otra vez")
        post(READS[kind], name, "move", to="assessment")
        post(READS[kind], name, "assign", reader=reader(READS[kind]), sure="1")


def shared(hidden: dict[str, Any]) -> None:
    """Somebody else reads some of them, and steps back from one."""
    post("berta", hidden["names"]["tie"], "share", reader=reader("carla"), why="covers", sure="1")
    post("berta", hidden["names"]["later"], "share", reader=reader("carla"), why="covers", sure="1")
    post("carla", hidden["names"]["later"], "leave", sure="1")


def gone(hidden: dict[str, Any]) -> int:
    """One is closed, all are destroyed, and the night tidies up."""
    from django.core.management import call_command

    from amparo.casework.models import Case

    post("berta", hidden["names"]["tie"], "close", reason="agreed", sure="1")
    for kind, name in hidden["names"].items():
        post(READS[kind], name, "destroy", sure="1")
    call_command("tidy", stdout=StringIO())
    return int(Case.objects.filter(reference__in=hidden["names"].values()).count())


def not_left_out(world: dict[str, Any]) -> None:
    """The control: a case of a colleague that leaves out nobody. Ana does not read it, and is told whom to ask."""
    from tests.cases import begun

    begun(browser("carla"), f"{NAME} Yuly", f"{NUMBER} {ACCOUNT}")
