"""The timed unit of a plan: what is done, where, when, after what, and until when it may still be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from launcher.plan.specs import Spec


class Kind(StrEnum):
    """What an action does."""

    UPLOAD = "upload"
    READY = "ready"
    MEDIA = "media"
    POSTER = "poster"
    CAPTION = "caption"
    PLAYLIST = "playlist"
    SETTINGS = "settings"
    SCHEDULE = "schedule"
    PREMIERE = "premiere"
    RELEASE = "release"
    VISIBLE = "visible"
    COMMENT = "comment"
    POST = "post"
    SAMPLE = "sample"
    NOTIFY = "notify"


class Lane(StrEnum):
    """Actions of one account and lane run one at a time.

    An upload may take hours and a release must not wait behind it; nor what a release waits for behind samples that
    came too often. So an account has four lanes.
    """

    UPLOAD = "upload"
    WRITE = "write"
    READ = "read"
    SAMPLE = "sample"


_LANES = {
    Kind.UPLOAD: Lane.UPLOAD,
    Kind.MEDIA: Lane.UPLOAD,
    Kind.READY: Lane.READ,
    Kind.SETTINGS: Lane.READ,
    Kind.PREMIERE: Lane.READ,
    Kind.VISIBLE: Lane.READ,
    Kind.SAMPLE: Lane.SAMPLE,
}
CREATES = frozenset({Kind.POST, Kind.COMMENT, Kind.UPLOAD})
"""Kinds that make something which must not exist twice: an unconfirmed one is looked for, never just repeated."""

PUNCTUAL = frozenset({Kind.RELEASE, Kind.POST, Kind.COMMENT})
"""Kinds that the public sees at an instant of the plan."""

TRAILING = frozenset({Kind.SAMPLE, Kind.NOTIFY})
"""Kinds that go on long after the launch; `launch` does not wait for them."""


def lane(kind: Kind) -> Lane:
    """The lane in which actions of that kind take their turn."""
    return _LANES.get(kind, Lane.WRITE)


def key(launch: str, kind: Kind, name: str) -> str:
    """The key of an action: the same every time the same manifest is planned."""
    return f"{launch}/{kind}/{name}"


@dataclass(frozen=True, kw_only=True)
class Action:
    """One timed unit of the plan.

    `key` is the same every time the same manifest is planned. `after` names the keys that must be done first.
    Past `late_at` a person decides; None means never too late. `follow_up` marks what `launch` does not wait for.
    `needs_all_now` holds the action for a person when something in `after` is not done at `due_at`.
    `when` is a condition (see `plan.conditions`): the action is not due before it holds, and is skipped past `late_at`.
    """

    key: str
    kind: Kind
    platform: str
    account: str
    name: str
    due_at: datetime
    spec: Spec
    after: tuple[str, ...] = ()
    late_at: datetime | None = None
    follow_up: bool = False
    needs_all_now: bool = False
    when: Mapping[str, Any] = field(default_factory=dict)
