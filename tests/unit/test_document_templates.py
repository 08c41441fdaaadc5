"""The templates: nothing invented, nothing that tells her work or her papers, the same fields in each language."""

import re
from collections.abc import Iterator

import pytest

from amparo.formats.codes import LANGUAGES, by_code, codes
from amparo.formats.documents.templates import FIELD, Template, fields, fitting, read, templates
from amparo.formats.fold import fold
from amparo.formats.hard_words import hard_words
from tests.document_made import EVERY

# Written down by hand from section 4 of the research on cases: what a page stated, and nothing besides.
STATED = {
    "co_tutela": {"Constitución Política, artículo 86", "Decreto 2591 de 1991"},
    "co_habeas_corpus": {"Constitución Política, artículo 30", "Ley 1095 de 2006"},
    "do_amparo": {"Ley 137-11"},
    "mx_amparo": {"Amparo"},
    "cl_amparo": {"Amparo"},
    "co_protection_measure": {"Comisaría de Familia o juez municipal; C-059 de 2005"},
    "pe_protection_measure": {"Ley 30364", "Ley 31715"},
    "br_protection_measure": {"Lei 11.340 de 2006", "Lei 14.550 de 2023"},
    "co_refugee": {"Decreto 1067 de 2015"},
    "ec_refugee": {"Ley Orgánica de Movilidad Humana (LOMH)", "Ley Orgánica de Movilidad Humana (LOMH), artículo 101"},
    "cl_refugee": {"Ley 21.655"},
    "pa_refugee": {"Decreto Ejecutivo 5 de 2018, artículo 30"},
    "do_refugee": {"ONR, en Santo Domingo"},
    "mx_refugee": {"COMAR"},
    "pe_refugee": {"Ley 27891", "Decreto Supremo 119-2003-RE", "CEPR"},
}
SKELETONS = {
    "protection_measure", "refugee_claim", "complaint", "custody_answer", "eviction_opposition",
    "mediation_agreement", "mandate", "ombudsman_letter", "landlord_letter", "authority_letter",
}  # fmt: skip
TELLS = re.compile(
    r"trabaj\w* sexual|trabalh\w* sexual|sex work|prostitu|meretri|ramera|puta\b|\bvih\b|\bhiv\b|\bsida\b|\baids\b"
    r"|seropos|soropos|migra(nte|tori|tory)|migrant|irregular|indocument|undocumented|sin papeles|sem papeis"
    r"|ilegal|illegal|residencia|deporta|expuls|extranjer|estrangeir|foreigner|oficio|ocupac|occupation|profession\b"
)
LAW = re.compile(
    r"\d|\b(?:articulos?|artigos?|articles?|ley|lei|decreto|decree|codigo|code|constituc\w+|constitui\w+|sentencia"
    r"|plazo|prazo|dias habiles|tribunal|corte|suprem\w+)\b"
)


def lines(template: Template) -> Iterator[str]:
    """Every text of a template, its fields taken out."""
    yield from template.titles.values()
    for part in template.parts:
        for each in part.lines.values():
            yield from (FIELD.sub("", line) for line in each)


def laws_not_stated(template: Template) -> list[str]:
    """Figures and words of law in the text that stand in nothing that was stated."""
    known = fold(" ".join(each.instrument for each in template.stated)) + " de la el y base con"
    found = []
    for line in lines(template):
        words = re.findall(r"[\w.-]*\d[\w.-]*", line)
        found += [word for word in words if word.strip(".,-") not in known and fold(word.strip(".,-")) not in known]
        found += [each[0] for each in LAW.finditer(fold(line)) if not each[0].isdigit() and each[0] not in known]
    return found


def test_there_is_each_template_that_was_promised() -> None:
    assert set(templates()) == set(STATED) | SKELETONS
    assert {code for code, each in templates().items() if each.state == "skeleton"} == SKELETONS
    assert {each.kind for each in templates().values()} == set(by_code("document_kind"))
    assert len(EVERY) == 15 + 10 * 3


def test_a_letter_speaks_three_languages_and_a_writ_that_of_its_court() -> None:
    for each in templates().values():
        if each.country:
            assert each.languages == (("pt",) if each.country == "BR" else ("es",)), each.code
        else:
            assert each.languages == LANGUAGES, each.code


def test_what_each_model_rests_on_is_what_a_page_stated() -> None:
    for code, each in templates().items():
        assert {stated.instrument for stated in each.stated} == STATED.get(code, set()), code
        assert all(stated.sources and all(stated.sources) for stated in each.stated), code


def test_no_law_article_or_figure_stands_there_that_was_not_stated() -> None:
    for each in templates().values():
        assert laws_not_stated(each) == [], each.code


@pytest.mark.parametrize(
    ("planted", "found"),
    [("según el artículo 87", "87"), ("según el Código Penal", "codigo"), ("en un plazo de 3 días", "3"),
     ("ante la Corte", "corte"), ("la Ley 1098 de 2006", "1098")],
)  # fmt: skip
def test_an_invented_law_is_seen(planted: str, found: str, tmp_path) -> None:
    path = tmp_path / "co_tutela.toml"
    text = (templates_path() / "co_tutela.toml").read_text("utf-8")
    path.write_text(text.replace('es = "Hechos"', f'es = "Hechos, {planted}"'), "utf-8")
    assert found in laws_not_stated(read("co_tutela", path))


def templates_path():
    """Where the templates lie."""
    from amparo.formats.documents.templates import TEMPLATES

    return TEMPLATES


def test_nobody_has_reviewed_any_of_them_and_each_says_by_whom_it_was_written() -> None:
    for each in templates().values():
        assert (each.reviewed_on, each.author, each.version) == ("", "program", 1), each.code


def test_no_text_and_no_field_tells_her_work_her_papers_or_her_blood() -> None:
    planted = ["trabajadora sexual", "Sex worker", "vive com HIV", "situación migratoria", "persona irregular"]
    said = [text for each in templates().values() for text in lines(each)]
    said += [text for each in fields().values() for text in each.labels.values()]
    said += [text for name in OWN_LISTS for row in codes(name) for text in row.texts.values()]
    assert len(said) > 500
    assert [text for text in [*planted, *said] if TELLS.search(fold(text))] == planted
    assert [text for text in said if hard_words(text)] == []


OWN_LISTS = ("document_kind", "document_state", "document_author", "document_words", "document_field", "bundle_fault")


def test_every_field_is_asked_somewhere_and_has_a_label_in_each_language() -> None:
    asked = {each.code for template in templates().values() for each in template.fields}
    assert asked == set(fields())
    assert all(set(each.labels) == set(LANGUAGES) for each in fields().values())


def test_a_letter_without_names_has_no_field_that_tells() -> None:
    letter = templates()["ombudsman_letter"]
    assert letter.deidentified
    assert [each.code for each in letter.fields if each.tells or each.is_address] == []
    assert {"coded_facts", "asked_of_reader", "authority_role"} <= {each.code for each in letter.fields}


def test_a_name_in_a_letter_without_names_is_refused(tmp_path) -> None:
    path = tmp_path / "ombudsman_letter.toml"
    text = (templates_path() / "ombudsman_letter.toml").read_text("utf-8")
    path.write_text(text.replace("{coded_facts}", "{coded_facts} {client_name}"), "utf-8")
    with pytest.raises(ValueError, match="who somebody is"):
        read("ombudsman_letter", path)


@pytest.mark.parametrize(
    ("old", "new"),
    [('kind = "writ"', 'kind = "poem"'), ('country = "CO"', 'country = "ZZ"'), ("{rights}", "{wrongs}"),
     ("{rights}", "{{rights}}"), ("{rights}", "{% if x %}"), ('languages = ["es"]', "languages = []")],
)  # fmt: skip
def test_a_template_with_a_mistake_is_refused(old: str, new: str, tmp_path) -> None:
    path = tmp_path / "co_tutela.toml"
    text = (templates_path() / "co_tutela.toml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises((ValueError, KeyError)):
        read("co_tutela", path)


def test_what_fits_the_matter_and_its_country_comes_first() -> None:
    codes_of = [each.code for each in fitting("refugee", "PA")]
    assert codes_of[0] == "pa_refugee"
    assert codes_of.index("refugee_claim") < codes_of.index("co_refugee")
    assert len(codes_of) == len(templates())
    assert fitting("gbv_family", "BR")[0].code == "br_protection_measure"
    assert fitting("eviction", "EC")[0].country == ""
