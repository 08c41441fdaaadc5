"""What the tests of the words of a house share: a file of such words, made up."""

from pathlib import Path

OWN = """
hidden = ["non_binary", "house_old"]

[[genders]]
code = "house_example"
es = "Palabra de ejemplo"
pt = "Palavra de exemplo"
en = "Example word"

[[genders]]
code = "house_old"
es = "Palabra vieja"
pt = "Palavra velha"
en = "Old word"
"""


def a_file(folder: Path, text: str = OWN) -> str:
    """A file of the house with these words."""
    path = folder / f"genders-{abs(hash(text))}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)
