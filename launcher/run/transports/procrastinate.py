"""Procrastinate carries action ids from whoever sees that they are due to whoever has a hand free.

The journal stays the truth. An id that is lost is handed over again within a second; one that comes twice, or too
late, is claimed by nobody. So the queue may be dropped at any time: it has a schema of its own for each version of
Procrastinate, and a job is deleted as soon as it ends.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import procrastinate
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status
from psycopg.errors import ForeignKeyViolation

from launcher.errors import JournalError
from launcher.journal import claims
from launcher.journal.address import conninfo
from launcher.journal.database import Journal
from launcher.journal.faults import cut_off
from launcher.journal.reading import by_id
from launcher.run.executor import Executor

QUEUE = "launcher"
SCHEMA = "launcher_queue_" + "_".join(procrastinate.__version__.split(".")[:2])
EVERY = timedelta(seconds=1)
"""How often a worker looks into the journal where nothing falls due earlier."""

_CONNECTIONS = 4
_MADE = "SELECT 1 FROM information_schema.tables WHERE table_schema = %s AND table_name = 'procrastinate_jobs'"

log = structlog.get_logger()

T = TypeVar("T")


class Worker:
    """One process of a studio: hands over what is due, and runs what it is handed, until it is told to end."""

    def __init__(self, executor: Executor, url: str, *, concurrency: int) -> None:
        self._executor = executor
        self._journal = executor.journal
        self._url = url
        self._concurrency = concurrency
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told_to_stop = False
        self._handed = 0

    def run(self, *, drain: bool = False) -> None:
        """Work until `stop`; with `drain`, until nothing is due any more. What runs then is finished first.

        Raises JournalError where the journal or the queue fails: what runs then is left to itself.
        """
        try:
            asyncio.run(self._run(drain=drain))
        except ConnectorException as error:
            cause = error.__cause__ or error
            raise JournalError(f"the queue failed: {cause}", fix="see that the database runs; start again") from error

    def stop(self) -> None:
        """Take nothing more, finish what runs, and end. May be called from any thread, and from a signal's handler."""
        self._told_to_stop = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    async def _run(self, *, drain: bool) -> None:
        self._wake, self._broken, self._loop = asyncio.Event(), asyncio.Event(), asyncio.get_running_loop()
        self._loop.set_exception_handler(_told)
        await asyncio.to_thread(make_queue, self._journal)
        async with _opened(self._url, self._run_action) as app:
            receiving = asyncio.create_task(self._receive(app))
            tending = asyncio.create_task(self._tend(app, drain=drain))
            await asyncio.wait({receiving, tending}, return_when=asyncio.FIRST_COMPLETED)
            if receiving.done() or tending.exception():
                self._broken.set()
            await _ended(receiving)
            await _ended(tending)
        self._executor.raise_failure()
        if self._broken.is_set():
            raise JournalError("the queue ended by itself", fix="see that the database runs; start again")

    async def _receive(self, app: procrastinate.App) -> None:
        """Take jobs. Who was stopped for longer than a lease has been struck off the list: it signs in anew."""
        while True:
            try:
                return await self._take_jobs(app)
            except ConnectorException as error:
                if not isinstance(error.__cause__, ForeignKeyViolation):
                    raise
                log.info("signed in anew", why="stopped for longer than its lease, this worker was taken for gone")

    async def _take_jobs(self, app: procrastinate.App) -> None:
        lease = claims.LEASE.total_seconds()
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=self._concurrency,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=EVERY.total_seconds(),
            update_heartbeat_interval=lease / 3,
            stalled_worker_timeout=lease,
        )

    async def _run_action(self, action_id: int) -> None:
        """Run it here, unless it needs a film that only others see: then it is handed over again."""
        if await asyncio.to_thread(self._is_mine, action_id):
            self._handed += 1
            ends: list[asyncio.Future[Any]] = [asyncio.wrap_future(self._executor.hand(action_id))]
            ends.append(asyncio.ensure_future(self._broken.wait()))
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            ends[1].cancel()
        self._wake.set()

    def _is_mine(self, action_id: int) -> bool:
        try:
            films, entry = self._executor.films, by_id(self._journal, [action_id]).get(action_id)
        except JournalError as error:  # whoever keeps house hears of it, and does what follows
            log.info("not taken", action=action_id, why=error.message)
            return False
        return entry is not None and (films is None or films.here(entry) is not None)

    async def _tend(self, app: procrastinate.App, *, drain: bool) -> None:
        """Every second, and whenever something falls due or has ended: keep house, and hand over what is due."""
        kept = swept = self._journal.now() - 2 * claims.LEASE
        while not self._told_to_stop:
            self._wake.clear()
            now = self._journal.now()
            if now - swept >= claims.LEASE:
                swept = now
                await close_stalled(app)
            if now - kept >= EVERY:
                kept = now
                await unless_cut_off(self._keep_house, None)
            handed, busy = self._handed, self._executor.busy  # asked first: what ends meanwhile may make more due
            nothing: list[int] = []
            due = await unless_cut_off(self._executor.due, nothing)
            await hand_over(app, due)
            if drain and not due and not busy and handed == self._handed:
                return
            await self._pause()

    def _keep_house(self) -> None:
        self._executor.raise_failure()
        self._executor.housekeep()
        self._executor.warm()
        self._executor.poise()

    async def _pause(self) -> None:
        due_at = await unless_cut_off(partial(claims.next_due, self._journal), None)
        left = EVERY if due_at is None else min(EVERY, due_at - self._journal.now())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), max(0.0, left.total_seconds()))


async def unless_cut_off(call: Callable[[], T], default: T) -> T:
    """What `call` says. Where the server ended its transaction, or an action's, that alone is lost: a lease ends it."""
    try:
        return await asyncio.to_thread(call)
    except JournalError as error:
        if not cut_off(error):
            raise
        log.info("one transaction was cut off", why=error.message)
        return default


def _told(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """One line for a job that this worker could not close: others closed it, while it was stopped or cut off."""
    error = context.get("exception")
    if not isinstance(error, ConnectorException):
        loop.default_exception_handler(context)
    else:
        log.info("not closed in the queue", why=str(error.__cause__ or error).partition("\n")[0])


async def _ended(task: "asyncio.Task[None]") -> None:
    """Have it end, and raise what it raised. One that is cancelled ends in its own time."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def make_queue(journal: Journal) -> None:
    """Make Procrastinate's tables where they are missing. Raises JournalError."""
    with journal.write() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('launcher: queue'))")
        if connection.exec_driver_sql(_MADE, (SCHEMA,)).first() is None:
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
            cursor = connection.connection.cursor()  # SQLAlchemy would take its percent signs for parameters
            cursor.execute(procrastinate.schema.SchemaManager.get_schema())
            cursor.close()


@asynccontextmanager
async def _opened(url: str, run_action: Callable[[int], object]) -> AsyncIterator[procrastinate.App]:
    options = {"options": f"-c search_path={SCHEMA}"}
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo(url), kwargs=options, min_size=1, max_size=_CONNECTIONS
    )
    app = procrastinate.App(connector=connector)
    app.task(name="run_action")(run_action)
    async with app.open_async():
        yield app


async def hand_over(app: procrastinate.App, ids: list[int]) -> int:
    """Send the ids that nobody has sent and not yet received; how many those were."""
    if not ids:
        return 0
    waiting = {job.queueing_lock for job in await app.job_manager.list_jobs_async(queue=QUEUE, status="todo")}
    jobs = [job for job in map(_job, ids) if job.queueing_lock not in waiting]
    try:
        return len(await app.job_manager.batch_defer_jobs_async(jobs)) if jobs else 0
    except AlreadyEnqueued:  # another worker sees the same at this moment
        return sum([await _sent(app, job) for job in jobs])


async def _sent(app: procrastinate.App, job: Job) -> bool:
    try:
        await app.job_manager.defer_job_async(job)
    except AlreadyEnqueued:
        return False
    return True


def _job(action_id: int) -> Job:
    lock = f"launcher:{action_id}"
    return Job(
        id=None,
        queue=QUEUE,
        lock=None,
        queueing_lock=lock,
        task_name="run_action",
        task_kwargs={"action_id": action_id},
    )


async def close_stalled(app: procrastinate.App) -> int:
    """Delete what workers that are gone have left behind; how many that were. The journal gives the actions back."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=claims.LEASE.total_seconds()))
    for job in stalled:
        with suppress(ConnectorException):  # another worker closes it at this moment
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    return len(stalled)
