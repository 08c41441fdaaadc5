"""The words of an edition: a title and sentences in which every number is a figure of the ledger. Pure.

A place for a figure is ``{table:code,code}``, a code for each dimension of the table in its order. When an edition is
made each becomes ``{f:…}``, the name of one row. Whoever writes never types a number: not in figures, and not in
letters either, because a sentence that says *half of them* is a figure that no rule has looked at.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from amparo.formats.codes import LANGUAGES
from amparo.formats.fold import fold

if TYPE_CHECKING:
    from amparo.formats.plans import Plan, Table

PLACE = re.compile(r"\{([a-z][a-z0-9_]*):([A-Za-z0-9_,-]*)\}")
LONGEST, MOST = 400, 12  # letters of a sentence; sentences
COUNTED = {
    "es": "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos "
    "quinientos quinientas setecientos setecientas novecientos novecientas centenar centenares mil miles millon "
    "millones mitad tercio tercera cuarta quinta doble triple docena docenas decena decenas veintena treintena "
    "mayoria minoria",
    "pt": "zero dois duas tres quatro cinco seis sete oito nove dez onze doze treze catorze quatorze quinze dezesseis "
    "dezasseis dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta "
    "noventa cem cento centena centenas duzentos duzentas trezentos trezentas quinhentos quinhentas mil milhares "
    "milhao milhoes metade terco dobro triplo duzia duzias dezena dezenas maioria minoria",
    "en": "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions half third quarter double twice triple dozen dozens most majority minority",
}
PUT_TOGETHER = {
    "es": r"veinti[a-z]+|[a-z]{3,6}cient[oa]s",  # veintidós, doscientas
    "pt": r"[a-z]{4,6}centos|[a-z]{4,6}centas",  # oitocentas
    "en": r"(?!)",
}


def typed_numbers(text: str, language: str) -> list[str]:
    """The numbers that somebody typed into a sentence, in figures or in letters; places of figures are none."""
    bare = PLACE.sub(" ", text)
    found = ["".join(each) for each in re.findall(r"(\d[\d.,]*|%)", bare)]
    found += [each for each in bare if each.isnumeric() and not each.isdecimal()]  # ½, Ⅻ, ², ④
    words, longer = set(COUNTED[language].split()), re.compile(PUT_TOGETHER[language])
    return found + [each for each in re.findall(r"[a-z]+", fold(bare)) if each in words or longer.fullmatch(each)]


def faults_of_texts(texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What is wrong with one sentence in its languages: which language, a code of the fault, and what."""
    found = []
    for language in LANGUAGES:
        text = texts.get(language, "").strip()
        if not text or len(text) > LONGEST:
            found.append((language, "empty" if not text else "too_long", ""))
        if numbers := typed_numbers(text, language):
            found.append((language, "typed_number", numbers[0]))
        if set(PLACE.sub("", text)) & set("{}<>"):
            found.append((language, "broken_place", ""))
    places = {language: sorted(PLACE.findall(texts.get(language, ""))) for language in LANGUAGES}
    if len({tuple(each) for each in places.values()}) > 1:
        found.append((LANGUAGES[0], "places_differ", ""))
    return found


def faults_of_words(made: "Plan") -> list[str]:
    """What is wrong with the sentences of a plan, in sentences."""
    if not 2 <= len(made.wording) <= MOST:
        return [f"there is a title and at least one sentence, at most {MOST}."]
    if any(PLACE.search(text) for text in made.wording[0].values()):
        return ["a title names no figure."]
    for texts in made.wording:
        for language, fault, what in faults_of_texts(texts):
            return [f"a sentence in {language}: {fault.replace('_', ' ')} {what}".rstrip() + "."]
        for language in LANGUAGES:
            for table, codes in PLACE.findall(texts[language]):
                if label_of(made, table, codes) is None:
                    return [f"a sentence names {{{table}:{codes}}}, which is no cell of the plan."]
    return []


def label_of(made: "Plan", table: str, codes: str) -> tuple[str, ...] | None:
    """The label of the figure that a place names, as the ledger has it: the table, then codes by name of dimension."""
    found = next((each for each in made.tables if each.code == table), None)
    given = codes.split(",")
    if found is None or len(given) != len(found.dimensions):
        return None
    told = dict(zip(found.dimensions, given, strict=True))
    if any(code not in _codes(made, found, name) for name, code in told.items()):
        return None
    return (table, *(told[name] for name in sorted(told)))


def _codes(made: "Plan", table: "Table", name: str) -> set[str]:
    """The codes that a table shows of one dimension; of what is not known beforehand only the total."""
    one, levels = made.dimension(name), table.show[name]
    shown = set(one.leaves) if "each" in levels else set()
    shown |= {each.code for each in one.groups if each.level in levels}
    return shown | ({"total"} if "total" in levels else set())


def filled(text: str, figure: Callable[[str, str], str]) -> str:
    """A sentence with the name of a row in each place."""
    return PLACE.sub(lambda found: f"{{f:{figure(found[1], found[2])}}}", text)
