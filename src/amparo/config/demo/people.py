"""The made-up team: accounts, teams, roles, and passphrases that are told once and written nowhere."""

import secrets
from dataclasses import dataclass

from amparo.commons.accounts.actions import give_role, make_team, open_account
from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid
from amparo.formats.codes import label

WORDS = (
    "abeja aceite agua ajo alba alga aloe ancla arado arcilla arena arroz avena azul balsa bambu banca barca barro "
    "bosque brisa bruma cabra cacao caja caldo camino campo canela canoa canto cedro cesta cielo cinta ciruela clavel "
    "cobre coco comal copa coral cuerda dado delta dulce durazno espiga estera faro fibra flauta fresa fuente garza "
    "grano guitarra harina helecho hilo hoja huerto isla jabon jarra jardin juego lago lana laurel leche lente lima "
    "lirio llama lluvia loma loro luna maiz mango manta mapa marea menta mesa miel molino monte musgo nata nido nieve "
    "nube nuez oliva onda orilla oveja pala palma panela papaya pera perla pino pluma pozo prado puente queso radio "
    "rama red remo rio roble rosa ruta sal sauce seda selva semilla sol sopa tambor tela tierra tinta trigo trucha uva "
    "vela verde viento yerba yuca zorro"
).split()


@dataclass(frozen=True, slots=True)
class Person:
    """One account, as the terminal shows it."""

    name: str
    sign_in_name: str
    role: str
    passphrase: str
    first: str
    page: str


def fresh_phrase() -> str:
    """Four words and a number: easy to type from one screen to another, on this computer only."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(4)), str(10 + secrets.randbelow(90))])


def open_accounts(laid: Laid) -> list[Person]:
    """Open the accounts of the team and give the roles."""
    facts = town.read("people")
    teams = {
        row["key"]: make_team(name=row["name"], organisation=laid.organisations[row["organisation"]], by=SETUP)
        for row in facts["teams"]
    }
    opened = []
    for row in facts["people"]:
        phrase = fresh_phrase()
        user = open_account(
            sign_in_name=row["sign_in_name"], name_used=row["name_used"], password=phrase, language="es", by=SETUP
        )
        give_role(user, team=teams[row["team"]], role=row["role"], by=SETUP)
        role = label("house_role", row["role"], "es")
        opened.append(Person(row["name_used"], row["sign_in_name"], role, phrase, row["first"], row["page"]))
    return opened
