"""From due to sent: how late a post is whole at the platform, beside a loop of `schedule` and `sleep(1)` with tweepy.

Both send with tweepy over TLS on this machine to the same server, which takes 10 ms over each post. Ours keeps a
journal on this disk, with every intent durable before its request.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import requests
import schedule
import tweepy
from requests.adapters import HTTPAdapter

from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entries
from launcher.run.executor import Executor
from launcher.run.standing import standing
from launcher.run.staying import stay
from launcher.settings import fixed
from launcher.text import logs
from tests.bench.rows import planned, post

ANSWER = 0.010
"""Seconds that the server takes over a post."""

WORDS = ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")


@dataclass(frozen=True, kw_only=True)
class Due:
    """One post: its words are its number."""

    text: str
    account: str
    at: datetime


def one_by_one(begin: datetime) -> list[Due]:
    """Single posts of one account, never two at a time, at every phase of a second."""
    return [Due(text=f"one {n}", account="a0", at=begin + timedelta(seconds=0.59 * n)) for n in range(20)]


def hundred(begin: datetime) -> list[Due]:
    """A hundred at one instant, each on an idle account of its own."""
    return [Due(text=f"hundred {n}", account=f"a{n}", at=begin) for n in range(100)]


def thousand(begin: datetime) -> list[Due]:
    """A thousand at one instant over fifty accounts: twenty, one after another, on each."""
    return [Due(text=f"thousand {n}", account=f"a{n % 50}", at=begin) for n in range(1000)]


CASES = (("1 due", one_by_one, 9), ("100 at once", hundred, 12), ("1,000 over 50", thousand, 12))
"""What it is called, its posts, and the seconds that both have before the first."""


def run() -> None:
    """Print p50 and p99 of each case for both, and the ratio of the medians."""
    logs.install("WARNING")
    with tempfile.TemporaryDirectory() as folder, clerk(Path(folder)) as root:
        for name, posts, lead in CASES:
            ours = late(root, posts, lead, lambda due, name=name: launched(root, Path(folder) / name, due))
            peer = late(root, posts, lead, lambda due: looped(root, due))
            ratio = median(peer) / median(ours)
            both = f"launcher {said(ours)}   schedule + sleep(1) {said(peer)}"
            print(f"{name:<14} {both}   ratio {ratio:.1f}", flush=True)  # noqa: T201


def said(lateness: Sequence[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    ordered = sorted(lateness)
    return f"p50 {median(ordered) * 1000:8.1f}  p99 {ordered[int(len(ordered) * 0.99)] * 1000:8.1f} ms"


def late(
    root: str, posts: Callable[[datetime], list[Due]], lead: float, send: Callable[[list[Due]], object]
) -> list[float]:
    """Send them, and say how late each was taken, in seconds; every one must have come once."""
    before = requests.get(f"{root}/taken", timeout=10).json()
    due = posts(datetime.now(UTC) + timedelta(seconds=lead))
    send(due)
    after = requests.get(f"{root}/taken", timeout=10).json()
    instants = {each.text: after[each.text][len(before.get(each.text, [])) :] for each in due}
    if any(len(found) != 1 for found in instants.values()):
        raise RuntimeError("a post came twice, or not at all")
    return [instants[each.text][0] - each.at.timestamp() for each in due]


def launched(root: str, home: Path, due: list[Due]) -> None:
    """As `launcher launch` does it."""
    settings = fixed(environment(root, home))
    journal = open_journal(settings.journal_url)
    recorded(journal, due)
    with Executor(journal, settings) as executor:
        stay(executor, lambda: not standing(entries(journal, "film")).coming)
    journal.close()


def environment(root: str, home: Path) -> dict[str, str]:
    """A home, and credentials of every account."""
    keys = {f"X_A{number}_{word}": f"a{number}-word" for number in range(100) for word in WORDS}
    return {"LAUNCHER_HOME": str(home), "X_API_ROOT": root, **keys}


def recorded(journal: Journal, due: list[Due]) -> None:
    """Put the posts into the journal."""
    planned(
        journal, *(post(each.text.replace(" ", "-"), each.at, account=each.account, text=each.text) for each in due)
    )


def looped(root: str, due: list[Due]) -> None:
    """As a person writes it: a job a post, a client an account, and a look every second."""
    clients = {account: client(root) for account in {each.account for each in due}}
    scheduler = schedule.Scheduler()

    def send(each: Due) -> Any:
        clients[each.account].create_tweet(text=each.text, user_auth=True)
        return schedule.CancelJob

    for each in due:
        scheduler.every().day.do(send, each).next_run = each.at.astimezone().replace(tzinfo=None)
    while scheduler.jobs:
        scheduler.run_pending()
        time.sleep(1)


class Elsewhere(HTTPAdapter):
    """To our server what tweepy sends to X."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send it there."""
        request.url = (request.url or "").replace("https://api.twitter.com", self._root)
        return super().send(request, **options)


def client(root: str) -> tweepy.Client:
    """tweepy's client for our server."""
    made = tweepy.Client(consumer_key="k", consumer_secret="s", access_token="t", access_token_secret="s")
    made.session.mount("https://", Elsewhere(root))
    return made


@contextmanager
def clerk(folder: Path) -> Iterator[str]:
    """The server in a process of its own, and a certificate that this process trusts; its root."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *made, *names, *files], check=True, capture_output=True)
    command = [sys.executable, "-m", "tests.bench.clerk", str(certificate), str(key), str(ANSWER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        os.environ["REQUESTS_CA_BUNDLE"] = str(certificate)
        try:
            assert process.stdout is not None
            yield f"https://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            del os.environ["REQUESTS_CA_BUNDLE"]
            process.kill()
