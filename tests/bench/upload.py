"""How fast a film goes to each host, beside `curl -T` and the stock clients in the same run; and over a bad line.

Client and sink have a core each. A round runs every way once; told are the medians over all rounds.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.bench import far, sinks
from tests.bench.sinks import Sink

SIZE, ROUNDS = 2 * 2**30, 5
BREAK = 200_000_000
"""Bytes after which a bad line breaks, on average."""

LARGER = 4
"""How often the film goes into the larger one, by which it is seen whether memory grows with it."""

NAMES = {
    "curl": "curl -T",
    "youtube": "launcher → YouTube's wire",
    "tus": "launcher → tus wire",
    "google": "google-api-python-client, its loop",
    "vimeo": "VimeoClient.upload",
    "curls": "curl -T, two at once",
    "both": "launcher → both at once",
    "bare": "os.sendfile, and nothing else",
}
PLAIN = ("curl", "youtube", "tus", "google", "bare")
PINNED = ("taskset", "-c", "0")


def run(size: int = SIZE, rounds: int = ROUNDS) -> None:
    """Print seconds, CPU and memory of every way over TLS and plain, then what breaks and distance cost."""
    if reason := sinks.missing():
        print(reason)  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = made(folder / "film.mp4", size)
        sinks.built("sink", folder)
        with far.loopback() as within:
            with sinks.running(folder, within=within) as sink:
                _table("TLS", film, sink, rounds, [each for each in NAMES if each != "bare"], tls=True)
                _table("plain", film, sink, rounds, PLAIN, tls=False)
            _broken(folder, film, within)
            _expired(folder, film, within)
            _memory(folder, film, within)
        far.run(folder, film, _measured)


def made(path: Path, size: int) -> Path:
    """A file of that size, whose blocks do not compress."""
    block, left = os.urandom(2**20), size
    with path.open("wb") as file:
        while left > 0:
            left -= file.write(block[:left])
    return path


def _table(title: str, film: Path, sink: Sink, rounds: int, ways: Sequence[str], *, tls: bool) -> None:
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for _ in range(rounds):
        for way in ways:
            found[way].append(_measured(way, film, sink, tls=tls))
    print(f"{title}, {film.stat().st_size / 2**20:.0f} MiB, medians of {rounds}")  # noqa: T201
    for way in ways:
        peer = found["curls" if way == "both" else "curl"]
        _row(NAMES[way], found[way], peer)


def _row(name: str, ours: Sequence[dict[str, float]], peer: Sequence[dict[str, float]]) -> None:
    seconds, cpu, rss = (median(each[key] for each in ours) for key in ("seconds", "cpu", "rss"))
    speed = median(theirs["seconds"] / mine["seconds"] for mine, theirs in zip(ours, peer, strict=True))
    cost = median(mine["cpu"] / theirs["cpu"] for mine, theirs in zip(ours, peer, strict=True))
    print(  # noqa: T201
        f"  {name:<36} {seconds:6.2f} s  CPU {cpu:5.2f} s  {rss:4.0f} MB   speed {speed:.2f} and CPU {cost:.2f} of curl"
    )


def _measured(way: str, film: Path, sink: Sink, *, tls: bool) -> dict[str, float]:
    """One upload in a process of its own."""
    root, certificate = sink.tls if tls else sink.plain, sink.certificate
    before = (*sink.within, *PINNED)
    if way in ("curl", "curls"):
        return _curl(film, root, certificate, before, 2 if way == "curls" else 1)
    command = [*before, sys.executable, "-m", "tests.bench.uploaders", way, str(film), root]
    trusted = {"REQUESTS_CA_BUNDLE": str(certificate), "HTTPLIB2_CA_CERTS": str(certificate)}
    told = subprocess.run(command, env={**os.environ, **trusted}, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"{way} failed:\n{told.stderr[-2000:]}")
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _curl(film: Path, root: str, certificate: Path, before: Sequence[str], count: int) -> dict[str, float]:
    options = ["-sS", "-o", "/dev/null", "-H", "Expect:", "--cacert", str(certificate), "-w", "%{time_total}\n"]
    command = [*before, "curl", *options, "-T", str(film), f"{root}/raw"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    seconds, cpu, rss = [], 0.0, 0.0
    for process in processes:
        assert process.stdout is not None
        seconds.append(float(process.stdout.read()))
        _, _, used = os.wait4(process.pid, 0)
        cpu += _cpu(used)
        rss += used.ru_maxrss / 1024
    return {"seconds": max(seconds), "cpu": cpu, "rss": rss}


def _cpu(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _broken(folder: Path, film: Path, within: tuple[str, ...]) -> None:
    """A line that breaks every so many bytes, to a server that keeps what came and to one that does not."""
    size = film.stat().st_size
    print(f"a reset every {BREAK // 10**6} MB, TLS")  # noqa: T201
    for kind, options in (("kept", ()), ("thrown away", ("--discard",))):
        for way in ("youtube", "tus"):
            granule = ("--granule", "1") if way == "tus" else ()
            with sinks.running(folder, "--reset-mean", str(BREAK), *options, *granule, within=within) as sink:
                sink.stats()
                told = _measured(way, film, sink, tls=True)
                seen = sink.stats()
            twice, resets = seen["wire"] - size, max(1, seen["resets"])
            print(  # noqa: T201
                f"  {NAMES[way]:<27} broken parts {kind:<11} {seen['resets']:2} resets   received twice "
                f"{twice / resets / 1024:9.0f} KiB a reset, {100 * twice / size:5.2f} % of the film   "
                f"longest silence {told['silence']:.2f} s   {told['seconds']:.1f} s"
            )


def _expired(folder: Path, film: Path, within: tuple[str, ...]) -> None:
    """A login that ends in the middle of the film: the server answers 401 there, and keeps what had come."""
    size = film.stat().st_size
    with sinks.running(folder, "--expire", str(size // 3), within=within) as sink:
        sink.stats()
        told = _measured("youtube", film, sink, tls=True)
        seen = sink.stats()
    print(  # noqa: T201
        f"a 401 after a third of the film, TLS\n  {NAMES['youtube']:<27} received twice {seen['wire'] - size} bytes; "
        f"{seen['late'] / 1024:.0f} KiB were on their way when it came   "
        f"{told['breaks']:.0f} stop   longest silence {told['silence']:.2f} s"
    )


def _memory(folder: Path, film: Path, within: tuple[str, ...]) -> None:
    """The largest memory with this film, and with an empty one of four times its size."""
    large = folder / "large.mp4"
    with large.open("wb") as file:
        file.truncate(LARGER * film.stat().st_size)
    with sinks.running(folder, within=within) as sink:
        told = [_measured("youtube", each, sink, tls=True)["rss"] for each in (film, large)]
    sizes = [f"{each.stat().st_size / 2**20:.0f} MiB" for each in (film, large)]
    print(  # noqa: T201
        f"memory, TLS\n  {NAMES['youtube']:<27} {told[0]:.1f} MB at {sizes[0]}, {told[1]:.1f} MB at {sizes[1]}: "
        f"{told[1] - told[0]:+.1f} MB"
    )
