"""How much is taken: said on the page before she chooses a file or begins to speak."""

LARGEST = 10_000_000
"""Bytes of one file, as it comes."""

MOST_FILES = 3
"""Files of one message."""

LONGEST_VOICE = 180
"""Seconds of one voice note."""

GRACE = 2
"""Seconds more that are still taken: a recorder that stops at three minutes writes a little past them."""

MOST_PIXELS = {"jpeg": 65_000_000, "png": 40_000_000, "gif": 40_000_000, "webp": 20_000_000}
"""Pixels of one photo, read from its head before anything is decoded.

A JPEG may have more: it is made smaller while it is decoded, and cheap phones of today write 50 million. A WebP may
have fewer: its decoder holds every pixel three times.
"""

LONG_SIDE = 2_000
"""Pixels of the longer side of a photo that comes out."""

MEMORY = 700_000_000
"""Bytes of addresses the child may have, its libraries included: a small house has one or two gigabytes in all."""

AT_ONCE = 2
"""Children of one server process at the same time."""
