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


def keep_sheets_aside(data: Path, sheets: list[str]) -> Path:
    """The sheets of the demo, in its folder: a real house has them on paper only, each with another person."""
    path = data / "hojas-de-ejemplo.txt"
    lines = ["Hojas de ejemplo: dos de tres abren. En una casa de verdad van en papel, cada una con otra persona.", ""]
    lines += [f"Hoja {number}:\n{sheet}\n" for number, sheet in enumerate(sheets, 1)]
    path.write_text("\n".join(lines), encoding="utf-8")
    path.chmod(0o600)
    return path
