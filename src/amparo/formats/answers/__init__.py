"""What becomes of the answers of a questionnaire: what can be said, what is proposed, what is wrong, what changed.

Pure. ``formats.coding`` says how a mapping is written and what it does with a filled form; this is for whoever writes
one, and for whoever reads it before she signs.
"""

from amparo.formats.answers.carrying import carried
from amparo.formats.answers.changes import Change, changes
from amparo.formats.answers.conditions import in_words
from amparo.formats.answers.faults import Fault, faults
from amparo.formats.answers.levels import Level, levels
from amparo.formats.answers.proposal import names_no_help, needs_of, proposed
from amparo.formats.answers.texts import text_in
from amparo.formats.answers.ways import Way, has_rule, way_of, ways

__all__ = [
    "Change", "Fault", "Level", "Way", "carried", "changes", "faults", "has_rule", "in_words", "levels",
    "names_no_help", "needs_of", "proposed", "text_in", "way_of", "ways",
]  # fmt: skip
