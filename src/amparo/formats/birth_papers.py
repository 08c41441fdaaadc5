"""What to look at for a child's papers, from a few facts. Pure.

What comes out are things to do (list ``birth_hint``), worked out each time a page is opened. It is kept nowhere: that
no country may count a child as its own is a reason to hurry, and never something a child is called.
"""

HOME = "home"  # of the list ``born_where``: where the mother comes from


def hints(
    *, where: str = "", registered: str = "", shown: bool = False, papers: str = "", family: str = ""
) -> tuple[str, ...]:
    """What to look at. Each fact is ``yes``, ``no`` or nothing; what is not known is never taken for a yes.

    ``shown``: does anything show where the child was born? ``papers``: of any country, the child's own. ``family``: of
    the country that somebody of the family comes from.
    """
    if not (registered or papers):
        return ("ask",)
    found = []
    if registered != "yes":
        found += ["register"] if shown else ["register", "proof"]
    if papers != "yes":
        found.append("paper")
        if registered != "yes" and family != "yes" and where != HOME:
            found.append("no_country")
        found.append("consulate")
    return tuple(found)
