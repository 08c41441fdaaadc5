"""Paths of a form: where a reference points, written without positions, conditions and prefixes."""

LONGEST_REFERENCE = 4000


def resolved(reference: str, *, at: str) -> str:
    """The absolute path that a reference means where it stands, or an empty text where it is no plain path.

    Parameters
    ----------
    reference : as a control or a bind writes it: ``/data/a``, ``b``, ``../b``, ``current()/../b``, ``/data/g[1]/b``
    at : the absolute path from which a relative one starts
    """
    if not reference or len(reference) > LONGEST_REFERENCE:
        return ""
    plain, _conditions = without_conditions(reference)
    plain = plain.strip().removeprefix("current()/")
    steps = [] if plain.startswith("/") else at.strip("/").split("/")
    for step in plain.strip("/").split("/"):
        name = step.strip()
        if name == "..":
            steps = steps[:-1]
        elif name and not set(name) & set("@()'\"*|,=<> "):
            steps += [] if name == "." else [name.rpartition(":")[2]]
        else:
            return ""
    return "/" + "/".join(steps)


def without_conditions(expression: str) -> tuple[str, list[str]]:
    """A path without what stands in its square brackets, and what stood there; a bracket in quotes is a letter."""
    if "[" not in expression:
        return expression, []
    outside: list[str] = []
    conditions: list[str] = []
    depth, quote, since = 0, "", 0
    for place, letter in enumerate(expression):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "[":
            if not depth:
                outside.append(expression[since:place])
                since = place + 1
            depth += 1
        elif letter == "]" and depth:
            depth -= 1
            if not depth:
                conditions.append(expression[since:place].strip())
                since = place + 1
    if not depth:
        outside.append(expression[since:])
    return "".join(outside), conditions
