"""Many threads at once on one journal: one winner, whatever they contend for, and nobody waits in a ring."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from launcher.clock import CompressedClock
from launcher.errors import JournalError, Lost
from launcher.journal import claims, decisions, recording, sweeps, takeover
from launcher.journal.columns import rows
from launcher.journal.database import Journal, open_journal
from launcher.journal.fates import Fate
from launcher.journal.faults import passes
from launcher.journal.reading import entries, history
from launcher.journal.recording import record
from launcher.journal.records import Outcome, State
from launcher.journal.tables import samples
from launcher.plan.specs import PostSpec
from launcher.run.transports.procrastinate import unless_cut_off
from tests.journal.conftest import MINUTE, T, plan, post
from tests.postgresql import Server

Found = TypeVar("Found")

COUNT = 8


def at_once(call: Callable[[int], Found], count: int = COUNT) -> list[Found]:
    """What `call` returned in each of so many threads that begin together. Raises what one of them raised."""
    start = Barrier(count)
    found: list[Found] = []
    errors: list[Exception] = []

    def run(number: int) -> None:
        start.wait()
        try:
            found.append(call(number))
        except Exception as error:  # noqa: BLE001 - raised below, in the test's own thread
            errors.append(error)

    threads = [Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return found


def test_many_claims_of_one_action_have_one_winner(journal: Journal, clock: CompressedClock) -> None:
    """Of eight workers that claim one action at once, one gets it."""
    record(journal, plan(post("one")))
    clock.jump(T)
    taken = at_once(lambda number: claims.claim(journal, 1, f"machine-{number}/boot/1/1"))
    assert len([each for each in taken if each]) == 1


def test_many_claims_of_one_account_have_one_winner(journal: Journal, clock: CompressedClock) -> None:
    """Eight posts of one account, claimed at once by eight workers: one runs, and the others wait for their turn."""
    record(journal, plan(*(post(f"post-{number}") for number in range(COUNT))))
    clock.jump(T)
    taken = at_once(lambda number: claims.claim(journal, number + 1, f"machine-{number}/boot/1/1"))
    assert len([each for each in taken if each]) == 1
    assert [each.state for each in entries(journal, "film")].count(State.RUNNING) == 1


def test_accounts_do_not_wait_for_each_other(journal: Journal, clock: CompressedClock) -> None:
    """Eight posts of eight accounts, claimed at once: all run."""
    record(journal, plan(*(post(f"post-{number}", account=f"a{number}") for number in range(COUNT))))
    clock.jump(T)
    taken = at_once(lambda number: claims.claim(journal, number + 1, f"machine-{number}/boot/1/1"))
    assert all(taken)


def test_a_dead_owner_is_relieved_once(journal: Journal, clock: CompressedClock) -> None:
    """Many see the lease end, and one gives the action back: a newer lease is never ended by an older look."""
    record(journal, plan(post("one")))
    clock.jump(T)
    assert claims.claim(journal, 1, "elsewhere/boot/1/1")
    clock.jump(T + claims.LEASE)

    def relieve(number: int) -> tuple[int, object]:
        return takeover.free_the_dead(journal), claims.claim(journal, 1, f"machine-{number}/boot/1/1")

    found = at_once(relieve)
    assert sum(freed for freed, _ in found) == 1
    assert len([claim for _, claim in found if claim]) == 1
    assert [line["event"] for line in history(journal, "film/post/one")].count("owner gone") == 1


def test_decisions_and_sweeps_do_not_wait_in_a_ring(journal: Journal, clock: CompressedClock) -> None:
    """Holding, resuming and sweeping the same forty actions in opposite orders at once: all of it ends."""
    posts = [post(f"post-{number}") for number in range(40)]
    record(journal, plan(*posts))
    clock.jump(T + timedelta(hours=7))
    keys = [each.key for each in posts]

    def decide(number: int) -> None:
        ordered = keys if number % 2 else keys[::-1]
        for _ in range(3):
            decisions.hold(journal, ordered)
            sweeps.sweep(journal)
            decisions.resume(journal, ordered)

    at_once(decide, 6)
    assert {each.state for each in entries(journal, "film")} <= {State.HELD, State.PLANNED}


def test_one_plan_recorded_by_many_is_recorded_once(journal: Journal) -> None:
    """Two launches typed at once: the actions are added by one, and kept by the others."""
    wanted = plan(*(post(f"post-{number}") for number in range(COUNT)))
    changes = at_once(lambda _: record(journal, wanted))
    fates = [{change.fate for change in each} for each in changes]
    assert sorted(map(sorted, fates)) == [[Fate.ADDED], *([[Fate.KEPT]] * (COUNT - 1))]


def test_an_edit_is_not_overtaken(journal: Journal, clock: CompressedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed while an edit is being recorded, a post goes out in its new form, or is told of as under way."""
    record(journal, plan(post("one", text="old")))
    clock.jump(T)
    taken: list[claims.Claim | None] = []
    claiming = Thread(target=lambda: taken.append(claims.claim(journal, 1, "elsewhere/boot/1/1")))
    compare = recording.compare

    def slowly(*both: Any) -> Any:
        found = compare(*both)
        claiming.start()
        claiming.join(0.2)
        return found

    monkeypatch.setattr(recording, "compare", slowly)
    (change,) = record(journal, plan(post("one", text="new"), source="2"))
    claiming.join()
    assert change.fate is Fate.CHANGED
    assert taken[0] is not None
    assert taken[0].entry.spec == PostSpec(text="new")


def test_a_settled_action_is_not_settled_again(journal: Journal, clock: CompressedClock) -> None:
    """The owner settles it from many threads at once: the history has that once."""
    record(journal, plan(post("one")))
    clock.jump(T)
    claim = claims.claim(journal, 1, "elsewhere/boot/1/1")
    assert claim is not None

    def settle(_: int) -> bool:
        try:
            claims.settle(journal, claim, Outcome(state=State.PLANNED, due_at=T + MINUTE, error="timed out"))
        except Lost:
            return False
        return True

    assert at_once(settle).count(True) == 1


def test_a_new_journal_is_made_once(postgresql: Server) -> None:
    """Eight processes that open an empty database at once all find the tables."""
    with postgresql.database() as url:
        for opened in at_once(lambda _: open_journal(url)):
            opened.close()


@contextmanager
def starved(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Journal, Journal]]:
    """A journal whose transactions may stand idle for a moment only, and one beside it that is as ever."""
    other = open_journal(url)
    monkeypatch.setattr("launcher.journal.database._SESSION", [("idle_in_transaction_session_timeout", "200ms")])
    journal = open_journal(url)
    yield journal, other
    journal.close()
    other.close()


def test_a_stopped_worker_keeps_no_locks(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that stops within a transaction loses it, and the account goes on without it."""
    with postgresql.journal() as url, starved(url, monkeypatch) as (journal, other):
        record(other, plan(post("one", at=T - timedelta(days=365 * 50))))
        with pytest.raises(JournalError, match="idle-in-transaction") as caught:
            sleep_within(journal, lambda: claims.claim(other, 1, "elsewhere/boot/1/1"))
        assert passes(caught.value)
        assert [each.state for each in entries(other, "film")] == [State.RUNNING]


def pause(journal: Journal) -> None:
    """Longer than a transaction may stand idle in these tests."""
    with journal.read() as connection:
        connection.execute(sa.text("SELECT pg_sleep(0.4)"))


def closed_within(journal: Journal) -> None:
    """The server closes the connection, and the process reads of it what it can."""
    with journal.read() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))


def test_a_worker_whose_transaction_was_cut_off_goes_on(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Housekeeping that a starved machine did not finish is done the next time; any other failure ends the worker."""
    with postgresql.journal() as url, starved(url, monkeypatch) as (journal, other):
        assert asyncio.run(unless_cut_off(partial(sleep_within, journal, partial(pause, other)), None)) is None

    with postgresql.journal() as url:
        journal = open_journal(url)
        assert asyncio.run(unless_cut_off(partial(closed_within, journal), None)) is None
        assert entries(journal, "film") == []
        journal.close()

    def broken() -> None:
        raise JournalError("the journal failed: disk full")

    with pytest.raises(JournalError, match="disk full"):
        asyncio.run(unless_cut_off(broken, None))


def test_whoever_reads_an_export_may_stop(postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows are read before the first is handed on: a pipe that stands still keeps no transaction open."""
    with postgresql.journal() as url, starved(url, monkeypatch) as (journal, other):
        record(other, plan(post("one", at=T)))
        with other.write() as connection:
            many = [{"action_id": 1, "metric": "views", "at": T + MINUTE * each, "value": each} for each in range(9)]
            connection.execute(samples.insert(), many)
        found = rows(journal, "film")
        assert next(found)[3] == 0
        pause(other)
        assert len(list(found)) == 8


def sleep_within(journal: Journal, meanwhile: Callable[[], object]) -> None:
    """Lock every lane, let others work, and go on."""
    with journal.write() as connection:
        connection.exec_driver_sql("SELECT 1 FROM lanes FOR UPDATE")
        meanwhile()
        connection.exec_driver_sql("SELECT 1")
