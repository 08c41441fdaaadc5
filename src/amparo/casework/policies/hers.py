"""What may stand on her own page: it has one size, whatever is on it."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Sentence, rule

LARGEST_SUMMARY = 2_000  # bytes: about a page of writing, and short enough to be read to her


@rule
def may_be_shown(text: str) -> Sentence | None:
    """Short enough to be read to her, and to stand on her page without making it longer than others."""
    if len(text.encode()) > LARGEST_SUMMARY:
        return _("It is too long to be read to her. Say it in half a page.")
    return None
