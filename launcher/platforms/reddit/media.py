"""A picture for a post on Reddit: a lease on a place in its storage, and the file sent there.

praw would do both inside `submit`, at the instant of the post; here it is done ahead. The lease names the place without
a scheme, and praw always takes https: a Reddit on this machine has none, and what it leases is on this machine, too.
The storage (S3) is told no token.
The endpoint is not in reddit.com/dev/api; fields as praw 8.0.3 has them.
"""

from typing import Any
from urllib.parse import urlsplit

from launcher.errors import Refused
from launcher.platforms.base import Attached, Medium, Progress
from launcher.platforms.oembed import anonymous
from launcher.settings import is_loopback

LEASE = "api/media/asset.json"


def attach(reddit: Any, storage: Any, medium: Medium, progress: Progress, *, root: str) -> Attached:
    """Lease a place and send the picture there by `storage`, a Session. `root` is where Reddit answers."""
    progress(0)
    lease = reddit.post(LEASE, data={"filepath": medium.path.name, "mimetype": medium.kind})["args"]
    fields = {str(each["name"]): str(each["value"]) for each in lease["fields"]}
    action = str(lease["action"])
    files = {"file": (medium.path.name, medium.path.read_bytes(), medium.kind)}
    _checked(storage.post(_place(action, root), data=fields, files=files, auth=anonymous))
    progress(medium.size)
    return Attached(id=f"https:{action}/{fields['key']}")


def _place(action: str, root: str) -> str:
    """Where to send the file: over https, but for a Reddit on this machine to this machine."""
    if not root.startswith("http://"):
        return f"https:{action}"
    leased = urlsplit(action)
    return f"http:{action}" if is_loopback(leased.hostname or "") else f"{root}{leased.path}"


def _checked(reply: Any) -> None:
    """Raise Refused where the storage does not take the file."""
    if reply.status_code >= 400:
        raise Refused(
            f"reddit's storage refused the picture (HTTP {reply.status_code})",
            code=str(reply.status_code),
            fix="save it smaller, as JPEG or PNG",
        )
