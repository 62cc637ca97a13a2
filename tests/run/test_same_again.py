"""Two actions that make the same: what one made is never taken for the other's."""

from typing import Any

import pytest

from launcher.journal import reading
from launcher.journal.records import State
from launcher.run.launching import commit, prepare
from tests.run.rig import HOUR, MINUTE, PAGE, REDDIT, Rig, T, X, manifest, posts_only
from tests.tiny import write_manifest

TWICE = {
    "facebook": ("*/feed", {**PAGE, "text": "Same words."}),
    "reddit": ("/api/submit*", {**REDDIT, "title": "Same title", "link": "", "text": "Same words."}),
    "x": ("/2/tweets", {**X, "text": "Same words."}),
}


@pytest.mark.parametrize("platform", TWICE)
def test_a_lost_post_is_not_the_earlier_one_of_the_same_words(rig: Rig, platform: str) -> None:
    """The second of two posts with the same words never arrives: it is sent again, or held where the platform
    refuses the same words twice, and never done by the first one's receipt.
    """
    path, post = TWICE[platform]
    rig.fault("drop_before", platform, method="POST", path=path, nth=2)
    rig.launch(posts_only(*({**post, "name": name, "at": f"release + {at}m"} for name, at in (("a", 5), ("b", 7)))))
    first, second = (rig.entry("post", name) for name in "ab")
    assert first.state is State.DONE
    assert len(rig.requests(platform, "POST", path.strip("*"))) == 3
    if second.state is State.HELD:
        assert "duplicate" in str(second.error).lower()
    else:
        assert second.state is State.DONE
        assert first.receipt != second.receipt
        assert len(rig.held(platform)) == 2


def test_one_account_under_two_names(rig: Rig) -> None:
    """The same words for each name, and the second never arrives: it is not taken to be the first."""
    same = {name: value for name, value in rig.world.environment().items() if name.startswith("X_")}
    rig.environment = {name.replace("X_", "X_TWO_", 1): value for name, value in same.items() if "ROOT" not in name}
    rig.fault("drop_before", "x", method="POST", path="/2/tweets", nth=2)
    words = {**X, "text": "Same words."}
    rig.launch(posts_only(words, {**words, "name": "again", "account": "two", "at": "release + 3m"}))
    assert rig.state("post", "on-x") is State.DONE
    assert rig.entry("post", "again").receipt is None


def other_launch(rig: Rig, **hosts: Any) -> None:
    """Record another launch of the same film, an hour earlier."""
    wanted = manifest(hosts=hosts, posts=[], engagement=[])
    wanted["launch"].update(name="other", at="2026-12-07 08:00")
    path = rig.folder / "other.yaml"
    write_manifest(path, wanted)
    commit(rig.journal, prepare(path, rig.journal, rig.clock.now()))


def test_a_lost_entry_is_not_that_of_another_launch(rig: Rig) -> None:
    """Two launches of one film on one Vimeo account: neither adopts, nor releases, the other's entry."""
    rig.fault("drop_before", "vimeo", method="POST", path="/me/videos", nth=2)
    rig.record(manifest(hosts={"vimeo": {}}, posts=[], engagement=[]))
    other_launch(rig, vimeo={})
    rig.play(T - HOUR + 5 * MINUTE)
    assert sorted(each["privacy"] for each in rig.held("vimeo")) == ["anybody", "nobody"]
    receipts = [reading.entry(rig.journal, f"{name}/upload/vimeo").receipt for name in ("film", "other")]
    assert len({each.id for each in receipts if each}) == 2
