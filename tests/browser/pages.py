"""Every page that a stranger can see and every page of the desk, each by a way to open it."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from playwright.sync_api import Page

from amparo.config.paths import WORDS
from tests.browser.letter_ways import letter_pages
from tests.browser.person import Person
from tests.browser.rooms_pages import OF_ROOMS

HERE = {"t": "Puerto Claro", "d": "EC"}
FOOD = {"b": ["food", "health_now"], **HERE}
CHOOSE_SOMEBODY = "all => all.filter(it => !it.value).forEach(it => { it.selectedIndex = 1 })"
OPEN_EVERYTHING = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"
BY_ADDRESS = ("home", "help", "happened", "search", "where", "young", "list", "kept", "leaving", "minding_guide")
BY_ADDRESS += ("lawyer", "data")  # before anything was released
# The situations differ by their parts: with clocks and a body taken out, with a safety block, with hidden consulates.
ROUTES = {
    "route": {"n": "sexual_violence", "w": "last_night", "q": "POL"},
    "route followed": {"n": "followed"},
    "route of a door": {"n": "salud"},
    "route deportation": {"n": "deportation_threat", "q": "MIG", "c": "1"},
}

type Way = Callable[[Person], None]


def public_pages() -> dict[str, Way]:
    """By name; each leaves the person on that page with every fold open."""
    pages: dict[str, Way] = {name: opens(name) for name in BY_ADDRESS}
    pages |= {name: sends("route", said | HERE) for name, said in ROUTES.items()}
    pages |= {
        "lawyer, threatened": sends("lawyer", {"y": "state_threat", "q": "POL", "d": "CO"}),
        "lawyer, a paper": sends("lawyer", {"y": "leave_paper", "d": "CL"}),
        "where in a country": sends("where", {"d": "EC"}),
        "where in a unit": sends("where", {"d": "EC", "u": "EC-C", "b": "food"}),
        "results": sends("results", FOOD),
        "results of nothing": sends("results", {"b": "food", "t": "Ningúnlugar del Norte"}),
        "which place": sends("results", {"b": "food", "t": "San José"}),
        "search again": sends("search", FOOD | {"x": "police", "g": "trans_women"}, "/otra"),
        "service": service,
        "refused": refused,
        "said": said,
        "card": sends("card", {"n": "sexual_violence", **HERE}),
        "list of a town": sends("list", FOOD),
        "not there": opens("service", "/0123456789abcdef"),
    }
    return pages | letter_pages()


def opens(name: str, more: str = "") -> Way:
    return lambda person: person.lands_on(name, more=more)


def sends(name: str, fields: Any, more: str = "") -> Way:
    return lambda person: person.lands_on(name, fields, more)


def service(person: Person) -> None:
    person.lands_on("results", FOOD)
    person.lands_on("service", FOOD | {"s": person.places()[0]})


def refused(person: Person) -> None:
    person.lands_on("results", FOOD)
    person.lands_on("refused", FOOD | {"s": person.places()[0]})


def said(person: Person) -> None:
    person.lands_on("results", FOOD)
    person.lands_on("feedback", FOOD | {"s": person.places()[0], "a": "nothing that is known"})


def on_every_public_page(person: Person) -> Iterator[str]:
    """Walk through them one after the other, folds open."""
    person.page.context.watch.expected |= {"404", "409"}
    for name, way in public_pages().items():
        way(person)
        person.page.evaluate(OPEN_EVERYTHING)
        yield name


DESK = f"/{WORDS['desk']}"
LETTERS, CASES, KEYS, FOCAL = f"{DESK}/cartas", f"{DESK}/casos", f"{DESK}/llaves", f"{DESK}/enlaces"
MINDING = f"{DESK}/ninez"
SECOND = "article:nth-of-type(2) a"
# Cases by whose they are, as they change places whenever somebody writes: Maritza has a writ, Dani is sixteen.
KIARA, MARITZA, DANI = (f"article:has(h2:has-text('{name}')) a" for name in ("Kiara", "Maritza", "Dani"))
# Role, or name of who reads letters; address; and what is found there first: a link whose page is meant, a button that
# is pressed, or, after ``>>``, the button of the form with this end of its address. ``=>``: and there, another link.
STAFF: dict[str, tuple[str, str, str]] = {
    "entrance": ("", f"/{WORDS['sign_in']}", ""),
    "entrance, not yet": ("", f"/{WORDS['sign_in']}", "press"),
    "desk": ("checker", DESK, ""),
    "places": ("editor", f"{DESK}/lugares", ""),
    "places by words": ("editor", f"{DESK}/lugares?q=casa&state=fresh", ""),
    "places, none": ("checker", f"{DESK}/lugares?q=zzzz", ""),
    "one place": ("editor", f"{DESK}/lugares", "article a"),
    "how it went": ("editor", f"{DESK}/lugares/como-fue", ""),
    "what is missing": ("editor", f"{DESK}/faltas", ""),
    "new place": ("editor", f"{DESK}/lugares/nuevo", ""),
    "new place, not yet": ("editor", f"{DESK}/lugares/nuevo", "press"),
    "change a place": ("editor", f"{DESK}/lugares", "article a|/cambiar"),
    "confirm a place": ("checker", f"{DESK}/lugares", "article a|/confirmar"),
    "bring in a list": ("editor", f"{DESK}/traer", ""),
    "what people say": ("moderator", f"{DESK}/opiniones", ""),
    "what people say, read only": ("editor", f"{DESK}/opiniones", ""),
    "routes": ("reviewer", f"{DESK}/caminos?d=EC", ""),
    "routes, none": ("reviewer", f"{DESK}/caminos?d=ZZ", ""),
    "line": ("counsel", f"{DESK}/caminos/EC-1", ""),
    "line of the law": ("counsel", f"{DESK}/caminos/EC-A1", ""),
    "line that waits": ("reviewer", f"{DESK}/caminos/EC-2", ""),
    "team": ("coordinator", f"{DESK}/equipo", ""),
    "team, read only": ("checker", f"{DESK}/equipo", ""),
    "open an account": ("coordinator", f"{DESK}/equipo/cuenta", ""),
    "one colleague": ("coordinator", f"{DESK}/equipo", "article a"),
    "one colleague, a new passphrase": ("clara", f"{DESK}/equipo", "article a >> /frase"),
    "one colleague, closing": ("clara", f"{DESK}/equipo", "article a >> /cierre"),
    "one team": ("coordinator", f"{DESK}/equipo", "aside li a"),
    "not there": ("coordinator", f"{DESK}/nada", ""),
    "passphrase": ("editor", f"{DESK}/clave", ""),
    "my account": ("editor", f"{DESK}/yo", ""),
    "second step": ("editor", f"{DESK}/llave", ""),
    "landmarks": ("editor", f"{DESK}/sitios?q=puerto", ""),
    "missing place": ("editor", f"{DESK}/sitios/nuevo", ""),
    "landmark": ("editor", f"{DESK}/sitios?q=puerto", "a[href$='/punto']"),
    "zone": ("editor", f"{DESK}/sitios?q=puerto", "a[href$='/zona']"),
    "not hers": ("checker", f"{DESK}/lugares/nuevo", ""),
    "agreed doors": ("rosa", f"{DESK}/salud", ""),
    "agreed doors that ended": ("editor", f"{DESK}/salud?fin=1", ""),
    "agreed door": ("editor", f"{DESK}/salud", "article a"),
    "agreed door, for who takes codes": ("rosa", f"{DESK}/salud", "article a"),
    "agreed door, for who checks": ("checker", f"{DESK}/salud", "article a"),
    "agreed door, the day": ("rosa", f"{DESK}/salud", "article a => a[href*='/dia/']"),
    "agreed door, her code": ("rosa", f"{DESK}/salud", "article a >> /turno"),
    "agreed door, with which place": ("editor", f"{DESK}/salud/nuevo?q=claro", ""),
    "agreed door, a new one": ("editor", f"{DESK}/salud/nuevo?q=claro", "article a"),
    "agreed door, change": ("editor", f"{DESK}/salud", "article a|/cambiar"),
    "agreed door, ending": ("editor", f"{DESK}/salud", "article a >> /fin"),
    "letters": ("rosa", LETTERS, ""),
    "letters, from outside": ("olga", LETTERS, ""),
    "thread": ("rosa", LETTERS, "article a"),
    "thread, not yet": ("rosa", LETTERS, "article a >> /respuesta"),
    "thread, one more reader": ("rosa", LETTERS, "article a >> /con"),
    "thread, a colleague out": ("rosa", LETTERS, "article a >> /sin"),
    "thread, step back": ("rosa", LETTERS, "article a >> /paso"),
    "thread, destroy": ("rosa", LETTERS, "article a >> /fin"),
    "look for a number": ("rosa", LETTERS, ">> /buscar"),
    "a case from a thread": ("rosa", LETTERS, "article a|/caso"),
    "cases": ("rosa", CASES, ""),
    "cases, none": ("olga", CASES, ""),
    "cases, closed": ("rosa", f"{CASES}?cerrados=1", ""),
    "cases, handing on": ("rosa", f"{CASES}/entrega", ""),
    "open a case": ("rosa", f"{CASES}/nuevo", ""),
    "case": ("rosa", CASES, KIARA),
    "case, asked": ("rosa", CASES, f"{KIARA}|/parte/safety"),
    "case, a permission": ("rosa", CASES, f"{KIARA}|/permiso/share_for_referral"),
    "case, a permission for the house": ("rosa", CASES, f"{KIARA}|/permiso/share_nonidentifiable_stats"),
    "case, one way to reach her": ("rosa", CASES, f"{KIARA}|/permiso/contact_by_channel"),
    "case, summary": ("rosa", CASES, f"{KIARA}|/resumen"),
    "case, whom to leave out": ("rosa", CASES, f"{KIARA}|/sin"),
    "case, somebody left out": ("rosa", CASES, f"{KIARA}|/sin >> /sin"),
    "has she one already": ("rosa", f"{CASES}/parecidos", ""),
    "case, words of her own": ("rosa", CASES, f"{KIARA}|/palabras"),
    "case, her own notes": ("ema", CASES, "article a|/mias"),
    "case, as a peer": ("maya", CASES, "article a"),
    "case, as a psychologist": ("ema", CASES, "article a"),
    "case, as who supervises": ("vera", CASES, "article a"),
    "case, to another organisation": ("rosa", CASES, f"{KIARA}|/otra"),
    "case, whom to tell": ("rosa", CASES, f"{KIARA} => a[href*='/retiro/']"),
    "case, one more reader": ("rosa", CASES, f"{KIARA}|/con"),
    "case, one more reader, sure": ("rosa", CASES, f"{KIARA}|/con >> /con"),
    "case, who may look": ("rosa", CASES, f"{MARITZA}|/supervision"),
    "case, what she will see": ("rosa", CASES, f"{MARITZA}|/supervision >> /supervision"),
    "case, closing": ("rosa", CASES, f"{KIARA} >> /cierre"),
    "case, destroy": ("rosa", CASES, f"{KIARA} >> /fin"),
    "case, what happened, new": ("rosa", CASES, f"{KIARA}|/hecho"),
    "case, a conversation, new": ("rosa", CASES, f"{KIARA}|/charla"),
    "case, what happened": ("rosa", CASES, f"{KIARA} => a[href*='/hecho/']"),
    "case, what happened, asked": ("rosa", CASES, f"{KIARA} => a[href*='/hecho/']|/parte/state"),
    "case, what happened, its kind": ("rosa", CASES, f"{KIARA} => a[href*='/hecho/']|/pregunta"),
    "case, a conversation": ("clara", CASES, f"{MARITZA} => a[href*='/charla/']"),
    "case, a conversation, asked": ("rosa", CASES, f"{MARITZA} => a[href*='/charla/']|/parte/context"),
    "case, step back": ("clara", CASES, f"{MARITZA} >> /paso"),
    "case, under 18": ("rosa", CASES, DANI),
    "case, under 18, asked": ("rosa", CASES, f"{DANI}|/parte/safety"),
    "case, who looks after her": ("rosa", CASES, f"{DANI}|/cuidado/care"),
    "case, telling without her yes": ("rosa", CASES, f"{DANI}|/aviso"),
    "case, told without her yes": ("rosa", CASES, f"{DANI} => a[href*='/aviso/']"),
    "case, a yes asked for": ("rosa", CASES, f"{DANI}|/otra/close"),
    "case, a yes to somebody": ("rosa", CASES, f"{DANI}|/otra/transfer/0123456789abcdef"),
    "case, 18 by now": ("rosa", CASES, f"{DANI} >> /crecer"),
    "case, a name on papers": ("rosa", CASES, f"{MARITZA}|/registro"),
    "case, the name, with a reason": ("rosa", CASES, f"{MARITZA}|/registro/ver"),
    "case, the name forgotten": ("rosa", CASES, f"{MARITZA} >> /registro/borrar"),
    "case, tell her": ("rosa", CASES, f"{DANI} => a[href*='/aviso/']"),
    "case, a second yes": ("clara", CASES, f"{DANI} => a[href*='/respuesta/']"),
    "case, to be kept": ("rosa", CASES, f"{KIARA}|/guardar"),
    "who asks to read": ("clara", f"{CASES}/pedidos", ""),
    "who asks to read, let in": ("clara", f"{CASES}/pedidos", ">> /si"),
    "ask to read": ("nora", f"{CASES}/pedir", ""),
    "ask to read, not yet": ("nora", f"{CASES}/pedir", "press"),
    "lists that leave": ("nora", f"{CASES}/salidas", ""),
    "a list that leaves": ("nora", f"{CASES}/salidas", "article a"),
    "a list that leaves, hers": ("clara", f"{CASES}/salidas", "article a"),
    "ask for a list": ("clara", f"{CASES}/salidas/nueva", ""),
    "ask for a list, not yet": ("clara", f"{CASES}/salidas/nueva", "press"),
    "what was destroyed": ("rosa", f"{CASES}/constancias", ""),
    "for the day": ("rosa", f"{CASES}/hoy", ""),
    "for the day, nothing": ("olga", f"{CASES}/hoy", ""),
    "task": ("rosa", f"{CASES}/hoy", "article a"),
    "task, changed": ("rosa", f"{CASES}/hoy", "article a|/cambio"),
    "case, a new task": ("rosa", CASES, f"{KIARA}|/tarea"),
    "case, a new note": ("rosa", CASES, f"{KIARA}|/nota"),
    "doors under way": ("rosa", f"{CASES}/puertas", ""),
    "case, looking for a door": ("rosa", CASES, f"{KIARA}|/puerta"),
    "case, a door": ("rosa", CASES, f"{KIARA} => a[href*='/puerta/']"),
    "case, the slip of a door": ("rosa", CASES, f"{KIARA} => a[href*='/puerta/']|/hoja"),
    "my load": ("rosa", f"{CASES}/carga", ""),
    "load, of everybody": ("clara", f"{CASES}/carga", ""),
    "a case to look at": ("clara", f"{CASES}/carga", "a[href$='/mirada']"),
    "papers to hand out": ("clara", f"{CASES}/papel", ""),
    "children": ("nora", MINDING, ""),
    "children, the room alone": ("coordinator", MINDING, ""),
    "children, a place": ("clara", MINDING, "section h2 a"),
    "children, a place changed": ("clara", MINDING, "section h2 a|/cambio"),
    "children, a new place": ("clara", f"{MINDING}/lugares", ""),
    "children, a new place, not yet": ("clara", f"{MINDING}/lugares", "press"),
    "children, all": ("nora", f"{MINDING}/registro", ""),
    "children, a new one": ("nora", f"{MINDING}/nuevo", ""),
    "child": ("clara", f"{MINDING}/registro", "ul.jump a"),
    "child, asked": ("nora", f"{MINDING}/registro", "ul.jump a|/parte/talk"),
    "child, a stay": ("nora", f"{MINDING}/registro", "ul.jump a|/noche"),
    "child, destroy": ("nora", f"{MINDING}/registro", "ul.jump a >> /borrar"),
    "stay": ("nora", MINDING, "section ul a"),
    "stay, at the door": ("nora", MINDING, "section ul a|/puerta"),
    "children, what to do": ("nora", f"{MINDING}/calma", ""),
    "keys": ("clara", KEYS, ""),
    "keys, from outside": ("olga", KEYS, ""),
    "keys, the book": ("clara", f"{KEYS}/libro", ""),
    "keys, somebody outside": ("clara", f"{KEYS}/afuera", ""),
    "keys, take one away": ("clara", KEYS, ">> /fin"),
    "sheets": ("clara", f"{KEYS}/hojas", ""),
    "sheets, mine": ("clara", f"{KEYS}/hojas/leer", ""),
    "sheets, rehearsal": ("clara", f"{KEYS}/hojas/ensayo", ""),
    "sheets, used": ("clara", f"{KEYS}/hojas/usar", ""),
    "focal points": ("coordinator", FOCAL, ""),
    "focal points, read only": ("maya", FOCAL, ""),
    "focal points, where nobody answers": ("coordinator", f"{FOCAL}/faltas", ""),
    "focal point": ("coordinator", FOCAL, SECOND),
    "focal point, invited": ("coordinator", FOCAL, "article a"),
    "focal point, changed": ("coordinator", FOCAL, f"{SECOND}|/cambio"),
    "focal point, no longer there": ("coordinator", FOCAL, f"{SECOND} >> /fin"),
    "focal point, a visit": ("maya", FOCAL, f"{SECOND}|/visita"),
    "focal point, letter": ("coordinator", FOCAL, "article a|/carta"),
    "focal point, invite": ("coordinator", f"{FOCAL}/nuevo", ""),
    "focal point, invite, not yet": ("coordinator", f"{FOCAL}/nuevo", "press"),
    "what came to her": ("alba", f"{DESK}/entrada", ""),
    "what came to her, one": ("alba", f"{DESK}/entrada", "article a"),
}
STAFF |= OF_ROOMS
ROLES = sorted({role for role, *_ in STAFF.values()})


def opens_staff_page(page: Page, address: str, name: str) -> None:
    """Open it as someone whose browser has come in already; folds open."""
    _, path, then = STAFF[name]
    then, _, pressed = then.partition(">> ")
    page.goto(address + path)
    if then == "press":
        page.evaluate("() => document.querySelectorAll('form').forEach(each => { each.noValidate = true })")
        with page.expect_navigation():
            page.locator("main form button:not(.quiet)").last.click()
        page.locator(".notice").first.wait_for()
    elif then:
        way, _, more = then.strip().partition("|")
        for selector in way.split(" => "):
            target = page.locator(f"main {selector}").first.get_attribute("href")
            page.goto(f"{address}{re.sub(r'[?].*', '', str(target))}")
        if more:
            page.goto(page.url + more)
    if pressed:
        page.evaluate(OPEN_EVERYTHING)
        page.locator(f"main form[action$='{pressed}'] select").evaluate_all(CHOOSE_SOMEBODY)
        with page.expect_navigation():
            page.locator(f"main form[action$='{pressed}'] button").first.click()
    page.evaluate(OPEN_EVERYTHING)


def on_every_staff_page(page: Page, address: str, role: str, *, only: Collection[str] = STAFF) -> Iterator[str]:
    """The pages that someone of this role opens here; ``""`` is whoever stands at the entrance."""
    page.context.watch.expected |= {"403", "404"}
    for name, (whose, *_) in STAFF.items():
        if whose == role and name in only:
            opens_staff_page(page, address, name)
            yield name
