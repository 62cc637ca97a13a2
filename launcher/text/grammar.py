"""What a post's template may say: names, filters, conditions and loops. The rest is refused uncompiled.

Calls, assignments, macros, inclusions and powers are not in the grammar, so a template can neither reach the
machinery behind a value nor grow one without end.
"""

import difflib
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment
from jinja2.visitor import NodeTransformer

from launcher.errors import TemplateProblem

MAX_SOURCE = 64 * 1024
MAX_NODES = 5000
MAX_DEPTH = 60

FILLED, KNOWN, STEPS = "filled!", "known!", "steps!"
"""Filters that no template can spell: they guard every name, and count the steps of every loop."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For,
    nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.List, nodes.Tuple,
    nodes.Filter, nodes.Test, nodes.CondExpr, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
)  # fmt: skip

_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "a call",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Pow: "**",
    nodes.FilterBlock: "a filter block",
    nodes.CallBlock: "a call block",
    nodes.FromImport: "import",
}


def parse(source: str, environment: Environment) -> nodes.Template:
    """The template's tree, checked. Raises TemplateProblem, with the line, for whatever is not in the grammar."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        raise TemplateProblem(f"the template is longer than {MAX_SOURCE // 1024} KiB", fix="shorten it")
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        raise TemplateProblem(f"line {error.lineno}: {error.message}", line=error.lineno) from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise TemplateProblem("the template is nested too deeply, or holds a number too long to read") from error
    _check(tree, environment)
    return tree


def _check(tree: nodes.Template, environment: Environment) -> None:
    for number, (node, depth) in enumerate(_walk(tree)):
        if number > MAX_NODES or depth > MAX_DEPTH:
            raise TemplateProblem("the template is too long or nested too deeply", line=node.lineno, fix="simplify it")
        _check_node(node, environment)


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        stack.extend((child, depth + 1) for child in node.iter_child_nodes())


def _check_node(node: nodes.Node, environment: Environment) -> None:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
        word = _WORDS.get(type(node), type(node).__name__.lower())
        raise _problem(node, f"{word} is not allowed in a template", "use names, filters, if and for")
    if isinstance(node, nodes.Filter):
        _check_listed(node, "filter", node.name, list(environment.filters))
    if isinstance(node, nodes.Test):
        _check_listed(node, "test", node.name, list(environment.tests))
    if _key(node).startswith("_"):
        raise _problem(node, f"{_key(node)} is not a name that a template may use", "remove it")


def _check_listed(node: nodes.Node, kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        spelled = sorted(each for each in known if not each.endswith("!"))
        near = difflib.get_close_matches(name, spelled, n=1)
        fix = f"did you mean {near[0]}?" if near else f"there are {', '.join(spelled)}"
        raise _problem(node, f"there is no {kind} {name}", fix)


def _problem(node: nodes.Node, what: str, fix: str) -> TemplateProblem:
    return TemplateProblem(f"line {node.lineno}: {what}", line=node.lineno, fix=fix)


def _key(node: nodes.Node) -> str:
    """The one name that this node itself spells, or nothing."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return str(node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return ""


def dotted(node: nodes.Node) -> str:
    """The dotted name that `node` spells, such as `youtube.url`; `tags[0]` is `tags`. Empty for anything else."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        parent = dotted(node.node)
        return ".".join(part for part in (parent, _key(node)) if part) if parent else ""
    return ""


def names(node: nodes.Node, bound: frozenset[str] = frozenset({"loop"})) -> Iterator[str]:
    """Every dotted name under `node` that comes from outside the template; `bound` holds the loops' own names."""
    name = dotted(node)
    if name and name.partition(".")[0] not in bound:
        yield name
    if isinstance(node, nodes.For):
        yield from names(node.iter, bound)
        inside = bound | {each.name for each in _targets(node.target)}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from names(child, inside)
        return
    for child in _below(node) if name else node.iter_child_nodes():
        yield from names(child, bound)


def _targets(target: nodes.Node) -> Iterator[nodes.Name]:
    yield from ([target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name))


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    """The subscripts inside a dotted name."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        if isinstance(node, nodes.Getitem):
            yield node.arg
        node = node.node


class Guard(NodeTransformer):
    """Puts a guard before every name: an unknown one stops the rendering, and so does an empty one whose value is used.

    A name that is only asked about, in a condition or before `default`, may be empty.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._guard = FILLED

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - the visitor's own naming
        """Guard a name."""
        return self._guarded(node)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        """Guard a dotted name as a whole."""
        return self._guarded(node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Guard a subscripted name as a whole."""
        return self._guarded(node)

    def visit_If(self, node: nodes.If) -> nodes.Node:  # noqa: N802
        """A condition may ask about what is empty."""
        node.test = self._with(KNOWN, node.test)
        for part in (node.body, node.elif_, node.else_):
            part[:] = [self.visit(each) for each in part]
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:  # noqa: N802
        """As `if`, within an expression."""
        node.test = self._with(KNOWN, node.test)
        node.expr1 = self.visit(node.expr1)
        node.expr2 = self.visit(node.expr2) if node.expr2 else None
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        """Nothing to go through is no fault; every step is counted."""
        node.iter = self._filter(self._with(KNOWN, node.iter), STEPS)
        node.test = self._with(KNOWN, node.test) if node.test else None
        for part in (node.body, node.else_):
            part[:] = [self.visit(each) for each in part]
        return node

    def visit_Or(self, node: nodes.Or) -> nodes.Node:  # noqa: N802
        """The left side of `or` may be empty: that is what the right side is for."""
        node.left = self._with(KNOWN, node.left)
        node.right = self.visit(node.right)
        return node

    visit_And = visit_Or  # noqa: N815

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        """A comparison asks."""
        return self._asks(node, KNOWN)

    def visit_Not(self, node: nodes.Not) -> nodes.Node:  # noqa: N802
        """A negation asks."""
        return self._asks(node, KNOWN)

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        """`is defined` may ask about the unknown, every other test only about what is known."""
        return self._asks(node, "" if node.name in {"defined", "undefined"} else KNOWN)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        """What stands before `default` may be unknown or empty."""
        if node.name not in {"default", "d"}:
            return self.generic_visit(node)
        node.node = self._with("", node.node) if node.node else None
        node.args = [self.visit(each) for each in node.args]
        return node

    def _asks(self, node: nodes.Node, guard: str) -> nodes.Node:
        before, self._guard = self._guard, guard
        try:
            return self.generic_visit(node)
        finally:
            self._guard = before

    def _with(self, guard: str, node: nodes.Node) -> nodes.Expr:
        before, self._guard = self._guard, guard
        try:
            return self.visit(node)  # type: ignore[no-any-return]
        finally:
            self._guard = before

    def _guarded(self, node: nodes.Expr) -> nodes.Node:
        name = dotted(node)
        for part in _chain(node):
            if isinstance(part, nodes.Getitem):
                part.arg = self._with(FILLED, part.arg)
            elif not isinstance(part, nodes.Getattr | nodes.Name):
                return self.generic_visit(node)
        stores = isinstance(node, nodes.Name) and node.ctx != "load"
        return node if stores or not self._guard else self._filter(node, self._guard, name)

    def _filter(self, node: nodes.Expr, filter_name: str, *args: str) -> nodes.Expr:
        constants = [nodes.Const(each, lineno=node.lineno) for each in args]
        made = nodes.Filter(node, filter_name, constants, [], None, None, lineno=node.lineno)
        return made.set_environment(self._environment)  # type: ignore[return-value]


def _chain(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
        yield node
