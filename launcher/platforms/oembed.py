"""Whether an anonymous visitor can play a film: what the host's oEmbed address says to one without credentials."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from launcher.clock import Clock

if TYPE_CHECKING:
    from requests import PreparedRequest


def answers(
    platform: str, address: str, query: Mapping[str, str], *, timeout: float, clock: Clock, site: str = ""
) -> bool:
    """Whether oEmbed shows the film, to anyone or to the `site` of that domain. A 4xx means that it does not.

    Raises Throttled or Unavailable; may be repeated.
    """
    from launcher.platforms import transport

    road = transport.SendsOnce(platform=platform, timeout=timeout, clock=clock, origins={})
    with transport.session(road) as session:
        headers = {"Referer": f"https://{site}/"} if site else {}
        reply = session.get(address, params=dict(query), headers=headers, auth=anonymous, allow_redirects=False)
        return reply.status_code == 200


def anonymous(request: "PreparedRequest") -> "PreparedRequest":
    """No credentials: without this, requests would send those that ~/.netrc has for the host."""
    return request
