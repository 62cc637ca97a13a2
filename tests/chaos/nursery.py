"""A process without threads, everything imported, that forks others: each is a real one, and lives in milliseconds.

    nursery = Nursery()
    pid = nursery.start("work", environment=…)      # to be killed, stopped, continued by whoever started it
    status = nursery.run("launch", environment=…)   # waits for its end

A job is a function of `tests.chaos.jobs`. All that a nursery started goes with it.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.forking import Forked

TOP = Path(__file__).parents[2]


class Nursery:
    """The harness's end of it."""

    def __init__(self) -> None:
        self._process = Forked([__name__], cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, job: str, **arguments: Any) -> int:
        """Fork a process that does the job; its number."""
        return self._ask({"job": job, "arguments": arguments, "wait": False})

    def run(self, job: str, **arguments: Any) -> int:
        """Fork a process that does the job, and wait; its exit status, negative for a signal."""
        return self._ask({"job": job, "arguments": arguments, "wait": True})

    def ended(self) -> dict[int, int]:
        """Exit statuses of the started ones that have ended since the last call."""
        return {int(pid): status for pid, status in self._told({"job": ""}).items()}

    def close(self) -> None:
        """End it, and with it all that it started."""
        self._process.communicate()

    def _ask(self, request: dict[str, Any]) -> int:
        return int(self._told(request))

    def _told(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Parent:
    """The forking process."""

    def __init__(self) -> None:
        self._children: set[int] = set()

    def serve(self) -> None:
        """Do as stdin says, until it ends."""
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(self._answer(**request)), flush=True)  # noqa: T201 (the protocol)
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _answer(self, *, job: str, arguments: Any = None, wait: bool = False) -> Any:
        if not job:
            return self._reaped()
        pid = os.fork()
        if pid == 0:
            _child(job, arguments)
        if wait:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self._children.add(pid)
        return pid

    def _reaped(self) -> dict[int, int]:
        found = {pid: os.waitpid(pid, os.WNOHANG) for pid in self._children}
        ended = {pid: os.waitstatus_to_exitcode(status) for pid, (gone, status) in found.items() if gone}
        self._children -= ended.keys()
        return ended


def _child(job: str, arguments: dict[str, Any]) -> None:
    from tests.chaos import jobs

    status = 0
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        getattr(jobs, job)(**arguments)
    except BaseException:  # noqa: BLE001 (told, and the status says it)
        traceback.print_exc()
        status = 1
    os._exit(status)


if __name__ == "__main__":
    import_module("tests.chaos.jobs")
    gc.freeze()
    _Parent().serve()
