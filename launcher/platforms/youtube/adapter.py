"""YouTube, through google-api-python-client.

- The session's address is kept before the first byte, and asked after any error; the video exists only after its
  last byte. One request carries all that is left. What httplib2 and googleapiclient send twice is sent once
  (`http`).
- privacyStatus is always said: since 2026-11-02 an omitted one means public (videos.insert, checked 2026-11).
- `videos.update` replaces the whole part: release reads it, changes it and writes it back.
- A `publishAt` that is past publishes at once, so it is never sent with the upload, whose end nobody knows.
- Statistics are strings. A channel without uploads has no uploads playlist (404 playlistNotFound).
- oEmbed answers 401 for a public film that may not be embedded: then the film's own status decides.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from launcher.clock import Clock, iso
from launcher.errors import PlatformError, Refused
from launcher.logins.youtube import YoutubeLogin
from launcher.platforms import limits, outcomes
from launcher.platforms.base import Film, Identity, Processing, Progress, Readiness, Receipt, Sample, Session, Sessions
from launcher.platforms.film_body import stoppable, unchanged
from launcher.platforms.gauge import Gauge
from launcher.platforms.likeness import SKEW
from launcher.platforms.pins import same_owner
from launcher.platforms.portions import Portions
from launcher.platforms.preflights import Purpose, Remark
from launcher.platforms.youtube import page as youtube_page
from launcher.platforms.youtube import settings
from launcher.platforms.youtube import videos as youtube_videos
from launcher.platforms.youtube.videos import WATCH

SESSION_LIFE = timedelta(days=7)
"""How long an unfinished upload may be resumed (guides/using_resumable_upload_protocol, checked 2026-11)."""

GONE = "videoNotFound"
"""The code of a film that is not there."""

NAMED_IN = {"regionCode": "US", "hl": "en_US"}
"""Where and how the manifest names categories."""


class YouTube:
    """One channel on YouTube."""

    name = "youtube"
    limits = limits.YOUTUBE

    def __init__(self) -> None:
        self._uploads = ""
        self._portions = Portions()
        self._categories: dict[str, str] = {}

    def connect(self, login: YoutubeLogin, clock: Clock) -> None:
        """Make the SDK's client over our sender. Raises LoginExpired where a credential is missing."""
        from launcher.platforms.youtube import http

        outcomes.required(login)
        self._login, self._clock, self._uploads = login, clock, ""
        self.gauge = Gauge(clock)
        self._http = http.Authorized(login, self._spend)
        self._service = http.service(login, self._http)

    def account(self) -> Identity:
        """The channel. One unit of quota; YouTube does not tell how much is left."""
        with self._told(creates=False):
            channel = youtube_videos.my_channel(self._service)
            self._uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"]
            told = self._http.told
            lifetime = told.get("refresh_token_expires_in")
            identity = Identity(
                id=channel["id"],
                name=channel["snippet"]["title"],
                url=f"https://www.youtube.com/channel/{channel['id']}",
                scopes=frozenset(str(told.get("scope", "")).split()),
                expires_at=self._clock.now() + timedelta(seconds=int(lifetime)) if lifetime else None,
            )
            return same_owner(self._login, identity)

    def upload(self, film: Film, sessions: Sessions, progress: Progress) -> Receipt:
        """Send the film, private, going on where YouTube stands. One insert of the daily 100 for a new session."""
        from launcher.platforms.youtube import upload as youtube_upload

        unchanged(film)
        session = sessions.kept()
        standing = self._standing(session.uri, film) if session else None
        if session and standing is None:
            sessions.drop()
            made = self._made_by_lost_session(film, sessions.known())
            if made:
                return made
        if session is None or standing is None:
            session, standing = self._begin(film), youtube_upload.Standing()
            sessions.keep(session)
        progress(standing.offset)
        video = standing.video or self._send(film, session, standing.offset, progress)
        progress(film.size)
        return youtube_videos.receipt(video)

    def find(self, film: Film, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The video whose file has this film's name and size, uploaded since then. Three units a page of 50."""
        with self._told(creates=False):
            found = youtube_videos.made_of(self._service, self._my_uploads(), film, since - SKEW, known)
            return next(map(youtube_videos.receipt, found), None)

    def resume(self, receipt: Receipt) -> Session | None:  # noqa: ARG002 (a video that exists is whole)
        """None: a video exists only after its last byte."""
        return None

    def readiness(self, receipt: Receipt) -> Readiness:
        """From uploadStatus and processingStatus. One unit."""
        with self._told(creates=False):
            videos = self._videos([receipt.id], "status,processingDetails")
            if not videos:
                return Readiness(processing=Processing.FAILED, reason="deleted")
            return youtube_videos.readiness(videos[0])

    def release(self, receipt: Receipt, film: Film) -> Receipt:  # noqa: ARG002 (YouTube's public is one)
        """Make the film public: the whole status part is read and written back, but for publishAt. 51 units."""
        self._restatus(receipt, lambda status: {**status, "privacyStatus": "public"})
        return receipt

    def schedule(self, receipt: Receipt, at: datetime) -> None:
        """Set publishAt, which needs a private film. 51 units; a film that is public already stays as it is."""
        due = {"privacyStatus": "private", "publishAt": iso(at)}
        self._restatus(receipt, lambda status: status if status["privacyStatus"] == "public" else {**status, **due})

    def unschedule(self, receipt: Receipt) -> None:
        """Take publishAt back. One unit, or 51; a film that is gone has none."""
        try:
            self._restatus(receipt, lambda status: status)
        except Refused as error:
            if error.code != GONE:
                raise

    def premiere(self, receipt: Receipt) -> datetime | None:
        """The start of the Premiere that a person has set in YouTube Studio: there is no other way. One unit."""
        with self._told(creates=False):
            for video in self._videos([receipt.id], "liveStreamingDetails"):
                told = (video.get("liveStreamingDetails") or {}).get("scheduledStartTime")
                return youtube_videos.instant(told) if told else None
        return None

    def differences(self, receipt: Receipt, film: Film, *, released: bool) -> list[str]:
        """Of snippet, status, localizations and recording. One unit, and one for the categories."""
        with self._told(creates=False):
            videos = self._videos([receipt.id], "snippet,status,localizations,recordingDetails")
            if not videos:
                return ["the film is not there"]
            return settings.differences(videos[0], film, self._category(film), released=released)

    def _restatus(self, receipt: Receipt, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Read the whole status part, change it without its publishAt, and write it back where that differs."""
        with self._told(creates=False):
            videos = self._videos([receipt.id], "status")
            if not videos:
                raise Refused(f"youtube has no film {receipt.id}", code=GONE, fix="look in YouTube Studio")
        status = videos[0]["status"]
        wanted = change({name: value for name, value in status.items() if name != "publishAt"})
        if wanted != status:
            body = {"id": receipt.id, "status": wanted}
            with self._told(creates=True):
                self._service.videos().update(part="status", body=body).execute(num_retries=0)

    def visible(self, receipt: Receipt) -> bool:
        """Whether oEmbed shows the film to anyone, or the film is public and may not be embedded."""
        from launcher.platforms import oembed

        address, query = f"{self._login.web_root}/oembed", {"url": WATCH + receipt.id, "format": "json"}
        if oembed.answers(self.name, address, query, timeout=self._login.timeout, clock=self._clock):
            return True
        with self._told(creates=False):
            told = [video["status"] for video in self._videos([receipt.id], "status")]
            return any(each["privacyStatus"] == "public" and each.get("embeddable") is False for each in told)

    def set_poster(self, receipt: Receipt, poster: Path) -> None:
        """Make `poster` the film's thumbnail. 50 units; may be repeated."""
        with self._told(creates=True):
            youtube_page.set_poster(self._service, receipt.id, poster)

    def add_captions(self, receipt: Receipt, language: str, captions: Path, name: str = "") -> None:
        """Add captions unless that language has some. 450 units; looks first."""
        with self._told(creates=True):
            youtube_page.add_captions(self._service, receipt.id, language, captions, name)

    def add_to_playlist(self, receipt: Receipt, title: str) -> None:
        """Put the film in the own playlist of that title, made where there is none. Up to 102 units; looks first."""
        with self._told(creates=True):
            youtube_page.add_to_playlist(self._service, receipt.id, title, self._translate)

    def comment(self, receipt: Receipt, text: str) -> Receipt:
        """Comment as the channel. 50 units. Creates: never twice without `find_comment`."""
        with self._told(creates=True):
            return youtube_page.comment(self._service, receipt.id, text)

    def find_comment(
        self, receipt: Receipt, text: str, since: datetime, known: frozenset[str] = frozenset()
    ) -> Receipt | None:
        """The channel's own comment of that text since then, or None. One unit a page of 100."""
        with self._told(creates=False):
            return youtube_page.find_comment(self._service, receipt.id, text, since, known)

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Views, likes and comments. One unit for 50 films; what the channel hides is left out."""
        with self._told(creates=False):
            videos = self._videos([each.id for each in receipts], "statistics")
            return [sample for video in videos for sample in youtube_videos.metrics(video)]

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """Scopes, the token's end, and whether a long film is taken. One unit."""
        from launcher.platforms.youtube import preflight

        with self._told(creates=False):
            return preflight.remarks(self._service, self._http.told, purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        return outcomes.told(lambda error: self._translate(error, creates=creates), self.name, creates=creates)

    def _translate(self, error: Exception, *, creates: bool = True) -> PlatformError | None:
        from launcher.platforms.youtube import errors

        return errors.translate(error, creates=creates, now=self._clock.now())

    def _spend(self, method: str, uri: str) -> None:
        from launcher.platforms.youtube import quota

        level = quota.spent(method, uri, self._clock.now())
        if level is not None:
            self.gauge.note(level)

    def _standing(self, address: str, film: Film) -> Any:
        from launcher.platforms.youtube import upload as youtube_upload

        with self._told(creates=False):
            return youtube_upload.standing(self._http, address, film.size)

    def _begin(self, film: Film) -> Session:
        """A new session. No video can come of it without its address, so a lost reply is no doubt."""
        from launcher.platforms.youtube import upload as youtube_upload

        with self._told(creates=False):
            request = self._insert(film, lambda _: None, self._category(film))
            return Session(uri=youtube_upload.begin(request, film))

    def _send(self, film: Film, session: Session, offset: int, progress: Progress) -> dict[str, Any]:
        from launcher.platforms.youtube import upload as youtube_upload

        with stoppable(film), self._told(creates=True):
            request = self._insert(film, self._portions.hearing(progress))
            return youtube_upload.send(request, session.uri, offset, self._portions)

    def _insert(self, film: Film, progress: Progress, category: str = "") -> Any:
        from launcher.platforms.youtube import upload as youtube_upload

        body = youtube_upload.metadata(film, category)
        return self._service.videos().insert(
            part=",".join(body),
            body=body,
            notifySubscribers=getattr(film.keys, "notify_subscribers", None),
            media_body=youtube_upload.FilmMedia(film, progress),
        )

    def _category(self, film: Film) -> str:
        """The id of the category that the manifest names, or nothing. One unit, once a connection."""
        wanted = str(getattr(film.keys, "category", None) or "").casefold()
        if wanted and not self._categories:
            for page in youtube_videos.pages(self._service.videoCategories(), part="snippet", **NAMED_IN):
                named = [(each["snippet"], each["id"]) for each in page]
                self._categories |= {
                    told["title"].casefold(): id_ for told, id_ in named if told.get("assignable", True)
                }
        if wanted and wanted not in self._categories:
            fix = f"choose one of: {', '.join(sorted(self._categories))}"
            raise Refused(f"youtube has no category {wanted!r}", code="category", fix=fix)
        return self._categories.get(wanted, "")

    def _my_uploads(self) -> str:
        if not self._uploads:
            self.account()
        return self._uploads

    def _videos(self, ids: Sequence[str], part: str) -> list[dict[str, Any]]:
        return youtube_videos.videos(self._service, ids, part)

    def _made_by_lost_session(self, film: Film, known: frozenset[str]) -> Receipt | None:
        """What a session made that YouTube has forgotten since: its last reply may have been lost."""
        since = self._clock.now() - 2 * SESSION_LIFE
        with self._told(creates=False):
            for video in youtube_videos.made_of(self._service, self._my_uploads(), film, since, known):
                if video["snippet"]["title"] == film.title and video["status"]["privacyStatus"] == "private":
                    return youtube_videos.receipt(video)
        return None
