"""Telling the house file of the demo where the house is, so that "near" means near the made-up town."""

from pathlib import Path

SETTING = "AMPARO_PLACE"


def remember_place(data: Path, code: str) -> bool:
    """Add the place to the house file, once; the server reads that file when it starts."""
    path = data / "house.env"
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if any(line.startswith(f"{SETTING}=") for line in text.splitlines()):
        return False
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{'' if text.endswith(chr(10)) else chr(10)}{SETTING}={code}\n")
    return True
