"""The keys that one host alone has in a manifest, typed. Every one is documented in the JSON Schema."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class HostKeys(BaseModel):
    """What every host takes: its account, and its own title, description and tags in place of the film's."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    account: str = Field(default="default", pattern=r"^[a-z][a-z0-9_]*$", description="which credentials to use")
    title: Text | None = Field(default=None, description="overrides the film's title on this host")
    description: Text | None = Field(default=None, description="overrides the film's description on this host")
    tags: list[Text] | None = Field(default=None, description="overrides the film's tags on this host")


class Localization(BaseModel):
    """Title and description in another language."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Text = Field(description="the title in that language")
    description: str = Field(default="", description="the description in that language")


class YouTubeKeys(HostKeys):
    """YouTube's own settings."""

    category: Text | None = Field(default=None, description="a category's name, such as Film & Animation")
    playlist: Text | None = Field(default=None, description="title of an own playlist; made where there is none")
    made_for_kids: bool = Field(default=False, description="whether the film is directed at children (COPPA)")
    embeddable: bool = Field(default=True, description="whether other sites may embed the film")
    license: Literal["youtube", "creativeCommon"] = Field(default="youtube", description="YouTube's licence terms")
    notify_subscribers: bool = Field(default=True, description="whether the channel's subscribers are told")
    localizations: dict[str, Localization] = Field(default_factory=dict, description="by BCP 47 language tag")
    recorded: str | None = Field(
        default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", description="day on which the film was recorded, as YYYY-MM-DD"
    )
    first_comment: Text | None = Field(default=None, description="the channel's own comment, posted once visible")
    release_by: Literal["launcher", "platform", "premiere"] = Field(
        default="launcher",
        description="who makes the film public at release: launcher; `platform`: YouTube's publishAt besides; "
        "`premiere`: a Premiere, which a person sets in YouTube Studio",
    )


class VimeoKeys(HostKeys):
    """Vimeo's own settings."""

    privacy: Literal["anybody", "unlisted", "password", "domains"] = Field(
        default="anybody",
        description="who may see the film once it is released; `domains`: visitors of the `embed_domains` alone",
    )
    password: Text | None = Field(default=None, description="needed with privacy: password")
    embed_domains: list[Text] = Field(default_factory=list, description="sites that may embed the film; empty: any")
    license: Literal["by", "by-nc", "by-nc-nd", "by-nc-sa", "by-nd", "by-sa", "cc0"] | None = Field(
        default=None, description="a Creative Commons licence"
    )
    categories: list[Text] = Field(default_factory=list, description="Vimeo's categories")
    folder: Text | None = Field(default=None, description="name of an own folder; made where there is none")
    showcase: Text | None = Field(default=None, description="name of an own showcase; made where there is none")
