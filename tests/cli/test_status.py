"""`launcher status`: for a person, for a program, and where there is nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from launcher.clock import SystemClock
from launcher.journal import allowances, decisions
from launcher.platforms.gauge import Level
from tests.cli.conftest import Call
from tests.cli.onstage import PAGE, OnStage, X, on_stage

FIELDS = ["key", "kind", "platform", "account", "name", "state", "due_at", "attempts", "id", "url", "error", "next"]


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Iterator[OnStage]:
    """A launch of two posts on a stage."""
    with on_stage(tmp_path, monkeypatch) as made:
        yield made


def test_where_nothing_was_launched(call: Call, tmp_path: Path) -> None:
    """It says so, makes no journal, and nothing is wrong; a program reads null."""
    shown = call("status")
    assert (shown.code, shown.out) == (0, "")
    assert "Nothing was launched from here yet" in shown.err
    assert call("status", "--json").json is None
    assert not (tmp_path / "home").exists()


def test_the_json_is_what_the_documents_say(call: Call, stage: OnStage) -> None:
    """Its keys, those of an action, the address by the manifest's name, and the totals."""
    stage.record()
    assert call("tick").code == 0
    told = call("status", "--json").json
    assert list(told) == ["launch", "revision", "state", "on_stage", "actions", "urls", "totals", "dangers"]
    assert (told["launch"], told["revision"], told["state"]) == ("film", 1, "running")
    assert [list(each) for each in told["actions"]] == [FIELDS, FIELDS]
    done, planned = told["actions"]
    assert (done["key"], done["state"], done["name"]) == (X, "done", "on-x")
    assert done["id"] == stage.posts("x")[0]
    assert told["urls"] == {"on-x": done["url"]}
    assert (planned["state"], planned["id"], planned["url"]) == ("planned", None, None)
    assert planned["due_at"].endswith("Z")
    assert told["totals"] == {"views": None, "likes": None, "comments": None, "shares": None, "at": None}


def test_for_a_person(call: Call, stage: OnStage) -> None:
    """What is done with its address, what comes next with a countdown, in a pipe a line each."""
    stage.record()
    call("tick")
    shown = call("status")
    assert shown.code == 0
    assert "First Kiss · film, revision 1 · running: 1 done, 1 planned" in shown.out
    assert f"·  {PAGE}  in 2 h 59 min" in shown.out
    assert re.search(rf"✓  {X} +\d\d:\d\d\S*( |, \d+ s late)  ?https://x.com/", shown.out)


def test_what_the_accounts_have_used(call: Call, stage: OnStage) -> None:
    """An allowance that is worth a look has a line, with when it is renewed; one of another account has none."""
    stage.record()
    resets_at = SystemClock().now() + timedelta(hours=1)
    spent = Level(name="requests", used=950, most=1000, resets_at=resets_at)
    journal = stage.journal()
    for account in ("default", "other"):
        allowances.keep(journal, "x", account, [spent])
    journal.close()
    shown = call("status").out
    assert shown.count("requests used until") == 1
    assert "x: 950 of 1,000 requests used until " in shown


def test_what_needs_a_person_comes_first(call: Call, stage: OnStage) -> None:
    """Why it is held and what to type, on a line that can be copied; exit code 3."""
    stage.record()
    call("hold", "on-x")
    shown = call("status")
    assert shown.code == 3
    lines = shown.out.splitlines()
    place = lines.index("Needs you")
    assert lines[place + 1 : place + 4] == [
        f"! {X}  held",
        "    held by hand",
        f"    → launcher resume {X}",
    ]
    assert place < lines.index("Next")


def test_what_waits_says_for_what(call: Call, stage: OnStage) -> None:
    """An action behind a cancelled one names it."""
    reply = {"name": "reply", "on": "x", "reply_to": "on-x", "at": "T + 1h", "text": "Thanks."}
    stage.record(follow_ups=[reply])
    call("cancel", "on-x", "--yes")
    assert "film/post/reply  waits for post/on-x, which is cancelled" in call("status").out


def test_a_milestone_says_what_it_waits_for(call: Call, stage: OnStage) -> None:
    """Its threshold, and until when."""
    thanks = {"name": "thanks", "on": "x", "when": {"views": 1000000}, "within": "14d", "text": "A million."}
    stage.record(follow_ups=[thanks], engagement=[{"every": "1h", "for": "1d"}])
    assert "when views ≥ 1,000,000, until " in call("status").out


def test_history(call: Call, stage: OnStage) -> None:
    """Everything that happened to each action: in words, and for a program."""
    stage.record()
    call("tick")
    assert '{"text":"A film."}' in call("status", "--history").out
    told = call("status", "--json", "--history").json
    events = [line["event"] for line in told["actions"][0]["history"]]
    assert events == ["planned", "claimed", "sent", "done"]


def test_a_launch_by_name_and_by_manifest(call: Call, stage: OnStage) -> None:
    """Both mean it; another name is refused with where to look."""
    stage.record()
    assert call("status", "film", "--json").json == call("status", stage.manifest, "--json").json
    wrong = call("status", "flim")
    assert wrong.code == 2
    assert "did you mean film?" in wrong.err


def test_several_launches(call: Call, stage: OnStage) -> None:
    """Without a name one line each and the worst exit code; a program must name one."""
    stage.record()
    stage.record("another")
    journal = stage.journal()
    decisions.hold(journal, ["another/post/on-x"])
    journal.close()
    shown = call("status")
    assert shown.code == 3
    assert shown.out.splitlines() == ["film     running: 2 planned", "another  running: 1 held, 1 planned"]
    unclear = call("status", "--json")
    assert unclear.code == 2
    assert "film, another" in unclear.err


def test_it_says_what_must_run(call: Call, stage: OnStage) -> None:
    """A launch of which nothing runs does not go on by itself; one that is done needs nothing."""
    stage.record()
    assert "It goes on only while this runs:  launcher launch film\n" in call("status").err
    stage.record(posts=[{"name": "on-x", "on": "x", "at": "T", "text": "A film."}])
    call("cancel", "film")
    assert "It goes on only" not in call("status").err
