"""What an action does, in words: `upload to youtube`, `announce-x on x`."""

from collections.abc import Mapping
from pathlib import Path

from launcher.cutting.recipe import Way
from launcher.journal.records import Entry
from launcher.plan.action import Action, Kind
from launcher.plan.conditions import words
from launcher.plan.specs import FileSpec, MediaSpec, NoticeSpec, PostSpec, SampleSpec, TextSpec
from launcher.text.human import duration, size

_PHRASES = {
    Kind.UPLOAD: "upload to {platform}",
    Kind.MEDIA: "media of {name} to {platform}",
    Kind.READY: "processed by {platform}",
    Kind.POSTER: "poster on {platform}",
    Kind.CAPTION: "captions {part} on {platform}",
    Kind.PLAYLIST: "playlist on {platform}",
    Kind.SETTINGS: "settings read back from {platform}",
    Kind.SCHEDULE: "release by {platform} itself",
    Kind.PREMIERE: "Premiere on {platform}, by hand",
    Kind.RELEASE: "release on {platform}",
    Kind.VISIBLE: "visible on {platform}",
    Kind.COMMENT: "comment on {platform}",
    Kind.POST: "{name} on {platform}",
    Kind.SAMPLE: "engagement on {platform}",
    Kind.NOTIFY: "{name}",
}

_COMMENT = "comment {name} on {platform}"
"""A follow-up's, beside the host's first comment."""


_ONCE_UPLOADED = frozenset({Kind.READY, Kind.POSTER, Kind.CAPTION, Kind.PLAYLIST, Kind.SCHEDULE, Kind.PREMIERE})
_LABELS = {"youtube": "YouTube", "vimeo": "Vimeo", "facebook": "Facebook", "x": "X", "reddit": "Reddit"}


def place(platform: str) -> tuple[bool, int, str]:
    """What platforms are sorted by: the hosts, then the feeds, then others by name."""
    known = list(_LABELS)
    return platform not in known, known.index(platform) if platform in known else 0, platform


def label(platform: str) -> str:
    """The platform's name as it writes itself."""
    return _LABELS.get(platform, platform)


def phrase(action: Action | Entry, names: Mapping[str, str] | None = None) -> str:
    """What the action does; a named account is told. `names` says how platforms are called, else as in a manifest."""
    place = (names or {}).get(action.platform, action.platform)
    pattern = _COMMENT if action.kind is Kind.COMMENT and action.name != action.platform else _PHRASES[action.kind]
    said = pattern.format(platform=place, name=action.name, part=_part(action)).strip()
    if action.kind is Kind.NOTIFY:
        return " ".join(filter(None, (action.name, _about(action), "to", action.account)))
    return said if action.account == "default" else f"{said} ({action.account})"


def _about(action: Action | Entry) -> str:
    """Which host, post or page a notice that happened tells of: two of one name would look the same."""
    if not isinstance(action.spec, NoticeSpec) or action.spec.event in ("alert", "digest"):
        return ""
    about = "/".join(action.key.split("/")[3:-1])
    return f"({action.spec.of.partition('/')[2] or about})"


def _part(action: Action | Entry) -> str:
    return action.spec.language if isinstance(action.spec, FileSpec) else ""


def trigger(action: Action) -> str:
    """When an action happens that has no instant of its own: `once uploaded`, `views ≥ 1,000,000`. Or ""."""
    if action.when:
        return words(action.when)
    if action.kind in _ONCE_UPLOADED:
        return "once uploaded"
    if action.kind is Kind.SETTINGS:
        return "once processed"
    return "at once" if action.kind is Kind.UPLOAD else ""


def ladder(spec: SampleSpec) -> str:
    """The sampling ladder, seen from release: `every 5 min to 6 h, every 1 h to 2 d`."""
    return ", ".join(f"every {duration(step.every)} to {duration(step.until)}" for step in spec.ladder)


def medium(spec: MediaSpec) -> str:
    """A picture or video as it will be sent: where it comes from, its size, and whether it is copied or encoded."""
    recipe, name, pixels = spec.recipe, Path(spec.path).name, f"{spec.width} × {spec.height}"
    if recipe is None:
        return f"{name} · {pixels} · {size(spec.size)}"
    ends = recipe.start + recipe.length
    cut = f" from {_seconds(recipe.start)} to {_seconds(ends)}" if recipe.way is not Way.AS_IS else ""
    about = {Way.AS_IS: "", Way.COPIED: "about ", Way.ENCODED: "at most "}[recipe.way]
    why = f": {recipe.why}" if recipe.why else ""
    return f"{name}{cut} · {pixels} · {_seconds(recipe.length)} · {about}{size(spec.size)} · {recipe.way}{why}"


def _seconds(seconds: float) -> str:
    """A place in a film, or a length of one: `1 min 12 s`, and below a minute `4.5 s`."""
    return f"{seconds:.3g} s" if seconds < 60 else duration(seconds)


def detail(action: Action | Entry) -> str:
    """What is worth knowing besides: the subreddit, the playlist's title, the sampling ladder."""
    if isinstance(action.spec, SampleSpec):
        return ladder(action.spec)
    if isinstance(action.spec, PostSpec) and action.spec.destination:
        return f"r/{action.spec.destination}"
    if isinstance(action.spec, MediaSpec):
        return Path(action.spec.path).name
    return action.spec.text if isinstance(action.spec, TextSpec) and action.kind is Kind.PLAYLIST else ""
