"""Texts: files, templates and their names, and lengths in the unit that each platform counts."""

import re
from dataclasses import dataclass
from typing import Any

from launcher.errors import Problem, TemplateProblem
from launcher.manifest.findings import Findings, Keys, joined
from launcher.manifest.model import FollowUp, Post
from launcher.manifest.references import HOSTS
from launcher.manifest.refusals import dotted, near, shown
from launcher.manifest.texts import names_file
from launcher.manifest.vocabulary import METRICS, known, stand_ins
from launcher.platforms.limits import ALL
from launcher.text.counting import count_tags, measure
from launcher.text.templates import names, render, syntax

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")

_BRACES = "a name stands between braces: {{ film.title }}"


@dataclass(frozen=True, kw_only=True)
class _Texts:
    findings: Findings
    values: dict[str, Any]


def check_texts(findings: Findings) -> None:
    """Check every text that a platform will be sent, rendered with stand-ins for what is known only later."""
    manifest = findings.loaded.manifest
    described = findings.attempt(("film", "description"), lambda: findings.loaded.text_of(manifest.film.description))
    texts = _Texts(findings=findings, values=stand_ins(manifest, described or "", findings.now))
    _check_film(texts, described or "")
    for keys, each in findings.announcements():
        _check_announcement(texts, keys, each)
    for number, alert in enumerate(manifest.alerts):
        _rendered(texts, ("alerts", number, "say"), alert.say)


def _check_film(texts: _Texts, described: str) -> None:
    film, hosts = texts.findings.loaded.manifest.film, texts.findings.loaded.manifest.hosts.named()
    for host, keys in hosts.items():
        at: Keys = ("hosts", host)
        _check_length(texts, _own(at, "title", keys.title), host, "title", keys.title or film.title)
        text = described if keys.description is None else _read(texts, (*at, "description"), keys.description)
        _check_length(texts, _own(at, "description", keys.description), host, "description", text or "")
        tags = film.tags if keys.tags is None else tuple(keys.tags)
        _check_tags(texts.findings, _own(at, "tags", keys.tags), host, tags)
    _check_youtube(texts)


def _read(texts: _Texts, keys: Keys, value: str) -> str | None:
    return texts.findings.attempt(keys, lambda: texts.findings.loaded.text_of(value))


def _own(at: Keys, key: str, value: object) -> Keys:
    """Where the value stands that a host uses: its own, or the film's."""
    return ("film", key) if value is None else (*at, key)


def _check_youtube(texts: _Texts) -> None:
    keys = texts.findings.loaded.manifest.hosts.youtube
    if keys is None:
        return
    at: Keys = ("hosts", "youtube")
    if keys.first_comment is not None:
        comment = _rendered(texts, (*at, "first_comment"), keys.first_comment)
        _check_length(texts, (*at, "first_comment"), "youtube", "comment", comment or "")
    if keys.playlist is not None:
        _check_length(texts, (*at, "playlist"), "youtube", "playlist_title", keys.playlist)
    for tag, local in keys.localizations.items():
        for key in ("title", "description"):
            _check_length(texts, (*at, "localizations", tag, key), "youtube", key, getattr(local, key))


def _check_tags(findings: Findings, keys: Keys, host: str, tags: tuple[str, ...]) -> None:
    limits = ALL[host].numbers
    if "tags" in limits and count_tags(tags) > limits["tags"].value:
        what = f"{count_tags(tags)} characters together, with the commas and quotes that {host} adds"
        findings.error(keys, f"{what}; it takes {limits['tags'].value:.0f}", "take some out")
    if "tag_count" in limits and len(tags) > limits["tag_count"].value:
        fix = f"take some out, or give {host} tags of its own"
        findings.error(keys, f"{len(tags)} tags; {host} takes {limits['tag_count'].value:.0f}", fix)
    for number, tag in enumerate(tags):
        bad = sorted(set(tag) & set("<>,"))
        if bad and host == "youtube":
            fix = "write it as two tags" if "," in bad else "take it out"
            findings.error((*keys, number), f"YouTube refuses {' and '.join(bad)} in a tag: {shown(tag)}", fix)


def _check_announcement(texts: _Texts, keys: Keys, each: Post | FollowUp) -> None:
    if each.title:
        title = _rendered(texts, (*keys, "title"), each.title)
        _check_length(texts, (*keys, "title"), each.on, "title", title or "")
    if each.flair:
        _check_length(texts, (*keys, "flair"), each.on, "flair", each.flair)
    if each.text:
        text = _rendered(texts, (*keys, "text"), each.text)
        name = "comment" if each.on in HOSTS or (each.reply_to and each.on != "x") else "text"
        _check_length(texts, (*keys, "text"), each.on, name, text or "")
    _check_length(texts, (*keys, "alt"), each.on, "alt", each.alt)
    _check_thread(texts, keys, each)


def _check_thread(texts: _Texts, keys: Keys, each: Post | FollowUp) -> None:
    """Every part of a thread as a post; X refuses one that says what another says."""
    said = [each.text]
    for number, part in enumerate(each.thread):
        at: Keys = (*keys, "thread", number)
        text = _rendered(texts, at, part)
        _check_length(texts, at, each.on, "text", text or "")
        if part in said:
            texts.findings.error(at, "says what an earlier part says: X refuses duplicates", "say something else")
        said.append(part)


def _check_length(texts: _Texts, keys: Keys, platform: str, name: str, text: str) -> None:
    """Check a final text against the platform's number for `name`, and for characters that it refuses."""
    findings, limits = texts.findings, ALL.get(platform)
    if "title" in name and "\n" in text:
        findings.error(keys, "a title is one line", "take the line break out")
    if found := _CONTROL.search(text):
        findings.error(keys, f"holds the control character U+{ord(found[0]):04X}", "delete it")
    if limits is None:
        return
    if bad := sorted(set(text) & set(limits.forbidden.get(name, ""))):
        findings.error(keys, f"{platform} refuses {' and '.join(bad)} in a {name}", "write it in words")
    limit = limits.numbers.get(name)
    if limit and not (size := measure(text, limit.value, limit.unit)).fits:
        over = f"{size.used - size.allowed:,} too many"
        findings.error(
            keys, f"{size.used:,} {limit.unit} for {platform}, which takes {size.allowed:,}", f"shorten it: {over}"
        )


def _rendered(texts: _Texts, keys: Keys, value: str) -> str | None:
    """The text as it would be sent, or None where that is an error, which is told."""
    source = _read(texts, keys, value)
    if source is None:
        return None
    try:
        syntax(source)
        unknown = sorted(_unknown(texts, source))
        for name in unknown:
            _tell(
                texts,
                keys,
                value,
                f"{{{{ {name} }}}} is not a name that a template may use",
                _meant(texts, name),
                _line(source, name),
            )
        text = None if unknown else render(source, texts.values)
    except TemplateProblem as problem:
        _tell(texts, keys, value, problem.message, problem.fix or _BRACES, problem.line)
        return None
    if text is not None and not text.strip():
        texts.findings.error(keys, "is empty once it is rendered", "write a text")
    return text


def _unknown(texts: _Texts, source: str) -> set[str]:
    return set(names(source)) - set(known(texts.values))


def _line(source: str, name: str) -> int:
    """The line on which a name is used first, from 1."""
    before = source.partition(name)[0]
    return before.count("\n") + 1


def _meant(texts: _Texts, name: str) -> str:
    first = name.partition(".")[0]
    if first in HOSTS and first not in texts.values:
        return f"the film does not go to {first}: add {first}: {{}} under hosts:"
    if first in HOSTS and name.removeprefix(f"{first}.") in ("link", "address", "uri"):
        return f"did you mean {first}.url?"
    names_known = [each for each in known(texts.values) if not isinstance(texts.values.get(each), dict)]
    listed = [each for each in names_known if "." not in each or each.rpartition(".")[2] not in METRICS]
    return near(name, names_known) or f"there are {joined(listed)}, and metrics such as youtube.views"


def _tell(texts: _Texts, keys: Keys, value: str, what: str, fix: str, line: int) -> None:
    """An error in a template: in the file that holds it, where there is one."""
    if not names_file(value):
        texts.findings.error(keys, what, fix)
        return
    file = str(texts.findings.loaded.path.parent / value)
    texts.findings.problems.append(
        Problem(where=dotted(keys), what=what, fix=fix, file=file, line=max(1, line), column=1)
    )
