"""`launcher plan`: what would happen and every text, and nothing left behind."""

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.stagecraft import manifest
from tests.tiny import poster_bytes

AT = {"name": "tiny", "at": "2099-12-07 09:00", "timezone": "America/Los_Angeles"}


def test_plan_shows_every_text_with_its_length(call: Call, tmp_path: Path) -> None:
    """As it will be sent, counted as the platform counts, with an address in its usual shape."""
    shown = call("plan", manifest(tmp_path, launch=AT))
    assert shown.code == 0
    assert "A Tiny Film is out: https://www.youtube.com/watch?v=xxxxxxxxxxx" in shown.out
    assert "43/280 weighted characters" in shown.out
    assert "11/100 characters" in shown.out


def test_plan_shows_what_posts_show(call: Call, tmp_path: Path) -> None:
    """What becomes of the clip, and why; the image with its description; every part of a thread with its count."""
    clip = {"clip": {"from": "0.5s", "for": "0.5s"}}
    thread = ["One more.", "{{ youtube.url }}"]
    posts = [
        {"name": "shown", "on": "x", "at": "release", "text": "Out now.", "media": clip, "thread": thread},
        {"name": "still", "on": "facebook", "at": "release", "media": "poster.jpg", "alt": "A kiss."},
    ]
    (tmp_path / "poster.jpg").write_bytes(poster_bytes())
    shown = call("plan", manifest(tmp_path, launch=AT, posts=posts)).out
    assert "film.mp4 from 0.5 s to 1 s · 128 × 128 · 0.5 s · at most " in shown
    assert "encoded: it begins between two key frames" in shown
    assert "poster.jpg · 1280 × 720 · " in shown
    assert "A kiss." in shown
    assert "shown/3 on x\n  reply to     shown/2\n" in shown
    assert "9/280 weighted characters" in shown
    assert "media of shown to x" in shown


def test_plan_tells_times_in_the_launch_zone_and_utc(call: Call, tmp_path: Path) -> None:
    """The same instant on both clocks, and how far away it is."""
    shown = call("plan", manifest(tmp_path, launch=AT))
    line = next(line for line in shown.out.splitlines() if line.endswith("announce on x"))
    assert line.startswith("Mon 7 Dec 09:00")
    assert "17:00" in line
    assert " in " in line


def test_plan_s_rows_stand_in_the_order_of_what_happens(call: Call, tmp_path: Path) -> None:
    """What has no instant comes first, by what it waits for; people who are told the same share a row."""
    alerts = [{"when": {"views": 1000}, "say": "Seen"}]
    path = manifest(tmp_path, hosts={"youtube": {}, "vimeo": {}}, alerts=alerts, notify=["team", "director"])
    lines = call("plan", path).out.splitlines()
    early = ["at once", "at once", "once uploaded", "once uploaded", "once processed", "once processed"]
    assert [line for line in lines if line.startswith(("at once", "once"))] == lines[4:10]
    assert all(line.startswith(each) for line, each in zip(lines[4:10], early, strict=True))
    (alert,) = (line for line in lines if "alert to" in line)
    assert alert.endswith("alert to team, director")


def test_plan_makes_no_journal(call: Call, tmp_path: Path) -> None:
    """Looking changes nothing: there is no home afterwards."""
    call("plan", manifest(tmp_path, launch=AT))
    assert not (tmp_path / "home").exists()


def test_piped_output_is_plain(call: Call, tmp_path: Path) -> None:
    """No escape sequence, and no padding at the end of a line."""
    shown = call("plan", manifest(tmp_path, launch=AT))
    assert "\x1b" not in shown.out
    assert all(line == line.rstrip() for line in shown.out.splitlines())


def test_plan_as_json(call: Call, tmp_path: Path) -> None:
    """Every action with its instant, every text with its count."""
    plan = call("plan", manifest(tmp_path, launch=AT), "--json").json
    assert plan["release_at"] == "2099-12-07T17:00:00Z"
    assert {action["key"] for action in plan["actions"]} >= {"tiny/upload/youtube", "tiny/post/announce"}
    assert {change["fate"] for change in plan["changes"]} == {"added"}
    text = next(part for each in plan["texts"] for part in each["parts"] if part["name"] == "text")
    assert text["count"] == {"used": 43, "allowed": 280, "unit": "weighted characters"}


def test_a_saved_plan_is_refused_when_the_manifest_has_changed(call: Call, tmp_path: Path) -> None:
    """`launch FILE` does exactly that plan or nothing."""
    path = manifest(tmp_path, launch=AT)
    assert call("plan", path, "--out", tmp_path / "plan.json").code == 0
    path.write_text(path.read_text("utf-8").replace("is out", "is here"), "utf-8")
    refused = call("launch", tmp_path / "plan.json", "--yes")
    assert refused.code == 2
    assert "is stale" in refused.err
    assert not (tmp_path / "home").exists()


def test_plan_cannot_be_made_of_a_wrong_manifest(call: Call, tmp_path: Path) -> None:
    """Every problem is told, and the exit code is 2."""
    path = manifest(tmp_path, launch={**AT, "timezone": "Mars/Olympus"}, hosts={})
    refused = call("plan", path)
    assert refused.code == 2
    assert "Mars/Olympus" in refused.err


def test_foreign_text_cannot_command_the_terminal(call: Call, tmp_path: Path) -> None:
    """A title that holds an invisible override is shown without it."""
    shown = call("plan", manifest(tmp_path, launch=AT, film={"file": "film.mp4", "title": "Kiss\u2066 me"}))
    assert "\u2066" not in shown.out + shown.err
    assert json.dumps(shown.out)


def test_plan_tells_what_it_costs(call: Call, tmp_path: Path) -> None:
    """Calls, YouTube's units and X's dollars over the default ladder of 761 readings, before anything is sent."""
    ladder = [{"every": "1m", "for": "6h"}, {"every": "15m", "for": "2d"}, {"every": "6h", "for": "60d"}]
    wanted = manifest(tmp_path, launch=AT, engagement=ladder)
    shown = json.loads(call("plan", wanted, "--json").out)["cost"]
    youtube, x = (next(each for each in shown if each["platform"] == name) for name in ("youtube", "x"))
    assert (youtube["readings"], youtube["calls"]) == (761, 761)
    assert 761 + 50 <= youtube["units"] <= 761 + 200
    assert x["usd_readings"] == 0.761
    assert x["usd_posts"] == 0.2
    assert "$0.76 for readings, $0.20 for posts" in call("plan", wanted).out
