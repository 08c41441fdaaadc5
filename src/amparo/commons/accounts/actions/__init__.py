"""Changing who works here, and coming in."""

from amparo.commons.accounts.actions.coming_in import (
    came_half,
    came_in,
    lock_house,
    lose_phone,
    note_shut_key,
    open_key,
    went_out,
)
from amparo.commons.accounts.actions.passphrases import (
    CARE,
    change_at_empty_desk,
    drop_second,
    fresh_passphrase,
    set_password,
    set_second,
)
from amparo.commons.accounts.actions.people import (
    Changed,
    close_account,
    forget_name,
    give_role,
    open_account,
    set_roles,
    take_role,
    vouch,
)
from amparo.commons.accounts.actions.second_step import begin_step, confirm_step, drop_steps, hand_sheet, take_number
from amparo.commons.accounts.actions.teams import change_team, make_team, place_team, remove_team, rename_team
from amparo.commons.policy.policies import SERVER, SETUP

__all__ = [
    "CARE", "SERVER", "SETUP", "Changed", "begin_step", "came_half", "came_in", "change_at_empty_desk",
    "change_team", "close_account", "confirm_step", "drop_second", "drop_steps", "forget_name", "fresh_passphrase",
    "give_role", "hand_sheet", "lock_house", "lose_phone", "make_team", "note_shut_key", "open_account", "open_key",
    "place_team", "remove_team", "rename_team", "set_password", "set_roles", "set_second", "take_number", "take_role",
    "vouch", "went_out",
]  # fmt: skip
