"""A manifest file into a `Loaded`: typed, every key with its place; or a ManifestError with all problems."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from launcher.errors import ManifestError, Problem
from launcher.manifest.model import Manifest
from launcher.manifest.refusals import problem_of
from launcher.manifest.salvage import Salvaged, salvage
from launcher.manifest.source import MOST_BYTES, Node, read
from launcher.manifest.texts import text_of

Key = str | int


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A manifest that has the right keys and types. `sha256` is of the file's bytes; `folder` is absolute."""

    manifest: Manifest
    path: Path
    folder: Path
    source: str
    sha256: str
    root: Node

    def where(self, *keys: Key) -> tuple[int, int]:
        """Line and column (from 1) of the value at `keys`, such as ("posts", 1, "at"), or of the nearest part."""
        return place(self.root, keys)

    def text_of(self, value: str) -> str:
        """The text that a `text:` or `description:` means: itself, or the content of the file it names."""
        return text_of(self.folder, value)


def load(path: Path) -> Loaded:
    """Read and type the manifest. Raises ManifestError with every problem of syntax, keys and types."""
    data = _bytes(path)
    root = read(data, str(path))
    try:
        manifest = Manifest.model_validate(root.plain())
    except ValidationError as error:
        raise ManifestError(_problems(error, root, path)) from None
    return _loaded(path, data, root, manifest)


def load_rest(path: Path) -> tuple[Loaded, Salvaged] | None:
    """What is right of a manifest that `load` refused, with stand-ins for the rest; None where too little is."""
    data = _bytes(path)
    root = read(data, str(path))
    salvaged = salvage(root.plain())
    return (_loaded(path, data, root, salvaged.manifest), salvaged) if salvaged else None


def _loaded(path: Path, data: bytes, root: Node, manifest: Manifest) -> Loaded:
    return Loaded(
        manifest=manifest,
        path=path,
        folder=path.resolve().parent,
        source=data.decode("utf-8-sig"),
        sha256=hashlib.sha256(data).hexdigest(),
        root=root,
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _unreadable(path, "is a folder", "name the manifest in it, such as launch.yaml")
        if path.exists() and not path.is_file():
            raise _unreadable(path, "is no regular file", "write the manifest to a file")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(path, "no such file", "launcher init writes one to begin with") from None
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error), "mind the path and its permissions") from None


def _unreadable(path: Path, what: str, fix: str) -> ManifestError:
    return ManifestError([Problem(where="manifest", what=what, fix=fix, file=str(path))])


def _problems(error: ValidationError, root: Node, path: Path) -> list[Problem]:
    found = []
    for each in error.errors(include_url=False):
        line, column = place(root, each["loc"], at_key=each["type"] == "extra_forbidden")
        found.append(problem_of(each, file=str(path), line=line, column=column))
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def place(root: Node, keys: tuple[Key, ...], *, at_key: bool = False) -> tuple[int, int]:
    """Where the value at `keys` begins (or its key), or the nearest part around it that the file holds."""
    node, here = root, (root.line, root.column)
    for key in keys:
        if isinstance(key, int) and key < len(node.items):
            node = node.items[key]
            here = (node.line, node.column)
        elif isinstance(key, str) and key in node.entries:
            here = node.keys[key]
            node = node.entries[key]
            if not at_key and node.value is not None:
                here = (node.line, node.column)
        else:
            break
    return here
