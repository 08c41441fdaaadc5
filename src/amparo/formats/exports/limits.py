"""How much of an export is taken. A study that is larger comes in more files."""

LARGEST = 50_000_000
"""Bytes of the file, as it comes."""

INSIDE = 250_000_000
"""Bytes of all that is packed in a zip, as its own list of contents says; nobody unpacks more than that."""

PARTS = 20_000
"""Files in a zip: a folder of filled forms has two or three for each."""

ROWS = 100_000
"""Rows of all its tables together."""

COLUMNS = 5_000
"""Columns of one table: a question with many choices has one for each of them."""

TEXTS = 60_000_000
"""Bytes of the texts that a workbook keeps apart from its sheets; they are held in memory."""

BESIDE = 60_000_000
"""Bytes of the rows that are told again (visits, children), which are held in memory until their answer comes."""

LONGEST_ROW = 2_000_000
"""Letters of one row of a table, or of one text of a workbook: more is not held to see how it ends."""

LONGEST_FORM = 900_000
"""Letters of all the answers of one row: a filled form holds no more."""

LONGEST_NAME = 120
"""Letters of a strange name in a sentence."""
