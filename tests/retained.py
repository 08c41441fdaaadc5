"""What a made-up house wrote down about how long it keeps a case: rows by kind and country, by hand."""

from pathlib import Path

LAW = "A made-up law of a made-up lawyer"
ROWS = f"""
[[rows]]
kind = "court"
country = "CO"
days = 3650
set_by = "law"
source = "{LAW}"

[[rows]]
kind = "court"
country = ""
days = 1000
set_by = "house"
source = ""

[[rows]]
kind = "any"
country = "PE"
days = 365
set_by = "house"
source = ""

[[rows]]
kind = "under_18"
country = "CO"
days = 730
set_by = "house"
source = ""
after_majority_days = 365
"""


def rows_of_a_house(folder: Path) -> str:
    """The file in which it wrote them."""
    path = folder / "retention.toml"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)
