"""What is handed to a reader outside who has no account: her wraps and the sealed files, none of them opened."""

from amparo.vault.models import ACTIVE, OUTSIDE, Reader, SealedFile, Wrap


def plain_readers() -> list[Reader]:
    """Confirmed readers who keep an age key of their own."""
    return list(Reader.objects.filter(kind=OUTSIDE, state=ACTIVE, user=None).order_by("reference"))


def wraps_of(reader: Reader) -> dict[str, dict[int, bytes]]:
    """Everything that is wrapped to a reader: ring → version → wrap."""
    found: dict[str, dict[int, bytes]] = {}
    for wrap in Wrap.objects.filter(reader=reader).select_related("case_key").order_by("case_key__version"):
        found.setdefault(wrap.case_key.ring, {})[wrap.case_key.version] = bytes(wrap.box)
    return found


def files_of(ring: str) -> dict[str, bytes]:
    """The sealed files of a ring, by their opaque names."""
    rows = SealedFile.objects.filter(ring=ring).order_by("reference").values_list("reference", "box")
    return {reference: bytes(box) for reference, box in rows}
