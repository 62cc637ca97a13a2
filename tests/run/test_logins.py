"""Logins that die and come back: what was held for one goes on by itself, once, unless a person or the hour says no."""

import os
from pathlib import Path

import pytest

from launcher import settings
from launcher.journal import decisions
from launcher.journal.records import State
from launcher.run.executor import Executor
from tests.run.rig import HOUR, MINUTE, PAGE, Rig, T, X, posts_only

TOKENS = {"x": "X_ACCESS_TOKEN", "facebook": "FACEBOOK_PAGE_TOKEN"}
WANTED = posts_only({**X, "late": "3h"}, PAGE | {"text": "Now."})


def revoke(rig: Rig, platform: str = "x") -> None:
    """The platform takes no such token any more, whoever asks."""
    rig.environment = dict(rig.world.credentials)
    rig.world.credentials = {**rig.environment, TOKENS[platform]: "another"}


def restore(rig: Rig) -> None:
    """The account is unlocked again: the same token works."""
    rig.world.credentials = rig.environment


@pytest.fixture
def dead(rig: Rig) -> Rig:
    """A launch whose post on X is held, because the login is dead."""
    rig.record(WANTED)
    revoke(rig)
    rig.play(T + 30 * MINUTE)
    assert rig.state("post", "on-x") is State.HELD
    assert "launcher resume film/post/on-x" in (rig.entry("post", "on-x").next or "")
    assert len(rig.held("facebook")) == 1
    return rig


def test_it_goes_on_by_itself(dead: Rig) -> None:
    """Some minutes after the login works again the post is out, once, and nobody typed anything."""
    restore(dead)
    dead.play(T + HOUR)
    assert dead.state("post", "on-x") is State.DONE
    (made,) = dead.held("x")
    assert made["created_at"] <= T + 36 * MINUTE
    assert dead.entry("post", "on-x").look_at is None


def test_too_late_it_is_held_for_that(dead: Rig) -> None:
    """A login that comes back after the post's `late:` sends nothing by itself."""
    dead.clock.jump(T + 4 * HOUR)
    restore(dead)
    dead.play(T + 5 * HOUR)
    held = dead.entry("post", "on-x")
    assert (held.state, held.look_at) == (State.HELD, None)
    assert "late" in (held.error or "")
    assert dead.held("x") == []


def test_a_person_may_hold_it_for_good(dead: Rig) -> None:
    """Held by hand it does not go on when the login works; resumed, it does."""
    assert decisions.hold(dead.journal, ["film/post/on-x"]) == ["film/post/on-x"]
    restore(dead)
    dead.play(T + HOUR)
    assert dead.held("x") == []
    decisions.resume(dead.journal, ["film/post/on-x"])
    dead.play(T + 2 * HOUR)
    assert len(dead.held("x")) == 1


def test_cancelled_it_stays_away(dead: Rig) -> None:
    """What a person cancelled waits for no login."""
    decisions.cancel(dead.journal, ["film/post/on-x"])
    restore(dead)
    dead.play(T + HOUR)
    assert dead.held("x") == []


def test_a_dead_login_is_not_asked_all_the_time(dead: Rig) -> None:
    """Every few minutes, not more."""
    before = len(dead.requests("x", "POST"))
    dead.play(T + HOUR)
    assert 4 <= len(dead.requests("x", "POST")) - before <= 7


def secrets(rig: Rig, **changed: str) -> Path:
    """Write the stage's credentials into a secrets file."""
    path = rig.folder / "secrets.env"
    path.write_text("".join(f"{name}={text}\n" for name, text in {**rig.world.credentials, **changed}.items()))
    path.chmod(0o600)
    return path


def executor_with(rig: Rig, path: Path) -> Executor:
    """An executor whose credentials are in that file alone."""
    roots = {name: text for name, text in rig.world.environment().items() if name not in rig.world.credentials}
    loaded = settings.load({**roots, "LAUNCHER_HOME": str(rig.folder), "LAUNCHER_TIMEOUT": "5s"}, secrets=path)
    return Executor(rig.journal, loaded)


def test_a_new_login_counts_at_once_in_a_running_launch(rig: Rig) -> None:
    """The process that stays reads the changed secrets file, without a restart and without waiting."""
    rig.record(posts_only({**X, "text": "Now"}))
    with executor_with(rig, secrets(rig, X_ACCESS_TOKEN="dead")) as executor:
        rig.clock.jump(T + 2 * MINUTE)
        executor.tick()
        assert rig.state("post", "on-x") is State.HELD
        executor.tick()
        assert rig.state("post", "on-x") is State.HELD
        secrets(rig)
        executor.tick()
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.held("x")) == 1


def test_a_new_login_counts_at_once_in_the_next_tick(rig: Rig) -> None:
    """Another process, such as cron's next tick, sees that the login is another."""
    rig.record(posts_only({**X, "text": "Now"}))
    rig.clock.jump(T + 2 * MINUTE)
    for token, state in (
        ("dead", State.HELD),
        ("dead", State.HELD),
        (rig.world.credentials["X_ACCESS_TOKEN"], State.DONE),
    ):
        with executor_with(rig, secrets(rig, X_ACCESS_TOKEN=token)) as executor:
            executor.tick()
        assert rig.state("post", "on-x") is state


def test_a_secrets_file_that_others_can_read_changes_nothing(rig: Rig) -> None:
    """The launch goes on with the login that it had."""
    rig.record(posts_only({**X, "text": "Now"}))
    path = secrets(rig)
    with executor_with(rig, path) as executor:
        path.chmod(0o644)
        os.utime(path, ns=(1, 1))
        rig.clock.jump(T + 2 * MINUTE)
        executor.tick()
    assert rig.state("post", "on-x") is State.DONE


def test_what_was_sent_stays_in_doubt_without_a_login(rig: Rig) -> None:
    """The reply is lost, and then the login: held as not confirmed; with a login it is found, and not sent again."""
    rig.record(posts_only({**X, "text": "Now"}))
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.clock.jump(T + 2 * MINUTE)
    with executor_with(rig, secrets(rig)) as executor:
        executor.tick()
    assert rig.state("post", "on-x") is State.UNKNOWN
    rig.clock.jump(T + 20 * MINUTE)
    with executor_with(rig, secrets(rig, X_ACCESS_TOKEN="")) as executor:
        executor.tick()
    held = rig.entry("post", "on-x")
    assert (held.state, bool(held.doubt_since)) == (State.HELD, True)
    assert (held.error or "").startswith("sent, not confirmed")
    assert "launcher resolve film/post/on-x" in (held.next or "")
    with executor_with(rig, secrets(rig)) as executor:
        executor.tick()
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.held("x")) == len(rig.created("x")) == 1


def test_the_search_needs_a_login_too(rig: Rig) -> None:
    """The login dies between the lost reply and the search: the doubt waits for the login, and nothing is sent."""
    rig.record(posts_only({**X, "text": "Now"}))
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.play(T + 2 * MINUTE)
    revoke(rig)
    rig.play(T + 2 * HOUR)
    held = rig.entry("post", "on-x")
    assert (held.state, bool(held.doubt_since)) == (State.HELD, True)
    restore(rig)
    rig.play(T + 5 * HOUR)
    assert rig.state("post", "on-x") is State.DONE
    assert len(rig.requests("x", "POST")) == 1
