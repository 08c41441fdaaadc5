"""What a file is called that leaves the house: nothing that tells."""

import re


def file_name(word: str, reference: str, ending: str) -> str:
    """A name that says nothing: ``escrito-3f2a.docx``. ``reference`` is one that chance made."""
    mark = re.sub(r"[^0-9a-f]", "", reference.lower())[:4]
    if len(mark) < 4 or not re.fullmatch(r"[a-z]{1,12}", word) or ending not in ("docx", "pdf", "html"):
        raise ValueError("A neutral file name has a word of ours, four signs of chance, and an ending.")
    return f"{word}-{mark}.{ending}"
