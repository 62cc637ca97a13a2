"""`python -m MODULE` in milliseconds: a real process, forked from one that has imported all that launcher imports.

    with Forked(["launcher", "tick"], stdout=PIPE) as tick:    # as subprocess.Popen([sys.executable, "-m", …])

Whoever starts it is its parent, and kills, stops and waits for it like any other. What it does not show is how Python
starts and what is imported when: a test of that starts the program itself.
"""

import atexit
import ctypes
import gc
import json
import os
import runpy
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[1]
ADOPTS = 36
"""PR_SET_CHILD_SUBREAPER, by which what an ended process leaves behind is this one's child."""

LONGEST = 1 << 20
"""Of a request: the arguments and the environment."""

IMPORTED = (
    "tests.chaos.jobs",
    "launcher.cli.app",
    "launcher.cli.launch",
    "launcher.cli.stage",
    "launcher.cli.tick",
    "launcher.cli.worker",
    "launcher.stage.server",
    "alembic.command",
    "alembic.context",
    "twitter_text",
    "av",
    "PIL.Image",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
)


class Forked(subprocess.Popen[Any]):
    """The process; its first word is the module."""

    def _execute_child(self, *told: Any) -> None:
        words, _, _, _, _, cwd, env = told[:7]
        pipes = told[10:16]
        read, _, _, out, _, err = pipes
        streams = [own if own != -1 else number for number, own in enumerate((read, out, err))]
        self.pid = _origin().fork([str(word) for word in words], cwd or os.getcwd(), env or os.environ, streams)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


class Origin:
    """This process's end of the one that is forked."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LONGEST)
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(number)], cwd=TOP, pass_fds=[number], stdin=subprocess.DEVNULL
            )
        atexit.register(self.close)

    def fork(self, words: Sequence[str], folder: Any, environment: Any, streams: list[int]) -> int:
        """Fork a process that does so; its number."""
        told = {"words": list(words), "folder": str(folder), "environment": dict(environment)}
        adopts(1)
        socket.send_fds(self._control, [json.dumps(told).encode()], streams)
        number = int(self._control.recv(64))
        adopts(0)  # a database's server, say, is nobody's child here
        return number

    def close(self) -> None:
        """End it. What was forked from it goes on."""
        self._control.close()
        self._process.wait()


def adopts(whether: int) -> None:
    """Be the parent of what a process that ends leaves behind, or no longer."""
    ctypes.CDLL(None).prctl(ADOPTS, whether, 0, 0, 0)


_origin = cache(Origin)


def _serve(control: socket.socket) -> None:
    """Fork what is asked for, until nobody can ask any more; returns in each forked process, which has become it."""
    while True:
        told, streams, _, _ = socket.recv_fds(control, LONGEST, 3)
        if not told:
            sys.exit()
        if not (pid := _forked()):
            return _become(streams, **json.loads(told))
        for stream in streams:
            os.close(stream)
        control.send(str(pid).encode())


def _forked() -> int:
    """Fork a process whose parent is not this one: 0 there, and its number here."""
    reading, writing = os.pipe()
    if not (between := os.fork()):
        if not (pid := os.fork()):
            os.close(reading)
            os.close(writing)
            return 0
        os.write(writing, str(pid).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(between, 0)
    with open(reading) as told:
        return int(told.read())


def _become(streams: list[int], words: list[str], folder: str, environment: dict[str, str]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[:] = words


def _main() -> None:
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        _serve(control)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
