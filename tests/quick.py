"""The hasher of the house with the smallest Argon2id there is: every test goes the real way, and quickly."""

from amparo.commons.accounts.hashers import Amparo1


class QuickHasher(Amparo1):
    """One pass over eight KiB."""

    passes, memory = 1, 8


class CountingHasher(QuickHasher):
    """Counts its derivations; whoever counts clears the list first."""

    runs: list[str] = []

    def derive(self, password: str, salt: str) -> tuple[bytes, bytes]:
        self.runs.append(salt)
        return super().derive(password, salt)


class BrokenHasher(QuickHasher):
    """Breaks at every passphrase."""

    def derive(self, password: str, salt: str) -> tuple[bytes, bytes]:
        raise RuntimeError("it broke on purpose")
