"""What a phone sends at once: a form and up to a hundred files, in memory only."""

from amparo.commons.policy.uploads import HeldInMemory

ACCEPTED = 10_000_000  # bytes of one request, as phones are told


class FormInMemory(HeldInMemory):
    """The same hand as for letters, with room for more parts."""

    most_parts = 110
    largest_part = largest_together = ACCEPTED + 500_000  # what stands around the files is not theirs
