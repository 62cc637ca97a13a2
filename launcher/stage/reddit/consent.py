"""Reddit's page for an app's permissions (github.com/reddit-archive/reddit/wiki/OAuth2, checked 2026-11)."""

from collections.abc import Mapping

from launcher.stage.consent import Asked, PageError, is_loopback
from launcher.stage.reddit.auth import WRITE
from launcher.stage.world import World


def asked(world: World, query: Mapping[str, str]) -> Asked:
    """What the page is asked for. Raises PageError."""
    if query.get("client_id") != world.credentials["REDDIT_CLIENT_ID"]:
        raise PageError("invalid client id.")
    redirect = query.get("redirect_uri", "")
    if not is_loopback(redirect):
        raise PageError("invalid redirect_uri parameter.")
    scopes = tuple(query.get("scope", "").replace(",", " ").split())
    if query.get("response_type") != "code" or not query.get("state") or not set(scopes) <= set(WRITE):
        raise PageError("bad request: response_type, state or scope")
    offline = query.get("duration") == "permanent"
    return Asked(redirect=redirect, state=query["state"], scopes=scopes, offline=offline)
