"""Google's consent page for desktop apps: loopback addresses, PKCE, refresh tokens for offline access.

developers.google.com/identity/protocols/oauth2/native-app, checked 2026-11.
"""

from collections.abc import Mapping

from launcher.stage.consent import Asked, PageError, is_loopback
from launcher.stage.world import World
from launcher.stage.youtube.access import GRANTED


def asked(world: World, query: Mapping[str, str]) -> Asked:
    """What the page is asked for. Raises PageError with Google's own words."""
    if query.get("client_id") != world.credentials["YOUTUBE_CLIENT_ID"]:
        raise PageError("Error 401: invalid_client. The OAuth client was not found.")
    redirect = query.get("redirect_uri", "")
    if not is_loopback(redirect):
        raise PageError("Error 400: redirect_uri_mismatch")
    scopes = tuple(query.get("scope", "").split())
    if query.get("response_type") != "code" or not scopes or not set(scopes) <= set(GRANTED):
        raise PageError("Error 400: invalid_request or invalid_scope")
    challenge = query.get("code_challenge", "")
    if challenge and query.get("code_challenge_method") != "S256":
        raise PageError("Error 400: invalid_request. Only S256 is served on this stage.")
    offline = query.get("access_type") == "offline"
    return Asked(redirect=redirect, state=query.get("state", ""), scopes=scopes, challenge=challenge, offline=offline)
