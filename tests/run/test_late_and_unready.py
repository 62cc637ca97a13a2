"""What is late, not ready, changed or withdrawn: nothing goes out that a person did not want any more."""

import os
from datetime import timedelta

import pytest

from launcher.errors import ManifestError
from launcher.journal import decisions
from launcher.journal.fates import Fate
from launcher.journal.records import State
from tests.run.rig import BEGINS, FILM_MD5, HOUR, MINUTE, PAGE, Rig, Rigged, T, X, launched, manifest, posts_only
from tests.tiny import film_bytes, padded

HOSTS_ONLY = manifest(posts=[], engagement=[])
SLOW = HOUR * 3
"""A host that processes for an hour longer than there is before release."""


def with_policy(policy: str) -> dict[str, object]:
    """A launch of both hosts, one of which is late with its film."""
    return {**HOSTS_ONLY, "launch": launched(if_not_ready=policy)}


def delay_vimeo(rig: Rig) -> None:
    """Vimeo takes no film before half an hour after release."""
    reset = (T + 30 * MINUTE).isoformat()
    rig.fault("status", "vimeo", method="POST", path="/me/videos", status=429, headers={"x-ratelimit-reset": reset})


def test_go_releases_each_host_as_soon_as_it_is_ready(rig: Rig) -> None:
    """`if_not_ready: go` releases the ready host at release and the other when it has processed the film."""
    delay_vimeo(rig)
    rig.launch(with_policy("go"))
    assert rig.held("youtube")[0]["public_at"] == T
    assert rig.held("vimeo")[0]["public_at"] > T + 30 * MINUTE


def test_together_waits_for_the_slowest(rig: Rig) -> None:
    """`if_not_ready: together` releases both at one instant, when the slower one is ready."""
    delay_vimeo(rig)
    rig.launch(with_policy("together"))
    (first,), (second,) = ({each["public_at"] for each in rig.held(host)} for host in ("youtube", "vimeo"))
    assert first == second > T + 30 * MINUTE


def test_what_waits_for_the_slowest_is_not_looked_at_every_second(rig: Rig) -> None:
    """A film that came after its hour, whose release waits for the other host: its settings wait with patience."""
    delay_vimeo(rig)
    rig.fault("status", "youtube", method="POST", path="*/videos", status=503, times=0)
    rig.record(with_policy("together"))
    rig.play(T + MINUTE)
    rig.world.faults.clear()
    delay_vimeo(rig)
    rig.play(T + 20 * MINUTE)
    assert (rig.state("ready", "youtube"), rig.state("settings", "youtube")) == (State.DONE, State.PLANNED)
    assert len(rig.events("settings", "youtube")) < 40


def test_hold_asks_a_person(rig_on: Rigged) -> None:
    """`if_not_ready: hold` holds the release of a host that is not ready, until a person resumes it."""
    rig = rig_on(transcode=SLOW)
    rig.launch(with_policy("hold"), until=T + 2 * HOUR)
    held = rig.entry("release", "youtube")
    assert held.state is State.HELD
    assert "not ready" in (held.error or "")
    assert not rig.held("youtube")[0]["public"]
    decisions.resume(rig.journal, [held.key])
    rig.play()
    assert rig.held("youtube")[0]["public"]


def test_a_post_that_is_too_late_is_held(rig: Rig) -> None:
    """A post whose time and `late:` passed while nothing ran is held; `resume` sends it all the same."""
    rig.record(posts_only({**X, "text": "Now", "late": "1h"}))
    rig.clock.jump(T + 2 * HOUR)
    rig.play(T + 3 * HOUR)
    assert rig.state("post", "on-x") is State.HELD
    assert rig.requests("x", "POST") == []
    decisions.resume(rig.journal, ["film/post/on-x"])
    rig.play()
    assert rig.state("post", "on-x") is State.DONE


def test_a_post_within_its_lateness_goes_out(rig: Rig) -> None:
    """A post whose time passed while nothing ran goes out within `late:`, once."""
    rig.record(posts_only({**X, "text": "Now", "late": "3h"}))
    rig.clock.jump(T + 2 * HOUR)
    rig.play()
    assert len(rig.held("x")) == 1


def test_a_doubt_settled_too_late_is_not_sent_again(rig: Rig) -> None:
    """A post that never landed, and is found absent only after its `late:`, waits for a person."""
    rig.fault("drop_before", "x", method="POST", nth=1)
    rig.launch(posts_only({**X, "late": "1h"}), until=T + 2 * MINUTE)
    assert rig.state("post", "on-x") is State.UNKNOWN
    rig.clock.jump(T + 5 * HOUR)
    rig.play(T + 6 * HOUR)
    assert rig.state("post", "on-x") is State.HELD
    assert len(rig.requests("x", "POST")) == 1


def test_a_cancelled_post_stays_away(rig: Rig) -> None:
    """A post that a person cancelled is not sent, not even when the manifest is launched again."""
    rig.record(posts_only(X, PAGE | {"text": "Now."}))
    decisions.cancel(rig.journal, ["film/post/on-x"])
    rig.launch(posts_only(X, PAGE | {"text": "Now."}))
    assert (len(rig.held("x")), len(rig.held("facebook"))) == (0, 1)


def test_a_held_post_waits_and_then_goes(rig: Rig) -> None:
    """A post held by hand passes its time unsent; resumed, it goes out."""
    rig.record(posts_only(X))
    decisions.hold(rig.journal, ["film/post/on-x"])
    rig.play(T + HOUR)
    assert rig.held("x") == []
    decisions.resume(rig.journal, ["film/post/on-x"])
    rig.play()
    assert len(rig.held("x")) == 1


def test_a_cancelled_release_keeps_the_film_private(rig: Rig) -> None:
    """Cancelling one host's release leaves its film private; what shows that host never goes out."""
    rig.record(posts_only(X))
    decisions.cancel(rig.journal, ["film/release/youtube"])
    rig.play()
    assert [each["public"] for each in rig.held("youtube")] == [False]
    assert rig.held("x") == []


def test_an_edit_in_the_middle_reaches_what_has_not_run(rig: Rig) -> None:
    """Between two posts the manifest is edited: what is out stays, what is not takes the new words and time."""
    later = {**X, "name": "later", "at": "release + 1h", "text": "Old words"}
    rig.launch(posts_only(X, later, PAGE | {"text": "Now."}), until=T + 10 * MINUTE)
    edited = {**later, "at": "release + 2h", "text": "New words"}
    changes = {each.key: each.fate for each in rig.record(posts_only({**X, "text": "Too late an edit"}, edited))}
    assert changes["film/post/on-x"] is Fate.FIXED
    assert changes["film/post/later"] is Fate.CHANGED
    assert changes["film/upload/youtube"] is Fate.KEPT
    rig.play()
    said = {each["created_at"] - T: each["text"] for each in rig.held("x")}
    assert said[2 * HOUR] == "New words"
    assert len(said) == 2
    assert not any("Too late" in text or "Old" in text for text in said.values())
    assert len(rig.requests("youtube", "PUT", "/upload/")) == 1


def test_a_later_release_moves_everything_with_it(rig: Rig) -> None:
    """Moving T before release moves release and posts; the film that is up already is not sent again."""
    rig.launch(manifest(), until=T - HOUR)
    rig.launch(manifest(launch=launched(at="2026-12-07 11:00")), until=T + 8 * HOUR)
    assert {each["public_at"] for host in ("youtube", "vimeo") for each in rig.held(host)} == {T + 2 * HOUR}
    assert rig.held("x")[0]["created_at"] == T + 2 * HOUR + 2 * MINUTE
    assert len(rig.created("vimeo")) == 1


def swap_film(rig: Rig, content: bytes) -> None:
    """Put another film in the place of the first."""
    path = rig.folder / "film.mp4"
    path.write_bytes(content)
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


def test_a_film_changed_after_planning_is_not_sent(rig: Rig) -> None:
    """The film on disk is not the planned one: held, with both fingerprints, and nothing was sent."""
    rig.record(HOSTS_ONLY)
    planned = rig.entry("upload", "youtube").spec.fingerprint  # type: ignore[union-attr]
    swap_film(rig, padded(film_bytes(), 1000))
    rig.play()
    held = rig.entry("upload", "youtube")
    assert held.state is State.HELD
    assert planned in (held.error or "")
    assert f"{len(film_bytes()) + 1008}-" in (held.error or "")
    assert rig.created("vimeo") == []


def test_launching_again_takes_the_changed_film(rig: Rig) -> None:
    """Launched again, the new film is planned and sent, whole and alone."""
    rig.record(HOSTS_ONLY)
    swap_film(rig, padded(film_bytes(), 1000))
    rig.play(T - HOUR)
    rig.launch(HOSTS_ONLY)
    assert [(each["size"], each["public"]) for each in rig.held("vimeo")] == [(len(film_bytes()) + 1008, True)]


@pytest.mark.parametrize("host", ["youtube", "vimeo"])
def test_two_films_are_never_spliced(rig: Rig, host: str) -> None:
    """An upload was cut, and the film replaced before it goes on: refused with both fingerprints, no byte added."""
    big, other = padded(film_bytes(), 600_000), padded(film_bytes(), 600_001)
    swap_film(rig, big)
    rig.fault("cut_body", host, method={"youtube": "PUT", "vimeo": "PATCH"}[host], times=0, after_bytes=300_000)
    rig.fault("drop_before", host, method="HEAD", path="/upload/*", nth=2, times=0)  # else it goes on at once
    wanted = manifest(hosts={host: {}}, posts=[], engagement=[])
    rig.launch(wanted, until=BEGINS + timedelta(seconds=1))
    rig.world.faults.clear()
    swap_film(rig, other)
    rig.launch(wanted)
    refused = rig.entry("upload", host)
    assert refused.state is State.REFUSED, refused.error
    assert f"{len(big)}-" in (refused.error or "")
    assert f"{len(other)}-" in (refused.error or "")
    assert not any(each["public"] for each in rig.held(host))
    decisions.cancel(rig.journal, [refused.key])
    decisions.retry(rig.journal, [refused.key])
    rig.play(T + 12 * HOUR)
    whole = [each for each in rig.held(host) if each["public"]]
    assert [each["size"] for each in whole] == [len(other)]
    assert FILM_MD5 not in [each["md5"] for each in whole]


def test_a_film_that_is_gone_is_told(rig: Rig) -> None:
    """A film deleted between plan and upload is held with its path; putting it back and resuming goes on."""
    rig.record(HOSTS_ONLY)
    path = rig.folder / "film.mp4"
    away = path.rename(rig.folder / "away.mp4")
    rig.play(T - HOUR)
    held = rig.entry("upload", "youtube")
    assert held.state is State.HELD
    assert "film.mp4" in (held.error or "")
    away.rename(path)
    decisions.resume(rig.journal, ["film/upload/youtube", "film/upload/vimeo"])
    rig.play()
    assert set(rig.states().values()) == {"done"}


def test_a_broken_edit_changes_nothing(rig: Rig) -> None:
    """A manifest that does not check any more is refused, and the launch goes on as it was recorded."""
    rig.record(posts_only(X))
    with pytest.raises(ManifestError):
        rig.record(posts_only({**X, "text": ""}))
    rig.play()
    assert len(rig.held("x")) == 1
