"""The hosts' own settings: what one of their keys needs of another, names that a host knows, languages."""

import re
from datetime import date, datetime, timedelta

from launcher.manifest.findings import Findings, Keys, joined
from launcher.manifest.model import Manifest
from launcher.manifest.refusals import near
from launcher.platforms.keys import VimeoKeys, YouTubeKeys

CATEGORIES = (
    "Autos & Vehicles",
    "Comedy",
    "Education",
    "Entertainment",
    "Film & Animation",
    "Gaming",
    "Howto & Style",
    "Music",
    "News & Politics",
    "Nonprofits & Activism",
    "People & Blogs",
    "Pets & Animals",
    "Science & Technology",
    "Sports",
    "Travel & Events",
)
"""YouTube's categories that a video may be given: https://developers.google.com/youtube/v3/docs/videoCategories/list,
checked 2026-11."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")
_DOMAIN = re.compile(r"(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*")
_LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "japanese": "ja", "chinese": "zh", "dutch": "nl", "swedish": "sv", "polish": "pl", "korean": "ko",
}  # fmt: skip


def check_hosts(findings: Findings) -> None:
    """Check the hosts' keys, the premiere's address and every language tag."""
    manifest = findings.loaded.manifest
    if not manifest.hosts.named():
        findings.error(("hosts",), "no host holds the film", "add youtube: {} or vimeo: {}")
    if manifest.hosts.youtube:
        _check_youtube(findings, manifest.hosts.youtube)
    if manifest.hosts.vimeo:
        _check_vimeo(findings, manifest.hosts.vimeo)
    if manifest.launch.premiere is not None:
        check_address(findings, ("launch", "premiere"), manifest.launch.premiere, ("https",))
    _check_languages(findings, manifest)
    for key in ("alerts", "digest"):
        if getattr(manifest, key) and not manifest.notify:
            findings.warn((key,), "nobody is told", "add notify: with a name from the secrets file")


def _check_youtube(findings: Findings, keys: YouTubeKeys) -> None:
    if keys.category is not None and keys.category not in CATEGORIES:
        fix = near(keys.category, CATEGORIES) or f"YouTube has {joined(CATEGORIES)}"
        findings.error(("hosts", "youtube", "category"), f"YouTube has no category {keys.category!r}", fix)
    if keys.release_by != "launcher" and findings.loaded.manifest.launch.if_not_ready != "go":
        what = f"YouTube goes by its own clock, and if_not_ready is {findings.loaded.manifest.launch.if_not_ready}"
        findings.error(("hosts", "youtube", "release_by"), what, "write if_not_ready: go, or release_by: launcher")
    if keys.recorded is not None and not _is_past(keys.recorded, findings.now):
        fix = "write the day as YYYY-MM-DD"
        findings.error(("hosts", "youtube", "recorded"), f"{keys.recorded} is no day of the past", fix)
    for tag in keys.localizations:
        check_language(findings, ("hosts", "youtube", "localizations", tag), tag)
    if keys.localizations and not findings.loaded.manifest.film.language:
        findings.error(
            ("hosts", "youtube", "localizations"), "YouTube wants to know the film's own language", "add film.language"
        )


def _is_past(day: str, now: datetime) -> bool:
    """Whether it is a day that has begun somewhere on earth."""
    try:
        return date.fromisoformat(day) <= (now + timedelta(hours=14)).date()
    except ValueError:
        return False


def _check_vimeo(findings: Findings, keys: VimeoKeys) -> None:
    at: Keys = ("hosts", "vimeo")
    if keys.privacy == "password" and not keys.password:
        findings.error((*at, "privacy"), "needs a password", "add password: under vimeo:")
    if keys.password and keys.privacy != "password":
        findings.error((*at, "password"), f"is of no use with privacy: {keys.privacy}", "write privacy: password")
    if keys.privacy == "domains" and not keys.embed_domains:
        findings.error(
            (*at, "privacy"), "needs the sites", "add embed_domains: under vimeo:, such as [partner.example]"
        )
    if keys.privacy == "domains" and _links_to_vimeo(findings):
        findings.warn(
            (*at, "privacy"), "a post links to Vimeo, where the film is hidden", "link to the site, or youtube"
        )
    for number, domain in enumerate(keys.embed_domains):
        if not _DOMAIN.fullmatch(domain):
            fix = "write the domain alone, such as partner.example"
            findings.error((*at, "embed_domains", number), f"{domain!r} is not a domain", fix)


def _links_to_vimeo(findings: Findings) -> bool:
    return any(each.link == "vimeo" or "vimeo.url" in each.text for _, each in findings.announcements())


def _check_languages(findings: Findings, manifest: Manifest) -> None:
    if manifest.film.language is not None:
        check_language(findings, ("film", "language"), manifest.film.language)
    seen: set[str] = set()
    for number, caption in enumerate(manifest.film.captions):
        keys: Keys = ("film", "captions", number, "language")
        check_language(findings, keys, caption.language)
        if caption.language.lower() in seen:
            findings.error(keys, f"a second file for {caption.language}", "keep one captions file a language")
        seen.add(caption.language.lower())


def check_language(findings: Findings, keys: Keys, tag: str) -> None:
    """Check that `tag` has the shape of a BCP 47 language tag."""
    if _LANGUAGE.fullmatch(tag):
        return
    swapped = tag.replace("_", "-")
    guess = _LANGUAGES.get(tag.lower()) or (swapped if _LANGUAGE.fullmatch(swapped) else "")
    fix = f"write {guess}" if guess else "write a tag such as en, pt-BR or zh-Hant"
    findings.error(keys, f"{tag!r} is not a language tag", fix)


def check_address(findings: Findings, keys: Keys, address: str, schemes: tuple[str, ...]) -> None:
    """Check that `address` is a web address of one of these schemes, without a password in it."""
    wanted = f"write the whole address, such as {schemes[0]}://partner.example/film"
    found = re.fullmatch(r"([a-z]+)://([^/?#\s]+)([/?#]\S*)?", address)
    if not found or found[1] not in schemes:
        findings.error(keys, f"{address!r} is not an {schemes[0]} address", wanted)
    elif "@" in found[2]:
        findings.error(keys, "holds a user name or password, which everyone would see", wanted)
    elif not _DOMAIN.fullmatch(found[2].partition(":")[0]):
        findings.error(keys, f"{found[2]!r} is not a public host name", wanted)
