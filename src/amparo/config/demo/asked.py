"""Where the made-up studies are found: their addresses are made by chance, so the tour looks them up."""

from django.apps import apps


def args_of(name: str) -> tuple[str, ...] | None:
    """What stands in the address of a stop of the tour; None where a visitor ended it, or the house does not ask.

    ``studies``: nothing, in a house that asks. Else see :func:`amparo.fieldwork.queries.examples.example_of`.
    """
    if not name:
        return ()
    if not apps.is_installed("amparo.fieldwork"):
        return None
    if name == "studies":
        return ()
    from amparo.fieldwork.queries.examples import example_of

    found = example_of(name)
    return None if found is None else (found,)
