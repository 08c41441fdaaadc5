"""What the terminal says of the town: the accounts, once, and a tour of two minutes."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from amparo.config.demo.letters import Written
from amparo.config.demo.people import Person

SHOWN_BEFORE = "Las frases se mostraron la primera vez. ./amparo demo --wipe empieza de nuevo."
# The name of a page, and what a visitor sees there.
STOPS = (
    ("home", "la puerta de entrada. Arriba está Salir ya; al pie, qué guarda la casa."),
    ("help", "elige «Un lugar esta noche» y abre «Ver los más cercanos»."),
    ("happened", "elige lo que pasó. EC-1 está confirmada de ejemplo; EC-2 espera una firma."),
    ("search", "en «Decir algo más» marca «no sean de la policía». Mira qué lugares quedan."),
    ("letter", "escribir sin dar tu nombre. En la portada, Una frase hace lo mismo en un toque."),
    ("back", "pega ocho de las palabras de abajo y lee lo que contestaron."),
    ("readers", "quién lee las cartas, por papel, con la huella de su llave."),
    ("list", "la hoja común: hasta doce lugares de todos los días, sin decir para qué."),
    ("young", "lo primero que se dice si tienes menos de 18."),
    ("kept", "qué guarda la casa y qué leería un juez."),
)
DESK_STOPS = (
    ("desk", "Luz: lo que toca confirmar. Dos personas hallaron cerrada la Clínica Mirador: va primero."),
    ("desk_services", "Inés: la lista entera, también lo que nadie de fuera ve."),
    ("desk_feedback", "Yuli: tres lugares con opiniones que esperan."),
    ("lines", "Marisol y Tomás: qué línea está lista y cuál espera una firma."),
    ("desk_letters", "Rosa: las cartas. Con Nora falta una, la del policía; con Olga hay una que nadie más ve."),
    ("keys", "Clara: llaves, hojas de papel y el ensayo. Las hojas de ejemplo están en hojas-de-ejemplo.txt."),
    ("team", "Ana: quién trabaja aquí y con qué papel."),
)


def address(page: str) -> str:
    """The address of a page as this house writes it."""
    return reverse(page)


def account_lines(people: Sequence[Person]) -> Iterator[str]:
    """The table of the accounts, with what to try first as each of them."""
    rows = [("Nombre", "Entra como", "Papel", "Frase")]
    rows += [(person.name, person.sign_in_name, person.role, person.passphrase) for person in people]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    yield "La gente de Puerto Claro es de mentira. Sus frases se muestran solo ahora; anótalas."
    yield ""
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield f"Se entra en {address('sign_in')}. Primero prueba esto:"
    for person in people:
        yield f"  {person.name:8} {address(person.page):18} {person.first}"


def letter_lines(written: Written) -> Iterator[str]:
    """The words of the made-up letters: with them a visitor comes back as she would."""
    yield ""
    yield "Palabras de cartas de ejemplo, para «Volver con mis palabras»:"
    for name, words in written.words:
        yield f"  {name}:"
        yield f"      {' '.join(words)}"


def tour_lines() -> Iterator[str]:
    """Two minutes: first as she sees it, then as the team does."""
    yield ""
    yield "Dos minutos, como la ve ella, sin entrar:"
    for page, seen in STOPS:
        yield f"  {address(page):18} {seen}"
    yield "Y desde la mesa, con una cuenta:"
    for page, seen in DESK_STOPS:
        yield f"  {address(page):18} {seen}"
    if "import_services" in get_commands():
        yield "Para traer una lista de verdad, mira docs/how-to/import-services.md: ./amparo import_services ARCHIVO"
    yield f"Todo en «{settings.SITE_NAME}» es de ejemplo, menos la geografía y los textos de los caminos de cada país."
    yield "También son de ejemplo las confirmaciones y las firmas de esos textos: nadie llamó y nadie firmó."
