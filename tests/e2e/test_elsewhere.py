"""The launch path does not know the stage: it works at any address, and without the stage's code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import launcher
from tests.e2e.gateway import PREFIX
from tests.e2e.processes import Site, now

PACKAGE = Path(launcher.__file__).parent
MAY = {"rehearsal.py", "cli/stage.py", "cli/rehearse.py"}
"""Whose business the stage is, besides its own."""

BLOCKED = "import sys; sys.modules['launcher.stage'] = None; from launcher.__main__ import main; main()"
"""launcher in an interpreter in which importing the stage fails."""

POSTS = [
    {"name": "on-x", "on": "x", "at": "release", "text": "{{ youtube.url }} {{ vimeo.url }}"},
    {"name": "on-page", "on": "facebook", "at": "release", "text": "Today.", "link": "youtube"},
    {"name": "on-reddit", "on": "reddit", "at": "release", "subreddit": "videos", "title": "A film", "link": "vimeo"},
]


def names_stage(path: Path) -> bool:
    """Whether the module imports the stage, or names it in a string that could be imported."""
    return any((word + ".").startswith("launcher.stage.") for word in words(ast.parse(path.read_text("utf-8"))))


def words(module: ast.Module) -> Iterator[str]:
    """Every module that is imported, and every string."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_only_rehearsals_know_the_stage() -> None:
    """No module but the stage's own, the rehearsal's and their two commands' names `launcher.stage`."""
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if names_stage(path)}
    assert {name for name in found if not name.startswith("stage/")} <= MAY


def test_a_launch_works_at_any_address(site: Site) -> None:
    """Through a plain proxy, below another path, with the stage's code out of reach: a whole launch."""
    path = site.manifest(now(hosts={"youtube": {}, "vimeo": {}}, posts=POSTS))
    assert all(PREFIX in value for name, value in site.environment.items() if name.endswith(("_ROOT", "_URI")))
    done = site.run("launch", str(path), "--yes", command=(sys.executable, "-c", BLOCKED))
    assert done.returncode == 0, done.stderr
    for name in ("youtube", "vimeo", "x", "facebook", "reddit"):
        assert len(site.stage.held(name)) == 1, name
    addresses = [line.split()[-1] for line in done.stdout.splitlines() if "http" in line]
    assert len(addresses) == 5, done.stdout
    assert not any("127.0.0.1" in address for address in addresses)
