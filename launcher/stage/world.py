"""What the five imitated platforms share: the clock, the dice, the ledger, the faults, the credentials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from launcher.clock import ZERO, Clock
from launcher.stage.faults import Faults
from launcher.stage.growth import Growth
from launcher.stage.ledger import Ledger

Shelf = Callable[[], list[dict[str, Any]]]
"""Lists what one platform holds: `id`, `public`, `created_at`, `public_at` and what else an item has."""

CREDENTIALS: Mapping[str, tuple[str, ...]] = {
    "YOUTUBE": ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"),
    "VIMEO": ("ACCESS_TOKEN", "CLIENT_ID", "CLIENT_SECRET"),
    "FACEBOOK": ("PAGE_TOKEN", "APP_SECRET"),
    "X": ("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"),
    "REDDIT": ("CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"),
}
"""The variables of each platform that hold a made-up word here."""

ROOTS: Mapping[str, str] = {
    "YOUTUBE_API_ROOT": "/youtube/",
    "YOUTUBE_TOKEN_URI": "/youtube/token",
    "YOUTUBE_AUTH_URI": "/youtube/auth",
    "YOUTUBE_WEB_ROOT": "/youtube",
    "VIMEO_API_ROOT": "/vimeo",
    "VIMEO_WEB_ROOT": "/vimeo",
    "FACEBOOK_API_ROOT": "/facebook",
    "FACEBOOK_WEB_ROOT": "/facebook",
    "X_API_ROOT": "/x",
    "REDDIT_API_ROOT": "/reddit",
    "REDDIT_WEB_ROOT": "/reddit",
}
"""Where each platform stands below the stage's own address."""


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """How the imitated platforms behave. Durations are told by the stage's clock.

    `transcode`: how long a host processes a film; `search_lag`: how long a new item stays out of listings
    and searches; `token_life`: how long an access token lives; `session_life`: how long an unfinished upload
    may be resumed; `transcode_fails`: whether processing ends in an error; `rejects_duplicates`: whether YouTube
    rejects a film that it already holds; `youtube_units`, `youtube_inserts`: the day's quota; `vimeo_calls`:
    requests a minute; `vimeo_scopes`: what its token may do; `x_credit`: US dollars of prepaid credit on X;
    `single_use`: whether Reddit's refresh token is good for one access token, which brings the next one;
    `youtube_testing`: whether the Google project is in testing, whose refresh tokens end after 7 days;
    `youtube_long_uploads`: allowed, eligible or disallowed; `vimeo_space`: bytes that are free;
    `page_published`: whether people see the Facebook Page; `reddit_karma`: the account's; `reddit_banned`: a
    subreddit that has banned it.
    """

    seed: int = 0
    transcode: timedelta = timedelta(minutes=3)
    search_lag: timedelta = ZERO
    token_life: timedelta = timedelta(hours=1)
    session_life: timedelta = timedelta(days=7)
    transcode_fails: bool = False
    rejects_duplicates: bool = False
    youtube_units: int = 10_000
    youtube_inserts: int = 100
    vimeo_calls: int = 600
    vimeo_scopes: str = "public private create edit delete interact upload"
    x_credit: float = 25.0
    single_use: bool = False
    youtube_testing: bool = False
    youtube_long_uploads: str = "allowed"
    vimeo_space: int = 10**12
    page_published: bool = True
    reddit_karma: int = 6000
    reddit_banned: str = ""


def made_up_credentials(seed: int) -> dict[str, str]:
    """Credentials that only this stage knows, by the names of the environment variables."""
    dice = Random(f"credentials {seed}")  # noqa: S311 - made-up words for a local imitation, the same each time
    words = {
        f"{platform}_{name}": f"stage-{platform.lower()}-{name.lower().replace('_', '-')}-{dice.getrandbits(64):016x}"
        for platform, names in CREDENTIALS.items()
        for name in names
    }
    return words | {
        "FACEBOOK_APP_ID": "604132957718203",
        "FACEBOOK_PAGE_ID": "1029384756",
        "REDDIT_USER_AGENT": "linux:launcher-stage:v1 (by /u/stage_director)",
    }


@dataclass(kw_only=True)
class World:
    """One stage's state. What is not given is made from `settings.seed`; `root` is set once the port is bound.

    `shelves[platform]()` lists what that platform holds.
    """

    clock: Clock
    settings: StageSettings = field(default_factory=StageSettings)
    root: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    random: Random = field(init=False)
    ledger: Ledger = field(init=False)
    growth: Growth = field(init=False)
    faults: Faults = field(init=False)
    shelves: dict[str, Shelf] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.settings.seed)  # noqa: S311 - ids of a local imitation, the same for a seed
        self.credentials = self.credentials or made_up_credentials(self.settings.seed)
        self.ledger = Ledger(secrets=self.secrets())
        self.growth = Growth(seed=self.settings.seed)
        self.faults = Faults(seed=self.settings.seed)

    def secrets(self) -> list[str]:
        """Those credentials that must never be shown."""
        return [text for name, text in self.credentials.items() if name.endswith(("_SECRET", "_TOKEN", "_API_KEY"))]

    def environment(self) -> dict[str, str]:
        """What to put in the environment so that launcher talks to this stage: credentials and all API roots."""
        return {**self.credentials, **{name: self.root + path for name, path in ROOTS.items()}}

    def token(
        self, length: int = 22, alphabet: str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    ) -> str:
        """A word of `alphabet`, from the seed: for ids and made-up tokens."""
        return "".join(self.random.choices(alphabet, k=length))
