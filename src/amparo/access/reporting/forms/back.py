"""Reading eight words: what is wrong with them is said before anything is worked out; the lists are public."""

from django.utils.translation import gettext, ngettext

from amparo.vault.actions.receipts import NotWords

LONGEST_WORDS = 400  # characters


def words_sentence(error: NotWords) -> str:
    """What is wrong with what she typed, in a sentence that helps."""
    if error.kind == "few":
        return gettext("There are fewer than eight words. Write all eight, in order.")
    if error.kind == "many":
        return gettext("There are more than eight words. Write only the eight, in order.")
    places = ", ".join(map(str, error.places))
    told = ngettext(
        "We do not know word number %(places)s. Look at how it is written.",
        "We do not know words number %(places)s. Look at how they are written.",
        len(error.places),
    )
    return told % {"places": places}
