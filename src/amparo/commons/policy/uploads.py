"""Files that are sent to the house: held in memory, bounded, and never written to a disk.

A file that lies in a temporary folder in clear outlives the request, and nothing can take it back from there. So this
is the only way in. What is too large is not kept: the rest is read past, so that the page can still answer with a
sentence and with the text she wrote. Where the line was cut in the middle of a file, Django would go on with what
arrived and say nothing; here it is marked, and the page says that nothing was sent.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_PARTS = 6  # three files; a letter that was sealed on her phone brings three more: wraps, facts, message
LARGEST_PART = 10_500_000  # bytes: a file of 10,000,000, filled up and sealed
LARGEST_TOGETHER = 12_000_000
TOO_LARGE, TOO_MANY, CUT = "amparo.too_large", "amparo.too_many", "amparo.cut"  # in request.META


class HeldInMemory(FileUploadHandler):
    """One for each request; it takes every file that comes with it, or none."""

    chunk_size = 64 * 1024
    most_parts, largest_part, largest_together = MOST_PARTS, LARGEST_PART, LARGEST_TOGETHER

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.parts = self.together = 0
        self.pieces: list[bytes] = []
        self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.pieces, self.size = [], 0
        self.parts += 1
        if self.parts > self.most_parts:
            self.mark(TOO_MANY)
            self.refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece of it."""
        self.size += len(raw_data)
        self.together += len(raw_data)
        if self.size > self.largest_part or self.together > self.largest_together:
            self.refuse()
        self.pieces.append(bytes(raw_data))
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """It is whole."""
        whole = BytesIO(b"".join(self.pieces))
        self.pieces = []
        return InMemoryUploadedFile(
            whole, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        """The line was cut in the middle of it."""
        self.pieces = []
        self.mark(CUT)

    def refuse(self) -> None:
        """Too much: forget what came, and read past the rest so that an answer can be given."""
        self.pieces = []
        self.mark(TOO_LARGE)
        raise StopUpload(connection_reset=False)

    def mark(self, what: str) -> None:
        """Tell the page."""
        if self.request is not None:
            self.request.META[what] = True
