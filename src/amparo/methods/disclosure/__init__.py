"""Safe tables: a fixed plan, cells hidden until no attacker can tell, a ledger of everything that was ever published.

There is no function here that lets out rows of persons. See ``docs/methods/safe-tables.md``.
"""

from amparo.methods.disclosure.auditing import Audit, Finding, audit
from amparo.methods.disclosure.counts import Counts, count
from amparo.methods.disclosure.draft import Draft, draft
from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Ledger
from amparo.methods.disclosure.plan import Dimension, Level, Percentage, Plan, Table, coarser, dimension, table
from amparo.methods.disclosure.primary import REASONS
from amparo.methods.disclosure.protecting import Cell, Release, protect

__all__ = [
    "REASONS", "Audit", "Cell", "Counts", "Dimension", "Draft", "Edition", "Figure", "Finding", "Hidden", "Ledger", "Level",
    "Percentage", "Plan", "Release", "Table", "audit", "coarser", "count", "dimension", "draft", "protect", "table",
]  # fmt: skip
