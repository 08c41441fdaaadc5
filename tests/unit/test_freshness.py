"""How long a fact is believed. Every day here was counted on a calendar by hand."""

from datetime import date

import pytest

from amparo.commons.directory.queries.freshness import freshness, state_of
from amparo.commons.directory.retention import months_before
from amparo.formats.exactness import exact_spot

pytestmark = pytest.mark.clock

CHECKED = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("only_phone", "today", "state"),
    [
        (False, date(2026, 6, 30), "fresh"),  # 180 days later
        (False, date(2026, 7, 1), "stale"),  # 181
        (False, date(2026, 12, 27), "stale"),  # 360
        (False, date(2026, 12, 28), "hidden"),  # 361
        (True, date(2026, 4, 1), "fresh"),  # 90
        (True, date(2026, 4, 2), "stale"),  # 91
        (True, date(2026, 6, 30), "stale"),  # 180
        (True, date(2026, 7, 1), "hidden"),  # 181
    ],
)
def test_the_days_on_which_a_state_changes(only_phone, today, state):
    assert state_of(freshness(CHECKED, None, only_phone=only_phone), today) == state
    assert state_of(freshness(None, CHECKED, only_phone=only_phone), today) == state


def test_what_nobody_vouches_for_was_never_confirmed():
    assert freshness(None, None, only_phone=False) is None
    assert state_of(None, date(2026, 1, 1)) == "never"


def test_a_confirmation_counts_more_than_the_source():
    fresh = freshness(date(2026, 5, 1), date(2020, 1, 1), only_phone=False)
    assert fresh is not None
    assert (fresh.known_on, fresh.confirmed) == (date(2026, 5, 1), True)
    only_source = freshness(None, date(2026, 5, 1), only_phone=False)
    assert only_source is not None
    assert only_source.confirmed is False


@pytest.mark.parametrize(
    "text",
    [
        "Calle 12 # 4-56",
        "calle Olmedo y Sucre",
        "Cra. 7 No. 12-30",
        "Av. Bolívar",
        "AV 9 DE OCTUBRE 120",
        "Jr. de la Unión 300",
        "Psje. Los Pinos",
        "Rua Augusta 100",
        "estamos en la Carrera 5",
        "Mz. 4 Lote 5",
        "Manzana C",
        "a media cuadra de la iglesia",
        "2 cuadras al norte",
        "frente al parque",
        "diagonal a la iglesia",
        "en la esquina de la farmacia",
        "km 5 de la vía",
        "piso 3",
        "apto 301",
        "Nº 120",
        "No. 45",
        "0.8119, -77.7173",
        "0,8119; -77,7173",
        "-0.812,-77.717",
        "0°48'43\" N",
        "https://maps.app.goo.gl/x",
        "https://www.google.com/maps/place/x",
        "geo:0.8,-77.7",
        "https://www.openstreetmap.org/#map=19/0.8/-77.7",
        "67CG+2XQ Tulcán",
        "https://waze.com/ul?x",
    ],
)
def test_texts_that_say_where_the_door_is(text):
    assert exact_spot(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Te ven hoy, sin papeles.",
        "Trabajamos con mujeres en la calle",
        "Llama al +593 99 000 0000 y pregunta",
        "Abren las 24 horas, los 7 días",
        "En Tulcán, cerca del terminal no: ellas van adonde estás",
        "Casa Maíz",
        "Hay casa 24 horas con cama",
        "Cuesta entre 10.000 y 20.000 pesos",
        "Marca *141# desde tu teléfono",
        "Ave María, grupo de fe",
        "No es policía. No llaman a migración.",
        "Atienden a 5 km de la frontera",
        "Espera 2 horas",
        "Tiene sala para hablar a solas",
        "Mitad de precio: 1.500, 2.500 o 3.500",
        "The office answers in 24 hours",
        "A casa recebe crianças",
        "Frente a la violencia, te acompañan",
    ],
)
def test_texts_that_do_not(text):
    assert exact_spot(text) == ""


def test_twelve_months_before():
    assert months_before(date(2026, 11, 24), 12) == date(2025, 11, 24)
    assert months_before(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)
