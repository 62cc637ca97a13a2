"""What is done for each kind of action: one function a kind, and how its unconfirmed work is found again."""

from collections.abc import Callable

from launcher.journal.records import Outcome
from launcher.plan.action import Kind
from launcher.run.handlers import feed, host, media, notifying, others, page, sampling, settings, uploading
from launcher.run.work import Work

Handler = Callable[[Work], Outcome]
Finder = Callable[[Work], Outcome | None]

HANDLERS: dict[Kind, Handler] = {
    Kind.UPLOAD: uploading.upload,
    Kind.MEDIA: media.media,
    Kind.READY: host.ready,
    Kind.POSTER: page.poster,
    Kind.CAPTION: page.caption,
    Kind.PLAYLIST: page.playlist,
    Kind.SETTINGS: settings.settings,
    Kind.SCHEDULE: others.schedule,
    Kind.PREMIERE: others.premiere,
    Kind.RELEASE: host.release,
    Kind.VISIBLE: host.visible,
    Kind.COMMENT: page.comment,
    Kind.POST: feed.post,
    Kind.SAMPLE: sampling.sample,
    Kind.NOTIFY: notifying.notify,
}

FINDERS: dict[Kind, Finder] = {
    Kind.UPLOAD: uploading.find,
    Kind.COMMENT: page.find_comment,
    Kind.POST: feed.find,
    Kind.NOTIFY: notifying.find,
}
"""For every kind that creates: look whether an unconfirmed try landed. None means that it surely did not."""

__all__ = ["FINDERS", "HANDLERS", "Finder", "Handler"]
