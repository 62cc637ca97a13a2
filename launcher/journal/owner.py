"""Who holds a lease: host, boot and process, so that a dead owner on this machine is known at once."""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _machine() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{socket.gethostname()}/{boot.read_text().strip()[:8] if boot.exists() else 'boot'}"


def _started(process: int) -> str:
    """The process's start time in the kernel's ticks: a reused process number has another one. Empty for a dead one.

    A killed process whose parent has not asked for its end yet is still listed, as a zombie.
    """
    try:
        state, *rest = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state in ("Z", "X") else rest[18]


def this_owner() -> str:
    """The name of this process, such as `studio/1f3a9c02/4711/8812345`."""
    return _named(os.getpid())


@cache
def _named(process: int) -> str:
    return f"{_machine()}/{process}/{_started(process)}"


def surely_dead(owner: str) -> bool:
    """Whether `owner` was a process of this machine that is gone. False where that cannot be known."""
    if owner == this_owner():
        return False
    machine, _, rest = owner.rpartition("/")
    machine, _, process = machine.rpartition("/")
    host = _machine().partition("/")[0]
    if machine.partition("/")[0] != host:
        return False
    if machine != _machine():
        return True  # this host has booted since
    if not Path("/proc").is_dir():
        return not _answers(int(process))
    return _started(int(process)) != rest


def _answers(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
