"""A small instrument for the tests: a lighthouse that is not there, and nothing about anybody."""

from __future__ import annotations

import tomllib
from typing import Any

TEXT = """
name = "faro"
version = 2
minutes = 3
needs = ["food", "transport"]
is_sensitive = false
es = "El faro"
pt = "O farol"
en = "The lighthouse"

[note]
es = "Un faro que no existe."
pt = "Um farol que não existe."
en = "A lighthouse that is not there."
sources = ["Made up for the tests."]

[[groups]]
code = "start"
es = "Para empezar"
pt = "Para começar"
en = "To begin"

[[groups]]
code = "light"
es = "La luz"
pt = "A luz"
en = "The light"

[[groups]]
code = "coast"
only = ["border", "rural"]
es = "La costa"
pt = "A costa"
en = "The coast"

[[groups]]
code = "short"
only = ["arm_a"]
es = "Tres barcos"
pt = "Três barcos"
en = "Three boats"

[[groups]]
code = "long"
only = ["arm_b"]
es = "Cuatro barcos"
pt = "Quatro barcos"
en = "Four boats"

[[questions]]
group = "start"
name = "hello"
type = "note"
es = "Hola, ñandú."
pt = "Oi, ñandu."
en = "Hello, rhea."

[[questions]]
group = "start"
name = "consent"
type = "consent"
es = "¿Seguimos?"
pt = "Seguimos?"
en = "Shall we go on?"
do = "sealed"

[[questions]]
group = "start"
name = "thanks"
type = "note"
relevant = "${consent} = 'no'"
es = "Gracias."
pt = "Obrigada."
en = "Thank you."

[[questions]]
group = "start"
name = "age"
type = "one"
list = "age_band"
without = ["under_12", "12_17", "unknown"]
es = "¿Qué edad tienes?"
pt = "Qual é a sua idade?"
en = "How old are you?"
do = "coded"
variable = "age_band"
kind = "age_band"

[[questions]]
group = "light"
name = "seen"
type = "many"
choices = [
  { code = "red", es = "Roja & blanca", pt = "Vermelha & branca", en = "Red & white" },
  { code = "green", es = "Verde", pt = "Verde", en = "Green" },
  { code = "none", es = "Ninguna", pt = "Nenhuma", en = "None" },
]
alone = ["none"]
es = "¿Qué luces viste?"
pt = "Que luzes você viu?"
en = "Which lights did you see?"
hint_es = "Puedes marcar varias."
hint_pt = "Pode marcar várias."
hint_en = "You can mark several."
do = "coded"
variable = "lights"
kind = "many"

[[questions]]
group = "light"
name = "again"
type = "many"
choices = [
  { code = "red", es = "Roja & blanca", pt = "Vermelha & branca", en = "Red & white" },
  { code = "green", es = "Verde", pt = "Verde", en = "Green" },
  { code = "none", es = "Ninguna", pt = "Nenhuma", en = "None" },
]
alone = ["none"]
relevant = "selected(${seen}, 'red')"
es = "¿Y ayer?"
pt = "E ontem?"
en = "And yesterday?"
do = "dropped"

[[questions]]
group = "light"
name = "steps"
type = "number"
most = 300
es = "¿Cuántos escalones?"
pt = "Quantos degraus?"
en = "How many steps?"
do = "dropped"

[[questions]]
group = "light"
name = "boats"
type = "number"
es = "¿Cuántos barcos?"
pt = "Quantos barcos?"
en = "How many boats?"
do = "dropped"

[[questions]]
group = "light"
name = "told"
type = "text"
es = "Cuenta <lo que> quieras."
pt = "Conte <o que> quiser."
en = "Tell <what> you like."
do = "sealed"

[[questions]]
group = "light"
name = "said"
type = "voice"
es = "O dilo."
pt = "Ou diga."
en = "Or say it."
do = "sealed"

[[questions]]
group = "coast"
name = "sea"
type = "one"
list = "answer"
es = "¿Se ve el mar?"
pt = "Dá para ver o mar?"
en = "Is the sea in sight?"
do = "dropped"

[[questions]]
group = "short"
name = "arm_short"
type = "calculate"
calculation = "'a'"
do = "sealed"

[[questions]]
group = "long"
name = "arm_long"
type = "calculate"
calculation = "'b'"
do = "sealed"
"""


def table(**changes: tuple[str, str]) -> dict[str, Any]:
    """What TOML makes of it; with a change, each ``(old, new)`` once."""
    text = TEXT
    for old, new in changes.values():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return tomllib.loads(text)
