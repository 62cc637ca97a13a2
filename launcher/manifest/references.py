"""What an announcement refers to: the hosts that it shows, by link or in its templates."""

from launcher.errors import TemplateProblem
from launcher.manifest.loading import Loaded
from launcher.manifest.model import Announcement
from launcher.manifest.times import Unreadable
from launcher.text.templates import names

HOSTS = ("youtube", "vimeo")


def used_names(loaded: Loaded, *texts: str) -> set[str]:
    """The dotted names that texts use, such as youtube.url; what cannot be read uses none."""
    used: set[str] = set()
    for text in texts:
        try:
            used |= set(names(loaded.text_of(text)))
        except (Unreadable, TemplateProblem):
            continue
    return used


def shows_film(each: Announcement) -> bool:
    """Whether the announcement shows a part of the film itself: a clip, or any video."""
    return each.media is not None and not each.media.is_image


def shown_hosts(loaded: Loaded, each: Announcement) -> list[str]:
    """The hosts whose address the announcement shows."""
    first = {name.partition(".")[0] for name in used_names(loaded, each.text, each.title, *each.thread)}
    return [host for host in HOSTS if host in first or host == each.link]
