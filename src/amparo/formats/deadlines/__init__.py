"""Deadlines of the law: rules that are dated data, counting, and the words for it. Pure.

``rules`` reads ``content/legal/rules``, ``triggers`` what a deadline is counted from, ``calendars`` the days on which
nobody works, ``counting`` gives two dates, ``doubts`` what to say with them, and ``words`` says it. No rule is in the
code: a number that changes is a change of a file, with a source and a day.
"""
