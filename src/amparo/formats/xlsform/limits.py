"""How much of a spreadsheet is taken, and what making a form of it may cost."""

LARGEST = 5_000_000
"""Bytes of the file, as it comes."""

INSIDE = 40_000_000
"""Bytes of all that is packed in it, as its own list of contents says; nobody unpacks more than that."""

PARTS = 1_000
"""Files packed in it: a workbook with pictures has some dozens."""

SECONDS = 20.0
"""How long one sheet may take."""

MEMORY = 500_000_000
"""Bytes of addresses the child may have, its libraries included: pyxform and Python take 170 million of them."""

ANSWER = 20_000_000
"""Bytes of what comes back."""

AT_ONCE = 1
"""Children of one server process at the same time: a form is made seldom, and a page can wait."""

LONGEST_FACT = 300
"""Letters of a fact in a sentence: more of a strange file than that is shown to nobody."""

WANTED = 100_000
"""Bytes of what is said to the child before the sheet: its kind, the id, and the pages that are put before."""
