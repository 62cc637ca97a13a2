"""The premiere partner: which site may show the film on a host before its release."""

from urllib.parse import urlsplit

from launcher.manifest.model import Launch
from launcher.platforms.keys import HostKeys, VimeoKeys


def partner(launch: Launch, keys: HostKeys) -> str:
    """The partner's domain, where the manifest lets it embed the film and gives it an exclusive window; else empty."""
    if not (launch.exclusive and launch.premiere and isinstance(keys, VimeoKeys)):
        return ""
    site = urlsplit(launch.premiere).hostname or ""
    return next((each for each in keys.embed_domains if bare(each) == bare(site)), "")


def bare(domain: str) -> str:
    """The domain in lower case without `www.`."""
    return domain.lower().removeprefix("www.")
