"""Does a text give away where a door is? Pure: text in, the telling words out.

Where the tier of a service is reduced or higher, its free texts may say the town and the phone, never the street.
The patterns know how addresses are written from Mexico to Chile and in Brazil: a street word before a name or a
number, numbers with a sign, blocks and lots, so many blocks from a church, coordinates, links to maps.
"""

import re
from collections.abc import Iterable

from amparo.formats.fold import fold

_STREET = (
    r"calle|cl+l?|carrera|cra|kra|kr|cr|avenida|avda|avd|av|jir[oó]n|jr|pasaje|psje|pje|diagonal|transversal|"
    r"callej[oó]n|alameda|malec[oó]n|autopista|carretera|vereda|bulevar|boulevard|blvd|prolongaci[oó]n|calzada|"
    r"rua|travessa|pra[cç]a|rodovia|ladeira|street|road|avenue"
)
_LANDMARK = (
    r"parque|plaza|iglesia|hospital|terminal|escuela|colegio|mercado|puente|estaci[oó]n|cancha|farmacia|panader[ií]a|"
    r"gasolinera|bomba|tienda|supermercado|banco|cementerio|coliseo|estadio|igreja|escola|ponte|farm[aá]cia|pra[cç]a"
)
_BESIDE = r"frente|diagonal|junto|detr[aá]s|al lado|a lado|ao lado|atr[aá]s|em frente|opposite|next to"
_OF = r"(?i:n[.º°o]*|de la|de los|de las|de|del|da|do|dos|das)"
_COUNTED = r"horas?|hs?\b|a[nñ]os|anos|personas|pessoas|camas|d[ií]as|dias|hours|years|people|beds"
_NOT_A_DOOR = rf"(?!\d|\s*(?:{_COUNTED}))"  # "casa 24 horas" and "casa 5 personas" say no number of a door
_SIGN = r"#\s*(?=\d+\w?\s*-)|\bno\.|\bnro\.?\s|\bn[uú]m\.|\bn[º°]|\bn\.\s?[º°o]"
_ROOM = r"piso|apto|apartamento|depto|departamento|oficina|local|casa|sala"
_MAP = r"\bgeo:|maps\.|/maps\b|goo\.gl|openstreetmap|osm\.org|waze\.com|what3words|w3w\.co|plus\.codes"
_DEGREES = r"[-+]?\d{1,3}[.,]\d{4,}"
_PATTERNS = [
    # calle 12, Av. Bolívar, Jr. de la Unión 300: a street word, then a number or a name with a capital letter
    re.compile(rf"\b(?i:{_STREET})\b\.?\s+(?:{_OF}\s+)?(?:#\s*)?(?:\d|[A-ZÁÉÍÓÚÑÇ])[\w.-]*"),
    # # 4-56, No. 12, Nº 300, n.º 8
    re.compile(rf"(?i)(?:{_SIGN})\s*\d+{_NOT_A_DOOR}[\w-]*"),
    # Mz. 4 Lt. 5, manzana C lote 8, quadra 3; piso 2, casa 12; km 5 de la vía
    re.compile(r"(?i)\b(?:mz|mza|manzana|lote|lt|solar|villa|bloque|torre|quadra|qd|etapa)\b\.?\s*(?:\d+|[a-z]\b)"),
    re.compile(rf"(?i)\b(?:{_ROOM})\b\.?\s*\d+{_NOT_A_DOOR}"),
    re.compile(r"(?i)\bk(?:m|il[oó]metro)\.?\s*\d+"),
    # a media cuadra de, 2 cuadras al norte, frente al parque, diagonal a la iglesia, esquina con
    re.compile(r"(?i)\b(?:media|una|dos|tres|cuatro|\d+)\s+(?:cuadras?|quadras?|quarteir(?:ão|ões))\b"),
    re.compile(
        rf"(?i)\b(?:{_BESIDE})\s+(?:(?:al?|del?|ao|[aà]|do|da|the)\s+)?(?:(?:la|el|las|los)\s+)?(?:{_LANDMARK})\b"
    ),
    re.compile(r"(?i)\besquina\s+(?:de|con|da|com)?\s*\w+"),
    # 0.8119, -77.7173 and 0°48'43"
    re.compile(rf"{_DEGREES}\s*[,;/\s]\s*{_DEGREES}"),
    re.compile(r"-\d{1,2}[.,]\d{3}\s*[,;]\s*-?\d{1,3}[.,]\d{3}\b"),
    re.compile(r"\d{1,3}\s*°\s*\d{1,2}"),
    # a plus code, or a link to a map
    re.compile(r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"),
    re.compile(rf"(?i)(?:{_MAP})\S*"),
]


def exact_spot(text: str, villages: Iterable[str] = ()) -> str:
    """The words of a text that say where the door is, or an empty text.

    ``villages``: names that are as good as an address, because so few people live there.
    """
    said = f" {fold(text or '')} "
    for village in villages:
        if f" {fold(village)} " in said:
            return village
    for pattern in _PATTERNS:
        found = pattern.search(text or "")
        if found:
            return found.group(0).strip()
    return ""
