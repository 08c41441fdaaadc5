"""What is done at the release door."""

from amparo.doors.release.actions.asking import Asked, ask, protect, withdraw
from amparo.doors.release.actions.letting_out import let_out
from amparo.doors.release.actions.saying import begin_again, refuse, reword, say_words_are_right, say_yes, take_down
from amparo.doors.release.actions.waiting import count_again, let_out_or_wait, protect_or_wait

__all__ = [
    "Asked", "ask", "begin_again", "count_again", "let_out", "let_out_or_wait", "protect", "protect_or_wait", "refuse",
    "reword", "say_words_are_right", "say_yes", "take_down", "withdraw",
]  # fmt: skip
