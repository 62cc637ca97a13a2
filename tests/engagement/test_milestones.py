"""Milestones: what makes them due, and that they fire once whatever happens."""

from contextlib import suppress
from random import Random
from threading import Thread
from typing import Any

import pytest

from launcher.journal import claims
from launcher.journal.records import State
from launcher.journal.samples import readings
from launcher.stage.growth import Growth
from tests.engagement.told import Numbers, Told
from tests.run.fuse import Crash, Fuse
from tests.run.rig import HOUR, REDDIT, Rig, T, X, manifest

MILLIONS = (30_000, 600_000, 1_000_000, 5_000_000)
LADDER = [{"every": "30m", "for": "26h"}]


def milestone(name: str, when: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A follow-up on X at a milestone."""
    return {"name": name, "on": "x", "when": when, "text": f"{name}: {{{{ views | compact }}}}", **keys}


def wanted(*follow_ups: dict[str, Any], posts: tuple[dict[str, Any], ...] = (), **parts: Any) -> dict[str, Any]:
    """A launch of YouTube with these follow-ups."""
    return manifest(
        **{
            "hosts": {"youtube": {}},
            "posts": list(posts),
            "engagement": LADDER,
            "follow_ups": list(follow_ups),
            **parts,
        }
    )


def told(rig: Rig, platform: str = "x") -> list[str]:
    """What stands there, oldest first."""
    return [each["text"] for each in sorted(rig.held(platform), key=lambda each: each["created_at"])]


def lying(dice: Random) -> Any:
    """Numbers that fall back, leap, or go to nothing every now and then, for one reading."""

    def tell(_: str, __: float, numbers: Numbers) -> Numbers:
        chance = dice.random()
        if chance > 0.15 or "views" not in numbers:
            return numbers
        lie = 3e9 if chance > 0.1 else 0 if chance > 0.05 else numbers["views"] * 0.6
        return {**numbers, "views": round(lie)}

    return tell


def crashing(rig: Rig, fuse: Fuse, dice: Random) -> None:
    """Play in processes that end at any commit or request, two ticks at a time."""
    while (due_at := claims.next_due(rig.journal)) and due_at <= T + 26 * HOUR:
        rig.clock.jump(due_at)
        if dice.random() < 0.2:
            fuse.light(dice.choice(("committing", "committed", "sending", "sent")), dice.randint(1, 12))
        with suppress(Crash), rig.executor() as one, rig.executor() as other:
            beside = Thread(target=survived, args=(other.tick,))
            beside.start()
            survived(one.tick)
            beside.join()
        if fuse.blown:
            fuse.renew()
            rig.clock.jump(rig.clock.now() + claims.LEASE)


def survived(tick: Any) -> None:
    """Tick until the process ends."""
    with suppress(Crash):
        tick()


def test_the_milestones_of_the_day_fire_once_each(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 30,000, 600,000, 1 and 5 million, through crashes, ticks side by side, and a counter that lies."""
    dice = Random(5)
    rig.record(wanted(*(milestone(f"at-{most}", {"youtube.views": most}) for most in MILLIONS)))
    object.__setattr__(rig.world, "growth", Told(tell=lying(dice)))
    fuse = Fuse()
    fuse.around(monkeypatch, rig.journal)
    crashing(rig, fuse, dice)
    rig.play(T + 27 * HOUR)
    assert [each.partition(":")[0] for each in told(rig)] == [f"at-{most}" for most in MILLIONS]
    marks = [each.mark for each in readings(rig.journal, "film") if each.metric == "views"]
    assert {"back", "jump"} <= set(marks)
    honest = {most: honest_hours(most) for most in MILLIONS}
    for most in MILLIONS:
        fired = rig.entry("post", f"at-{most}").planned_for - T
        assert honest[most] * HOUR <= fired <= honest[most] * HOUR + 2 * HOUR


def honest_hours(views: int) -> float:
    """When YouTube's share of the curve truly reaches that."""
    growth, minutes = Growth(), range(30 * 60)
    return next(each / 60 for each in minutes if growth.curve.at(each / 60) * 0.92 >= views)


CASES = {
    "film-wide": ({"views": 30_000}, 4.0, 4.6),
    "one-platform": ({"youtube.views": 30_000}, 4.0, 4.6),
    "both": ({"and": [{"views": 30_000}, {"reddit.comments": 100}]}, 9.0, 16.0),
    "either": ({"or": [{"views": 10**9}, {"views": 30_000}]}, 4.0, 4.6),
    "growth": ({"youtube.views_per_hour": 100_000}, 6.0, 16.0),
    "a-place": ({"reddit.all_rank": 25}, 8.0, 16.0),
    "in-time": ({"views": 30_000, "within": "5h"}, 4.0, 4.6),
    "out-of-time": ({"views": 30_000, "within": "3h"}, None, None),
    "flat": ({"flat": {"metric": "reddit.score", "for": "2h"}, "reddit.score": 10}, 22.9, 23.6),
    "gone": ({"reddit.removed": True}, 23.9, 24.6),
}
"""For each condition, between which hours after release it fires; None: never."""


def test_every_kind_of_condition(rig: Rig) -> None:
    """Thresholds of one platform and of all, and, or, growth, places, flatness, removal, and time that runs out."""

    def tell(platform: str, hours: float, numbers: Numbers) -> Numbers:
        return {**numbers, "score": 500} if platform == "reddit" and hours > 20 else numbers

    follow_ups = [milestone(name, when) for name, (when, _, _) in CASES.items()]
    object.__setattr__(rig.world, "growth", Told(tell=tell))
    rig.launch(wanted(*follow_ups, posts=(REDDIT,), hosts={"youtube": {}, "vimeo": {}}), until=T + 24 * HOUR)
    board: Any = getattr(rig.world.shelves["reddit"], "__self__")  # noqa: B009 - a bound method's owner
    next(iter(board.posts.values())).removed_by = "moderator"
    rig.play(T + 30 * HOUR)
    fired = {
        name: (rig.entry("post", name).planned_for - T) / HOUR for name in CASES if rig.entry("post", name).receipt
    }
    for name, (_, earliest, latest) in CASES.items():
        assert (name in fired) == (earliest is not None), name
        assert earliest is None or earliest <= fired[name] <= latest, (name, fired[name])


def test_a_lie_moves_nothing(rig: Rig) -> None:
    """One reading of 2 billion is kept, marked and not believed; what templates say is what was believed."""

    def tell(_: str, hours: float, numbers: Numbers) -> Numbers:
        return {**numbers, "views": 2_000_000_000} if 3.0 < hours < 3.1 else numbers

    object.__setattr__(rig.world, "growth", Told(tell=tell))
    rig.launch(wanted(milestone("great", {"views": 10**9}), milestone("some", {"views": 2000})), until=T + 6 * HOUR)
    assert rig.state("post", "great") is State.PLANNED
    assert [each.value for each in readings(rig.journal, "film") if each.mark] == [2e9]
    (text,) = told(rig)
    assert 2000 <= int(text.removeprefix("some: ").replace(",", "")) < 50_000


def test_follow_ups_of_every_form(rig: Rig) -> None:
    """A post, a reply, a comment under the film, on the Page and on Reddit, and a crosspost; they see the numbers."""
    said = "{{ views | compact }} after {{ elapsed }}: {{ youtube.likes }} likes, {{ rank | ordinal }} place"
    page = {"name": "on-page", "on": "facebook", "at": "release", "text": "Here", "link": "youtube"}
    shared = {**REDDIT, "name": "shared", "subreddit": "shortfilms", "crosspost_of": "on-reddit"}
    when = {"views": 30_000}
    follow_ups = [
        {"name": "thanks", "on": "x", "reply_to": "on-x", "when": when, "text": said},
        {"name": "under-film", "on": "youtube", "when": when, "text": said},
        {"name": "under-page", "on": "facebook", "reply_to": "on-page", "when": when, "text": said},
        {"name": "under-post", "on": "reddit", "reply_to": "on-reddit", "when": when, "text": said},
        {key: value for key, value in {**shared, "when": when}.items() if key not in ("at", "link", "flair")},
    ]
    rig.launch(wanted(*follow_ups, posts=(X, page, REDDIT)), until=T + 8 * HOUR)
    states = rig.states()
    assert {states[f"post/{each['name']}"] for each in follow_ups if each["on"] != "youtube"} == {"done"}
    assert states["comment/under-film"] == "done"
    (text,) = (each for each in told(rig) if "likes" in each)
    assert "000 after 4 hours" in text
    assert text.endswith("th place")


def test_an_edited_milestone_goes_out_in_its_new_form_alone(rig: Rig) -> None:
    """Edited before it is reached, with another threshold and another text; a withdrawn one never goes out."""
    rig.launch(wanted(milestone("one", {"views": 30_000}), milestone("two", {"views": 30_000})), until=T + 2 * HOUR)
    rig.record(wanted(milestone("one", {"views": 40_000}, text="anew: {{ views | compact }}")))
    rig.play(T + 8 * HOUR)
    (text,) = told(rig)
    assert text.startswith("anew: ")
    assert rig.states()["post/two"] == "cancelled"
