"""The words of the public addresses: short nouns of daily life, a house may choose its own.

A phone's history must not say what happened, so no address does.
"""

from amparo.config.env import BadSetting
from amparo.config.language import say as _
from amparo.formats.neutral import telling_words

WORDS = {
    "help": "agua",
    "happened": "cosas",
    "route": "camino",
    "search": "buscar",
    "results": "lugares",
    "where": "esquina",
    "service": "lugar",
    "refused": "otra",
    "said": "gracias",
    "feedback": "aporte",
    "card": "tarjeta",
    "list": "lista",
    "young": "joven",
    "lawyer": "silla",
    "kept": "guardamos",
    "leaving": "salir",
    "leave": "nube",
    "leave_2": "sol",
    "audio": "voz",
    "sign_in": "entrar",
    "sign_out": "cerrar",
    "desk": "mesa",
    "letter": "carta",
    "letter_write": "hoja",
    "letter_send": "buzon",
    "letter_sealed": "sobre",
    "sentence": "frase",
    "back": "volver",
    "back_open": "respuesta",
    "back_older": "antes",
    "back_reply": "contesto",
    "back_change": "cambio",
    "back_end": "adios",
    "back_sealed": "vuelta",
    "back_case": "cuaderno",
    "readers": "quienes",
    "words": "palabras",
    "slip": "papel",
    "minding_guide": "patio",
    "phones": "hojas",
    "paper": "cuadro",
    "data": "datos",
    "days": "fechas",
}


def path_words(changes: str) -> dict[str, str]:
    """The words, with the house's own: ``help=pan,route=patio``."""
    words = dict(WORDS)
    for change in filter(None, (part.strip() for part in changes.split(","))):
        name, _equals, word = change.partition("=")
        if name not in WORDS:
            said = _("AMPARO_PATHS: there is no page called '%(name)s'. The pages are: %(known)s.")
            raise BadSetting(said % {"name": name, "known": ", ".join(WORDS)})
        if not word.isascii() or not word.isalpha() or not word.islower():
            said = _("AMPARO_PATHS: '%(word)s' must be one short word in small letters, without accents.")
            raise BadSetting(said % {"word": word})
        words[name] = neutral("AMPARO_PATHS", word)
    if len(set(words.values())) != len(words):
        raise BadSetting(_("AMPARO_PATHS: two pages have the same word."))
    return words


def neutral(setting: str, text: str) -> str:
    """A name that says nothing of what the pages are for, or a refusal to start."""
    telling = telling_words(text)
    if telling:
        raise BadSetting(
            _(
                "%(setting)s=“%(text)s”: the word “%(word)s” tells whoever searches a phone what these pages are for. "
                "Choose a plain name, like Libreta."
            )
            % {"setting": setting, "text": text, "word": telling[0]}
        )
    return text
