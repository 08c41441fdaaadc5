"""Signed by a paid reviewer who did not write it, or sent back with her words; each rule of the house blocks it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from amparo.commons.accounts import actions as accounts
from amparo.commons.policy.policies import Denied, NoLonger
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.models import SignOff, Version
from amparo.fieldwork.policies import ChangedMeanwhile
from amparo.fieldwork.queries import looked
from amparo.fieldwork.queries.instruments import faults_of, is_signed, signed_digest
from amparo.formats.codes import codes
from amparo.formats.form_lint.findings import Finding, found
from tests.cast import browser_of
from tests.desk import last_number, verbs_since
from tests.peers import reviews_for_peers
from tests.questionnaires import (
    ASKS,
    TODAY,
    at,
    browsers,
    fields_of,
    make_version,
    people,
    signed_by,
    stands,
    text_of,
    version,
)
from tests.unit.form_made import NOT_SAID, YES_NO, Item

__all__ = ["people", "stands", "version"]

pytestmark = pytest.mark.django_db
REFUSING = [code.code for code in codes("form_rule") if code.more.get("refuses", True)]
ADVICE = [code.code for code in codes("form_rule") if not code.more.get("refuses", True)]


@pytest.fixture
def iris(people: dict[str, Any]) -> Any:
    return browser_of(people["iris"])


def signs(browser: Any, version: Version, **typed: str) -> Any:
    page = fields_of(browser.get(at("questionnaire_reading", version.reference)))
    return browser.post(at("questionnaire_sign", version.reference), {"seen": page.get("seen", ""), **typed})


def test_a_reviewer_reads_the_whole_of_it_in_plain_words(iris: Any, version: Version) -> None:
    told = text_of(iris.get(at("questionnaire_reading", version.reference)))
    for said in (
        "¿Te atendieron bien? ○ Sí ○ No ○ No sé ○ Prefiero no decir", "○ Preguntar no la pone en más peligro",
        "Solo si en «Queremos saber qué te cuida aquí.", "Se cuenta cuál de estas respuestas eligió.",
        "Queda sellada. Solo la abre quien lleva el estudio, con su llave.", "Cuánto dura 3 minutos",
        "Ayuda que tiene que estar cerca ninguna", "No: viaja por la línea, y aquí se cierra.",
        "1 pregunta queda sellada.",
        "Me pagaron por esta lectura.",
    ):  # fmt: skip
        assert said in told, said
    assert "Do they treat" not in told
    other = text_of(iris.get(at("questionnaire_reading", version.reference) + "?lengua=pt"))
    assert "Atenderam você bem?" in other
    assert text_of(iris.get(at("questionnaire_reading", version.reference) + "?lengua=zz")) == told


def test_she_signs_and_from_then_on_nothing_changes(iris: Any, people: dict[str, Any], version: Version) -> None:
    before = last_number()
    answer = signs(iris, version, was_paid="on", words="Bien preguntado.")
    assert (answer.status_code, answer["Location"]) == (302, at("questionnaire", version.reference))
    version.refresh_from_db()
    signature = SignOff.objects.get()
    assert (version.state, signature.by, signature.role, signature.was_paid) == (
        "signed",
        people["iris"],
        "reviewer",
        True,
    )
    assert signature.digest == signed_digest(version)
    assert is_signed(version)
    assert verbs_since(before) == ["version.signed"]
    for act in (
        lambda: actions.map_version(version, mapping={}, by=people["leda"]),
        lambda: actions.map_questions(version, rules={}, seen="", by=people["leda"]),
        lambda: actions.name_help(
            version, needs=[], is_sensitive=False, seen=signed_digest(version), by=people["leda"]
        ),
        lambda: actions.add_media(version, name="a.png", content=b"x", digest="0" * 32, by=people["leda"]),
        lambda: actions.send_back(version, words="no", by=people["iris"]),
        lambda: actions.sign(version, by=people["iris"], was_paid=True, on=TODAY),
    ):
        with pytest.raises(NoLonger):
            act()
    version.refresh_from_db()
    assert is_signed(version)


def test_others_read_her_role_and_her_words_and_not_who_she_is(people: dict[str, Any], version: Version) -> None:
    signed_by(version, people["iris"], words="Bien preguntado.")
    for who, browser in browsers(people).items():
        for name in ("questionnaire", "questionnaire_reading", "questionnaires"):
            page = browser.get(at(name, *([version.reference] if name != "questionnaires" else [])))
            told = text_of(page)
            main = page.content.decode().partition("<main")[2]
            assert "Iris" not in main, (who, name)
            if name != "questionnaires":
                assert "Con firma del" in told
                assert "Revisora" in told or "revisora" in told
                assert "Bien preguntado." in told


def test_without_being_paid_nobody_signs(iris: Any, people: dict[str, Any], version: Version) -> None:
    told = text_of(signs(iris, version, words="Lo que escribí."))
    assert "Sin pago nadie firma." in told
    assert "Lo que escribí." in told, "her words stand there"
    assert not SignOff.objects.exists()
    assert Version.objects.get().state == "draft"


def test_who_wrote_any_of_it_does_not_sign_it(people: dict[str, Any]) -> None:
    """Somebody who leads studies and reviews: the sheet, the rules and the help are writing, all three."""
    both = people["otra"]
    accounts.give_role(both, team=both.memberships.first().team, role="reviewer", by=accounts.SETUP)
    version = make_version(people["leda"])
    actions.map_version(version, mapping=version.mapping, by=both)
    browser = browser_of(both)
    assert "Esto lo escribiste tú. Lo firma otra revisora." in text_of(
        browser.get(at("questionnaire_reading", version.reference))
    )
    for name, typed in (("questionnaire_sign", {"was_paid": "on", "seen": signed_digest(version)}),
                        ("questionnaire_back", {"back": "No"})):  # fmt: skip
        assert browser.post(at(name, version.reference), typed).status_code == 403
    with pytest.raises(Denied):
        actions.sign(version, by=both, was_paid=True, on=TODAY)
    helped = make_version(people["leda"], key="otro")
    actions.name_help(helped, needs=[], is_sensitive=False, seen=signed_digest(helped), by=both)
    with pytest.raises(Denied):
        actions.sign(helped, by=both, was_paid=True, on=TODAY)
    with pytest.raises(Denied):
        actions.sign(make_version(both, key="tercero"), by=both, was_paid=True, on=TODAY)
    shown = make_version(people["leda"], key="cuarto")
    actions.add_media(shown, name="a.png", content=b"x", digest="0" * 32, by=both)
    with pytest.raises(Denied, match="escribiste"):
        actions.sign(shown, by=both, was_paid=True, on=TODAY)
    assert not SignOff.objects.exists()


def test_who_wrote_a_version_does_not_sign_the_next_one_for_which_somebody_else_pressed(people: dict[str, Any]) -> None:
    both = people["otra"]
    reviews_for_peers(both)
    signed_by(make_version(both), people["iris"])
    browser_of(people["leda"]).post(at("questionnaire_next", Version.objects.get().reference))
    following = Version.objects.get(number=2)
    with pytest.raises(Denied, match="escribiste"):
        actions.sign(following, by=both, was_paid=True, on=TODAY)
    actions.sign(following, by=people["iris"], was_paid=True, on=TODAY)


def test_what_changed_while_she_read_is_not_signed(iris: Any, people: dict[str, Any], version: Version) -> None:
    page = fields_of(iris.get(at("questionnaire_reading", version.reference)))
    rules = version.mapping | {"/data/words": {"do": "dropped"}}
    actions.map_version(version, mapping=rules, by=people["leda"])
    late = iris.post(
        at("questionnaire_sign", version.reference), {"seen": page["seen"], "was_paid": "on", "words": "Sí"}
    )
    assert "Alguien lo cambió mientras tanto." in text_of(late)
    assert not SignOff.objects.exists()
    with pytest.raises(ChangedMeanwhile):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY, seen=page["seen"])
    assert (
        iris.post(at("questionnaire_sign", version.reference), {**fields_of(late), "was_paid": "on"}).status_code == 302
    )


# Sent back


def test_she_sends_it_back_with_words_that_its_author_sees(iris: Any, people: dict[str, Any], version: Version) -> None:
    address = at("questionnaire_back", version.reference)
    assert "Di qué hay que arreglar" in text_of(iris.post(address, {"back": "  "}))
    before = last_number()
    answer = iris.post(address, {"back": "La pregunta 5 suena a interrogatorio."})
    assert answer["Location"] == at("questionnaires")
    assert verbs_since(before) == ["version.sent_back"]
    leda = browser_of(people["leda"])
    assert "Una revisora lo devolvió" in text_of(leda.get(at("questionnaires")))
    told = text_of(leda.get(at("questionnaire", version.reference)))
    assert "La pregunta 5 suena a interrogatorio." in told
    assert "Iris" not in leda.get(at("questionnaire", version.reference)).content.decode().partition("<main")[2]
    assert "Nada espera lectura." in text_of(iris.get(at("questionnaires"))), "it waits for its author now"
    actions.map_version(version, mapping=version.mapping | {"/data/words": {"do": "dropped"}}, by=people["leda"])
    told = text_of(iris.get(at("questionnaires")))
    assert "Cambió desde que lo devolvieron" in told
    assert "Desde entonces cambió." in text_of(leda.get(at("questionnaire", version.reference)))
    assert signs(iris, version, was_paid="on").status_code == 302
    assert "interrogatorio" not in text_of(leda.get(at("questionnaire", version.reference)))


def test_one_that_breaks_a_rule_can_be_sent_back_too(iris: Any, people: dict[str, Any]) -> None:
    hiv = Item("result", label="¿Tienes VIH?", choices=YES_NO | NOT_SAID)
    version = make_version(people["leda"], *ASKS, hiv)
    assert iris.post(at("questionnaire_back", version.reference), {"back": "Eso no."}).status_code == 302
    version.refresh_from_db()
    assert version.sent_back == "Eso no."


# Each rule blocks


@pytest.fixture
def plants(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Finding], None]]:
    """Says that this alone is found in every form. What is proposed for a form hangs on it, and is kept: not longer."""

    def plant(one: Finding) -> None:
        monkeypatch.setattr(looked, "_of_form", lambda _xform, _kind: (one,))
        looked._proposed.cache_clear()

    yield plant
    looked._proposed.cache_clear()


@pytest.mark.parametrize("rule", REFUSING)
def test_each_rule_of_the_house_blocks_the_signature(
    plants: Callable[[Finding], None], people: dict[str, Any], version: Version, rule: str
) -> None:
    planted = found(rule, "/data/well", variable="well", found="algo", language="es", count="40")
    plants(planted)
    assert [each.rule for each in faults_of(version)] == [rule]
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    assert not SignOff.objects.exists()


def test_what_was_found_stands_beside_its_question_and_blocks_the_page(
    plants: Callable[[Finding], None], iris: Any, people: dict[str, Any], version: Version
) -> None:
    planted = found("hiv", "/data/well", found="algo")
    plants(planted)
    page = browser_of(people["leda"]).get(at("questionnaire", version.reference)).content.decode()
    part = page[page.index(". well</legend>") :]
    assert "Hay que arreglar:" in part[: part.index("</fieldset>")]
    told = text_of(iris.get(at("questionnaire_reading", version.reference)))
    assert planted.sentence("es") in told
    assert "Algo rompe una regla de la casa; está dicho junto a la pregunta." in told
    assert "Me pagaron" not in told, "there is nothing to sign with"
    refused = iris.post(at("questionnaire_sign", version.reference), {"was_paid": "on", "seen": signed_digest(version)})
    assert "Algo rompe una regla de la casa; está dicho junto a la pregunta." in text_of(refused)
    assert "1 cosa por arreglar" in text_of(iris.get(at("questionnaires")))


@pytest.mark.parametrize("rule", [*ADVICE, "reading"])
def test_what_is_advice_is_said_as_advice_and_blocks_nothing(
    plants: Callable[[Finding], None], people: dict[str, Any], version: Version, rule: str
) -> None:
    planted = found(rule, "/data", is_refusal=False, found="algo", language="es")
    plants(planted)
    told = text_of(browser_of(people["leda"]).get(at("questionnaire", version.reference)))
    assert f"Consejo: {planted.sentence('es')}" in told
    assert "1 cosa merece otra mirada." in told
    assert signed_by(version, people["iris"]).state == "signed"


FORBIDDEN = [
    (Item("result", label="¿Tienes VIH?", choices=YES_NO | NOT_SAID), "hiv"),
    (Item("well2", label="¿Sí?", choices=YES_NO), "no_way_out"),
    (Item("well2", label="¿Sí?", choices=YES_NO | NOT_SAID, bind={"required": "true()"}), "required"),
    (Item("where", "geopoint", "¿Dónde?"), "exact_place"),
]


@pytest.mark.parametrize(("item", "rule"), FORBIDDEN, ids=[rule for _item, rule in FORBIDDEN])
def test_a_form_that_breaks_a_rule_is_written_and_not_signed(people: dict[str, Any], item: Item, rule: str) -> None:
    version = make_version(people["leda"], *ASKS, item)
    assert rule in {each.rule for each in faults_of(version)}
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)


@pytest.mark.parametrize(("path", "rule", "code"), [
    ("/data/words", {"do": "coded", "variable": "w", "kind": "one", "list": "need"}, "words_coded"),
    ("/data/well", {"do": "coded", "variable": "w", "kind": "text"}, "too_fine"),
    ("/data/well", {"do": "coded", "variable": "W", "kind": "one", "list": "answer"}, "bad_variable"),
    ("/data/well", {"do": "coded", "variable": "needed", "kind": "one", "list": "answer"}, "variable_twice"),
    ("/data/gone", {"do": "coded", "variable": "w", "kind": "one", "list": "answer"}, "not_in_form"),
])  # fmt: skip
def test_a_rule_that_must_not_be_or_could_never_be_counted_blocks_too(
    people: dict[str, Any], version: Version, path: str, rule: dict[str, Any], code: str
) -> None:
    Version.objects.filter(pk=version.pk).update(mapping={**version.mapping, path: rule})
    version.refresh_from_db()
    assert code in {each.rule for each in faults_of(version)}
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
