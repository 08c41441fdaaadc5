"""What the tests of questionnaires share: who writes and reads them, files to bring, a version that can be signed.

Leda and Otra lead studies, Ines asks, Iris reviews. Nobody here needs a key: what is asked is no secret.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from amparo.commons.accounts import actions as accounts
from amparo.fieldwork.actions import instruments
from amparo.fieldwork.models import Version
from amparo.formats.answers import proposed
from amparo.formats.form_lint import lint
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.named import named
from tests.cast import PASSPHRASE, Cast, browser_of, make_cast
from tests.peers import reviews_for_peers
from tests.unit.form_made import GOOD, LANGUAGES, NOT_SAID, Item, xform

TODAY = date(2026, 11, 27)
WRITERS = {"leda": ("study_lead",), "otra": ("study_lead",), "ines": ("interviewer",), "iris": ("reviewer",)}
NEED = Item(
    "needed", "many", {"es": "¿Qué te hace falta?", "pt": "Do que você precisa?", "en": "What do you need?"},
    choices={"food": {"es": "Comida", "pt": "Comida", "en": "Food"},
             "vaccines": {"es": "Vacunas", "pt": "Vacinas", "en": "Vaccines"}} | NOT_SAID,
)  # fmt: skip
WORDS = Item("words", "text", {"es": "¿Qué más?", "pt": "Que mais?", "en": "What else?"})
ASKS = (*GOOD, NEED, WORDS)
# The same as a sheet, as an author writes one; the house puts the ten standards before it.
SHEET = """| survey | | | | | | |
| | type | name | label::Español (es) | label::Português (pt) | required | relevant |
| | select_one yn | consent | Queremos saber qué te cuida aquí. Puedes parar. ¿Quieres responder? | Queremos saber o que cuida de você aqui. Pode parar. Quer responder? | yes | |
| | select_one well | well | ¿Te atendieron bien? | Atenderam você bem? | | ${consent} = 'yes' |
| | select_multiple need | needed | ¿Qué te hace falta? | Do que você precisa? | | ${consent} = 'yes' |
| | text | words | ¿Qué más? | Que mais? | | ${consent} = 'yes' |
| choices | | | | |
| | list_name | name | label::Español (es) | label::Português (pt) |
| | yn | yes | Sí | Sim |
| | yn | no | No | Não |
| | well | yes | Sí | Sim |
| | well | no | No | Não |
| | well | prefers_not | Prefiero no decir | Prefiro não dizer |
| | need | food | Comida | Comida |
| | need | vaccines | Vacunas | Vacinas |
| | need | does_not_know | No sé | Não sei |
"""  # noqa: E501 — a table of a sheet has its rows on one line each


def at(name: str, *args: Any) -> str:
    """The address of a page."""
    with translation.override("es"):
        return reverse(name, args=args)


def make_writers(cast: Cast, *names: str) -> dict[str, Any]:
    """Those who write, ask and review, or some of them; and Ana, who coordinates."""
    people: dict[str, Any] = {"ana": cast.ana}
    for name, roles in WRITERS.items():
        if names and name not in names:
            continue
        people[name] = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=PASSPHRASE, by=accounts.SETUP
        )
        for role in roles:
            if role == "reviewer":
                reviews_for_peers(people[name])
            else:
                accounts.give_role(people[name], team=cast.border, role=role, by=accounts.SETUP)
    return people


def form_bytes(*items: Item, **more: Any) -> bytes:
    """A ready form of these questions."""
    return xform(*(items or ASKS), title="Cuaderno", id="cuaderno", languages=LANGUAGES, **more).encode()


def upload(data: bytes | str, name: str = "cuaderno.xml") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def make_version(
    by: Any, *items: Item, key: str = "cuaderno", kind: str = "interview", xml: bytes = b"", mapped: bool = True,
    needs: tuple[str, ...] | None = None,
) -> Version:  # fmt: skip
    """The first version of a questionnaire, with what is proposed for its answers where it is ``mapped``."""
    data = named(xml or form_bytes(*items), form_id=key, version="1")
    form = read_form(data)
    rules = proposed(form, lint(form, kind=kind)) if mapped else {}
    brought = instruments.Brought(data, "cuaderno.xml", data)
    return instruments.begin_questionnaire(brought, key=key, kind=kind, mapping=rules, needs=needs, by=by)


def next_bytes(version: Version, *items: Item) -> instruments.Brought:
    """Another form for the next version of the same questionnaire, or for its draft."""
    number = instruments.next_number(version.instrument)
    data = named(form_bytes(*items), form_id=version.instrument.key, version=str(number))
    return instruments.Brought(data, "otra.xml", data)


def signed_by(version: Version, person: Any, **more: Any) -> Version:
    """The same, signed."""
    instruments.sign(version, by=person, was_paid=True, on=TODAY, **more)
    version.refresh_from_db()
    return version


def text_of(answer: Any) -> str:
    """What stands on a page, without its tags."""
    page = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields_of(answer: Any) -> dict[str, str]:
    """The fields of the form on a page as they stand: what a browser would send if nothing were touched."""
    page = answer.content.decode()
    form = page[page.index("<main") :]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in facts and facts.get("type") not in ("file", "checkbox", "radio", "password"):
            found[facts["name"]] = unescape(facts.get("value", ""))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, flags=re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = unescape(chosen[1]) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def field_of(answer: Any, question: str, what: str) -> str:
    """The name of a field of one question: ``w`` what becomes of it, ``v`` its name in the row."""
    page = answer.content.decode()
    part = page[page.index(f". {question}</legend>") :]
    found = re.search(rf'name="(q[0-9a-f]{{10}}{what})"', part[: part.index("</fieldset>")])
    assert found, f"{question} has no such field"
    return found[1]


@contextmanager
def standing() -> Iterator[tuple[Cast, dict[str, Any]]]:
    """The cast, and those who write: made once for the tests of a file, each of which changes nothing for the next."""
    with transaction.atomic(using="default"):
        cast = make_cast()
        yield cast, make_writers(cast)
        transaction.set_rollback(True, using="default")


@pytest.fixture(scope="module")
def stands(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, dict[str, Any]]]:
    """Those of ``standing``, for all tests of the file that imports this."""
    with django_db_blocker.unblock(), standing() as made:
        yield made


@pytest.fixture
def people(stands: tuple[Cast, dict[str, Any]]) -> dict[str, Any]:
    """Those who write, ask and review; and Ana."""
    return stands[1]


@pytest.fixture
def leda(people: dict[str, Any]) -> Any:
    """Her browser: she leads studies."""
    return browser_of(people["leda"])


@pytest.fixture
def version(people: dict[str, Any]) -> Version:
    """A questionnaire that she wrote, and that nobody signed yet."""
    return make_version(people["leda"])


def browsers(people: Mapping[str, Any]) -> dict[str, Any]:
    """A browser of each."""
    return {name: browser_of(person, raise_request_exception=False) for name, person in people.items()}
