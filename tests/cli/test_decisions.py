"""hold, resume, cancel, retry, resolve: what they change, what they leave and why; each state has a way out."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.journal.records import State
from tests.cli.conftest import Call
from tests.cli.onstage import PAGE, OnStage, X, on_stage


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Iterator[OnStage]:
    """A launch of two posts on a stage, the first due now."""
    with on_stage(tmp_path, monkeypatch) as made:
        made.record()
        yield made


@pytest.mark.parametrize("word", [X, "on-x", "post/on-x"])
def test_an_action_by_its_key_or_the_last_part(call: Call, stage: OnStage, word: str) -> None:
    """As much of the key as is unique."""
    assert call("hold", word).out == f"held  {X}\n"
    assert stage.entry(X).state is State.HELD
    assert stage.entry(PAGE).state is State.PLANNED


@pytest.mark.parametrize("word", ["evening", "film/evening"])
def test_a_follow_up_by_its_name(call: Call, stage: OnStage, word: str) -> None:
    """All of its firings, and nothing else."""
    cron = {"name": "evening", "on": "facebook", "cron": "0 20 * * *", "until": "T + 3d", "text": "Views."}
    stage.record(follow_ups=[cron])
    held = call("hold", word, "--json").json["changed"]
    assert len(held) == 3
    assert all(key.startswith("film/post/evening/2026-") for key in held)
    assert stage.entry(X).state is State.PLANNED


def test_a_thread_by_its_post(call: Call, stage: OnStage) -> None:
    """Every part of it; one of them by more of its key."""
    stage.record(posts=[{"name": "on-x", "on": "x", "at": "T", "text": "A film.", "thread": ["More.", "The end."]}])
    assert call("hold", "post/on-x", "--json").json["changed"] == [X]
    assert call("cancel", "on-x", "--json").json["changed"] == [X, f"{X}/2", f"{X}/3"]
    unclear = call("resolve", "on-x", "--not-posted")
    assert unclear.code == 2
    assert f"name one of {X} (cancelled)" in " ".join(unclear.err.split())


@pytest.mark.parametrize("words", [[], ["film"], ["film/launch.yaml"]])
def test_a_whole_launch(call: Call, stage: OnStage, words: list[str]) -> None:
    """By nothing, name or manifest: all of its actions; nothing is sent until it is resumed."""
    assert call("hold", *words, "--json").json == {"changed": [X, PAGE], "left": []}
    assert call("tick").code == 0
    assert stage.posts("x") == []
    assert call("resume", *words).code == 0
    assert call("tick").code == 0
    assert len(stage.posts("x")) == 1


def test_an_unclear_name(call: Call, stage: OnStage) -> None:
    """Nothing is decided; what was probably meant is told."""
    stage.record("another")
    both = call("cancel", "on-x")
    assert both.code == 2
    assert f"{X}, another/post/on-x" in both.err
    wrong = call("hold", "on-y")
    assert wrong.code == 2
    assert "did you mean" in wrong.err
    assert stage.entry(X).state is State.PLANNED


def test_a_launch_that_was_cancelled_comes_back(call: Call, stage: OnStage) -> None:
    """`retry` of a launch is about what was refused, and says what brings back what a person withdrew."""
    call("cancel", "film")
    shown = call("retry", "film")
    told = "What was cancelled comes back by: launcher retry film --cancelled\n"
    assert (shown.code, shown.err) == (1, f"Nothing there to be planned again.\n{told}")
    assert stage.entry(X).state is State.CANCELLED
    assert call("retry", "film", "--cancelled").out == f"planned again  {X}\nplanned again  {PAGE}\n"
    assert stage.entry(X).state is State.PLANNED


def test_nothing_changed_is_exit_1(call: Call, stage: OnStage) -> None:
    """With what was left, and why."""
    call("hold", "on-x")
    again = call("hold", "on-x", "--json")
    assert again.code == 1
    assert again.json == {
        "changed": [],
        "left": [{"key": X, "state": "held", "why": "it is held already: held by hand"}],
    }
    assert call("retry", "film").err == "Nothing there to be planned again.\n"


def test_what_is_done_cannot_be_withdrawn(call: Call, stage: OnStage) -> None:
    """It says where to delete it, and withdraws the rest."""
    call("tick")
    shown = call("cancel", "film", "--yes")
    assert shown.code == 0
    assert f"cancelled  {PAGE}" in shown.out
    assert f"{X}: it is done and cannot be withdrawn; delete it there: https://x.com/" in shown.out


def test_cancel_tells_what_now_waits_in_vain(call: Call, stage: OnStage) -> None:
    """And what to type about it."""
    reply = {"name": "reply", "on": "x", "reply_to": "on-x", "at": "T + 1h", "text": "Thanks."}
    stage.record(follow_ups=[reply])
    shown = call("cancel", "on-x")
    assert "These now wait for it in vain: film/post/reply" in shown.err
    assert f"launcher cancel film/post/reply   or   launcher retry {X}" in shown.err


@pytest.mark.parametrize(("answer", "state"), [("n\n", State.PLANNED), ("y\n", State.CANCELLED)])
def test_at_a_terminal_it_asks(
    call: Call, stage: OnStage, monkeypatch: pytest.MonkeyPatch, answer: str, state: State
) -> None:
    """Before a whole launch is withdrawn."""
    from launcher.cli import output

    monkeypatch.setattr(output, "interactive", lambda stream: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    shown = call("cancel", "film")
    assert "This withdraws 2 actions" in shown.err
    assert stage.entry(PAGE).state is state


def test_a_refused_post_is_tried_again(call: Call, stage: OnStage) -> None:
    """The tick tells why and what to type; that, typed, sends it."""
    stage.world.faults.add("status", platform="x", method="POST", path="*tweets", status=403, body='{"title": "No"}')
    ticked = call("tick")
    assert ticked.code == 1
    assert f"launcher retry {X}" in ticked.err
    assert call("status").code == 1
    assert call("retry", "on-x").out == f"planned again  {X}\n"
    assert call("tick").code == 0
    assert len(stage.posts("x")) == 1


def test_a_dead_login_is_mended(call: Call, stage: OnStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The post is held, not lost: with new credentials the next tick sends it, once."""
    monkeypatch.setenv("X_ACCESS_TOKEN", "revoked")
    ticked = call("tick")
    assert ticked.code == 3
    assert f"launcher resume {X}" in ticked.err
    monkeypatch.setenv("X_ACCESS_TOKEN", stage.world.credentials["X_ACCESS_TOKEN"])
    assert (call("tick").code, call("tick").code) == (0, 0)
    assert len(stage.posts("x")) == 1


def doubt(stage: OnStage, call: Call, fault: str) -> None:
    """The post's reply is lost, and the platform cannot say whether it landed: a person is asked."""
    stage.world.faults.add(fault, platform="x", method="POST", path="*tweets", nth=1)
    stage.world.faults.add("status", platform="x", method="GET", times=0, status=403, body='{"title": "No"}')
    assert call("tick").code == 3
    assert call("status").code == 3


@pytest.fixture
def doubtful(stage: OnStage, call: Call) -> OnStage:
    """The post landed, and nothing told so."""
    doubt(stage, call, "drop_after")
    return stage


def test_resolved_as_posted(call: Call, doubtful: OnStage) -> None:
    """The address that a person copied gives id and URL, and nothing is sent again."""
    number = doubtful.posts("x")[0]
    shown = call("resolve", "on-x", "--posted", f"https://twitter.com/director/status/{number}?s=20")
    assert (shown.code, shown.out) == (0, f"done  {X}\n")
    receipt = doubtful.entry(X).receipt
    assert receipt is not None
    assert (receipt.id, receipt.url) == (number, f"https://x.com/director/status/{number}")
    assert call("tick").code == 0
    assert len(doubtful.posts("x")) == 1


def test_resolved_as_not_posted(call: Call, stage: OnStage) -> None:
    """It is sent again, without a look."""
    doubt(stage, call, "drop_before")
    assert stage.posts("x") == []
    assert call("resolve", "on-x", "--not-posted").code == 0
    assert call("tick").code == 0
    assert len(stage.posts("x")) == 1


def test_resolved_wrongly(call: Call, doubtful: OnStage) -> None:
    """It was there after all, and the platform refuses a second one: the address still closes it."""
    assert call("resolve", "on-x", "--not-posted").code == 0
    assert call("tick").code == 1
    number = doubtful.posts("x")[0]
    assert call("resolve", "on-x", "--posted", f"x.com/i/status/{number}").code == 0
    assert doubtful.entry(X).state is State.DONE


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "either --posted URL or --not-posted"),
        (["--posted", "https://x.com/a/status/1", "--not-posted"], "either --posted URL or --not-posted"),
        (["--posted", "https://www.youtube.com/watch?v=abcdefghijk"], "www.youtube.com is not x"),
        (["--posted", "https://x.com/a"], "names no post"),
    ],
)
def test_resolve_takes_one_clear_answer(call: Call, doubtful: OnStage, words: list[str], why: str) -> None:
    """Else nothing is decided."""
    shown = call("resolve", "on-x", *words)
    assert shown.code == 2
    assert why in " ".join(shown.err.split())
    assert doubtful.entry(X).doubt_since is not None


def test_resolve_where_nothing_is_in_doubt(call: Call, stage: OnStage) -> None:
    """It says so, and where to look."""
    shown = call("resolve", "on-x", "--not-posted")
    assert shown.code == 1
    assert "nothing to resolve" in shown.err


@pytest.mark.parametrize("name", ["hold", "resume", "cancel", "retry"])
def test_a_decision_makes_no_journal(call: Call, tmp_path: Path, name: str) -> None:
    """Where nothing was launched there is nothing to decide."""
    shown = call(name, "film")
    assert shown.code == 1
    assert "nothing was launched from here yet" in shown.err
    assert not (tmp_path / "home").exists()
