"""No adapter sends a create twice, whatever the platform does after the first.

A case names an adapter's create and how a friendly server answers it; every fault is played on every case.
To add one: a `Case` in `CASES`.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from launcher.clock import SystemClock
from launcher.errors import OutcomeUnknown, Unavailable
from launcher.logins.x import XLogin
from launcher.platforms.base import Draft
from launcher.platforms.x import X
from tests.platforms.hostile import FAULTS, Answer, Fault, Hostile, Request, reply

TIMEOUT = 0.5
"""Seconds that an adapter waits in these tests."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One create. `answer` is the friendly server; `ready` connects to a root, warms up, and returns the create."""

    name: str
    answer: Callable[[Request], Answer]
    ready: Callable[[str], Callable[[], object]]
    faults: tuple[Fault, ...] = tuple(FAULTS)


def x_answer(request: Request) -> Answer:
    """X: who am I, and a post."""
    if request.path == "/x/2/tweets" and request.method == "POST":
        text = json.loads(request.body)["text"]
        return reply({"data": {"id": "1790000000000000001", "text": text}}, creates=True, status=201)
    return reply({"data": {"id": "7", "username": "firstkiss", "name": "First Kiss"}})


def x_ready(root: str) -> Callable[[], object]:
    """X, logged in."""
    x = X()
    keys = {"api_key": "key", "api_secret": "secret", "access_token": "7-token", "access_secret": "hidden"}
    x.connect(XLogin(**keys, api_root=f"{root}/x", timeout=TIMEOUT), SystemClock())
    x.account()
    return lambda: x.post(Draft(text="First Kiss is out"))


CASES = [
    Case(name="x", answer=x_answer, ready=x_ready),
]


@contextmanager
def against(case: Case) -> Iterator[tuple[Hostile, Callable[[], object]]]:
    """The case's server, and its create, ready to be sent."""
    with Hostile(case.answer) as server:
        yield server, case.ready(server.root)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_friendly_platform_gets_one_create(case: Case) -> None:
    """Without a fault the create succeeds, so that the faults below are what fails."""
    with against(case) as (server, create):
        create()
        assert (server.created, server.sent) == (1, 1)


@pytest.mark.parametrize(
    ("case", "fault"),
    [pytest.param(case, fault, id=f"{case.name}: {fault}") for case in CASES for fault in case.faults],
)
def test_a_create_is_sent_once_and_its_outcome_is_told_as_unknown(case: Case, fault: Fault) -> None:
    """Whatever happens after the first send, there is no second, and nobody claims to know the outcome."""
    with against(case) as (server, create):
        server.fault = fault
        with pytest.raises(OutcomeUnknown) as told:
            create()
        assert server.sent == 1
        assert server.created == (0 if fault is Fault.DROP_UNREAD else 1)
        assert server.root not in str(told.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_create_that_never_left_is_told_as_unavailable(case: Case) -> None:
    """Where the connection is refused nothing was sent, and the create may be sent again."""
    with against(case) as (server, create):
        server.refuse()
        with pytest.raises(Unavailable):
            create()
        assert server.created == 0
