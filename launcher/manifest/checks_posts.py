"""Announcements: names, platforms, what each platform needs and what it does not know, and what they refer to."""

import re

from launcher.manifest.checks_hosts import check_address
from launcher.manifest.findings import Findings, Keys, joined
from launcher.manifest.model import FollowUp, Post
from launcher.manifest.references import HOSTS
from launcher.manifest.refusals import near
from launcher.manifest.times import Unreadable
from launcher.manifest.timetable import Timetable

FEEDS = ("facebook", "reddit", "x")
COMMENTED = ("youtube",)
"""Hosts under whose film a follow-up may comment."""

_ONLY_REDDIT = ("title", "subreddit", "flair", "nsfw", "spoiler", "crosspost_of")
_RESERVED = ("now", "release", "t", *HOSTS)
_SUBREDDIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{1,20}|u_[A-Za-z0-9_-]{3,20}")
_ONLY_X = ("thread",)
_OWN = {"reddit": "Reddit's", "x": "X's"}
_ALSO_CALLED = {"twitter": "x", "fb": "facebook", "meta": "facebook"}
"""What people call a platform otherwise."""
Announcements = dict[str, Post | FollowUp]


def check_posts(findings: Findings) -> None:
    """Check every post and follow-up but for its times and the length of its texts."""
    named: Announcements = {}
    for keys, each in findings.announcements():
        if each.name in named:
            findings.error((*keys, "name"), f"a second post is called {each.name!r}", "give each a name of its own")
        if each.name in _RESERVED:
            findings.error((*keys, "name"), f"{each.name!r} means something else in a manifest", "choose another name")
        named.setdefault(each.name, each)
    for keys, each in findings.announcements():
        _check_platform(findings, keys, each)
        _check_link(findings, keys, each)
        for key in ("reply_to", "crosspost_of"):
            _check_reference(findings, (*keys, key), each, getattr(each, key), named)


def _check_platform(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    if each.on in COMMENTED and isinstance(each, FollowUp):
        _check_comment(findings, keys, each)
        return
    if each.on not in FEEDS:
        host = f"{each.on} holds the film: its settings stand under hosts:" if each.on in HOSTS else ""
        known = _ALSO_CALLED.get(each.on.lower(), "")
        fix = f"did you mean {known}?" * bool(known) or near(each.on, FEEDS) or host or f"there are {joined(FEEDS)}"
        findings.error((*keys, "on"), f"no platform for posts is called {each.on!r}", fix, hides=True)
        return
    for only, unknown in (("reddit", _ONLY_REDDIT), ("x", _ONLY_X)):
        for key in unknown if each.on != only else ():
            if getattr(each, key):
                findings.error((*keys, key), f"{each.on} has no {key}", f"take it out: it is {_OWN[only]} alone")
    if each.on == "reddit":
        _check_reddit(findings, keys, each)
    else:
        _check_text(findings, keys, each)


def _check_text(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    """What a Page's post and one on X need."""
    if each.on == "x" and each.link:
        fix = f"write {{{{ {each.link} .url }}}} into the text".replace(" .", ".") if each.link in HOSTS else ""
        findings.error((*keys, "link"), "an X post has no link beside its text", fix or "write it into the text")
    if not each.text and (each.on == "x" or not (each.link or each.media)):
        findings.error(keys, "says nothing", "add text:" if each.on == "x" else "add text: or link:")


def _check_comment(findings: Findings, keys: Keys, each: FollowUp) -> None:
    """A comment under the film."""
    if each.on not in findings.loaded.manifest.hosts.named():
        findings.error((*keys, "on"), f"the film does not go to {each.on}", f"add {each.on}: {{}} under hosts:")
    unwanted = (*_ONLY_REDDIT, *_ONLY_X, "link", "reply_to")
    _refuse(findings, keys, each, "a comment under the film", tuple(dict.fromkeys(unwanted)))
    if not each.text:
        findings.error(keys, "says nothing", "add text:")


def _check_reddit(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    if each.reply_to:
        _refuse(findings, keys, each, "a comment", ("title", "subreddit", "flair", "link", "crosspost_of"))
        if not each.text:
            findings.error(keys, "says nothing", "add text:")
        return
    _check_subreddit(findings, keys, each.subreddit)
    if each.crosspost_of:
        _refuse(findings, keys, each, "a crosspost", ("text", "link"))
        return
    if not each.title:
        findings.error(keys, "a Reddit post needs a title", "add title:")
    if each.link and each.text:
        findings.error((*keys, "text"), "a Reddit post has a link or a text, not both", "take one of them out")
    if not each.link and not each.text and not each.media:
        findings.error(keys, "says nothing", "add link: or text:")


def _refuse(findings: Findings, keys: Keys, each: Post | FollowUp, kind: str, unwanted: tuple[str, ...]) -> None:
    for key in unwanted:
        if getattr(each, key):
            findings.error((*keys, key), f"{kind} has no {key} of its own", "take it out")


def _check_subreddit(findings: Findings, keys: Keys, name: str) -> None:
    if not name:
        findings.error(keys, "a Reddit post needs a subreddit", "add subreddit:")
    elif not _SUBREDDIT.fullmatch(name):
        bare = re.sub(r"^(https?://)?((www|old)\.)?(reddit\.com)?/?r/", "", name).strip("/ ")
        fix = f"write {bare}" if _SUBREDDIT.fullmatch(bare) else "write its name alone, such as Filmmakers"
        findings.error((*keys, "subreddit"), f"{name!r} is not a subreddit's name", fix)


def _check_link(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    used = findings.loaded.manifest.hosts.named()
    if not each.link or each.link in used:
        return
    if each.link in HOSTS:
        findings.error((*keys, "link"), f"the film does not go to {each.link}", f"add {each.link}: {{}} under hosts:")
    elif re.fullmatch(r"[A-Za-z_-]+", each.link):
        fix = near(each.link, HOSTS) or f"name one of {joined(used) or 'the hosts'}, or write an address"
        findings.error((*keys, "link"), f"no host is called {each.link!r}", fix)
    else:
        check_address(findings, (*keys, "link"), each.link, ("https", "http"))


def _check_reference(findings: Findings, keys: Keys, each: Post | FollowUp, name: str, named: Announcements) -> None:
    if not name:
        return
    other = named.get(name)
    if other is None:
        fix = near(name, [known for known in named if known != each.name]) or "name a post of this manifest"
        findings.error(keys, f"no post is called {name!r}", fix)
    elif other is each:
        findings.error(keys, "refers to itself", "name another post")
    elif other.on != each.on:
        findings.error(keys, f"{name} is on {other.on}, and this is on {each.on}", f"name a post on {each.on}")
    elif isinstance(other, FollowUp) and other.at is None:
        findings.error(keys, f"{name} has no time of its own", "name a post that has at:")
    elif _earlier(findings, each, other):
        findings.error(keys, f"{name} goes out later than this", "give this a later time")


def _earlier(findings: Findings, each: Post | FollowUp, other: Post | FollowUp) -> bool:
    """Whether `each` goes out before `other`, where both times can be told."""
    manifest = findings.loaded.manifest
    if each.at is None or other.at is None:
        return False
    try:
        table = Timetable(manifest, findings.now)
        return table.instant(each.at) < table.instant(other.at)
    except (Unreadable, OverflowError):
        return False
