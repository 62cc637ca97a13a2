"""Every moment of a manifest as an instant in UTC."""

from datetime import UTC, datetime

from launcher.manifest.model import FollowUp, Manifest, Post
from launcher.manifest.times import Moment, Now, Relative, Unreadable, Wall, resolve


class Timetable:
    """The instants of one manifest. `now` is the instant at which the launch was first recorded.

    `began` is that instant, `t` the launch's, `release` that at which the hosts go public; both aware, in UTC.
    Raises Unreadable for a time that cannot be resolved: unknown zone, gap, fold, unknown post, cycle.
    """

    def __init__(self, manifest: Manifest, now: datetime) -> None:
        self._zone = manifest.launch.timezone
        self.began = now.astimezone(UTC)
        named: tuple[Post | FollowUp, ...] = (*manifest.follow_ups, *manifest.posts)
        self._named = {each.name: each for each in named}
        self.t = self._launch_at(manifest.launch.at)
        self.release = self.t + manifest.launch.exclusive

    def _launch_at(self, at: Moment) -> datetime:
        if isinstance(at, Relative):
            raise Unreadable(
                f"'{at.anchor}' means nothing here: launch.at is what the others are relative to",
                "write a local time such as 2026-12-07 09:00, or now",
            )
        return self.instant(at)

    def instant(self, moment: Moment, *, seen: tuple[str, ...] = ()) -> datetime:
        """The instant that `moment` means. `seen` are the posts whose times led here."""
        if isinstance(moment, Now):
            return self.began
        if isinstance(moment, Wall):
            return resolve(moment, self._zone)
        return self._anchor(moment.anchor, seen) + moment.offset

    def _anchor(self, name: str, seen: tuple[str, ...]) -> datetime:
        if name == "T":
            return self.t
        if name == "release":
            return self.release
        if name in seen:
            raise Unreadable(
                f"its time depends on itself: {' → '.join((*seen, name))}", "give one of them a time of its own"
            )
        post = self._named.get(name)
        if post is None or post.at is None:
            raise Unreadable(f"no post with a time is called {name!r}", "name a post of this manifest, or T or release")
        return self.instant(post.at, seen=(*seen, name))
