"""`launcher rehearse`: the whole launch on a stage of its own, and what it showed."""

from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.stagecraft import manifest


def test_a_rehearsal_tells_what_happened(call: Call, tmp_path: Path) -> None:
    """Timeline, addresses, engagement, what held, and what it cannot show; no account, no journal."""
    shown = call("rehearse", manifest(tmp_path), "--for", "3h")
    assert shown.code == 0
    for said in (
        "What happened",
        "youtube   https://www.youtube.com/watch?v=",
        "views",
        "✓ nothing showed the film before release",
        "✓ each of 2 films and posts stands there once",
        "requests",
        "What a rehearsal cannot show",
    ):
        assert said in shown.out
    assert "✓ upload to youtube" in shown.err
    assert not (tmp_path / "home").exists()


def test_a_rehearsal_as_json(call: Call, tmp_path: Path) -> None:
    """Planned and happened instants, addresses, totals; nothing early, nothing twice."""
    found = call("rehearse", manifest(tmp_path), "--for", "2h", "--json", "--seed", "4").json
    assert found["early"] == []
    assert found["twice"] == []
    assert set(found["urls"]) == {"youtube", "announce"}
    assert {action["state"] for action in found["actions"]} == {"done"}
    assert found["totals"]["views"] >= 0


def test_a_rehearsal_says_what_is_wrong_with_the_manifest(call: Call, tmp_path: Path) -> None:
    """As `check` would, with exit code 2."""
    refused = call(
        "rehearse", manifest(tmp_path, posts=[{"name": "a", "on": "x", "at": "release", "text": "{{ no }}"}])
    )
    assert refused.code == 2
    assert "{{ no }}" in refused.err


def test_a_rehearsal_needs_a_manifest_or_a_starter(call: Call) -> None:
    """Neither, both, or a starter that is none: usage."""
    assert call("rehearse").code == 2
    assert call("rehearse", "launch.yaml", "--from", "minimal").code == 2
    assert "is none of" in call("rehearse", "--from", "second-kiss").err
