"""Vimeo, through PyVimeo's client and tuspy's uploader.

- Never `VimeoClient.upload()`: each call makes a new video and hides its link. Here `POST /me/videos` makes the entry
  once, with nobody allowed to see it; its id and link are kept before the first byte, and tus goes on at the offset
  that the link tells.
- PyVimeo opens a connection a request, and sends the token wherever an upload link points: here its verbs share one
  Session, and links get bytes without the token.
- `transcode.status` can say complete while the upload is in progress: both are asked.
- An unlisted film's address gains a secret word when it is released: release returns it.
- The premiere partner's embed plays before release: the film is hidden on Vimeo (`view: disable`), and only the
  partner's domain is on the whitelist. The other domains come with the release.
- oEmbed tells of a film that is shown on some sites alone only who asks as one of them (`Referer`).
- `plays` is null where the account hides it: it is left out.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from launcher.clock import Clock
from launcher.errors import OutcomeUnknown, PlatformError, Refused
from launcher.logins.vimeo import VimeoLogin
from launcher.platforms import limits, outcomes
from launcher.platforms.base import Film, Identity, Processing, Progress, Readiness, Receipt, Sample, Session, Sessions
from launcher.platforms.film_body import stoppable, unchanged
from launcher.platforms.gauge import Gauge
from launcher.platforms.keys import VimeoKeys
from launcher.platforms.likeness import SKEW
from launcher.platforms.pins import same_owner
from launcher.platforms.portions import Portions
from launcher.platforms.preflights import Purpose, Remark
from launcher.platforms.vimeo import page as vimeo_page
from launcher.platforms.vimeo import settings
from launcher.platforms.vimeo.videos import is_of, metrics, number, readiness, receipt

PAGE = 100
"""Most items a page (developer.vimeo.com/api/common-formats, checked 2026-11)."""

READ = "uri,link,name,created_time,upload.status,upload.size,upload.upload_link"


class Vimeo:
    """One account on Vimeo."""

    name = "vimeo"
    limits = limits.VIMEO

    def connect(self, login: VimeoLogin, clock: Clock) -> None:
        """Make PyVimeo's client over our transport. Raises LoginExpired where the token is missing."""
        from launcher.platforms import transport
        from launcher.platforms.vimeo import client

        outcomes.required(login)
        self._login, self._clock, self._portions = login, clock, Portions()
        self.gauge = Gauge(clock)
        self._client = client.Client(login, clock, self.gauge)
        self._bytes = transport.session(client.road(login, clock, raw=True))

    def account(self) -> Identity:
        """Who the token belongs to, its scopes, and the space that is left. Two reads."""
        with self._told(creates=False):
            scopes = str(self._ask("get", "/oauth/verify").get("scope") or "")
            me = self._ask("get", "/me", params={"fields": "uri,name,link,upload_quota"})
            space = ((me.get("upload_quota") or {}).get("space") or {}).get("free")
            identity = Identity(
                id=number(me["uri"]),
                name=me["name"],
                url=me.get("link") or "",
                scopes=frozenset(scopes.split()),
                quota_left="" if space is None else f"{int(space) / 1e9:.1f} GB",
            )
            return same_owner(self._login, identity)

    def upload(self, film: Film, sessions: Sessions, progress: Progress) -> Receipt:
        """Send the film, seen by nobody, going on where its link stands. Makes an entry where no session is kept."""
        unchanged(film)
        session = sessions.kept()
        if session and not self._sent(film, session, progress):
            sessions.drop()
            session = None
        if session is None:
            session = self._begin(film)
            sessions.keep(session)
            if not self._sent(film, session, progress):
                raise OutcomeUnknown("vimeo forgot the upload as soon as it had begun", code="no_link")
        with self._told(creates=False):
            return receipt(self._video(session.id, READ))

    def find(self, film: Film, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The own entry of this film's name and size made since then. Its bytes may not all be there."""
        with self._told(creates=False):
            unknown = (each for each in self._mine(since - SKEW) if number(each["uri"]) not in known)
            return next((receipt(each) for each in unknown if is_of(each, film)), None)

    def resume(self, receipt: Receipt) -> Session | None:
        """The entry's link, or None where its bytes are all there. Raises Refused where it has no link any more."""
        with self._told(creates=False):
            upload = self._video(receipt.id, READ).get("upload") or {}
            if upload.get("status") == "complete":
                return None
            if not upload.get("upload_link"):
                raise Refused(
                    f"vimeo: upload {receipt.id} is not whole and cannot go on",
                    code="no_link",
                    fix="delete it at https://vimeo.com/manage/videos, then run `launcher retry`",
                )
            return Session(uri=upload["upload_link"], id=receipt.id)

    def readiness(self, receipt: Receipt) -> Readiness:
        """From the upload's and the transcoder's status. One read."""
        with self._told(creates=False):
            try:
                return readiness(self._video(receipt.id, "status,upload.status,transcode.status"))
            except Refused as no:
                return Readiness(processing=Processing.FAILED, reason=no.message)

    def release(self, receipt: Receipt, film: Film) -> Receipt:
        """Show the film as its keys say. Idempotent. The receipt has the address that visitors need."""
        keys = vimeo_keys(film)
        with self._told(creates=True):
            if film.premiere:
                vimeo_page.allow(self._ask, receipt.id, keys.embed_domains)
            shown = self._ask("patch", f"/videos/{receipt.id}", params={"fields": "link"}, json=released(keys))
            return Receipt(id=receipt.id, url=shown.get("link") or receipt.url, at=receipt.at)

    def visible(self, receipt: Receipt) -> bool:
        """Whether oEmbed shows the film, in part where it has a password, to anyone or to a site that may embed it."""
        return self._shown(receipt) or any(self._shown(receipt, site) for site in self._only_on(receipt))

    def differences(self, receipt: Receipt, film: Film, *, released: bool) -> list[str]:
        """Of the entry and its whitelist. One read or two."""
        with self._told(creates=False):
            video = self._video(receipt.id, settings.FIELDS)
            sites = vimeo_page.domains(self._ask, receipt.id) if vimeo_keys(film).embed_domains else []
            return settings.differences(video, sites, film, released=released)

    def let_out(self, receipt: Receipt, film: Film) -> None:
        """Take other partners' domains off the whitelist; without a partner hide the film. May be repeated."""
        with self._told(creates=False):
            vimeo_page.let_out(self._ask, receipt.id, vimeo_keys(film).embed_domains, film.premiere)

    def set_poster(self, receipt: Receipt, poster: Path) -> None:
        """Make `poster` the film's picture: make it, send it, switch it on. May be repeated."""
        with self._told(creates=True):
            vimeo_page.set_poster(self._ask, self._put, receipt.id, poster)

    def add_captions(self, receipt: Receipt, language: str, captions: Path, name: str = "") -> None:
        """Add captions unless that language has some. Looks first."""
        with self._told(creates=True):
            vimeo_page.add_captions(self._ask, self._put, receipt.id, language, captions, name)

    def add_to_playlist(self, receipt: Receipt, title: str) -> None:
        """Put the film in the own showcase of that title, made where there is none. Looks first."""
        with self._told(creates=True):
            vimeo_page.add_to_showcase(self._ask, receipt.id, title)

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Plays, likes and comments, 100 films a read."""
        samples: list[Sample] = []
        fields = "uri,stats.plays,metadata.connections.likes.total,metadata.connections.comments.total"
        with self._told(creates=False):
            for start in range(0, len(receipts), PAGE):
                uris = ",".join(f"/videos/{each.id}" for each in receipts[start : start + PAGE])
                told = self._ask("get", "/videos", params={"uris": uris, "fields": fields, "per_page": PAGE})
                samples += [sample for video in told["data"] for sample in metrics(video)]
        return samples

    def _shown(self, receipt: Receipt, site: str = "") -> bool:
        from launcher.platforms import oembed

        address, query = f"{self._login.web_root}/api/oembed.json", {"url": receipt.url}
        return oembed.answers(self.name, address, query, timeout=self._login.timeout, clock=self._clock, site=site)

    def _only_on(self, receipt: Receipt) -> list[str]:
        """A site on which alone the film is shown, where it is hidden on Vimeo."""
        with self._told(creates=False):
            if self._video(receipt.id, "privacy.view")["privacy"]["view"] != "disable":
                return []
            return vimeo_page.domains(self._ask, receipt.id)[:1]

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """Scopes, and space for the film. Two reads."""
        from launcher.platforms.vimeo import preflight

        with self._told(creates=False):
            return preflight.remarks(self._ask, purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        from launcher.platforms.vimeo import errors

        def translate(error: Exception) -> PlatformError | None:
            return errors.translate(error, creates=creates)

        return outcomes.told(translate, self.name, creates=creates)

    def _ask(self, verb: str, path: str, **options: Any) -> Any:
        """The reply of one request; an empty record where it has no body."""
        from launcher.platforms.vimeo import errors

        reply = getattr(self._client, verb)(path, **options)
        if not reply.ok:
            raise errors.refusal(reply, self._login.access_token, creates=verb != "get")
        return reply.json() if reply.content else {}

    def _put(self, link: str, path: Path) -> None:
        from launcher.platforms.vimeo import errors
        from launcher.platforms.vimeo import upload as vimeo_upload

        reply = vimeo_upload.put_file(self._bytes, link, path)
        if not reply.ok:
            raise errors.refusal(reply, self._login.access_token, creates=True)

    def _begin(self, film: Film) -> Session:
        """Make the entry. Creates: a lost reply is settled by `find` and `resume`."""
        with self._told(creates=False):
            folder = vimeo_page.folder(self._ask, vimeo_keys(film).folder)
        with self._told(creates=True):
            made = self._ask("post", "/me/videos", params={"fields": READ}, json=entry(film) | folder)
            return Session(uri=made["upload"]["upload_link"], id=number(made["uri"]))

    def _sent(self, film: Film, session: Session, progress: Progress) -> bool:
        """Dress the entry and send what is left; False where Vimeo has forgotten the upload."""
        from launcher.platforms.vimeo import upload as vimeo_upload

        with stoppable(film), self._told(creates=True):
            upload = vimeo_upload.resumed(film, session.uri, self._bytes, progress, self._portions)
            if upload is not None:
                if not upload.offset:
                    vimeo_page.dress(self._ask, session.id, film)
                upload.finish()
                return True
        if not self._over(session):
            return False
        progress(film.size)
        return True

    def _over(self, session: Session) -> bool:
        """Whether the entry of a link that is gone has all of its bytes; False also where the entry is gone."""
        try:
            return self.resume(Receipt(id=session.id)) is None
        except Refused:
            return False

    def _video(self, video: str, fields: str) -> dict[str, Any]:
        told: dict[str, Any] = self._ask("get", f"/videos/{video}", params={"fields": fields})
        return told

    def _mine(self, since: datetime) -> Iterator[dict[str, Any]]:
        """The own entries made since then, newest first."""
        query = {"sort": "date", "direction": "desc", "per_page": PAGE, "fields": READ}
        for page in vimeo_page.pages(self._ask, "/me/videos", query):
            new = [each for each in page if datetime.fromisoformat(each["created_time"]) >= since]
            yield from new
            if len(new) < len(page):
                return


def vimeo_keys(film: Film) -> VimeoKeys:
    """The film's own keys for Vimeo."""
    return film.keys if isinstance(film.keys, VimeoKeys) else VimeoKeys()


def entry(film: Film) -> dict[str, Any]:
    """The entry as `POST /me/videos` takes it: seen by nobody but the partner's visitors, its bytes to come by tus."""
    told = {"name": film.title, "description": film.description, "locale": film.language}
    embed = {"embed": "whitelist"} if vimeo_keys(film).embed_domains else {}
    view = "disable" if film.premiere else "nobody"
    upload = {"approach": "tus", "size": str(film.size)}
    made: dict[str, Any] = {"privacy": {"view": view, **embed}, "upload": upload}
    made |= {name: value for name, value in told.items() if value}
    license_ = vimeo_keys(film).license
    return made | ({"license": license_} if license_ else {})


def released(keys: VimeoKeys) -> dict[str, Any]:
    """What makes the film public as the keys say."""
    embed = {"embed": "whitelist"} if keys.embed_domains else {}
    password = {"password": keys.password} if keys.privacy == "password" else {}
    view = "disable" if keys.privacy == "domains" else keys.privacy
    return {"privacy": {"view": view, **embed}, **password}
