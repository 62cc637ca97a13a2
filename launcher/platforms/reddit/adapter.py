"""Reddit, through praw.

- praw repeats writes and sleeps: `reddit_requestor` stops both, and the update check, the waits after a
  RATELIMIT reply and praw.ini are off or overruled.
- prawcore joins paths to the root as a browser would and loses its prefix, so praw is given Reddit's own
  origins, and the transport leads both to our root.
- A RATELIMIT reply may carry the data of a post that *was* made: the reply is read, not only praw's exception.
- `resubmit=False` is asked and not relied on: `find` looks at the own submissions, whose listing lags minutes.
- A flair is chosen by its text; Reddit wants the id of the subreddit's template.
- Reddit removes silently: `removed_by_category` tells, and only to who looks.
- praw trusts an access token until 10 s after its end, by a clock of its own: it is renewed here, by ours.
- Attributes of praw's objects fetch lazily; only what a listing brought is read here (`vars`).
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from typing import Any

from launcher.clock import Clock
from launcher.errors import LoginExpired, OutcomeUnknown, PlatformError, Refused
from launcher.logins.reddit import RedditLogin
from launcher.platforms import limits, outcomes
from launcher.platforms.base import Attached, Draft, Identity, Medium, Progress, Receipt, Sample, Sessions
from launcher.platforms.gauge import Gauge
from launcher.platforms.likeness import SKEW
from launcher.platforms.pins import same_owner
from launcher.platforms.preflights import Purpose, Remark
from launcher.platforms.reddit.refusals import FIXES, FLAIR, TOKEN_PATH, UNAUTHORIZED, answered, is_token, refusal
from launcher.platforms.reddit.things import WEB, content, listings, made, metrics, receipt, says, since_then

ORIGIN, TOKEN_ORIGIN = "https://oauth.reddit.com", WEB

EARLY = timedelta(seconds=30)
"""How long before its end an access token is renewed."""

PAGE = int(limits.REDDIT["page"].value)
MOST = int(limits.REDDIT["listing"].value)


class Reddit:
    """One Reddit account."""

    name = "reddit"
    limits = limits.REDDIT

    def __init__(self) -> None:
        self._last: dict[str, Any] = {}
        self._expires: datetime | None = None
        self._denied = 0

    def connect(self, login: RedditLogin, clock: Clock) -> None:
        """Make praw's client over our transport. Raises LoginExpired where a credential is missing."""
        import praw

        from launcher.platforms import transport
        from launcher.platforms.reddit.requestor import SendsOnceRequestor, renew_alone

        outcomes.required(login)
        self.gauge = Gauge(clock)
        origins = {} if login.api_root == ORIGIN else dict.fromkeys((ORIGIN, TOKEN_ORIGIN), login.api_root)
        road = transport.SendsOnce(
            platform=self.name,
            timeout=login.timeout,
            clock=clock,
            origins=origins,
            harmless=(TOKEN_PATH,),
            gauge=self.gauge,
        )
        session = transport.session(road)
        session.hooks["response"].append(self._keep)
        bare = transport.SendsOnce(platform=self.name, timeout=login.timeout, clock=clock, origins={}, raw=True)
        self._storage = transport.session(bare)
        self._login, self._clock = login, clock
        self._last, self._expires = {}, None
        with self._told(creates=False):
            self._reddit = praw.Reddit(
                site_name="DEFAULT",
                client_id=login.client_id,
                client_secret=login.client_secret,
                refresh_token=login.refresh_token,
                user_agent=login.user_agent,
                username=None,
                password=None,
                oauth_url=ORIGIN,
                reddit_url=TOKEN_ORIGIN,
                check_for_updates=False,
                check_for_async=False,
                ratelimit_seconds=0,
                requestor_class=SendsOnceRequestor,
                requestor_kwargs={"session": session},
            )
            renew_alone(self._reddit, login)

    def account(self) -> Identity:
        """Who the token belongs to, and the scopes it was granted. Two reads."""
        with self._told(creates=False):
            me = vars(self._client().user.me(use_cache=False))
            scopes = frozenset(map(str, self._reddit.auth.scopes()))
        identity = Identity(id=str(me["id"]), name=str(me["name"]), url=f"{WEB}/user/{me['name']}", scopes=scopes)
        return same_owner(self._login, identity)

    def post(self, draft: Draft) -> Receipt:
        """Submit a link, a text, a picture or a crosspost, or comment. Creates: never twice without `find`.

        Reddit makes a picture's post a moment later, and does not say which: OutcomeUnknown, and `find` sees it.
        """
        with self._told(creates=False):
            flair = self._flair(draft)
        with self._told(creates=True):
            import praw

            try:
                self._submit(draft, flair)
            except praw.exceptions.RedditAPIException as error:
                if not made(self._last):
                    raise self._explained(error, draft) from None
            if draft.attached and not made(self._last):
                raise OutcomeUnknown("reddit makes the post from the picture now; it is looked for", code="later")
            return receipt(made(self._last) or {}, draft.destination)

    def attach(self, medium: Medium, sessions: Sessions, progress: Progress) -> Attached | None:  # noqa: ARG002
        """Send a picture to the place that Reddit leases for it; nobody is told its address before it is submitted."""
        from launcher.platforms.reddit.media import attach

        with self._told(creates=False):
            return attach(self._client(), self._storage, medium, progress, root=self._login.api_root)

    def find(self, draft: Draft, since: datetime, known: frozenset[str] = frozenset()) -> Receipt | None:
        """The own submission or comment made since then, by subreddit and link or title, or None. A read a hundred."""
        with self._told(creates=False):
            own = self._client().user.me()
            listing = own.comments.new(limit=MOST) if draft.reply_to else own.submissions.new(limit=MOST)
            recent = since_then(map(vars, listing), since - SKEW, MOST)
        unknown = (item for item in recent if str(item["name"]) not in known)
        return next((receipt(item, draft.destination) for item in unknown if says(item, draft)), None)

    def sample(self, receipts: Sequence[Receipt]) -> list[Sample]:
        """Score, upvote ratio, comments, crossposts, removal, and the places on hot pages and on the front page."""
        if not receipts:
            return []
        with self._told(creates=False):
            found = [vars(item) for item in self._client().info(fullnames=[receipt.id for receipt in receipts])]
        return [sample for item in found for sample in metrics(item)] + self._ranks(found)

    def preflight(self, purpose: Purpose) -> list[Remark]:
        """The account, and for every subreddit all that would refuse the post. Five reads each."""
        from launcher.platforms.reddit import preflight

        with self._told(creates=False):
            return preflight.remarks(self._client(), purpose)

    def _told(self, *, creates: bool) -> AbstractContextManager[None]:
        return outcomes.told(
            lambda error: translate(error, self._login, self._clock.now(), denied=self._denied),
            self.name,
            creates=creates,
        )

    def _client(self) -> Any:
        """praw's client, made anew where its access token has ended."""
        if self._expires and self._clock.now() >= self._expires:
            self.connect(self._login, self._clock)
        return self._reddit

    def _keep(self, reply: Any, **_: Any) -> None:
        """Keep what praw drops: the token's end, whether a token was denied, and the whole of the last reply."""
        told = content(reply)
        self._last = told.get("json") or {}
        if is_token(reply):
            self._expires = self._clock.now() + timedelta(seconds=float(told.get("expires_in", 0))) - EARLY
        elif reply.status_code == UNAUTHORIZED:
            self._expires, self._denied = self._clock.now(), self._denied + 1
        else:
            self._denied = 0

    def _flair(self, draft: Draft) -> str | None:
        """The id of the template that the draft's flair names. Raises Refused naming the subreddit's flairs."""
        if not draft.flair:
            return None
        templates = self._templates(draft.destination)
        wanted = draft.flair.strip().casefold()
        for text, id_ in templates.items():
            if text.strip().casefold() == wanted:
                return id_
        message = f"r/{draft.destination} has no flair {draft.flair!r}"
        raise Refused(
            message, code="FLAIR_UNKNOWN", fix=f"write one of: {', '.join(templates) or 'none may be chosen'}"
        )

    def _templates(self, subreddit: str) -> dict[str, str]:
        """The flairs that a post may choose there: text to id."""
        templates = self._client().subreddit(subreddit).flair.link_templates
        return {str(each["text"]): str(each["id"]) for each in templates if not each.get("mod_only")}

    def _submit(self, draft: Draft, flair: str | None) -> None:
        """Send the one request that creates; its whole reply is in `_last` afterwards."""
        marks: dict[str, Any] = {"flair_id": flair, "nsfw": draft.nsfw, "spoiler": draft.spoiler}
        reddit = self._client()
        if draft.reply_to:  # names no subreddit
            reddit.post("api/comment/", data={"thing_id": draft.reply_to.id, "text": draft.text})
            return
        target = reddit.subreddit(draft.destination)
        if draft.crosspost_of:
            source = reddit.submission(draft.crosspost_of.id.removeprefix("t3_"))
            source.crosspost(target, title=draft.title, **marks)
        elif draft.attached:
            picture = {"kind": "image", "sr": draft.destination, "title": draft.title, "url": draft.attached.id}
            same = {"nsfw": draft.nsfw, "spoiler": draft.spoiler, "resubmit": False, "sendreplies": True}
            reddit.post("api/submit/", data={**picture, **same, **({"flair_id": flair} if flair else {})})
        elif draft.link:
            target.submit(draft.title, url=draft.link, selftext=draft.text or None, resubmit=False, **marks)
        else:
            target.submit(draft.title, selftext=draft.text, resubmit=False, **marks)

    def _explained(self, error: Any, draft: Draft) -> PlatformError:
        """Reddit's refusal, with the wait or the flairs that praw's exception does not tell."""
        told = refusal(error, self._login, self._clock.now(), wait=self._last.get("ratelimit"))
        if told.code in FLAIR:
            with suppress(PlatformError), self._told(creates=False):
                told.fix = f"give the post a `flair`, one of: {', '.join(self._templates(draft.destination))}"
        return told

    def _ranks(self, found: Sequence[Mapping[str, Any]]) -> list[Sample]:
        """The places on hot pages, as far as Reddit tells them; a stickied post has no place."""
        ids, samples = {str(each["name"]) for each in found}, []
        with suppress(PlatformError), self._told(creates=False):
            for name, metric in listings(found, self._clock.now()):
                hot = map(vars, self._client().subreddit(name).hot(limit=PAGE))
                ranked = (str(each["name"]) for each in hot if not each.get("stickied"))
                samples += [
                    Sample(receipt_id=id_, metric=metric, value=place)
                    for place, id_ in enumerate(ranked, start=1)
                    if id_ in ids
                ]
        return samples


def translate(error: Exception, login: RedditLogin, now: datetime, *, denied: int = 0) -> PlatformError | None:
    """What praw or prawcore raised, as an outcome; None where a reply could not be read.

    `denied` counts the access tokens that Reddit has denied in a row.
    """
    import praw.exceptions as praw
    import prawcore.exceptions as core

    if isinstance(error, praw.RedditAPIException):
        return refusal(error, login, now)
    if isinstance(error, core.ResponseException):
        return answered(error.response, login, now, denied=denied)
    if isinstance(error, core.OAuthException | core.InvalidInvocation | praw.ReadOnlyException):
        return LoginExpired(f"reddit: {type(error).__name__}", code=type(error).__name__, fix=FIXES["401"])
    if isinstance(error, praw.ClientException) and not isinstance(error, praw.WebSocketException):
        return Refused(f"reddit: praw sent nothing ({type(error).__name__})", code=type(error).__name__)
    return None
