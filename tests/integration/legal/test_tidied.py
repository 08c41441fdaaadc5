"""The night knows every room by a name: a room without one would end the night before the rooms after it were asked."""

from amparo.config.management.commands.tidy import rooms
from amparo.formats.codes import label


def test_every_room_that_keeps_something_for_a_time_has_a_name() -> None:
    names = {name: label("night_room", name, "es") for name in rooms()}
    assert {"matters", "exhibits", "cases", "children"} <= set(names)
    assert len(set(names.values())) == len(names), "no two rooms are called alike"
