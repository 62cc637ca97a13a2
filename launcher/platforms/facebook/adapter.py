"""A Facebook Page, through facebook-sdk.

- facebook-sdk 3.1 (2018) defaults to a dead version of the Graph API and accepts none that lives: the attribute is set.
- It never looks at the HTTP status, so a 4xx whose JSON lacks `error` would pass for success; without a content
  type it raises KeyError; it sends True as "True" and a nested value as Python writes it. All four are mended here.
- **"Please retry" after having posted**: codes 1, 2 and a transient error may come with the post live. For a
  create they are OutcomeUnknown, as every 5xx is.
- A read carries the token in its URL: URLs stay out of every message, and the loggers of urllib3 above DEBUG.
- Graph repeats a malformed token in its error: words are scrubbed.
- One unknown id fails a whole `?ids=` batch: it is halved until the good ones have answered.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from launcher.clock import Clock, epoch
from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused, Throttled, Unavailable
from launcher.logins.facebook import FacebookLogin
from launcher.platforms import limits, outcomes
from launcher.platforms.base import Attached, Draft, Identity, Medium, Progress, Receipt, Sample, Sessions
from launcher.platforms.facebook.items import instant, metrics, says, wording
from launcher.platforms.gauge import Gauge
from launcher.platforms.likeness import SKEW
from launcher.platforms.pins import same_owner
from launcher.platforms.preflights import Purpose, Remark

VERSION = "v26.0"
"""The Graph API's version (developers.facebook.com/docs/graph-api/changelog, checked 2026-11)."""

ORIGIN = "https://graph.facebook.com"
"""Where facebook-sdk sends everything; fixed in its source (facebook-sdk 3.1)."""

VIDEO_ORIGIN = "https://graph-video.facebook.com"
"""Where videos go (developers.facebook.com/docs/video-api, checked 2026-11)."""

PAGE, BATCH = int(limits.FACEBOOK["page"].value), int(limits.FACEBOOK["batch"].value)

POST_FIELDS = "id,message,created_time,permalink_url,attachments{url,unshimmed_url,target{id}}"
COMMENT_FIELDS = "id,message,created_time,permalink_url,from"
METRIC_FIELDS = "shares,reactions.summary(true).limit(0),comments.summary(true).limit(0)"
VIDEO_FIELDS = "views,likes.summary(true).limit(0),comments.summary(true).limit(0)"

_CODES = "https://developers.facebook.com/docs/graph-api/guides/error-handling (checked 2026-11)"
UNKNOWN = {1, 2}
EXPIRED = {102, 190}
THROTTLED = {4, 17, 32, 341, 368, 613, 80001}
PERMISSION = {3, 10, *range(200, 300)}
DUPLICATE = {506}


class Facebook:
    """One Facebook Page."""

    name = "facebook"
    limits = limits.FACEBOOK

    def connect(self, login: FacebookLogin, clock: Clock) -> None:
        """Make facebook-sdk's client over our transport. Raises LoginExpired where a credential is missing."""
        import facebook

        from launcher.platforms import transport

        outcomes.required(login)
        self.gauge = Gauge(clock)
        road = transport.SendsOnce(
            platform=self.name, timeout=login.timeout, clock=clock, origins=origins(login.api_root), gauge=self.gauge
        )
        session = transport.session(road)
        session.hooks["response"].append(lambda reply, **_: checked(reply))
        self._login = login
        self._graph = facebook.GraphAPI(login.page_token, session=session)
        self._graph.version = VERSION

    def account(self) -> Identity:
        """The Page, and proof that the token is the Page's own. Two reads."""
        with self._told(creates=False):
            page = self._get(self._login.page_id, fields="id,name,link")
            holder = self._get("me", fields="id")
        if str(holder.get("id")) != str(page["id"]):
            raise LoginExpired(
                f"facebook: the token is not that of the Page {self._login.page_id} but of {holder.get('id')}",
                code="other account",
                fix="launcher login facebook (or put the Page's own token into FACEBOOK_PAGE_TOKEN, not a user's)",
            )
        identity = Identity(id=str(page["id"]), name=str(page.get("name", "")), url=str(page.get("link", "")))
        return same_owner(self._login, identity)

    def post(self, draft: Draft) -> Receipt:
        """Publish message and link, picture or video, or comment where the draft answers a post.

        Creates: never twice without `find`. A video is there already and is made public, which may be repeated.
        """
        with self._told(creates=True):
            if draft.attached and draft.attached.video:
                self._post(draft.attached.id, description=draft.text, published=True)
                return self._video(draft.attached.id)
            if draft.reply_to:
                made = self._post(f"{draft.reply_to.id}/comments", message=wording(draft))
            else:
                shown = [{"media_fbid": draft.attached.id}] if draft.attached else ""
                same = {"message": draft.text, "link": draft.link, "attached_media": shown}
                made = self._post(f"{self._login.page_id}/feed", **same, published=True)
            return self._receipt(made)

    def attach(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:
        """Send a picture, or a video in phases, unpublished: only who manages the Page sees it."""
        from launcher.platforms.facebook.media import PageMedia

        with self._told(creates=False):
            place = PageMedia(page=self._login.page_id, send=self._send, read=self._get)
            return place.attach(medium, sessions, progress)

    def find(self, draft: Draft, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The Page's own post, or comment, of that message and link since then, or None."""
        with self._told(creates=False):
            if draft.attached and draft.attached.video:
                found = self._get(draft.attached.id, fields="published")
                return self._video(draft.attached.id) if found.get("published") else None
            unknown = (item for item in self._own(draft, since) if str(item["id"]) not in known)
            return next((self._receipt(item) for item in unknown if says(item, draft)), None)

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Likes (all reactions), comments and shares of posts, views of videos; a comment's receipt has none."""
        told = [receipt for receipt in receipts if "comment_id=" not in receipt.url]
        videos = [receipt.id for receipt in told if "/videos/" in receipt.url]
        posts = [receipt.id for receipt in told if "/videos/" not in receipt.url]
        with self._told(creates=False):
            return [
                sample
                for ids, fields in ((posts, METRIC_FIELDS), (videos, VIDEO_FIELDS))
                for start in range(0, len(ids), BATCH)
                for id_, item in self._several(ids[start : start + BATCH], fields).items()
                for sample in metrics(id_, item)
            ]

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """The token's scopes and end, and whether the Page is published. Two reads."""
        from launcher.platforms.facebook import preflight

        with self._told(creates=False):
            return preflight.remarks(self._get, self._login.page_id, self._login.page_token, purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        return outcomes.told(lambda error: translate(error, self._login, creates=creates), self.name, creates=creates)

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        reply: dict[str, Any] = self._graph.request(f"{VERSION}/{path}", args={**query, **self._proof()})
        return reply

    def _post(self, path: str, **fields: Any) -> dict[str, Any]:
        return self._send(path, None, **fields)

    def _send(self, path: str, files: Any, **fields: Any) -> dict[str, Any]:
        """A POST, with files beside its fields. A video's files go to Facebook's own place for them."""
        sent = {name: wire(value) for name, value in fields.items() if value != ""} | self._proof()
        if "upload_phase" in fields:
            return self._to_videos(path, files, sent)
        reply: dict[str, Any] = self._graph.request(f"{VERSION}/{path}", post_args=sent, files=files)
        return reply

    def _to_videos(self, path: str, files: Any, sent: dict[str, str]) -> dict[str, Any]:
        import facebook

        sent["access_token"] = self._login.page_token
        reply = self._graph.session.post(f"{VIDEO_ORIGIN}/{VERSION}/{path}", data=sent, files=files)
        told: dict[str, Any] = reply.json()
        if told.get("error"):
            raise facebook.GraphAPIError(told)
        return told

    def _proof(self) -> dict[str, str]:
        """The appsecret_proof, where the app's secret is known: HMAC-SHA256 of the token by it."""
        key, token = self._login.app_secret.encode(), self._login.page_token.encode()
        return {"appsecret_proof": hmac.new(key, token, hashlib.sha256).hexdigest()} if key else {}

    def _own(self, draft: Draft, since: datetime) -> Iterator[dict[str, Any]]:
        """What the Page published since then: its posts, or its comments under the post that the draft answers."""
        start = since - SKEW
        path = f"{draft.reply_to.id}/comments" if draft.reply_to else f"{self._login.page_id}/published_posts"
        query: dict[str, Any] = {"since": int(epoch(start)), "limit": PAGE}
        query |= {"fields": COMMENT_FIELDS, "filter": "stream"} if draft.reply_to else {"fields": POST_FIELDS}
        while True:
            page = self._get(path, **query)
            yield from (item for item in page["data"] if (instant(item) or start) >= start)
            query["after"] = page.get("paging", {}).get("cursors", {}).get("after")
            if not page["data"] or not page.get("paging", {}).get("next") or not query["after"]:
                return

    def _several(self, ids: Sequence[str], fields: str) -> dict[str, Any]:
        """The metrics' fields by id; an id that Graph refuses is left out."""
        try:
            with self._told(creates=False):
                return self._get("", ids=",".join(ids), fields=fields)
        except Refused:
            if len(ids) == 1:
                return {}
            half = len(ids) // 2
            return {**self._several(ids[:half], fields), **self._several(ids[half:], fields)}

    def _video(self, id_: str) -> Receipt:
        """The receipt of a video."""
        return Receipt(id=id_, url=f"https://www.facebook.com/{self._login.page_id}/videos/{id_}/")

    def _receipt(self, item: Mapping[str, Any]) -> Receipt:
        """The receipt of a post (PAGE_POST) or of a comment (POST_COMMENT)."""
        owner, _, number = str(item["id"]).rpartition("_")
        page = self._login.page_id
        built = f"https://www.facebook.com/{page}/posts/{number}"
        if owner not in ("", page):
            built = f"https://www.facebook.com/{page}/posts/{owner}?comment_id={number}"
        return Receipt(id=str(item["id"]), url=str(item.get("permalink_url") or built), at=instant(item))


def origins(root: str) -> dict[str, str]:
    """Where what facebook-sdk and the video uploads send goes: both to `root`, unless that is Graph itself."""
    return {ORIGIN: root, VIDEO_ORIGIN: VIDEO_ORIGIN if root == ORIGIN else root}


def translate(error: Exception, login: FacebookLogin, *, creates: bool) -> PlatformError | None:
    """What facebook-sdk raised, as an outcome; None where it is not the SDK's."""
    import facebook

    if not isinstance(error, facebook.GraphAPIError):
        return None
    told = error.result.get("error") if isinstance(error.result, dict) else None
    told = told if isinstance(told, dict) else {}
    words = outcomes.scrubbed(error.message, login.page_token, login.app_secret)
    return refusal(told, f"facebook refused: {words}", creates=creates)


def refusal(told: Mapping[str, Any], message: str, *, creates: bool) -> PlatformError:
    """Graph's error object as an outcome, by its code. An error without a code decides nothing."""
    code = int(told["code"]) if str(told.get("code", "")).isdigit() else 0
    if code in EXPIRED:
        return LoginExpired(message, code=str(code), fix="launcher login facebook: the Page's token is dead")
    if code in THROTTLED:
        return Throttled(message, code=str(code))
    if code in UNKNOWN or not code or told.get("is_transient"):
        return (OutcomeUnknown if creates else Unavailable)(message, code=str(code or "unreadable"))
    if code in PERMISSION:
        fix = "grant the app pages_manage_posts and pages_read_engagement, then launcher login facebook"
        return Refused(message, code=str(code), fix=fix)
    return Refused(message, code=str(code), duplicate=code in DUPLICATE)


def checked(reply: Any) -> None:
    """Stop a 4xx without `error`, which facebook-sdk would believe; name the type of what is known to be JSON."""
    reply.headers["content-type"] = "application/json"
    if reply.status_code >= 400 and not explains(reply):
        kind = Unavailable if reply.request.method == "GET" else OutcomeUnknown
        raise kind(f"facebook: HTTP {reply.status_code} without an explanation", code=str(reply.status_code))


def explains(reply: Any) -> bool:
    """Whether the reply is JSON with Graph's error object in it."""
    try:
        return bool(reply.json()["error"])
    except (ValueError, KeyError, TypeError):
        return False


def wire(value: Any) -> str:
    """A field as Graph reads it: JSON for anything but text, so `true` and not `True`."""
    return value if isinstance(value, str) else json.dumps(value)
