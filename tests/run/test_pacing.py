"""Allowances that run out: readings wait first, and posts and releases have room."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from launcher.clock import epoch
from launcher.errors import Throttled
from launcher.journal import allowances
from launcher.journal.records import State
from launcher.platforms.gauge import Level, Use
from launcher.run import verdicts
from tests.run.rig import HOUR, MINUTE, Rig, Rigged, T, X, manifest, posts_only

MIDNIGHT = datetime(2026, 12, 8, 8, tzinfo=UTC)
LADDER = [{"every": "5m", "for": "1h"}]
SECOND = {**X, "name": "second", "at": "release + 3m", "text": "And on Vimeo, too"}
RESET = T + 17 * MINUTE


def test_readings_wait_for_midnight_and_the_release_does_not(rig: Rig) -> None:
    """With a tenth of YouTube's day left no sample is read before midnight Pacific; the film is released on time."""
    spent = Level(name="units", used=9100, most=10_000, resets_at=MIDNIGHT, uses=frozenset({Use.READ}), counted=True)
    allowances.keep(rig.journal, "youtube", "default", [spent])
    rig.launch({**posts_only(X), "engagement": LADDER}, until=T + 2 * HOUR)
    assert rig.held("youtube")[0]["public_at"] == T
    assert rig.state("post", "on-x") is State.DONE
    assert not any("statistics" in each.path for each in rig.requests("youtube", "GET"))
    rig.play(MIDNIGHT + HOUR)
    asked = [each.at for each in rig.requests("youtube", "GET") if "statistics" in each.path]
    assert asked
    assert min(asked) >= MIDNIGHT


def test_units_are_counted_for_all_processes(rig: Rig) -> None:
    """What the launch itself spent of YouTube's day stands in the journal, a release and an upload among it."""
    rig.launch(posts_only(X))
    used = {each.name: each.used for each in allowances.used(rig.journal, share=0) if each.platform == "youtube"}
    assert used["uploads"] == 1
    assert 51 <= used["units"] <= 80


def test_the_last_post_of_an_allowance_makes_the_next_wait(rig: Rig) -> None:
    """X says with a post's receipt that none is left: the next is not even asked for before the reset."""
    headers = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(epoch(RESET)))}
    body = '{"data": {"id": "77", "text": "out"}}'
    rig.fault("status", "x", method="POST", nth=1, status=201, body=body, headers=headers)
    rig.launch(posts_only(X, SECOND))
    first, second = (each.at for each in rig.requests("x", "POST"))
    assert first == T + 2 * MINUTE
    assert second == RESET
    assert rig.state("post", "second") is State.DONE


def test_a_host_with_few_calls_is_not_run_into_its_limit(rig_on: Rigged) -> None:
    """Vimeo allows some calls a minute: readings every second leave room, and nothing is answered with 429."""
    rig = rig_on(vimeo_calls=30)
    wanted = manifest(hosts={"vimeo": {}}, posts=[], engagement=[{"every": "1s", "for": "3m"}])
    rig.launch(wanted, until=T + 10 * MINUTE)
    assert set(rig.states().values()) == {"done"}
    assert 429 not in {each.status for each in rig.requests("vimeo")}
    assert rig.held("vimeo")[0]["public_at"] == T


@pytest.mark.parametrize("seed", range(5))
def test_pauses_have_their_jitter(rig: Rig, seed: int) -> None:
    """After an error any part of the ceiling, after a 429 half of it at least, and what was told is never cut short."""
    rig.record(posts_only(X))
    entry, draw = rig.entry("post", "on-x"), Random(seed)
    assert timedelta() < verdicts.pause(5, draw) <= verdicts.ceiling(5)
    silent = verdicts.verdict(Throttled("later"), entry, T, draw, unconfirmed=True)
    assert silent.due_at
    assert verdicts.ceiling(3) / 2 <= silent.due_at - T <= verdicts.ceiling(3)
    told = verdicts.verdict(Throttled("later", retry_at=RESET), entry, T, draw, unconfirmed=True)
    assert told.due_at
    assert RESET <= told.due_at <= RESET + MINUTE / 4
    nonsense = Throttled("later", retry_at=T + timedelta(days=3650))
    assert verdicts.verdict(nonsense, entry, T, draw, unconfirmed=True).due_at <= T + timedelta(days=1, minutes=1)
