"""The night knows every room by a name: a room without one would end the night before the rooms after it were asked."""

from amparo.config.management.commands.tidy import room_name, rooms


def test_every_room_that_keeps_something_for_a_time_has_a_name() -> None:
    names = {name: str(room_name(name)) for name in rooms()}
    assert {"matters", "exhibits", "cases", "children"} <= set(names)
    assert len(set(names.values())) == len(names), "no two rooms are called alike"
