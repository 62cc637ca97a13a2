"""Which platforms have a consent page that launcher knows the way to."""

from launcher.consent.base import Consent
from launcher.errors import LauncherError
from launcher.platforms.registry import entry_of, load
from launcher.settings import Settings

WAYS = {
    "youtube": "launcher.consent.youtube:YouTubeConsent",
    "vimeo": "launcher.consent.vimeo:VimeoConsent",
    "facebook": "launcher.consent.facebook:FacebookConsent",
    "x": "launcher.consent.x:XConsent",
    "reddit": "launcher.consent.reddit:RedditConsent",
}


def way(name: str, settings: Settings) -> Consent:
    """The way to a login of that platform. Raises LauncherError for a name that nobody claims, or without a way."""
    entry_of(name)
    if name not in WAYS:
        raise LauncherError(f"{name} has no login of its own", fix="put its credentials into secrets.env")
    made: Consent = load(WAYS[name])(settings)
    return made
