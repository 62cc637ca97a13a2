"""YAML 1.2 into plain values that remember their lines.

Only the core schema's plain types exist here: null, true, false, integers, floats, text, sequences, mappings.
`NO`, `21:00` and `2026-12-07` are text, as the writer sees them. Duplicate keys, tags, merge keys, and files
that are large, deep or full of aliases are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from launcher.errors import LauncherError, ManifestError, Problem

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 24
MOST_NODES = 50_000
MOST_ALIASES = 100

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]{1,40}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""What no manifest says: control characters, overrides of the direction of writing, halves of a character."""

_PLAIN = (None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


@dataclass(kw_only=True, eq=False)
class Node:
    """A value and where it begins (line and column from 1). `keys` is where each key of a mapping begins."""

    line: int
    column: int
    value: Any = None
    items: list["Node"] = field(default_factory=list)
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    kind: str = "scalar"

    def plain(self) -> Any:
        """The value in Python's own types."""
        if self.kind == "mapping":
            return {key: node.plain() for key, node in self.entries.items()}
        if self.kind == "sequence":
            return [node.plain() for node in self.items]
        return self.value

    def size(self) -> int:
        """How many values this is, aliases written out; stops counting a little above the cap."""
        total = 1
        for child in [*self.items, *self.entries.values()]:
            total += child.size()
            if total > MOST_NODES:
                break
        return total


class NotPlain(LauncherError):
    """The text is not YAML of the plain kind; `line` and `column` count from 1."""

    def __init__(self, what: str, fix: str, line: int = 0, column: int = 0) -> None:
        super().__init__(what, fix=fix)
        self.line, self.column = line, column


def read(data: bytes, file: str) -> Node:
    """The manifest's tree. Raises ManifestError, naming line and column, where it is not YAML of the plain kind."""
    try:
        return _checked(Tree().build(_events(_decoded(data))))
    except NotPlain as refused:
        told = Problem(where="manifest", what=refused.message, fix=refused.fix, hides=True)
        raise ManifestError([replace(told, file=file, line=refused.line, column=refused.column)]) from None


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise NotPlain(
            f"the file has {len(data):,} bytes; a manifest has at most {MOST_BYTES:,}",
            "put long texts in files of their own",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise NotPlain(f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8", line, column) from None
    if not text.strip():
        raise NotPlain("the file is empty", "launcher init writes one to begin with")
    return text


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        unclosed = "could not find expected ':'" in str(error.problem)
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        raise _syntax(text, str(error.problem or error.context), mark.line + 1, mark.column + 1) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        raise NotPlain("a control character, which YAML does not allow", "delete it", line, column) from None


def _syntax(text: str, problem: str, line: int, column: int) -> NotPlain:
    lines = text.splitlines()
    for number in (line, line - 1):
        if 0 < number <= len(lines) and re.match(r" *\t", lines[number - 1]):
            tab = lines[number - 1].index("\t") + 1
            return NotPlain("a tab indents this line, which YAML does not allow", "indent with spaces", number, tab)
    return NotPlain(
        f"not YAML: {problem}", "mind indentation, the colons, and quotes around text with : or #", line, column
    )


def _checked(root: Node) -> Node:
    if root.kind != "mapping":
        raise NotPlain("the manifest is not a mapping", "begin with launch:, film: and hosts:", root.line, root.column)
    if root.size() > MOST_NODES:
        raise NotPlain(f"more than {MOST_NODES:,} values once aliases are written out", "use fewer aliases")
    return root


class Tree:
    """Builds one document's nodes from the parser's events, without recursion."""

    def __init__(self) -> None:
        self.open: list[tuple[Node, str | None]] = []
        self.anchors: dict[str, Node] = {}
        self.aliases = 0
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node:
        """The document's root. Raises NotPlain."""
        for event in events:
            self._take(event, type(event).__name__.removesuffix("Event"))
        if self.root is None:
            raise NotPlain("the file is empty", "launcher init writes one to begin with")
        return self.root

    def _take(self, event: Any, kind: str) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if kind == "DocumentStart" and self.root is not None:
            raise NotPlain("a second document begins here", "keep one manifest a file", line, column)
        if kind in ("MappingEnd", "SequenceEnd"):
            self._close()
        elif kind == "Alias":
            self._alias(event.anchor, line, column)
        elif kind in ("Scalar", "MappingStart", "SequenceStart"):
            self._value(event, kind, line, column)

    def _value(self, event: Any, kind: str, line: int, column: int) -> None:
        if event.tag not in _PLAIN:
            raise NotPlain(f"the tag {event.tag} is not allowed", "write the plain value", line, column)
        node = Node(line=line, column=column)
        if kind == "Scalar":
            _refuse_control(event.value, line, column)
            node.value = scalar(event.value) if event.implicit[0] else event.value
        else:
            node.kind = kind.removesuffix("Start").lower()
        if event.anchor:
            self.anchors[event.anchor] = node
        self._place(node, event.value if kind == "Scalar" else None)
        if kind != "Scalar":
            self._push(node)

    def _push(self, node: Node) -> None:
        if len(self.open) >= MOST_DEPTH:
            raise NotPlain(
                f"nested more than {MOST_DEPTH} deep", "a manifest needs four levels", node.line, node.column
            )
        self.open.append((node, None))

    def _close(self) -> None:
        self.open.pop()

    def _alias(self, anchor: str, line: int, column: int) -> None:
        self.aliases += 1
        if anchor not in self.anchors:
            raise NotPlain(
                f"*{anchor} has no anchor &{anchor} before it", "define it, or write the value", line, column
            )
        if self.aliases > MOST_ALIASES:
            raise NotPlain(f"more than {MOST_ALIASES} aliases", "write the values out", line, column)
        if any(node is self.anchors[anchor] for node, _ in self.open):
            raise NotPlain(f"*{anchor} contains itself", "write the value out", line, column)
        if self.open and self.open[-1][0].kind == "mapping" and self.open[-1][1] is None:
            raise NotPlain("an alias cannot be a key", "write the key", line, column)
        self._place(self.anchors[anchor], None)

    def _place(self, node: Node, key: str | None) -> None:
        """Put a finished or opening node where it belongs: as the root, an item, a key or a key's value."""
        if not self.open:
            self.root = node
            return
        parent, waiting = self.open[-1]
        if parent.kind == "sequence":
            parent.items.append(node)
        elif waiting is not None:
            parent.entries[waiting] = node
            self.open[-1] = (parent, None)
        else:
            self.open[-1] = (parent, _key(parent, node, key))


def _refuse_control(text: str, line: int, column: int) -> None:
    if found := _CONTROL.search(text):
        raise NotPlain(f"a text with the control character U+{ord(found[0]):04X}", "delete it", line, column)


def _key(parent: Node, node: Node, key: str | None) -> str:
    if key is None or node.kind != "scalar":
        raise NotPlain("a key must be text", "write the key as plain text", node.line, node.column)
    if key == "<<":
        raise NotPlain("merge keys (<<) are not YAML 1.2", "write the keys out", node.line, node.column)
    if key in parent.keys:
        first = parent.keys[key][0]
        raise NotPlain(f"the key {key!r} stands here and in line {first}", "keep one of them", node.line, node.column)
    parent.keys[key] = (node.line, node.column)
    return key


def scalar(text: str) -> Any:
    """The value of an unquoted scalar by YAML 1.2's core schema: null, a boolean, a number, or the text itself."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
