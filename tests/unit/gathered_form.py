"""A made-up form with groups and with what is told again, and what twelve made-up people answered to it.

The same twelve stand in ``tests/unit/gathered`` as each program exports them, written by hand. Here they stand as a
phone says them. Nobody of these exists.
"""

from pathlib import Path
from uuid import UUID

from amparo.formats.openrosa.forms import Form, read_form

FILES = Path(__file__).parent / "gathered"
_KINDS = {
    "today": 'type="date" jr:preload="date" jr:preloadParams="today"',
    "start": 'type="dateTime" jr:preload="timestamp" jr:preloadParams="start"',
    "deviceid": 'type="string" jr:preload="property" jr:preloadParams="deviceid"',
    "username": 'type="string" jr:preload="property" jr:preloadParams="username"',
    "about/years": 'type="int"', "about/income": 'type="decimal"', "about/where": 'type="geopoint"',
    "about/since": 'type="date"', "intro": 'type="string" readonly="true()"', "photo": 'type="binary"',
    "sum": 'type="string" calculate="concat(/data/about/years, \'!\')"', "here": 'type="geopoint"',
    "meta/instanceID": 'type="string" jr:preload="uid"',
}  # fmt: skip


def _items(*names: str) -> str:
    return "".join(f"<item><label>{label}</label><value>{name}</value></item>" for name, label in map(str.split, names))


def form_xml(public_key: str = "") -> bytes:
    """The form, as a phone gets it."""
    binds = "".join(f'<bind nodeset="/data/{path}" {kind}/>' for path, kind in _KINDS.items())
    key = f'<submission base64RsaPublicKey="{public_key}"/>' if public_key else ""
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Inventado</h:title>
<model>{key}<instance><data id="gathered" version="3"><start/><today/><deviceid/><username/><here/><intro/><may/>
<about><years/><income/><band/><acts/><since/><where/></about>
<visit jr:template=""><place/><paper><kind/></paper><word jr:template=""><said/></word></visit>
<photo/><story/><sum/><orx:meta><orx:instanceID/></orx:meta></data></instance>{binds}</model></h:head><h:body>
<input ref="/data/intro"><label>Hola</label></input>
<select1 ref="/data/may"><label>¿Se puede contar?</label>{_items("yes Sí", "no No")}</select1>
<group ref="/data/about"><label>De ti</label>
<input ref="/data/about/years"><label>Años</label></input>
<input ref="/data/about/income"><label>Lo que entra</label></input>
<select1 ref="/data/about/band"><label>Edad</label>{_items("1 Joven", "2 Mediana", "3 Mayor")}</select1>
<select ref="/data/about/acts"><label>Qué pasó</label>{_items("VIO Golpes", "EXT Cupo", "DIS Insultos", "none Nada")}
</select><input ref="/data/about/since"><label>Desde cuándo</label></input>
<input ref="/data/about/where"><label>Dónde</label></input></group>
<group ref="/data/visit"><label>Una visita</label><repeat nodeset="/data/visit">
<select1 ref="/data/visit/place"><label>Lugar</label>{_items("clinic Clínica", "court Juzgado")}</select1>
<group ref="/data/visit/paper"><input ref="/data/visit/paper/kind"><label>Qué papel</label></input></group>
<group ref="/data/visit/word"><repeat nodeset="/data/visit/word">
<input ref="/data/visit/word/said"><label>Qué te dijeron</label></input></repeat></group></repeat></group>
<upload ref="/data/photo" mediatype="image/*"><label>Foto</label></upload>
<input ref="/data/story"><label>En tus palabras</label></input></h:body></h:html>""".encode()


def gathered_form(public_key: str = "") -> Form:
    """The form, read."""
    return read_form(form_xml(public_key))


def number(place: int) -> str:
    """The number of the one in this place, as its phone made it."""
    return f"uuid:{UUID(int=0xA0000000000040008000000000000000 + place)}"


# By path without the root, in the order of the form. ``start`` keeps its day; the phone and the place it noted by
# itself do not come; choices stand in the order of the form, however they were touched.
TWELVE: tuple[dict[str, str], ...] = (
    {"start": "2026-11-02", "today": "2026-11-02", "may": "yes", "about/years": "27", "about/income": "120.5",
     "about/band": "1", "about/acts": "VIO EXT", "about/since": "2024-03-09",
     "about/where": "-2.17 -79.92 4 5.5", "visit[1]/place": "clinic", "visit[1]/paper/kind": "cédula, vencida",
     "visit[1]/word[1]/said": "«vuelve mañana»", "visit[1]/word[2]/said": "nada",
     "visit[2]/place": "court", "visit[2]/word[1]/said": "sin papeles no", "photo": "1.jpg",
     "story": 'Dijo "no" y\nse fue; así, sin más.', "sum": "27!"},
    {"start": "2026-11-02", "today": "2026-11-02", "may": "yes", "about/years": "31", "about/band": "2",
     "about/acts": "none", "about/since": "2025-12-31", "story": "=1+1", "sum": "31!"},
    {"start": "2026-11-03", "today": "2026-11-03", "may": "no"},
    {"start": "2026-11-03", "today": "2026-11-03", "may": "yes", "about/years": "44", "about/income": "0",
     "about/band": "3", "about/acts": "DIS", "visit[1]/place": "clinic", "sum": "44!"},
    {"start": "2026-11-04", "today": "2026-11-04", "may": "yes", "about/years": "19", "about/income": "35",
     "about/band": "1", "about/acts": "VIO EXT DIS", "about/since": "2026-01-13", "story": "ñandú 🌵", "sum": "19!"},
    {"start": "2026-11-04", "today": "2026-11-04", "may": "yes", "about/years": "22", "about/band": "1",
     "visit[1]/place": "court", "visit[1]/paper/kind": "pasaporte", "visit[2]/place": "court",
     "visit[3]/place": "clinic", "visit[3]/word[1]/said": "pasa", "sum": "22!"},
    {"start": "2026-11-05", "today": "2026-11-05", "may": "yes", "about/years": "38", "about/income": "80.25",
     "about/band": "2", "about/acts": "EXT", "about/where": "0.81 -77.72 0 12", "sum": "38!"},
    {"start": "2026-11-05", "today": "2026-11-05", "may": "yes", "about/years": "27", "about/band": "1",
     "about/acts": "none", "sum": "27!"},
    {"start": "2026-11-05", "today": "2026-11-05", "may": "yes", "about/years": "27", "about/band": "1",
     "about/acts": "none", "sum": "27!"},
    {"start": "2026-11-06", "today": "2026-11-06", "may": "yes", "about/years": "51", "about/band": "3",
     "about/since": "2019-07-30", "photo": "foto de prueba.jpg", "sum": "51!"},
    {"start": "2026-11-06", "today": "2026-11-06", "may": "yes", "about/years": "29", "about/income": "1500",
     "about/band": "2", "about/acts": "VIO", "story": "Nada más", "sum": "29!"},
    {"start": "2026-11-07", "today": "2026-11-07", "may": "yes", "about/years": "33", "about/band": "2",
     "about/acts": "VIO DIS", "visit[1]/place": "clinic", "visit[1]/word[1]/said": "uno",
     "visit[1]/word[2]/said": "dos", "visit[1]/word[3]/said": "tres", "sum": "33!"},
)  # fmt: skip
