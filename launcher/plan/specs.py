"""What each kind of action needs to know, typed; kept in the journal as JSON so that any process can run it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from launcher.cutting.recipe import Recipe
from launcher.platforms.keys import VimeoKeys, YouTubeKeys


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FilmSpec(_Spec):
    """The film as one host shall hold it: for `upload` and `release`, and where its settings are read back."""

    type: Literal["film"] = "film"
    path: str
    fingerprint: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    premiere: str = ""
    keys: YouTubeKeys | VimeoKeys

    @property
    def size(self) -> int:
        """The film's bytes, as its fingerprint has them."""
        return int(self.fingerprint.partition("-")[0])


class HostSpec(_Spec):
    """Nothing but the host's own receipt: for `ready`."""

    type: Literal["host"] = "host"


class FileSpec(_Spec):
    """A file for the film's page: a poster, or captions in `language`, called `name` in the player's menu.

    With a `width` the poster is made anew: so many pixels, and at most so many bytes.
    """

    type: Literal["file"] = "file"
    path: str
    language: str = ""
    name: str = ""
    width: int = 0
    height: int = 0
    most: int = 0


class TextSpec(_Spec):
    """Words for the film's page: a comment, or a playlist's title."""

    type: Literal["text"] = "text"
    text: str


class InstantSpec(_Spec):
    """When the film goes public, in seconds since the epoch: for the host's own clock, or a Premiere."""

    type: Literal["instant"] = "instant"
    at: float


class MediaSpec(_Spec):
    """A picture or video that a post shows: for `media`, and for the post. `path` is what it is made of.

    `recipe` says what is made of a video; it is None for a picture, which goes out as it is. `kind` is its MIME type;
    `width` and `height` are in pixels, `size` in bytes.
    """

    type: Literal["media"] = "media"
    path: str
    fingerprint: str
    kind: str
    alt: str = ""
    width: int
    height: int
    size: int
    recipe: Recipe | None = None


class PostSpec(_Spec):
    """An announcement. `text` and `title` are templates; `link` is a host's name or an address.

    `reply_to` and `crosspost_of` are keys of other actions. `before_release` marks a teaser.
    """

    type: Literal["post"] = "post"
    text: str = ""
    title: str = ""
    link: str = ""
    destination: str = ""
    flair: str = ""
    nsfw: bool = False
    spoiler: bool = False
    reply_to: str = ""
    crosspost_of: str = ""
    media: MediaSpec | None = Field(default=None, exclude_if=lambda media: media is None)
    before_release: bool = Field(default=False, exclude_if=lambda early: not early)


class Step(_Spec):
    """One rung of the sampling ladder, in seconds: a reading every `every` until `until` after release."""

    every: float
    until: float


class SampleSpec(_Spec):
    """Readings of everything that one account published in this launch."""

    type: Literal["sample"] = "sample"
    starts_at: float
    ladder: tuple[Step, ...]


class NoticeSpec(_Spec):
    """What people are told: of an `event`, or an "alert" (whose body is a template), or the "digest" (made when sent).

    Told only while the action `of` is in `state`, where they are given.
    """

    type: Literal["notice"] = "notice"
    event: str
    title: str
    body: str = ""
    of: str = ""
    state: str = ""


Spec = Annotated[
    FilmSpec | HostSpec | FileSpec | TextSpec | InstantSpec | MediaSpec | PostSpec | SampleSpec | NoticeSpec,
    Field(discriminator="type"),
]

_adapter: TypeAdapter[Spec] = TypeAdapter(Spec)


_SAID = {"path": "file", "fingerprint": "file", "premiere": "partner", "starts_at": "sampling", "ladder": "sampling"}


def differing(one: Spec, other: Spec) -> list[str]:
    """In which of its parts a spec says something else, each once, in a manifest's words."""
    if type(one) is not type(other):
        return ["content"]
    return list(dict.fromkeys(_SAID.get(name, name.replace("_", " ")) for name in _unlike(one, other)))


def _unlike(one: BaseModel, other: BaseModel) -> list[str]:
    """The names of the fields that differ; of a host's keys their own."""
    found = []
    for name in type(one).model_fields:
        mine, its = getattr(one, name), getattr(other, name)
        keys = name == "keys" and type(mine) is type(its)
        found += _unlike(mine, its) if keys else [name] if mine != its else []
    return found


def content(fingerprint: str) -> tuple[str, str]:
    """Size and hash of a file, the same however often it was copied or touched: a fingerprint is SIZE-MTIME-HASH."""
    size, _, rest = fingerprint.partition("-")
    return size, rest.partition("-")[2]


def dump(spec: Spec) -> str:
    """The spec as JSON: the same spec gives the same text."""
    return spec.model_dump_json()


def parse(text: str) -> Spec:
    """The spec that `dump` wrote. Raises pydantic.ValidationError for another program's text."""
    return _adapter.validate_json(text)
