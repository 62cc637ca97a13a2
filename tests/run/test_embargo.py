"""Nothing shows a film before its time, whatever the caller believes."""

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import launcher
from launcher.clock import CompressedClock
from launcher.errors import Embargoed, PlanError, Refused
from launcher.journal.database import Journal, open_journal
from launcher.journal.records import State
from launcher.journal.tables import actions, launches, needs, receipts
from launcher.platforms import limits, seal
from launcher.platforms.base import AddsCaptions, Draft, Feed, Film, Host, Metered, Receipt
from launcher.platforms.gauge import Gauge
from launcher.platforms.keys import YouTubeKeys
from launcher.run.embargo import guarded
from launcher.run.launching import commit, prepare
from tests.run.rig import BEGINS, HOUR, MINUTE, Rig, T, launched, manifest, posts_only
from tests.tiny import write_manifest

FILM = Film(path=Path("film.mp4"), size=1, title="Film", keys=YouTubeKeys())
SOURCES = Path(launcher.__file__).parent
PRIVACIES = ("private", "public", "unlisted", None)
ADDRESSES = ("https://www.youtube.com/watch?v={}", "https://youtu.be/{}?t=5", "see youtube.com/embed/{}!")


class Steps(CompressedClock):
    """A clock that anybody may set, forward and back."""

    def step(self, to: datetime) -> None:
        """Set it."""
        self._now = to


class CrashedError(Exception):
    """The process died there."""


class Shelf:
    """A platform in memory, whose adapter says what it likes; it keeps what became visible, and when."""

    name, limits = "youtube", limits.YOUTUBE

    def __init__(self, clock: CompressedClock) -> None:
        self.clock, self.gauge = clock, Gauge(clock)
        self.shown: list[tuple[str, datetime]] = []
        self.privacy: str | None = "private"
        self.publish_at, self.dies = "", False

    def _send(self, method: str, body: dict[str, Any], id_: str) -> Receipt:
        part = {name: value for name, value in body.items() if value}
        seal.inspect("youtube", method, "https://api/youtube/v3/videos?part=status", json.dumps({"status": part}))
        if part.get("privacyStatus", "public") != "private" or "publishAt" in part:
            self.shown.append((id_, self.clock.now()))
        if self.dies:
            raise CrashedError
        return Receipt(id=id_, url=ADDRESSES[0].format(id_))

    def upload(self, film: Film, sessions: Any, progress: Any) -> Receipt:
        """Make the film, as private as the adapter says."""
        return self._send("POST", {"privacyStatus": self.privacy, "publishAt": self.publish_at}, film.title)

    def release(self, receipt: Receipt, film: Film) -> Receipt:
        """Open it."""
        return self._send("PUT", {"privacyStatus": "public"}, receipt.id)

    def readiness(self, receipt: Receipt) -> Any:
        """A read which writes, as no adapter may."""
        return self._send("PUT", {"privacyStatus": self.privacy}, receipt.id)

    def post(self, draft: Draft) -> Receipt:
        """Publish it."""
        self.shown += [(id_, self.clock.now()) for id_ in KNOWN if id_ in f"{draft.text} {draft.title} {draft.link}"]
        if self.dies:
            raise CrashedError
        return Receipt(id="1", url="https://x.com/i/1")

    def comment(self, receipt: Receipt, text: str) -> Receipt:
        """Publish it under the film."""
        return self.post(Draft(text=f"{text} {receipt.id}"))


KNOWN: list[str] = []
_numbers = count()


def embargoed(journal: Journal, release_at: datetime) -> str:
    """A new launch with an uploaded film; its id."""
    number = next(_numbers)
    name, id_ = f"film-{number}", f"vid-{number:07}"
    same = {"kind": "upload", "platform": "youtube", "account": "default", "lane": "upload", "state": "done"}
    with journal.write() as connection:
        connection.execute(
            launches.insert().values(
                name=name, revision=1, manifest="", source="", at=release_at, release_at=release_at, timezone="UTC",
                facts="{}", recorded_at=BEGINS,
            )
        )  # fmt: skip
        key = f"{name}/upload/youtube"
        rest = {"spec": "{}", "digest": "", "planned_for": BEGINS, "due_at": BEGINS}
        flags = {"follow_up": False, "needs_all_now": False, "armed": True}
        made = connection.execute(
            actions.insert().values(key=key, launch=name, name="youtube", **same, **rest, **flags)
        ).inserted_primary_key
        url = ADDRESSES[0].format(id_)
        connection.execute(
            receipts.insert().values(action_id=made[0] if made else 0, platform_id=id_, url=url, at=BEGINS)
        )
    KNOWN[:] = [id_]
    return id_


def moved(journal: Journal, id_: str, release_at: datetime) -> None:
    """Edit the launch: its release is then."""
    with journal.write() as connection:
        connection.execute(
            launches.update().where(launches.c.name == f"film-{int(id_[4:])}").values(release_at=release_at)
        )


@contextmanager
def shelved() -> Iterator[tuple[Journal, Steps, Shelf]]:
    """A journal, the clock that it goes by, and a platform."""
    with TemporaryDirectory() as folder:
        clock = Steps(BEGINS)
        journal = open_journal(f"sqlite:///{folder}/journal.db", clock, durable=False)
        yield journal, clock, Shelf(clock)
        journal.close()


@pytest.fixture(scope="module")
def shelf() -> Iterator[tuple[Journal, Steps, Shelf]]:
    """One for all schedules: every schedule has a launch of its own there."""
    with shelved() as made:
        yield made


CALLS: dict[str, Callable[[Any, str, int], object]] = {
    "upload": lambda guard, id_, _: guard.upload(Film(**{**vars(FILM), "title": id_}), None, None),
    "release": lambda guard, id_, _: guard.release(Receipt(id=id_), FILM),
    "look": lambda guard, id_, _: guard.readiness(Receipt(id=id_)),
    "post": lambda guard, id_, n: guard.post(Draft(text="A film.", link=ADDRESSES[n % 3].format(id_))),
    "say": lambda guard, id_, n: guard.post(Draft(title=ADDRESSES[n % 3].format(id_))),
    "comment": lambda guard, id_, _: guard.comment(Receipt(id=id_), "Hello."),
}
SCHEDULES = 10
"""How many are played with one film: each begins with another release, at the same hour."""


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_never_public_before_its_time(shelf: tuple[Journal, Steps, Shelf], seed: int) -> None:
    """1,200 random schedules: edits, clocks that jump both ways, crashes, and callers and adapters that are wrong."""
    journal, clock, platform = shelf
    id_, draw = embargoed(journal, T), random.Random(seed)
    guard = guarded(platform, journal)  # type: ignore[arg-type]
    for _ in range(SCHEDULES):
        clock.step(BEGINS)
        until = _edited(journal, id_, draw)
        for _ in range(draw.randint(1, 8)):
            what = draw.choice(["clock", "clock", "edit", *CALLS])
            if what == "clock":
                clock.step(BEGINS + draw.randint(0, 240) * MINUTE)
            elif what == "edit":
                until = _edited(journal, id_, draw)
            else:
                _misused(platform, draw)
                with suppress(Embargoed, Refused, CrashedError):
                    CALLS[what](guard, id_, draw.randint(0, 2))
                assert all(at >= until for _, at in platform.shown)
    moved(journal, id_, BEGINS)


def _edited(journal: Journal, id_: str, draw: random.Random) -> datetime:
    """The film's new release."""
    until = BEGINS + draw.randint(0, 240) * MINUTE
    moved(journal, id_, until)
    return until


def _misused(platform: Shelf, draw: random.Random) -> None:
    """Let the adapter say what it should not in its next request, or die after it."""
    platform.shown, platform.dies = [], draw.random() < 0.3
    platform.privacy, platform.publish_at = draw.choice(PRIVACIES), draw.choice(["", "", "2026-12-07T15:00:00Z"])


def test_after_its_time_everything_passes(shelf: tuple[Journal, Steps, Shelf]) -> None:
    """The guard stops nothing once the film is released: it is not true merely because it refuses all."""
    journal, clock, platform = shelf
    id_ = embargoed(journal, T)
    clock.step(T)
    platform.privacy, platform.publish_at, platform.dies, platform.shown = "private", "", False, []
    guard = guarded(platform, journal)  # type: ignore[arg-type]
    for what in ("release", "post", "say", "comment", "upload", "look"):
        CALLS[what](guard, id_, 0)
    assert [each for each, _ in platform.shown] == [id_] * 4


def test_the_guard_has_the_platform_s_abilities_and_no_others(shelf: tuple[Journal, Steps, Shelf]) -> None:
    """What an adapter cannot do is still told by its type; a gauge that is made anew is seen."""
    journal, clock, platform = shelf
    guard: Any = guarded(platform, journal)  # type: ignore[arg-type]
    assert isinstance(guard, Metered)
    assert not isinstance(guard, AddsCaptions)
    assert not isinstance(guard, Host | Feed)
    platform.gauge = Gauge(clock)
    assert guard.gauge is platform.gauge


def test_a_film_that_no_launch_has_is_not_released(shelf: tuple[Journal, Steps, Shelf]) -> None:
    """The id of somebody else's private film, by whatever mistake, is refused."""
    journal, clock, platform = shelf
    clock.step(T + 9 * HOUR)
    with pytest.raises(Refused, match="knows no film"):
        CALLS["release"](guarded(platform, journal), "another", 0)  # type: ignore[arg-type]


def test_an_action_that_is_due_too_early_waits_for_its_release(rig: Rig) -> None:
    """A row of the journal moved by hand: both hosts and the post come out at release, on the stage too."""
    rig.record(manifest(engagement=[], posts=[{"name": "on-x", "on": "x", "at": "T", "text": "{{ youtube.url }}"}]))
    with rig.journal.write() as connection:
        connection.execute(actions.update().values(due_at=BEGINS))
    rig.play()
    assert {each["public_at"] for host in ("youtube", "vimeo") for each in rig.held(host)} == {T}
    assert len(rig.held("x")) == 1
    assert any("not to be public before 2026-12-07T17:00:00Z" in line for line in rig.events("release", "youtube"))


def test_a_teaser_that_holds_the_film_s_address_waits(rig: Rig) -> None:
    """Pasted by hand after the upload, in another form than the receipt's; the same teaser without it goes out."""
    teaser = {"name": "teaser", "on": "x", "at": "T - 1h", "text": "Tomorrow!"}
    rig.record(posts_only(teaser))
    rig.play(T - 90 * MINUTE)
    receipt = rig.entry("upload", "youtube").receipt
    assert receipt is not None
    rig.record(posts_only({**teaser, "text": f"Tomorrow! https://youtu.be/{receipt.id}"}))
    rig.play(T - MINUTE)
    assert rig.held("x") == []
    assert rig.state("post", "teaser") is State.PLANNED
    rig.play()
    assert len(rig.held("x")) == 1


def test_a_clip_that_is_no_teaser_waits_for_the_release(rig: Rig) -> None:
    """A row of the journal moved by hand: the piece of the film goes out at release, a teaser's at its time."""
    clip = {"on": "x", "text": "Look.", "media": {"clip": {"from": "0s", "for": "1s"}}}
    teaser = {**clip, "name": "teaser", "at": "T - 1h", "before_release": True, "text": "Soon."}
    rig.record(posts_only({**clip, "name": "piece", "at": "release + 1m"}, teaser))
    with rig.journal.write() as connection:
        connection.execute(needs.delete().where(needs.c.action_id == rig.entry("post", "piece").id))
        connection.execute(actions.update().values(due_at=BEGINS))
    rig.play()
    assert {each["text"].partition(" ")[0]: each["created_at"] >= T for each in rig.held("x")} == {
        "Look.": True,
        "Soon.": False,
    }
    assert any("shows a piece of the film" in line for line in rig.events("post", "piece"))


def test_a_release_moved_forward_must_be_meant(rig: Rig) -> None:
    """An edit that shows the film sooner is refused unless somebody says so; later needs no word."""
    rig.record(posts_only())
    sooner = {**posts_only(), "launch": launched(at="2026-12-07 08:00")}
    with pytest.raises(PlanError, match=r"sooner: at 2026-12-07T16:00:00Z.*\n.*--earlier"):
        rig.record(sooner)
    write_manifest(rig.path, sooner)
    commit(rig.journal, prepare(rig.path, rig.journal, rig.clock.now()), earlier=True)
    rig.record(posts_only())


@pytest.mark.parametrize(
    ("platform", "method", "url", "body", "passes"),
    [
        ("youtube", "POST", "/upload/youtube/v3/videos?part=snippet", {"snippet": {}}, False),
        ("youtube", "POST", "/upload/youtube/v3/videos?part=status", {"status": {"privacyStatus": "private"}}, True),
        ("youtube", "PUT", "/upload/youtube/v3/videos?part=status&upload_id=1", "the film", True),
        ("youtube", "PUT", "/youtube/v3/videos?part=status", {"status": {"embeddable": True}}, False),
        ("youtube", "PUT", "/youtube/v3/videos?part=snippet", {"snippet": {"title": "T"}}, True),
        ("vimeo", "POST", "/me/videos", {"name": "Film"}, False),
        ("vimeo", "POST", "/prefix/me/videos", {"privacy": {"view": "nobody"}}, True),
        ("vimeo", "PATCH", "/videos/12", {"privacy": {"view": "unlisted"}}, False),
        ("vimeo", "PATCH", "/videos/12", {"name": "Film"}, True),
        ("vimeo", "POST", "/me/videos", {"privacy": {"view": "disable"}}, False),
        ("vimeo", "POST", "/me/videos", {"privacy": {"view": "disable", "embed": "whitelist"}}, True),
        ("facebook", "POST", "/v26.0/1/videos", "published=true", True),
    ],
)
def test_what_the_seal_lets_pass(platform: str, method: str, url: str, body: Any, *, passes: bool) -> None:
    """A request that makes a film, or says who may see it, says that nobody may."""
    sent = body if isinstance(body, str) else json.dumps(body)
    with seal.sealed():
        if passes:
            seal.inspect(platform, method, f"https://host{url}", sent)
        else:
            with pytest.raises(Refused, match="would show the film"):
                seal.inspect(platform, method, f"https://host{url}", sent)
    seal.inspect(platform, method, f"https://host{url}", sent)


def test_nobody_else_hands_out_adapters() -> None:
    """Whoever connects one by himself is known here, and only reads, logs in, or takes a publication back."""
    calls = re.compile(r"registry\.(?:open_platform|proved|make)\(")
    found = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if calls.search(path.read_text("utf-8"))}
    assert found == {
        "consent/keeping.py",
        "doctor/accounts.py",
        "run/adapters.py",
        "run/loosening.py",
        "run/readiness.py",
    }


def test_every_adapter_sends_under_the_seal(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both hosts' clients ask it: an adapter that forgot to say private is stopped, and nothing is made."""
    from launcher.platforms.vimeo import adapter as vimeo
    from launcher.platforms.youtube import upload as youtube_upload

    entry, metadata = vimeo.entry, youtube_upload.metadata
    monkeypatch.setattr(vimeo, "entry", lambda film: {**entry(film), "privacy": {"view": "anybody"}})
    monkeypatch.setattr(youtube_upload, "metadata", lambda film, category: {**metadata(film, category), "status": {}})
    rig.launch(manifest(posts=[], engagement=[]), until=BEGINS + timedelta(minutes=30))
    assert rig.held("youtube") == rig.held("vimeo") == []
    assert {rig.state("upload", host) for host in ("youtube", "vimeo")} == {State.REFUSED}
