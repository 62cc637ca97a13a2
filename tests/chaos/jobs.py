"""What the forked processes do. Everything that they need is imported here, once, before they are forked."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import facebook
import googleapiclient.discovery
import praw
import sqlalchemy as sa
import tusclient.uploader
import tweepy
import vimeo

import launcher.platforms.connections
import launcher.platforms.transport
import launcher.platforms.vimeo.client
import launcher.platforms.vimeo.upload
import launcher.platforms.youtube.errors
import launcher.platforms.youtube.http
import launcher.platforms.youtube.upload
import launcher.run.transports.procrastinate
from launcher.cli import worker
from launcher.journal import claims, migrations
from launcher.journal.database import Journal, open_journal
from launcher.journal.reading import entry
from launcher.journal.records import State
from launcher.platforms import registry
from launcher.run import verdicts
from launcher.run.executor import Executor
from launcher.run.handlers import settings
from launcher.run.work import Work
from launcher.settings import fixed
from launcher.text import logs
from tests.chaos.crash import Crash, arm

__all__ = ["launch", "serve", "stall", "work"]

_LOADED = (facebook, googleapiclient, praw, tusclient, tweepy, vimeo, launcher, migrations)
registry.entries()


def work(*, environment: dict[str, str], lease: float) -> None:
    """Tick again and again, as cron would; every process that shares a journal is given the same lease."""
    _quietly(lease)
    told = fixed(environment)
    journal = open_journal(told.journal_url, create=False)
    with Executor(journal, told) as executor:
        while True:
            executor.tick()
            time.sleep(0.1)


def serve(*, environment: dict[str, str], lease: float) -> None:
    """What `launcher worker` does, with the same lease for all."""
    _quietly(lease)
    worker.work(fixed(environment), concurrency=16, drain=False, films=None, verbose=False)


def launch(*, environment: dict[str, str], lease: float, where: str = "", number: int = 0) -> None:
    """Stay with what the journal holds until nothing is left to do; die at the `number`th `where`, if given."""
    _quietly(lease)
    told = fixed(environment)
    journal = open_journal(told.journal_url, create=False)
    if where:
        arm(Crash(where), number, journal.engine, lambda: os._exit(9))
    with Executor(journal, told) as executor:
        play(executor, lambda soon: time.sleep(min(soon, 0.05)))


def stall(*, environment: dict[str, str], lease: float, key: str) -> None:
    """Tick once, and stop with all threads when the intent to send the action of that key has been committed."""
    _quietly(lease)
    intend = Work.intend

    def stopping(work: Work, draft: str) -> None:
        intend(work, draft)
        if work.entry.key == key:
            with work.journal._turn:  # so that no other thread stops with the file locked
                os.kill(os.getpid(), signal.SIGSTOP)
                time.sleep(0.5)  # the signal reaches the main thread first: this one would run on for a while

    Work.intend = stopping  # type: ignore[method-assign]
    told = fixed(environment)
    journal = open_journal(told.journal_url, create=False)
    with Executor(journal, told) as executor:
        while entry(journal, key).state is not State.DONE:
            executor.tick()


def play(executor: Executor, sleep: Callable[[float], Any]) -> None:
    """Tick until nothing is open; `sleep` is told how many seconds there are until something falls due."""
    while True:
        executor.tick()
        due_at = claims.next_due(executor.journal)
        if due_at is None and not _running(executor.journal) and not claims.due(executor.journal):
            return
        sleep(max(0.0, (due_at - executor.journal.now()).total_seconds()) if due_at else 0.05)


def _running(journal: Journal) -> bool:
    with journal.read() as connection:
        return connection.scalar(sa.text("SELECT 1 FROM actions WHERE state = 'running' LIMIT 1")) is not None


def _quietly(lease: float) -> None:
    """Log as `launcher tick` does; and wait seconds where it would wait minutes."""
    logs.install()
    claims.LEASE = timedelta(seconds=lease)
    verdicts.LONGEST_PAUSE = timedelta(seconds=15)
    settings.LONGEST = timedelta(seconds=1)
