"""What happens in one of two houses only: reports from which Ana is left out, and all that becomes of them.

Each function is one stage and gives back what a later one needs. Whoever acts does it on the pages, with a browser.
"""

from datetime import timedelta
from io import StringIO
from typing import Any

from amparo.commons import clock
from tests.left_out import NUMBER, anybody, page

# How she is left out: by a tie, by her role, by her team, by a complaint about the house. And who reads it then.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "tie": {"o": ["POL"]},
    "role": {"a": ["role:coordinator"]},
    "team": {"a": ["team:{border}"]},
    "complaint": {"hum": "house"},
}
READS = {"tie": "berta", "role": "carla", "team": "carla", "complaint": "olga", "old": "berta"}
# A photo of one pixel, as a PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92"
    "ef0000000049454e44ae426082"
)


def report(world: dict[str, Any]) -> dict[str, Any]:
    """Four letters and a very old one; how each is called, and her words."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from amparo.access.reporting.models import Thread
    from amparo.vault.models import Reader, SealedFile
    from tests.hidden_keeping import without_ana
    from tests.letters import letter

    before, files = (
        set(Thread.objects.values_list("pk", flat=True)),
        set(SealedFile.objects.values_list("pk", flat=True)),
    )
    words, names = {}, {}
    for kind, asked in LEFT_OUT.items():
        told = {
            name: [each.format(border=world["teams"][0]) for each in said] if name == "a" else said
            for name, said in asked.items()
        }
        photo = SimpleUploadedFile("p.png", PIXEL, "image/png")
        words[kind] = letter(
            anybody(),
            f"La coordinadora, hilo {kind}. Soy del {NUMBER}.",
            photo=photo,
            original="1",
            early=kind in {"role", "team"},
            **told,
        )
        fresh = Thread.objects.exclude(pk__in=before).get()
        names[kind] = fresh.reference
        before.add(fresh.pk)
    names["old"] = an_old_one()
    kept = SealedFile.objects.exclude(pk__in=files).values_list("reference", flat=True)
    receipts = Reader.objects.filter(kind="receipt", wraps__case_key__ring__in=rings_of(names)).distinct()
    return {
        "words": words, "names": names, "files": list(kept), "receipts": [each.reference for each in receipts],
        **without_ana(names["tie"]),
        "reading": {kind: reading(name) for kind, name in names.items()},
    }  # fmt: skip


def an_old_one() -> str:
    """A thread about her whose day came yesterday: the nightly job destroys it."""
    from django.conf import settings

    from amparo.access.reporting.actions.letters import write_letter
    from amparo.access.reporting.models import Thread
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.vault.policies import Asked, decide
    from amparo.vault.queries.standing import readers

    before = set(Thread.objects.values_list("pk", flat=True))
    asked = Asked(bodies=("POL",))
    decision = decide(readers(), asked)
    facts = {"excluded": list(decision.excluded), "about": ["POL"], "roles": [], "teams": [], "complaint": ""}
    then = clock.now() - timedelta(days=settings.LETTER_DAYS + 1)
    write_letter(
        text="Hace mucho.",
        readers=decision.readers,
        facts=facts,
        language="es",
        lane="puzzle",
        ticket=new_ticket(),
        now=then,
    )
    return str(Thread.objects.exclude(pk__in=before).get().reference)


def rings_of(names: dict[str, str]) -> list[str]:
    """The rings of these threads."""
    from amparo.access.reporting.models import Thread

    return list(Thread.objects.filter(reference__in=names.values()).values_list("ring", flat=True))


def reading(name: str) -> list[str]:
    """Who reads a thread, without her words."""
    from amparo.access.reporting.models import Thread
    from amparo.vault.queries.readers import readers_of_ring

    ring = Thread.objects.get(reference=name).ring
    return sorted(each.user.sign_in_name if each.user else each.kind for each in readers_of_ring(ring))


def browser(who: str) -> Any:
    """The browser of a colleague, with her key open."""
    from amparo.commons.accounts.models import User
    from tests.letters import opened_client

    return opened_client(User.objects.get(sign_in_name=who))


def done(answer: Any) -> None:
    """It was taken."""
    assert answer.status_code == 302, (answer.status_code, answer.text[:2000])


def post(who: str, name: str, what: str, **sent: Any) -> None:
    """One of the forms of a thread, sent and taken."""
    done(browser(who).post(page(name, what), sent))


def colleagues_open(hidden: dict[str, Any]) -> None:
    """Each is opened and its number can be found from now on; a colleague looks for it, and opens a file."""
    from django.conf import settings

    for kind, name in hidden["names"].items():
        assert browser(READS[kind]).get(page(name)).status_code == 200
    found = browser("berta").post(f"/{settings.PATHS['desk']}/cartas/buscar", {"phone": NUMBER})
    assert hidden["names"]["tie"] in found.text
    assert any(
        browser("berta").get(f"{page(hidden['names']['tie'])}/archivo/{file}").status_code == 200
        for file in hidden["files"]
    )


def she_replies(hidden: dict[str, Any]) -> None:
    """She comes back with her words and writes more."""
    from tests.letters import reply

    for words in hidden["words"].values():
        assert reply(anybody(), words, f"Otra vez. {NUMBER}").status_code == 200


def answered(hidden: dict[str, Any]) -> None:
    """Answers, notes, and whose it is; what is said to whoever did it stays in her session."""
    for kind in LEFT_OUT:
        name, who = hidden["names"][kind], READS[kind]
        post(who, name, "answer", text="Te leí. Estamos aquí.", role="outside" if who == "olga" else "reader", seen="2")
        post(who, name, "note", note="Ana no debe saber.")
    post("berta", hidden["names"]["tie"], "assign", reader=reader("carla"))


def reader(who: str) -> str:
    """How the key of somebody is called."""
    from amparo.vault.models import Reader

    return str(Reader.objects.exclude(state="retired").get(user__sign_in_name=who).reference)


def closed(hidden: dict[str, Any]) -> None:
    """Every one is closed."""
    for kind in LEFT_OUT:
        post(READS[kind], hidden["names"][kind], "close", do="close")


def reopened(hidden: dict[str, Any]) -> None:
    """And taken up again."""
    for kind in LEFT_OUT:
        post(READS[kind], hidden["names"][kind], "close", do="reopen")


def shared(hidden: dict[str, Any]) -> None:
    """One more reads one of them; one gets new words."""
    from django.conf import settings

    from amparo.vault.models import Wrap
    from tests.letters import her_page, words_of
    from tests.letters import hidden as field

    # Ana coordinates, so Olga reads it from the beginning: without her wraps somebody can let her in.
    rings = rings_of({"tie": hidden["names"]["tie"]})
    Wrap.objects.filter(reader__reference=reader("olga"), case_key__ring__in=rings).delete()
    post("berta", hidden["names"]["tie"], "share", reader=reader("olga"), sure="1")
    typed = " ".join(hidden["words"]["role"])
    client, word = anybody(), settings.PATHS["back_change"]
    first = client.post(f"/{word}", {"p": typed, "t": field(her_page(client, typed), "t")})
    fresh = " ".join(words_of(first))
    second = client.post(f"/{word}", {"p": typed, "w": fresh, "t": field(first.text, "t")})
    assert second.status_code == 200


def recused(hidden: dict[str, Any]) -> None:
    """One steps back, another is taken out: keys turn, somebody from outside reads instead."""
    post("carla", hidden["names"]["role"], "recuse", sure="1")
    post("berta", hidden["names"]["tie"], "exclude", reader=reader("carla"), sure="1")


def gone(hidden: dict[str, Any]) -> int:
    """She takes one back, colleagues destroy two, the day of one has come, and the night tidies up."""
    from django.conf import settings
    from django.core.management import call_command

    from amparo.access.reporting.models import Thread
    from tests.letters import her_page
    from tests.letters import hidden as field

    typed, client = " ".join(hidden["words"]["complaint"]), anybody()
    ticket = field(her_page(client, typed), "t")
    assert client.post(f"/{settings.PATHS['back_end']}", {"p": typed, "sure": "1", "t": ticket}).status_code == 200
    post("berta", hidden["names"]["tie"], "destroy", sure="1")
    post("olga", hidden["names"]["role"], "destroy", sure="1")
    post("carla", hidden["names"]["team"], "destroy", sure="1")
    call_command("tidy", stdout=StringIO())
    return int(Thread.objects.filter(reference__in=hidden["names"].values()).count())


def not_left_out(world: dict[str, Any]) -> None:
    """The control: a letter that she may read."""
    from tests.letters import letter

    letter(anybody(), "Esto lo lee todo el equipo.")
