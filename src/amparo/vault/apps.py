"""The first room: what is sealed. It can always seal; it opens only inside an unlocked session."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "amparo.vault"

    def ready(self) -> None:
        from amparo.commons.accounts import backends
        from amparo.vault.actions.staff import StaffKeys

        backends.keeper = StaffKeys()
