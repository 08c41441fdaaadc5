"""When a question is asked, in words; or nothing, where the condition is more than a few plain comparisons."""

from amparo.formats.answers.texts import filled, short, text_in
from amparo.formats.codes import label
from amparo.formats.form_lint.xpath import Tree, read
from amparo.formats.openrosa.forms import Form, Question

MOST = 4  # comparisons that a person reads in one sentence
OPPOSITE = {"is": "is_not", "marked": "not_marked", "answered": "empty", "empty": "answered"}

type Part = tuple[str, str, str]  # what is compared, at which path, with what


def in_words(form: Form, expression: str, here: str, language: str) -> str:
    """The condition as a person reads it, in this language; "" where it is empty or too much for a sentence."""
    if not expression.strip():
        return ""
    joined = _joined(read(expression, here))
    known = {each.path: each for each in form.questions}
    if joined is None or len(joined[1]) > MOST or not all(path in known for _what, path, _with in joined[1]):
        return ""
    joiner, parts = joined
    said = [_said(known[path], what, other, language) for what, path, other in parts]
    return f" {label('condition_words', joiner, language)} ".join(said)


def _said(question: Question, what: str, other: str, language: str) -> str:
    """One comparison."""
    choice = next((each for each in question.choices if each.name == other), None)
    facts = {
        "question": short(text_in(question.labels, language) or question.name),
        "answer": short(text_in(choice.labels, language)) if choice else other,
    }
    return filled(label("condition_words", what, language), facts)


def _joined(tree: Tree) -> tuple[str, list[Part]] | None:
    """Comparisons that are joined by one word all along."""
    if tree[0] in ("and", "or"):
        sides = [_joined(side) for side in tree[1:]]
        parts: list[Part] = []
        for side in sides:
            if side is None or (len(side[1]) > 1 and side[0] != tree[0]):
                return None
            parts += side[1]
        return tree[0], parts
    one = _one(tree)
    return None if one is None else ("and", [one])


def _one(tree: Tree) -> Part | None:
    """One comparison of an answer."""
    if tree[0] == "call" and tree[1] == "selected" and _is_answer(tree[2]):
        return "marked", tree[2][0][1], tree[2][1][1]
    if tree[0] == "call" and tree[1] == "not" and len(tree[2]) == 1:
        inner = _one(tree[2][0])
        return None if inner is None or inner[0] not in OPPOSITE else (OPPOSITE[inner[0]], *inner[1:])
    if tree[0] in ("=", "!=") and _is_answer(tree[1:]):
        what = ("empty" if tree[0] == "=" else "answered") if not tree[2][1] else "is" if tree[0] == "=" else "is_not"
        return what, tree[1][1], tree[2][1]
    if tree[0] in ("<", "<=", ">", ">=") and len(tree) == 3 and (tree[1][0], tree[2][0]) == ("path", "number"):
        return {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}[tree[0]], tree[1][1], f"{tree[2][1]:g}"
    return None


def _is_answer(pair: tuple[Tree, ...]) -> bool:
    return len(pair) == 2 and pair[0][0] == "path" and pair[1][0] == "text"
