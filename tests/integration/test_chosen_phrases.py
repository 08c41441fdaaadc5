"""Choosing a passphrase: what is guessed soon is refused in her words, and every form speaks as the house does."""

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.commons.accounts.forms import OpenAccountForm
from amparo.commons.accounts.models import User
from tests.entrance import OWN, inside, person

pytestmark = pytest.mark.django_db(databases=["default"])
BETTER = "Escribe cuatro palabras que no tengan nada que ver entre sí."


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("muy corta", "Esta frase es corta: no llega a doce letras."),
        ("123456789012", "Una frase de puras cifras se adivina en nada, también fechas y teléfonos."),
        ("qwertyuiop12", "Esta frase se repite, o sigue las filas del teclado."),
        ("nora nora 1985", "Esta frase es casi solo tu nombre, el de esta casa o una palabra que todo el mundo pone."),
        ("1q2w3e4r5t6y", "Mucha gente tiene esta frase, y por eso se prueba primero."),
    ],
)
@pytest.mark.parametrize("form", ["", "second-"])
def test_what_is_guessed_soon_is_refused_with_the_reason_and_what_to_do(weak, why, form):
    nora = person("nora", "editor")
    client = inside("nora")
    typed = {f"{form}current": OWN, f"{form}password": weak, f"{form}again": weak}
    page = client.post(reverse("my_password"), typed | ({"what": "choose"} if form else {})).content.decode()
    assert f"{why} {BETTER}" in page
    assert "contraseña" not in page
    assert "caracteres" not in page
    kept = User.objects.get(pk=nora.pk)
    assert kept.check_password(OWN)
    assert not kept.try_passphrase(weak).what


def test_four_words_that_have_nothing_to_do_with_each_other_are_taken():
    person("nora", "editor")
    new = "quemar zapato nube tren"
    answer = inside("nora").post(reverse("my_password"), {"current": OWN, "password": new, "again": new})
    assert answer.status_code == 302
    inside("nora", new)


@pytest.mark.parametrize(
    ("language", "missing", "long", "choice"),
    [
        (
            "es", "Aquí falta algo. Escríbelo.", "Es muy largo. Aquí caben 60 letras.",
            "Elige una de las que están aquí.",
        ),
        ("pt", "Falta algo aqui. Escreva.", "É muito longo. Aqui cabem 60 letras.", "Escolha uma das que estão aqui."),
        (
            "en", "Something is missing here. Write it.", "It is too long. At most 60 letters fit here.",
            "Choose one of those that stand here.",
        ),
    ],
)  # fmt: skip
def test_a_form_speaks_as_the_house_does(language, missing, long, choice):
    with translation.override(language):
        form = OpenAccountForm({"sign_in_name": "", "name_used": "a" * 61, "language": "xx"})
        errors = {name: list(map(str, said)) for name, said in form.errors.items()}
    assert errors == {"sign_in_name": [missing], "name_used": [long], "language": [choice]}
