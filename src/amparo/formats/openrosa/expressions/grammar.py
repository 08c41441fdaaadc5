"""Reading an expression into a tree, and finding out on the way whether it can be worked out.

Operators are put together with a stack (E. W. Dijkstra, 1961), so that only brackets make the tree deep, and of those
there is an end. What is read here never fails later: every function is there, is given as much as it needs, and nodes
where it needs nodes.
"""

from amparo.formats.openrosa.expressions.functions import FUNCTIONS, REFUSED
from amparo.formats.openrosa.expressions.patterns import compiled
from amparo.formats.openrosa.expressions.tokens import BadExpression, Token, tokens
from amparo.formats.openrosa.expressions.trees import Call, Chain, Literal, Negative, Path, Step, Tree, Union

DEEPEST = 100  # brackets inside brackets
RANKS = {
    "or": 0, "and": 1, "=": 2, "!=": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "div": 5, "mod": 5,
}  # fmt: skip
AXES = {"child": "child", "self": "self", "parent": "parent", "descendant": "descendant"}
ENDED = Token("end", "", 0)
OF_CALLS = frozenset({"unknown_function", "wrong_arguments"})
"""What is told before other faults of a call: it is wrong everywhere, not on our page alone."""


def tree_of(expression: str) -> Tree:
    """The tree of an expression, or :class:`BadExpression`."""
    reading = _Reading(tokens(expression))
    found = reading.whole(0)
    reading.expect_end()
    if reading.faults:
        raise min(reading.faults, key=lambda each: each.code not in OF_CALLS)
    return found


class _Reading:
    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.place = 0
        self.faults: list[BadExpression] = []  # of calls: told once all of it could be read

    @property
    def token(self) -> Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else ENDED

    def look(self, text: str, *kinds: str) -> bool:
        """Is this the next sign? If so, step over it."""
        found = self.token.text == text and self.token.kind in (kinds or ("sign",))
        self.place += found
        return found

    def expect(self, text: str) -> None:
        if not self.look(text):
            raise self.fault()

    def expect_end(self) -> None:
        if self.token is not ENDED:
            raise self.fault()

    def fault(self) -> BadExpression:
        if self.token is ENDED:
            return BadExpression("ends_early")
        return BadExpression("bad_syntax", at=str(self.token.at), near=self.token.text[:40])

    def whole(self, depth: int) -> Tree:
        """Operands with operators between them."""
        if depth > DEEPEST:
            raise BadExpression("too_deep")
        operands, waiting = [self.operand(depth)], list[str]()
        while self.token.kind == "operator" and self.token.text in RANKS:
            sign = self.token.text
            self.place += 1
            while waiting and RANKS[waiting[-1]] >= RANKS[sign]:
                _join(operands, waiting.pop())
            waiting.append(sign)
            operands.append(self.operand(depth))
        while waiting:
            _join(operands, waiting.pop())
        return operands[0]

    def operand(self, depth: int) -> Tree:
        """A path, a value or a call; with a minus before it, or several paths together."""
        minus = 0
        while self.look("-", "operator"):
            minus += 1
        parts = [self.path(depth)]
        while self.look("|", "operator"):
            parts.append(self.path(depth))
        found = parts[0]
        if len(parts) > 1:
            if not all(gives_nodes(each) for each in parts):
                raise BadExpression("nodes_needed", name="|")
            found = Union(tuple(parts))
        if minus:
            found = Negative(found)
        return Negative(found) if minus and minus % 2 == 0 else found

    def path(self, depth: int) -> Tree:
        token = self.token
        if token.text in ("/", "//") and token.kind == "sign":
            return Path("root", self.steps(depth, is_first=True))
        if self._starts_step():
            return Path("here", self.steps(depth, is_first=False, begins=True))
        found = self.primary(depth)
        if self.token.text in ("/", "//", "[") and self.token.kind == "sign":
            if not gives_nodes(found):
                raise self.fault()
            conditions = self.conditions(depth)
            more = self.steps(depth, is_first=False) if self.token.text in ("/", "//") else ()
            return Path(found, (Step("self", "", conditions), *more) if conditions else more)
        return found

    def _starts_step(self) -> bool:
        if self.token.text in (".", "..") and self.token.kind == "sign":
            return True
        after = self.tokens[self.place + 1].text if self.place + 1 < len(self.tokens) else ""
        return self.token.kind == "name" and after != "("

    def steps(self, depth: int, *, is_first: bool, begins: bool = False) -> tuple[Step, ...]:
        """``/a/b``: what follows a slash. A path may be nothing but the slash of the root."""
        found = [self.step(depth)] if begins else list[Step]()
        while self.token.text in ("/", "//") and self.token.kind == "sign":
            if self.token.text == "//":
                found.append(Step("descendants"))
            self.place += 1
            if is_first and not found and not self._starts_step():
                return ()
            found.append(self.step(depth))
        return tuple(found)

    def step(self, depth: int) -> Step:
        if not self._starts_step():
            raise self.fault()
        name = self.token.text
        self.place += 1
        if name in (".", ".."):
            return Step("self" if name == "." else "parent", "", self.conditions(depth))
        axis = "child"
        if self.look("::"):
            if name not in AXES:
                raise BadExpression("unknown_axis", name=name[:40])
            axis, name = AXES[name], self.token.text
            if self.token.kind != "name":
                raise self.fault()
            self.place += 1
        return Step(axis, "" if name == "*" else name.rpartition(":")[2], self.conditions(depth))

    def conditions(self, depth: int) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.look("["):
            found.append(self.whole(depth + 1))
            self.expect("]")
        return tuple(found)

    def primary(self, depth: int) -> Tree:
        token = self.token
        self.place += 1
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "quoted":
            return Literal(token.text[1:-1])
        if token.kind == "name":
            return self.call(token.text, depth)
        if token.text == "(" and token.kind == "sign":
            found = self.whole(depth + 1)
            self.expect(")")
            return found
        self.place -= 1
        raise self.fault()

    def call(self, name: str, depth: int) -> Tree:
        self.expect("(")
        given: list[Tree] = []
        if not self.look(")"):
            given.append(self.whole(depth + 1))
            while self.look(","):
                given.append(self.whole(depth + 1))
            self.expect(")")
        try:
            return _checked(name, given)
        except BadExpression as bad:
            self.faults.append(bad)
            return Call(name, tuple(given))


def _join(operands: list[Tree], sign: str) -> None:
    """Put the last two operands together; what goes on with the same rank is one chain."""
    right, left = operands.pop(), operands.pop()
    if not isinstance(left, Chain) or left.rank != RANKS[sign]:
        left = Chain(RANKS[sign], left)
    left.rest.append((sign, right))
    operands.append(left)


def gives_nodes(tree: Tree) -> bool:
    """Does this find nodes, and not just a value? Of a function that is not known, nobody says that it does not."""
    return isinstance(tree, Path | Union) or (
        isinstance(tree, Call) and (tree.name not in FUNCTIONS or FUNCTIONS[tree.name].gives_nodes)
    )


def _checked(name: str, given: list[Tree]) -> Call:
    """A call that will not fail, or :class:`BadExpression`."""
    if name in REFUSED:
        raise BadExpression("refused_function", name=name)
    if name not in FUNCTIONS:
        raise BadExpression("unknown_function", name=name[:40])
    function = FUNCTIONS[name]
    pairs = 0 if function.in_pairs_from is None else len(given) - function.in_pairs_from
    if not function.least <= len(given) <= function.most or pairs % 2:
        raise BadExpression("wrong_arguments", name=name)
    if name == "regex":
        _check_pattern(given[1])
    if name == "jr:choice-name":
        given[1] = _path_inside(given[1])
    if not all(gives_nodes(each) for place, each in enumerate(given) if place in function.nodes):
        raise BadExpression("nodes_needed", name=name)
    return Call(name, tuple(given))


def _check_pattern(tree: Tree) -> None:
    """A pattern stands in the form itself: one that somebody answers could not be checked before."""
    if not isinstance(tree, Literal) or not isinstance(tree.value, str):
        raise BadExpression("pattern_not_written")
    compiled(tree.value)


def _path_inside(tree: Tree) -> Tree:
    """The path that ``jr:choice-name`` is given as a text."""
    if not isinstance(tree, Literal) or not isinstance(tree.value, str):
        raise BadExpression("wrong_arguments", name="jr:choice-name")
    found = tree_of(tree.value)
    if not isinstance(found, Path):
        raise BadExpression("nodes_needed", name="jr:choice-name")
    return found
