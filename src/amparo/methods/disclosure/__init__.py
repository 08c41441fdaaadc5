"""Safe tables: a fixed plan, cells hidden until no attacker can tell, a ledger of everything that was ever published.

There is no function here that lets out rows of persons. See ``docs/methods/safe-tables.md``.
"""

from amparo.methods.disclosure.auditing import Audit, Finding, audit
from amparo.methods.disclosure.cell_keys import (
    CellKeyTable,
    Noise,
    RecordKeys,
    cell_key_table,
    noise_table,
    record_keys,
)
from amparo.methods.disclosure.coarser import coarser
from amparo.methods.disclosure.counts import Counts, count
from amparo.methods.disclosure.draft import Draft, draft
from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Ledger, as_text, from_text
from amparo.methods.disclosure.outside import as_published
from amparo.methods.disclosure.plan import Dimension, Level, Percentage, Plan, Table, dimension, table
from amparo.methods.disclosure.primary import REASONS
from amparo.methods.disclosure.protecting import Cell, Release, protect
from amparo.methods.disclosure.samples import Group, SampleRelease, Shown, release_sample
from amparo.methods.disclosure.unit_audit import Unit
from amparo.methods.disclosure.units import Choice, choose_unit

__all__ = [
    "REASONS", "Audit", "Cell", "CellKeyTable", "Choice", "Counts", "Dimension", "Draft", "Edition", "Figure",
    "Finding", "Group", "Hidden", "Ledger", "Level", "Noise", "Percentage", "Plan", "RecordKeys", "Release",
    "SampleRelease", "Shown", "Table", "Unit", "as_published", "as_text", "audit", "cell_key_table", "choose_unit",
    "coarser", "count", "dimension", "draft", "from_text", "noise_table", "protect", "record_keys",
    "release_sample", "table",
]  # fmt: skip
