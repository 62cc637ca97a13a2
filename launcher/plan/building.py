"""Manifest + limits + now → Plan. Pure, but for the files that the manifest names: they are read, never written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from launcher.clock import iso
from launcher.manifest.loading import Loaded
from launcher.manifest.media import fingerprint
from launcher.manifest.model import Manifest
from launcher.manifest.timetable import Timetable
from launcher.plan.action import Action, Kind, key
from launcher.plan.announcements import announcements
from launcher.plan.facts import facts
from launcher.plan.notices import notices
from launcher.plan.partner import partner
from launcher.plan.plan import Plan
from launcher.plan.posters import poster_spec
from launcher.plan.specs import FileSpec, FilmSpec, HostSpec, InstantSpec, SampleSpec, Spec, Step, TextSpec
from launcher.platforms.keys import HostKeys


def build(loaded: Loaded, now: datetime, *, recorded_at: datetime | None = None) -> Plan:
    """The plan of a checked manifest. The same manifest gives the same keys.

    `recorded_at` is the instant of an earlier recording, at which the manifest's `now` stays fixed.
    Raises times.Unreadable for a time that `check` would have told.
    """
    times = Timetable(loaded.manifest, recorded_at or now)
    planned = _Building(loaded=loaded, times=times, now=now.astimezone(UTC))
    return Plan(
        launch=loaded.manifest.launch.name,
        manifest=str(loaded.path.resolve()),
        source=loaded.sha256,
        at=times.t,
        release_at=times.release,
        timezone=loaded.manifest.launch.timezone,
        made_at=planned.now,
        facts=facts(loaded, times.t),
        actions=tuple(sorted(planned.actions(), key=lambda each: each.due_at)),
    )


@dataclass(frozen=True, kw_only=True)
class _Building:
    loaded: Loaded
    times: Timetable
    now: datetime

    @property
    def manifest(self) -> Manifest:
        return self.loaded.manifest

    def actions(self) -> Iterator[Action]:
        """Every action; among those due at one instant, the order here is the order of their turns."""
        for host, keys in self.manifest.hosts.named().items():
            yield from self._page(host, keys)
        for host, keys in self.manifest.hosts.named().items():
            yield from self._going_public(host, keys)
        yield from announcements(self.loaded, self.times)
        yield from notices(self.manifest, self.times)
        yield from self._samples()

    def key(self, kind: Kind, name: str) -> str:
        return key(self.manifest.launch.name, kind, name)

    def _host_action(self, kind: Kind, host: str, keys: HostKeys, spec: Spec, *, part: str = "") -> Action:
        """Something for the host's page, as early as possible once the film is there."""
        return Action(
            key=self.key(kind, f"{host}/{part}" if part else host),
            kind=kind,
            platform=host,
            account=keys.account,
            name=host,
            due_at=self.now,
            late_at=self.times.release + self.manifest.launch.late,
            spec=spec,
            after=(self.key(Kind.UPLOAD, host),),
        )

    def _page(self, host: str, keys: HostKeys) -> Iterator[Action]:
        """Upload, processing, and what the finished page has besides the film."""
        yield replace(self._host_action(Kind.UPLOAD, host, keys, self._film(keys)), after=())
        yield self._host_action(Kind.READY, host, keys, HostSpec())
        film = self.manifest.film
        if film.poster:
            yield self._host_action(Kind.POSTER, host, keys, poster_spec(Path(self._path(film.poster)), host))
        for caption in film.captions:
            spec = FileSpec(path=self._path(caption.file), language=caption.language, name=caption.name)
            yield self._host_action(Kind.CAPTION, host, keys, spec, part=caption.language)
        playlist = getattr(keys, "playlist", None) or getattr(keys, "showcase", None)
        if playlist:
            yield self._host_action(Kind.PLAYLIST, host, keys, TextSpec(text=playlist))
        ready = (self.key(Kind.READY, host),)
        by_partner = partner(self.manifest.launch, keys)  # in its key: without the partner it is looked at anew
        yield replace(self._host_action(Kind.SETTINGS, host, keys, self._film(keys), part=by_partner), after=ready)
        yield from self._by_others(host, keys)

    def _by_others(self, host: str, keys: HostKeys) -> Iterator[Action]:
        """What makes the film public besides launcher. Its instant is in its key: another one is another action."""
        kind = {"platform": Kind.SCHEDULE, "premiere": Kind.PREMIERE}.get(getattr(keys, "release_by", ""))
        if kind:
            at = self.times.release
            yield self._host_action(kind, host, keys, InstantSpec(at=at.timestamp()), part=iso(at))

    def _going_public(self, host: str, keys: HostKeys) -> Iterator[Action]:
        """Release, the proof that a visitor sees it, and the first comment."""
        policy = self.manifest.launch.if_not_ready
        waits = self.manifest.hosts.named() if policy == "together" else [host]
        ready = tuple(self.key(Kind.READY, each) for each in waits)
        release = self._at_release(Kind.RELEASE, host, keys, self._film(keys))
        yield replace(release, after=ready, needs_all_now=policy == "hold")
        visible = self._at_release(Kind.VISIBLE, host, keys, self._film(keys))
        yield replace(visible, after=(release.key,))
        comment = getattr(keys, "first_comment", None)
        if comment:
            action = self._at_release(Kind.COMMENT, host, keys, TextSpec(text=comment))
            yield replace(action, after=(visible.key,))

    def _at_release(self, kind: Kind, host: str, keys: HostKeys, spec: Spec) -> Action:
        return replace(self._host_action(kind, host, keys, spec), due_at=self.times.release)

    def _film(self, keys: HostKeys) -> FilmSpec:
        film = self.manifest.film
        path = self._path(film.file)
        return FilmSpec(
            path=path,
            fingerprint=fingerprint(Path(path)),
            title=keys.title or film.title,
            description=self.loaded.text_of(keys.description or film.description),
            tags=tuple(keys.tags if keys.tags is not None else film.tags),
            language=film.language or "",
            premiere=partner(self.manifest.launch, keys),
            keys=keys,
        )

    def _path(self, name: str) -> str:
        return str(self.loaded.folder / name)

    def _samples(self) -> Iterator[Action]:
        """One action an account, which comes back at every rung of the ladder."""
        ladder = tuple(
            Step(every=rung.every.total_seconds(), until=rung.lasting.total_seconds())
            for rung in self.manifest.engagement
        )
        spec = SampleSpec(starts_at=self.times.release.timestamp(), ladder=ladder)
        used = [(host, keys.account) for host, keys in self.manifest.hosts.named().items()]
        used += [(post.on, post.account) for post in (*self.manifest.posts, *self.manifest.follow_ups)]
        for platform, account in dict.fromkeys(used) if ladder else ():
            yield Action(
                key=self.key(Kind.SAMPLE, platform if account == "default" else f"{platform}/{account}"),
                kind=Kind.SAMPLE,
                platform=platform,
                account=account,
                name=platform,
                due_at=self.times.release,
                spec=spec,
                follow_up=True,
            )
