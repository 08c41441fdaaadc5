"""How a number is written in each language, one way each. Pure.

Spanish puts a space between thousands: half of the region reads a point there as a decimal one, the other half a comma.
"""

SPACE = "\u00a0"  # a space at which no line breaks
THOUSANDS = {"es": SPACE, "pt": ".", "en": ","}
DECIMAL = {"es": ",", "pt": ",", "en": "."}


def written(number: str, language: str) -> str:
    """A number as a machine writes it (1234.5), as people write it; anything else comes back as it was."""
    whole, point, rest = number.partition(".")
    if not whole.isdecimal() or (point and not rest.isdecimal()):
        return number
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)][::-1]
    return THOUSANDS[language].join(groups) + (DECIMAL[language] + rest if point else "")
