"""A picture for a post on Reddit: a lease on a place in its storage, and the file sent there.

praw would do both inside `submit`, at the instant of the post; here it is done ahead. The lease names the place without
a scheme, and praw always takes https: a stage on this machine has none. The storage (S3) is told no token.
The endpoint is not in reddit.com/dev/api; fields as praw 8.0.3 has them.
"""

from typing import Any
from urllib.parse import urlsplit

from launcher.errors import Refused
from launcher.platforms.base import Attached, Medium, Progress
from launcher.platforms.oembed import anonymous
from launcher.settings import is_loopback

LEASE = "api/media/asset.json"


def attach(reddit: Any, storage: Any, medium: Medium, progress: Progress, *, plain: bool) -> Attached:
    """Lease a place and send the picture there by `storage`, a Session. `plain`: the place may be on this machine."""
    progress(0)
    lease = reddit.post(LEASE, data={"filepath": medium.path.name, "mimetype": medium.kind})["args"]
    fields = {str(each["name"]): str(each["value"]) for each in lease["fields"]}
    place = _address(str(lease["action"]), plain=plain)
    files = {"file": (medium.path.name, medium.path.read_bytes(), medium.kind)}
    _checked(storage.post(place, data=fields, files=files, auth=anonymous))
    progress(medium.size)
    return Attached(id=f"{place}/{fields['key']}")


def _address(action: str, *, plain: bool) -> str:
    """The place's address, over https unless it is on this machine."""
    local = plain and is_loopback(urlsplit(action).hostname or "")
    return f"{'http' if local else 'https'}:{action}"


def _checked(reply: Any) -> None:
    """Raise Refused where the storage does not take the file."""
    if reply.status_code >= 400:
        raise Refused(
            f"reddit's storage refused the picture (HTTP {reply.status_code})",
            code=str(reply.status_code),
            fix="save it smaller, as JPEG or PNG",
        )
