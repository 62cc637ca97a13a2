"""Post templates: Jinja2, sandboxed, strict and bounded.

A name that is unknown or still empty stops the rendering: a post whose URL is not there yet is never sent.
The grammar is small (launcher.text.grammar), the filters are listed here, and every loop, filter and output
is counted against a budget, so that no template runs for long or grows large.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, pass_context, runtime
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS

from launcher.errors import TemplateProblem
from launcher.text import grammar, human

__all__ = ["TemplateProblem", "names", "render", "syntax"]

MAX_OUTPUT = 256 * 1024
MAX_STEPS = 10_000
MAX_WORK = 4 * 1024 * 1024
MAX_NUMBER = 10**18
_PLAIN = 4096
"""Characters of a text without any template in it that is taken as it is."""

_TRAILING = re.compile(r"[^\S\n]+(?=\n)")
_TESTS = ("defined", "undefined", "none", "even", "odd", "divisibleby", "eq", "ne", "lt", "le", "gt", "ge", "in")
_ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%"})


def render(template: str, context: Mapping[str, Any]) -> str:
    """The text, with spaces at line ends and blank lines at the end cut.

    `context` holds plain data: text, numbers, aware datetimes, and mappings or lists of them. Raises
    TemplateProblem, with its `name`, for a name that is unknown or whose value is None or empty, and for whatever
    else keeps the template from being rendered.
    """
    if "{" not in template and len(template) <= _PLAIN:  # compiling one takes longer than all the rest of a post
        return _trimmed(template)
    environment = _Environment(_Budget())
    tree = grammar.Guard(environment).visit(grammar.parse(template, environment))
    try:
        pieces = environment.from_string(tree).generate(context)
        return _trimmed("".join(_bounded(pieces)))
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise TemplateProblem(f"the template cannot be rendered: {error}") from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise TemplateProblem("the template is nested too deeply") from error


def names(template: str) -> frozenset[str]:
    """The dotted names that the template takes from outside, such as `youtube.url`. Raises as `syntax`."""
    return frozenset(grammar.names(grammar.parse(template, _Environment(_Budget()))))


def syntax(template: str) -> None:
    """Check without rendering. Raises TemplateProblem with the `line` at fault."""
    environment = _Environment(_Budget())
    tree = grammar.Guard(environment).visit(grammar.parse(template, environment))
    try:
        environment.compile(tree)
    except (TemplateError, SyntaxError, RecursionError, MemoryError) as error:
        raise TemplateProblem(f"the template cannot be read: {error}", line=getattr(error, "lineno", 0) or 0) from error


def _bounded(pieces: Iterable[str]) -> Iterator[str]:
    left = MAX_OUTPUT
    for piece in pieces:
        left -= len(piece.encode("utf-8", "surrogatepass"))
        if left < 0:
            raise TemplateProblem(f"the text grows beyond {MAX_OUTPUT // 1024} KiB", fix="shorten the template")
        yield piece


def _trimmed(text: str) -> str:
    return _TRAILING.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


class _Missing(StrictUndefined):
    """A name that is not there; what is asked of it is not there either, so that the whole name is told."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Missing(name=f"{self._undefined_name}.{name}")

    def __getitem__(self, key: Any) -> Any:
        return _Missing(name=f"{self._undefined_name}.{key}")


class _Budget:
    """What one rendering may use up."""

    def __init__(self) -> None:
        self._steps = MAX_STEPS
        self._work = MAX_WORK

    def filled(self, value: Any, name: str) -> Any:
        """`value`, where the name is known and something stands there."""
        self.known(value, name)
        empty = value is None or (isinstance(value, str) and not value.strip())
        if empty or (isinstance(value, list | tuple | Mapping) and not value):
            raise TemplateProblem(f"{name} is still empty", name=name, fix=f"wait until {name} is there, or fill it in")
        return value

    def known(self, value: Any, name: str) -> Any:
        """`value`, where the name is known."""
        if isinstance(value, Undefined):
            raise TemplateProblem(f"{name} is not known here", name=name, fix="check the spelling")
        self.spend(value)
        return value

    def steps(self, values: Any) -> Iterator[Any]:
        """`values` one by one, as long as the budget lasts."""
        for value in values or ():
            self._steps -= 1
            if self._steps < 0:
                raise TemplateProblem(f"the template's loops take more than {MAX_STEPS:,} steps", fix="shorten them")
            yield value

    def spend(self, *values: Any) -> None:
        """Count the work of handling `values`."""
        self._work -= sum(16 + (len(value) if isinstance(value, str | list | tuple) else 0) for value in values)
        if self._work < 0:
            raise TemplateProblem("the template takes too much work", fix="simplify it")


class _Environment(ImmutableSandboxedEnvironment):
    """Nothing but the listed filters and tests; arithmetic on numbers alone."""

    intercepted_binops = _ARITHMETIC

    def __init__(self, budget: _Budget) -> None:
        super().__init__(
            undefined=_Missing, autoescape=False, loader=None, trim_blocks=True, lstrip_blocks=True, finalize=_shown
        )
        self.globals = {}
        self.tests = {name: TESTS[name] for name in _TESTS}
        self.filters = {name: _counted(budget, function) for name, function in _FILTERS.items()}
        self.filters |= {"ago": _ago, "default": _default, "d": _default}
        self.filters |= {grammar.FILLED: budget.filled, grammar.KNOWN: budget.known, grammar.STEPS: budget.steps}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A mapping's dotted names are its keys, never its methods."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else _Missing(name=attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, on numbers of reasonable size."""
        for value in (left, right):
            if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
                raise TemplateProblem(f"{operator} wants numbers", fix="put texts together with ~")
            if abs(float(value)) > MAX_NUMBER:
                raise TemplateProblem(f"{operator} wants numbers below {MAX_NUMBER:,}")
        return super().call_binop(context, operator, left, right)


def _shown(value: Any) -> Any:
    """What may stand in a text. Raises TemplateProblem for a list, a date, a truth value or nothing at all."""
    if isinstance(value, Undefined):
        raise TemplateProblem(f"{value._undefined_name} is not known here", name=str(value._undefined_name))
    if isinstance(value, timedelta):
        return human.words(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        kind = "nothing" if value is None else f"a {type(value).__name__}"
        raise TemplateProblem(f"{kind} cannot stand in a text", fix="use a filter: join, ago, duration or default")
    return value


def _counted(budget: _Budget, function: Any) -> Any:
    def filtered(value: Any, *args: Any, **named: Any) -> Any:
        budget.spend(value, *args)
        return function(value, *args, **named)

    return filtered


def _number(value: Any, word: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TemplateProblem(f"{word} wants a number, not {value!r:.60}")
    return value


def _length_of_time(value: Any, word: str) -> timedelta | float:
    if isinstance(value, timedelta):
        return value
    return float(_number(value, word))


def _text(value: Any, word: str) -> str:
    if not isinstance(value, str):
        raise TemplateProblem(f"{word} wants a text, not {value!r:.60}")
    return value


def _joined(values: Any, separator: str = "") -> str:
    parts = [str(_shown(each)) for each in values]
    if sum(map(len, parts)) + len(parts) * len(separator) > MAX_OUTPUT:
        raise TemplateProblem(f"join makes more than {MAX_OUTPUT // 1024} KiB")
    return _text(separator, "join").join(parts)


def _replaced(value: Any, old: str, new: str) -> str:
    text, gone, come = (_text(each, "replace") for each in (value, old, new))
    if len(text) + (len(text) + 1 if not gone else text.count(gone)) * len(come) > MAX_OUTPUT:
        raise TemplateProblem(f"replace makes more than {MAX_OUTPUT // 1024} KiB")
    return text.replace(gone, come)


def _rounded(value: Any, digits: int = 0) -> Any:
    return round(_number(value, "round"), max(-18, min(18, digits))) if digits else round(_number(value, "round"))


def _default(value: Any, otherwise: Any = "") -> Any:
    return otherwise if isinstance(value, Undefined) or value is None or value == "" else value


@pass_context
def _ago(context: runtime.Context, value: Any) -> str:
    """`3 hours ago`, of a length of time, or of an instant where the context has `now`."""
    if not isinstance(value, datetime):
        return human.ago(_length_of_time(value, "ago"))
    now = context.get("now")
    if not isinstance(now, datetime):
        raise TemplateProblem("ago needs to know the time", name="now")
    return human.ago(now - value)


_FILTERS: Mapping[str, Any] = {
    "compact": lambda value: human.compact(_number(value, "compact")),
    "number": lambda value: human.number(_number(value, "number")),
    "ordinal": lambda value: human.ordinal(int(_number(value, "ordinal"))),
    "duration": lambda value: human.words(_length_of_time(value, "duration")),
    "round": _rounded,
    "join": _joined,
    "replace": _replaced,
    "upper": lambda value: _text(value, "upper").upper(),
    "lower": lambda value: _text(value, "lower").lower(),
    "title": lambda value: _text(value, "title").title(),
    "capitalize": lambda value: _text(value, "capitalize").capitalize(),
    "trim": lambda value: _text(value, "trim").strip(),
    "first": lambda value: value[0],
    "last": lambda value: value[-1],
    "length": len,
}
