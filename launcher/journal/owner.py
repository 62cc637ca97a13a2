"""Who holds a lease: machine, boot and process, so that a dead owner on this machine is known at once.

Names are not enough to tell machines apart: two may both be called `localhost`, and containers on one host may share
its name and its boot, and each count its processes anew. Whatever cannot be told keeps its lease to the end.
"""

import os
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class _Machine:
    """This machine as its owners' names begin; `numbers` is the namespace in which its processes are counted."""

    host: str
    boot: str
    numbers: str


@cache
def _machine() -> _Machine:
    boot = _said("/proc/sys/kernel/random/boot_id") or "boot"
    host = f"{socket.gethostname()}.{_said('/etc/machine-id') or _address() or boot}"
    return _Machine(host=host, boot=boot, numbers=_numbers())


def _said(path: str) -> str:
    """The first characters of a file with an id in it; empty where there is none."""
    try:
        return Path(path).read_text().strip()[:8]
    except OSError:
        return ""


def _address() -> str:
    """The network's address of a machine that has no id in a file, as Macs have none. Containers come and go."""
    if Path("/proc").is_dir():
        return ""
    from uuid import getnode

    return f"{getnode():x}"


def _numbers() -> str:
    try:
        return str(os.stat("/proc/self/ns/pid").st_ino)
    except OSError:
        return "pid"


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
    """The name of this process, such as `studio.3d1219c7/1f3a9c02/4026531836/4711/8812345`."""
    return _named(os.getpid())


@cache
def _named(process: int) -> str:
    here = _machine()
    return f"{here.host}/{here.boot}/{here.numbers}/{process}/{_started(process)}"


def surely_dead(owner: str) -> bool:
    """Whether `owner` was a process of this machine that is gone. False where that cannot be known."""
    parts = owner.split("/")
    if owner == this_owner() or len(parts) != len(_PARTS):
        return False
    named, here = dict(zip(_PARTS, parts, strict=True)), _machine()
    if named["host"] != here.host:
        return False
    if named["boot"] != here.boot:
        return True  # this host has booted since
    if named["numbers"] != here.numbers:
        return False  # in another container its number means another process
    process = int(named["process"])
    return _started(process) != named["started"] if Path("/proc").is_dir() else not _answers(process)


_PARTS = ("host", "boot", "numbers", "process", "started")


def _answers(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
