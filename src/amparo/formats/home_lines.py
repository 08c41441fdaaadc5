"""What a page says of homes and of children in a country (list ``home_line``), each line with the page it stands on."""

from amparo.formats.codes import Code, codes

ANYWHERE = ""  # what a body says for every country


def lines(topic: str, country: str) -> tuple[Code, ...]:
    """What is known of this country; nothing where nobody read a page about it, and then the house says so."""
    return tuple(each for each in codes("home_line") if each.more["topic"] == topic and each.more["country"] == country)
