"""What posts show: pictures, videos and clips that each platform takes, and what is said of them."""

from datetime import timedelta

from launcher.manifest.findings import Findings, Keys
from launcher.manifest.media import Media, probe
from launcher.manifest.model import Clip, FollowUp, Post
from launcher.manifest.paths import inside
from launcher.manifest.posters import read_poster
from launcher.manifest.references import shows_film
from launcher.manifest.times import Unreadable, spell
from launcher.platforms.limits import ALL
from launcher.text import human

SECOND = timedelta(seconds=1)


def check_media(findings: Findings) -> None:
    """Check what every post and follow-up shows."""
    film = _film(findings)
    for keys, each in findings.announcements():
        if each.on not in ALL:
            continue
        _check_words(findings, keys, each)
        if each.media is None:
            continue
        _check_place(findings, keys, each)
        at: Keys = (*keys, "media")
        if each.media.clip:
            _check_clip(findings, (*at, "clip"), each, each.media.clip, film)
        elif each.media.is_image:
            _check_image(findings, at, each, each.media.file)
        elif each.on != "reddit":
            _check_video(findings, at, each, each.media.file)


def _film(findings: Findings) -> Media | None:
    """The film, where it can be read; what is wrong with it is told where it stands."""
    if not any(each.media and each.media.clip for _, each in findings.announcements()):
        return None
    try:
        return probe(inside(findings.loaded.folder, findings.loaded.manifest.film.file))
    except Unreadable:
        return None


def _check_words(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    image = each.media is not None and each.media.is_image
    if each.alt and not image:
        findings.error((*keys, "alt"), "says what an image shows, and there is none", "take it out")
    elif each.alt and each.on == "reddit":
        findings.error((*keys, "alt"), "Reddit takes no description of an image", "take it out")
    elif image and not each.alt and each.on != "reddit":
        findings.warn((*keys, "media"), "says nothing to who cannot see it", 'add alt: "what the image shows"')
    if each.before_release and not shows_film(each):
        what = "is of no use: nothing here shows a part of the film"
        findings.error((*keys, "before_release"), what, "take it out, or add media: with a clip or a video")


def _check_place(findings: Findings, keys: Keys, each: Post | FollowUp) -> None:
    """What a platform shows together with media, and where."""
    at: Keys = (*keys, "media")
    if each.on == "reddit" and shows_film(each):
        findings.error(at, "a Reddit post shows an image, not a video", "write link: youtube, or name an image")
    if each.reply_to and each.on != "x":
        findings.error(at, f"a comment on {each.on.capitalize()} shows nothing", "take it out")
    elif each.crosspost_of:
        findings.error(at, "a crosspost has no media of its own", "take it out")
    elif each.link and each.on != "x":
        findings.error((*keys, "link"), f"{each.on.capitalize()} shows a link or media, not both", _either(each))
    elif each.text and each.on == "reddit":
        findings.error((*keys, "text"), "a Reddit post shows a text or an image, not both", "take one of them out")


def _either(each: Post | FollowUp) -> str:
    if each.on == "reddit":
        return "take one of them out"
    address = f"{{{{ {each.link}.url }}}}" if "://" not in each.link else each.link
    return f"take link: out, and write {address} into the text"


def _check_image(findings: Findings, keys: Keys, each: Post | FollowUp, name: str) -> None:
    image = findings.attempt(keys, lambda: read_poster(inside(findings.loaded.folder, name)))
    limit = ALL[each.on].numbers.get("image")
    if image and limit and image.size > limit.value:
        what = f"{human.size(image.size)}, and {each.on} takes {human.size(limit.value)}"
        findings.error(keys, what, "save it smaller, or as JPEG")


def _check_video(findings: Findings, keys: Keys, each: Post | FollowUp, name: str) -> None:
    video = findings.attempt(keys, lambda: probe(inside(findings.loaded.folder, name)))
    if video:
        fix = "cut it; or write media: {clip: {from: 12s, for: 45s}} for a piece of the film"
        _check_duration(findings, keys, each.on, video.duration, fix)


def _check_clip(findings: Findings, keys: Keys, each: Post | FollowUp, clip: Clip, film: Media | None) -> None:
    ends = (clip.start + clip.lasting).total_seconds()
    if not clip.lasting:
        findings.error((*keys, "for"), "shows nothing", "write for: 45s, or another length")
        return
    if film and ends > film.duration + 0.5:
        what = f"ends {spell(clip.start + clip.lasting)} into the film, which lasts {human.duration(film.duration)}"
        longest = timedelta(seconds=int(film.duration)) - clip.start
        fix = f"write for: {spell(longest)} at the most" if longest >= SECOND else "let it begin earlier"
        findings.error(keys, what, fix)
    _check_duration(findings, (*keys, "for"), each.on, clip.lasting.total_seconds(), "")


def _check_duration(findings: Findings, keys: Keys, platform: str, seconds: float, fix: str) -> None:
    numbers = ALL[platform].numbers
    if "duration" in numbers and seconds > numbers["duration"].value:
        most = human.duration(numbers["duration"].value)
        what = f"lasts {human.duration(seconds)}, and {platform} takes {most}"
        findings.error(keys, what, fix or f"write for: {spell(timedelta(seconds=numbers['duration'].value))} or less")
    elif "duration_shortest" in numbers and seconds < numbers["duration_shortest"].value:
        least = numbers["duration_shortest"].value
        findings.error(keys, f"lasts {seconds:g} s, and {platform} wants {least:g} s at the least", "make it longer")
