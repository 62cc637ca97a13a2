"""The posts and follow-ups of a manifest as actions: one for each time of each part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from launcher.manifest.firings import firings
from launcher.manifest.loading import Loaded
from launcher.manifest.model import FollowUp, Manifest, Post
from launcher.manifest.references import HOSTS, shown_hosts, shows_film
from launcher.manifest.timetable import Timetable
from launcher.plan.action import Action, Kind, key
from launcher.plan.conditions import normal
from launcher.plan.media import media_of
from launcher.plan.specs import MediaSpec, PostSpec, TextSpec

EARLY = timedelta(hours=6)
"""How long before its post a picture or video goes to the platform: time to cut it, to send it over a slow line, and
for the platform to process it, within the day for which X and Facebook keep what no post shows yet."""

_LAST_READING = timedelta(minutes=15)
"""How long after the ladder's end its last reading may come: at the account's own second, or after a failure."""

AHEAD = {"reddit": timedelta(minutes=10)}
"""Reddit does not say how long it keeps a picture that no post shows yet."""


def announcements(loaded: Loaded, times: Timetable) -> Iterator[Action]:
    """Every action of every post and follow-up."""
    announcing = _Announcing(loaded=loaded, times=times)
    for post in loaded.manifest.posts:
        yield from announcing.once(_Turn(post=post, part=post.name, due_at=times.instant(post.at)))
    for follow_up in loaded.manifest.follow_ups:
        for turn in announcing.turns(follow_up):
            yield from announcing.once(turn)


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """One time that an announcement goes out. `part` ends its key; `last` is when it is too late, if not by `late`."""

    post: Post | FollowUp
    part: str
    due_at: datetime
    last: datetime | None = None
    when: Mapping[str, Any] = field(default_factory=dict)

    @property
    def late_at(self) -> datetime:
        return self.last or self.due_at + self.post.late


@dataclass(frozen=True, kw_only=True)
class _Announcing:
    loaded: Loaded
    times: Timetable

    @property
    def manifest(self) -> Manifest:
        return self.loaded.manifest

    def once(self, turn: _Turn) -> Iterator[Action]:
        """The post itself, then its thread: each part answers the one before, and is an action of its own."""
        if turn.post.on in HOSTS:
            yield self._comment(turn)
            return
        media = self._media(turn)
        if media:
            yield media
        before = self._post(turn, media)
        yield before
        for number, text in enumerate(turn.post.thread, start=2):
            spec = PostSpec(text=self.loaded.text_of(text), reply_to=before.key)
            name, own = f"{turn.post.name}/{number}", self._post_key(f"{turn.part}/{number}")
            before = replace(before, key=own, name=name, spec=spec, after=(before.key,))
            yield before

    def turns(self, follow_up: FollowUp) -> Iterator[_Turn]:
        """Every time that a follow-up goes out: once, at each of its cron's instants, or at its milestone."""
        if follow_up.at is not None:
            yield _Turn(post=follow_up, part=follow_up.name, due_at=self.times.instant(follow_up.at))
        elif follow_up.cron is not None:
            for due_at in self._firings(follow_up):
                local = due_at.astimezone(ZoneInfo(self.manifest.launch.timezone))
                yield _Turn(post=follow_up, part=f"{follow_up.name}/{local:%Y-%m-%dT%H:%M%z}", due_at=due_at)
        else:
            yield self._milestone(follow_up)

    def _firings(self, follow_up: FollowUp) -> Iterator[datetime]:
        """The cron's instants between release and `until`, in the launch's zone."""
        if follow_up.cron is None or follow_up.until is None:
            return iter(())
        until = self.times.instant(follow_up.until)
        return firings(follow_up.cron, self.manifest.launch.timezone, self.times.release, until)

    def _milestone(self, follow_up: FollowUp) -> _Turn:
        """Due from release on, as soon as its metrics are reached; skipped where they are not within its time."""
        last = self.times.release + (follow_up.within or awaited(self.manifest))
        when = normal(follow_up.when or {})
        return _Turn(post=follow_up, part=follow_up.name, due_at=self.times.release, last=last, when=when)

    def _media(self, turn: _Turn) -> Action | None:
        """Its picture or video goes to the platform ahead of it, as early as the platform keeps it surely."""
        post = turn.post
        if post.media is None:
            return None
        return Action(
            key=self._key(Kind.MEDIA, turn.part),
            kind=Kind.MEDIA,
            platform=post.on,
            account=post.account,
            name=post.name,
            due_at=max(self.times.began, turn.due_at - AHEAD.get(post.on, EARLY)),
            spec=media_of(self.loaded, post, post.media),
            follow_up=isinstance(post, FollowUp),
        )

    def _post(self, turn: _Turn, media: Action | None) -> Action:
        post = turn.post
        return Action(
            key=self._post_key(turn.part),
            kind=Kind.POST,
            platform=post.on,
            account=post.account,
            name=post.name,
            due_at=turn.due_at,
            spec=self._announcement(post, media),
            after=(*self._shown(post), *([media.key] if media else [])),
            late_at=turn.late_at,
            follow_up=isinstance(post, FollowUp),
            when=turn.when,
        )

    def _comment(self, turn: _Turn) -> Action:
        """A follow-up under the film itself."""
        visible = self._key(Kind.VISIBLE, turn.post.on)
        post, spec = self._post(turn, None), TextSpec(text=self.loaded.text_of(turn.post.text))
        after = (visible, *(each for each in post.after if each != visible))
        return replace(post, key=self._key(Kind.COMMENT, turn.part), kind=Kind.COMMENT, spec=spec, after=after)

    def _announcement(self, post: Post | FollowUp, media: Action | None) -> PostSpec:
        same = {name: getattr(post, name) for name in ("title", "link", "flair", "nsfw", "spoiler", "before_release")}
        return PostSpec(
            text=self.loaded.text_of(post.text),
            destination=post.subreddit,
            reply_to=self._post_key(post.reply_to),
            crosspost_of=self._post_key(post.crosspost_of),
            media=media.spec if media and isinstance(media.spec, MediaSpec) else None,
            **same,
        )

    def _key(self, kind: Kind, name: str) -> str:
        return key(self.manifest.launch.name, kind, name)

    def _post_key(self, name: str) -> str:
        return self._key(Kind.POST, name) if name else ""

    def _shown(self, post: Post | FollowUp) -> tuple[str, ...]:
        """What must be done first: every host that the post shows is visible, and the post that it answers is out.

        Its thread counts with it: what is begun can be finished. A part of the film is shown where the whole can be
        seen: on the first host, where the post names none.
        """
        shown = shown_hosts(self.loaded, post)
        if not shown and shows_film(post) and not post.before_release:
            shown = list(self.manifest.hosts.named())[:1]
        hosts = [self._key(Kind.VISIBLE, host) for host in self.manifest.hosts.named() if host in shown]
        posts = [self._post_key(name) for name in (post.reply_to, post.crosspost_of) if name]
        return (*hosts, *posts)


def longest(manifest: Manifest) -> timedelta:
    """How long after release engagement is read."""
    return max((rung.lasting for rung in manifest.engagement), default=timedelta(days=14))


def awaited(manifest: Manifest) -> timedelta:
    """How long after release milestones are awaited: until the ladder's last reading is there."""
    return longest(manifest) + _LAST_READING
