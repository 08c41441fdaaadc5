"""The pages of ``docs`` that are made from the house itself; ``./amparo check`` makes them again and compares."""

from collections.abc import Callable
from pathlib import Path

from amparo.config import brief, reference, rules

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "safety-rules.md": rules.page,
    "brief.md": brief.page,
    "reference/addresses.md": reference.addresses,
    "reference/settings.md": reference.settings_page,
    "reference/codes.md": reference.code_lists,
    "reference/access.md": reference.access_page,
    "reference/release-states.md": reference.release_states,
    "reference/one-room.md": reference.one_room,
    "reference/matter-states.md": reference.matter_states,
    "reference/legal-rules.md": reference.legal_rules,
}


def stale(docs: Path = DOCS) -> list[str]:
    """The pages that say something else than the house."""
    found = {name: (docs / name).read_text(encoding="utf-8") for name in PAGES if (docs / name).is_file()}
    return [name for name, make in PAGES.items() if found.get(name) != make()]


def write(*names: str, docs: Path = DOCS) -> None:
    """Make these pages anew, or all of them: the same ones, whatever language the terminal speaks."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        made = {name: PAGES[name]() for name in names or PAGES}
    for name, text in made.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
