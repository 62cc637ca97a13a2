"""The upload benchmark over a long line: two network namespaces joined by `relay.c`. Needs root and /dev/net/tun."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import sinks

DELAY, RATE, QUEUE, COMMIT = 25, 1000, 4096, 300
"""Milliseconds one way, Mbit/s, KiB of queue, and milliseconds that the server takes to answer a request."""

OURS, THEIRS, LOOP = "bench-near", "bench-far", "bench-loop"
HERE, THERE = "10.77.0.1", "10.77.0.2"
WAYS = ("youtube", "tus")


def missing() -> str:
    """Why there is no long line here, or nothing."""
    if os.geteuid() or not Path("/dev/net/tun").exists() or shutil.which("ip") is None:
        return "far: skipped, for want of root, /dev/net/tun or ip"
    return ""


def run(folder: Path, film: Path, measured: Callable[..., dict[str, float]]) -> None:
    """Print how fast each way is over the line, beside one endless PUT by curl."""
    if reason := missing():
        print(reason)  # noqa: T201
        return
    sinks.built("relay", folder)
    try:
        with line(folder), _sink(folder) as sink:
            near = replace(sink, within=within(OURS))
            told = {way: measured(way, film, near, tls=True) for way in ("curl", *WAYS)}
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"far: skipped, the line cannot be laid ({type(error).__name__})")  # noqa: T201
        return
    print(f"{2 * DELAY} ms there and back, {RATE} Mbit/s, {COMMIT} ms to commit a request, TLS")  # noqa: T201
    for way in WAYS:
        ratio = told["curl"]["seconds"] / told[way]["seconds"]
        print(f"  launcher, {way:<8} {told[way]['seconds']:6.2f} s   {ratio:.2f} of one endless PUT")  # noqa: T201


def _sink(folder: Path) -> "AbstractContextManager[sinks.Sink]":
    return sinks.running(folder, "--chunk-delay", str(COMMIT), address=THERE, within=within(THEIRS))


@contextmanager
def loopback() -> Iterator[tuple[str, ...]]:
    """What commands begin with in a loopback of their own that uses cubic: BBR paces a loopback, and tells nothing."""
    if missing():
        print(f"{Path('/proc/sys/net/ipv4/tcp_congestion_control').read_text().strip()} on loopback")  # noqa: T201
        yield ()
        return
    try:
        _ip("netns", "add", LOOP)
        _ip("-n", LOOP, "link", "set", "lo", "up")
        route = ["local", "127.0.0.1", "dev", "lo", "proto", "kernel", "scope", "host", "src", "127.0.0.1"]
        _ip("-n", LOOP, "route", "replace", *route, "table", "local", "congctl", "cubic")
        yield within(LOOP)
    finally:
        subprocess.run(["ip", "netns", "del", LOOP], check=False, capture_output=True)


def within(name: str) -> tuple[str, ...]:
    """What a command in that namespace begins with."""
    return ("ip", "netns", "exec", name)


@contextmanager
def line(folder: Path) -> Iterator[None]:
    """The two namespaces and the relay between them, taken away in the end."""
    relay: Any = subprocess.Popen([str(folder / "relay"), str(DELAY), str(RATE), str(QUEUE)], stderr=subprocess.PIPE)
    try:
        relay.stderr.readline()
        for name, tun, address in ((OURS, "tunA", HERE), (THEIRS, "tunB", THERE)):
            _ip("netns", "add", name)
            _ip("link", "set", tun, "netns", name)
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", tun)
            _ip("-n", name, "link", "set", tun, "up", "mtu", "1500")
            _ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        relay.kill()
        relay.wait()
        for name in (OURS, THEIRS):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
