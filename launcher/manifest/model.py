"""The manifest, typed. `loading.load` makes it from YAML; the JSON Schema is made from these classes.

Every model is frozen and refuses unknown keys. Texts stay as written: a template, or the name of a file beside
the manifest (`Loaded.text_of` reads it). Times stay as `times.Moment`s until they are resolved.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    WithJsonSchema,
    model_validator,
)

from launcher.manifest.times import Moment, Now, Relative, Unreadable, Wall, duration, hours, moment, spell
from launcher.platforms.keys import HostKeys, Text, VimeoKeys, YouTubeKeys

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(strict=False)]
Duration = Annotated[
    timedelta,
    PlainValidator(duration),
    PlainSerializer(spell),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\s*(\d{1,9}(\.\d{1,6})?\s*[dhms]\s*)+$", "examples": ["6h", "1h 30m"]}
    ),
]
At = Annotated[
    Wall | Now | Relative,
    PlainValidator(moment),
    WithJsonSchema({"type": "string", "minLength": 1, "examples": ["2026-12-07 09:00", "now", "release + 2m"]}),
]
Hours = Annotated[
    str,
    AfterValidator(hours),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d-\d\d:\d\d$", "examples": ["23:00-07:00"]}),
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Account = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="which credentials to use")]
_FLAT = {
    "type": "object",
    "properties": {"metric": {"type": "string"}, "for": {"type": "string"}},
    "required": ["metric", "for"],
    "additionalProperties": False,
}
_SEVERAL = {"type": "array", "items": {"type": "object", "minProperties": 1}, "minItems": 1}
When = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "properties": {"and": _SEVERAL, "or": _SEVERAL, "flat": _FLAT, "within": {"type": "string"}},
            "additionalProperties": {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"const": True}]},
        }
    ),
]
"""A condition: metrics and the numbers at which they count, such as `views: 1000000` or `reddit.rank: 25`."""

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Part(BaseModel):
    """What every part of a manifest is: frozen, strict about types, closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Launch(Part):
    """When and how the film goes out."""

    name: Slug = Field(description="the launch's name: lower case letters, digits and hyphens")
    at: At = Field(description="T: a local date-time in `timezone`, or `now` (fixed when first recorded)")
    timezone: Text = Field(description="IANA name of the zone of every local time here, such as America/Los_Angeles")
    exclusive: Duration = Field(
        default=timedelta(0), description="how long the premiere partner shows the film alone; release = T + exclusive"
    )
    premiere: Text | None = Field(default=None, description="https address at which the partner shows the film")
    late: Duration = Field(default=DAY, description="how late the release may still happen by itself")
    if_not_ready: Literal["go", "together", "hold"] = Field(
        default="go",
        description="when a host is not ready at release: `go` releases each as soon as it is ready, "
        "`together` waits for the slowest, `hold` asks a person",
    )


class Caption(Part):
    """One captions file."""

    language: Text = Field(description="BCP 47 language tag, such as en or pt-BR")
    file: Text = Field(description="SubRip (.srt) or WebVTT (.vtt) file beside the manifest")
    name: str = Field(default="", description="name shown in the player's menu")


class FilmEntry(Part):
    """The film and what every host says of it."""

    file: Text = Field(description="the finished film, beside the manifest")
    title: Text = Field(description="the film's title")
    description: str = Field(default="", description="text, or a .md or .txt file beside the manifest; no template")
    tags: Many[Text] = Field(default=(), description="tags for the hosts")
    language: Text | None = Field(default=None, description="BCP 47 tag of the language spoken, such as en")
    poster: Text | None = Field(default=None, description="JPEG or PNG image beside the manifest")
    captions: Many[Caption] = Field(default=(), description="captions, one file a language")


class Hosts(Part):
    """The platforms that hold the film. An empty value means: with its defaults."""

    youtube: YouTubeKeys | None = Field(default=None, description="upload to YouTube")
    vimeo: VimeoKeys | None = Field(default=None, description="upload to Vimeo")

    @model_validator(mode="before")
    @classmethod
    def _named_is_wanted(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: {} if keys is None else keys for name, keys in value.items()}

    def named(self) -> dict[str, HostKeys]:
        """The hosts that the manifest uses, by name."""
        each: dict[str, HostKeys | None] = {"youtube": self.youtube, "vimeo": self.vimeo}
        return {name: keys for name, keys in each.items() if keys is not None}


class Clip(Part):
    """A piece of the film."""

    start: Duration = Field(alias="from", description="how far into the film it begins")
    lasting: Duration = Field(alias="for", description="how long it is")


class MediaEntry(Part):
    """What a post shows: a file, or a piece of the film. Written as a file's name, or as `{clip: …}`."""

    file: str = Field(default="", description="a JPEG or PNG image, or a video, beside the manifest")
    clip: Clip | None = Field(default=None, description="a piece of the film, cut ahead of the post")

    @model_validator(mode="before")
    @classmethod
    def _name_is_a_file(cls, value: Any) -> Any:
        return {"file": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.file) == bool(self.clip):
            raise Unreadable(
                "names a file and a clip" if self.file else "names nothing to show",
                "write media: trailer.mp4, or media: {clip: {from: 12s, for: 45s}}",
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> Any:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler.resolve_ref_schema(handler(core))]}

    @property
    def is_image(self) -> bool:
        """Whether it is a picture: what its name says, its content must be."""
        return self.file.lower().endswith((".jpg", ".jpeg", ".png"))


class Announcement(Part):
    """What posts and follow-ups share."""

    name: Slug = Field(description="unique name: lower case letters, digits and hyphens")
    on: Text = Field(description="the platform: facebook, x or reddit")
    account: Account = "default"
    late: Duration = Field(default=6 * HOUR, description="how late it may still go out by itself; later it is held")
    text: str = Field(default="", description="text, or a .md or .txt file beside the manifest; a template")
    thread: Many[Text] = Field(
        default=(), description="x: what follows, each part an answer to the one before; each a text as `text` is"
    )
    media: MediaEntry | None = Field(
        default=None, description="an image or a video beside the manifest, or a clip of the film"
    )
    alt: str = Field(default="", description="facebook, x: what the image shows, for who cannot see it")
    before_release: bool = Field(
        default=False, description="whether its clip or video may be shown before release: a teaser"
    )
    title: str = Field(default="", description="reddit: the title; a template")
    link: str = Field(default="", description="a host's name, whose address is linked, or an https address")
    subreddit: str = Field(default="", description="reddit: where to, without r/")
    flair: str = Field(default="", description="reddit: the flair's text")
    nsfw: bool = Field(default=False, description="reddit: not safe for work")
    spoiler: bool = Field(default=False, description="reddit: marked as a spoiler")
    crosspost_of: str = Field(default="", description="reddit: name of the post that is shared again")
    reply_to: str = Field(default="", description="name of the post on the same platform that is answered")


class Post(Announcement):
    """One announcement at one destination."""

    at: At = Field(description="local date-time, `now`, or `T`, `release` or a post's name ± duration")


class FollowUp(Announcement):
    """A later post, comment or reply: by time, by cron, or by milestone. Exactly one of at, cron, when."""

    at: At | None = Field(default=None, description="local date-time, or `T`, `release` or a post's name ± duration")
    cron: Text | None = Field(default=None, description="five cron fields in the launch's zone; needs `until`")
    until: At | None = Field(default=None, description="when the cron ends")
    when: When | None = Field(
        default=None, description="milestone: a metric and its threshold, growth, flatness; `and`, `or`, `within`"
    )
    within: Duration | None = Field(default=None, description="how long after release the milestone counts")

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        named = [name for name in ("at", "cron", "when") if getattr(self, name) is not None]
        if len(named) != 1:
            raise Unreadable(
                f"has {' and '.join(named)}" if named else "has none of at, cron and when",
                "give it exactly one of at, cron (with until) and when",
            )
        return self


class Rung(Part):
    """One rung of the sampling ladder."""

    every: Duration = Field(description="time between two samples, at least 1s")
    lasting: Duration = Field(alias="for", description="how long after release this rung lasts")


class Alert(Part):
    """Tells the people of `notify` that a metric crossed its threshold."""

    when: When = Field(description="a condition, as a follow-up has it, such as reddit.rank: 25")
    say: Text = Field(description="what to tell; a template")


LADDER = (
    Rung.model_validate({"every": "1m", "for": "6h"}),
    Rung.model_validate({"every": "15m", "for": "2d"}),
    Rung.model_validate({"every": "6h", "for": "60d"}),
)
"""How engagement is sampled where the manifest does not say."""


class Manifest(Part):
    """One launch manifest."""

    launch: Launch = Field(description="when and how the film goes out")
    film: FilmEntry = Field(description="the film")
    hosts: Hosts = Field(description="the platforms that hold the film")
    posts: Many[Post] = Field(default=(), description="announcements")
    follow_ups: Many[FollowUp] = Field(default=(), description="later posts, by time, cron or milestone")
    engagement: Many[Rung] = Field(default=LADDER, description="how often engagement is sampled")
    alerts: Many[Alert] = Field(default=(), description="milestones that people are told of")
    notify: Many[Slug] = Field(default=(), description="names of Apprise addresses in the secrets file")
    quiet_hours: Hours | None = Field(
        default=None, description="local hours in which people are told of what keeps the film from going out alone"
    )
    digest: Text | None = Field(
        default=None, description="five cron fields in the launch's zone: when people get the last day in a few lines"
    )


__all__ = [
    "Alert",
    "Announcement",
    "Caption",
    "Clip",
    "FilmEntry",
    "FollowUp",
    "Hosts",
    "Launch",
    "Manifest",
    "MediaEntry",
    "Moment",
    "Post",
    "Rung",
]
