"""Whether a phone can open a form: what every program of ODK refuses when it reads one.

Said is only what is wrong everywhere. What phones know and our page does not, is told by ``openrosa.filling``.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.openrosa.expressions import BadExpression, parse
from amparo.formats.openrosa.expressions.functions import FUNCTIONS, OF_SOME_PHONES, REFUSED
from amparo.formats.openrosa.filling.blank import written_in
from amparo.formats.openrosa.filling.inside import Inside, read_inside
from amparo.formats.openrosa.filling.placed import placed_in
from amparo.formats.openrosa.forms import Form, Question

RULES = frozenset(
    {"ends_early", "not_understood", "misspelt_function", "unknown_function", "wrong_arguments", "goes_round"}
)
"""What is found here: codes of the list ``form_rule``."""

KNOWN = (*FUNCTIONS, *REFUSED)
GOES_ON, OF_ITSELF = ("relevant", "calculate"), ("readonly", "required")
"""The rules by which a circle goes round, and those that look at no other rule, but may not look at their own place."""

LIKE = 0.75  # how much alike two names are where one was meant by the other; 1 is the same
MOST_SHOWN = 5  # places of a circle that are named


def look(form: Form, xform: bytes) -> Iterator[Finding]:
    """Each expression that no phone understands, and each circle, at the first question of it."""
    inside = read_inside(xform, form)
    written = dict(written_in(form, inside))
    for path, expression in _expressions(form, inside, written):
        yield from broken(path, expression)
    for circle in circles(written, form):
        names = [each.rpartition("/")[2] for each in circle]
        shown = [*names[:MOST_SHOWN], *(["…"] if len(names) > MOST_SHOWN else []), names[0]]
        yield found("goes_round", circle[0], found=" → ".join(shown))


def _expressions(form: Form, inside: Inside, written: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Every expression of a form, with the path of its question."""
    for path, rules in written.items():
        yield from ((path, each) for each in rules.values())
    yield from ((each.path, each.value) for each in inside.actions if each.element == "setvalue")
    at: dict[str, str] = {}
    for question in form.questions:
        at |= {value: question.path for value in _put_in(question) if value not in at}
    yield from ((at.get(each, f"/{form.root}"), each) for each in inside.outputs)


def _put_in(question: Question) -> set[str]:
    """What stands in the words of a question."""
    texts = [question.labels, question.hints, question.constraint_messages, question.required_messages]
    return {each for said in (*texts, *(choice.labels for choice in question.choices)) for each in placed_in(said)}


def broken(path: str, expression: str) -> Iterator[Finding]:
    """What is wrong with an expression wherever it is opened; nothing where it is empty."""
    try:
        parse(expression.strip() or "''")
    except BadExpression as bad:
        match bad.code:
            case "ends_early":
                yield found("ends_early", path, found=expression.strip())
            case "bad_syntax" if not is_of_some_phones(bad.facts["near"]):
                yield found("not_understood", path, found=expression.strip(), near=bad.facts["near"])
            case "unknown_function" if bad.facts["name"] not in OF_SOME_PHONES:
                name = bad.facts["name"]
                near = get_close_matches(name, KNOWN, 1, LIKE)
                yield found("misspelt_function" if near else "unknown_function", path, found=name, near="".join(near))
            case "wrong_arguments" if bad.facts["name"] != "indexed-repeat":  # of which phones take more than our page
                yield found("wrong_arguments", path, found=bad.facts["name"])


def is_of_some_phones(near: str) -> bool:
    """Does what is not understood begin with something that XPath has, and only our page does not read?"""
    return near.startswith("@") or near in OF_SOME_PHONES


def circles(written: Mapping[str, Mapping[str, str]], form: Form) -> list[tuple[str, ...]]:
    """The circles of a form as the paths of them, each beginning with its first question in the order of the form.

    A place hangs on the groups around it, and on what its conditions and its calculation look at. Followed is only
    what surely means one place: with a condition on the way it may be the one of the row before.
    """
    order = [*(each.path for each in form.questions), *(each.path for each in form.groups)]
    needs = {path: [*_around(path), *_plain(written[path], path, GOES_ON)] for path in order}
    selves = [path for path in order if path in needs[path] or path in _plain(written[path], path, OF_ITSELF)]
    place = {path: number for number, path in enumerate(order)}
    every: list[tuple[str, ...]] = [(path,) for path in selves]
    for circle in _round(order, needs):
        first = circle.index(min(circle, key=place.__getitem__))
        if not set(circle) & set(selves):
            every.append((*circle[first:], *circle[:first]))
    return every


def _around(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:length]) for length in range(3, len(steps))]


def _plain(rules: Mapping[str, str], path: str, names: tuple[str, ...]) -> list[str]:
    """The places that these rules of a place look at."""
    seen: set[str] = set()
    for text in (rules.get(name, "").strip() for name in names):
        try:
            seen |= parse(text).reads(path).plain if text else set()
        except BadExpression:
            continue
    return sorted(seen)


def _round(order: list[str], needs: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    """Circles of more than one place, one for each place at which a way comes back to itself. No call goes deep."""
    done: dict[str, bool] = {}  # False while it is on the way
    closed: dict[str, tuple[str, ...]] = {}
    for start in order:
        way: list[tuple[str, Iterator[str]]] = [] if start in done else [(start, iter(needs[start]))]
        done.setdefault(start, False)
        while way:
            path, rest = way[-1]
            need = next(rest, None)
            if need is None:
                done[path] = True
                way.pop()
            elif need not in done and need in needs:
                done[need] = False
                way.append((need, iter(needs[need])))
            elif done.get(need) is False and need != path and need not in closed:
                names = [each for each, _rest in way]
                closed[need] = tuple(names[names.index(need) :])
    return list(closed.values())
