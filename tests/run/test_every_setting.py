"""Every setting of a host, read back from the stage after a whole launch of a manifest that uses all of them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import requests

from launcher.platforms.keys import HostKeys, VimeoKeys, YouTubeKeys
from tests.run.rig import HOUR, Rig, T, launched, manifest, rigged

SRT = "1\n00:00:00,000 --> 00:00:01,000\nHi.\n"
RELEASE = T + 3 * HOUR
YOUTUBE: dict[str, Any] = {
    "title": "First Kiss (official)",
    "description": "Twenty strangers.",
    "tags": ["short film", "kiss"],
    "category": "Film & Animation",
    "playlist": "Short films",
    "made_for_kids": True,
    "embeddable": False,
    "license": "creativeCommon",
    "notify_subscribers": False,
    "localizations": {"fr": {"title": "Premier baiser", "description": "Vingt inconnus."}},
    "recorded": "2014-02-20",
    "first_comment": "Song: We Might Be Dead By Tomorrow",
}
VIMEO: dict[str, Any] = {
    "title": "First Kiss (2014)",
    "description": "Strangers, black and white.",
    "tags": ["premiere"],
    "privacy": "domains",
    "embed_domains": ["partner.example", "studio.example"],
    "license": "by-nc",
    "categories": ["narrative"],
    "folder": "2014",
    "showcase": "Short films",
}
FILM = {
    "file": "film.mp4",
    "title": "First Kiss",
    "description": "Strangers kiss.",
    "language": "en",
    "poster": "poster.jpg",
    "captions": [
        {"language": "en", "file": "en.srt", "name": "English"},
        {"language": "de", "file": "de.srt", "name": "Deutsch"},
    ],
}
WANTED = manifest(
    launch=launched(exclusive="3h", premiere="https://www.partner.example/first-kiss"),
    film=FILM,
    hosts={"youtube": YOUTUBE, "vimeo": VIMEO},
    posts=[],
    engagement=[],
)
ELSEWHERE = {"account", "password", "release_by"}
"""Keys whose effect other tests read back: logins, Vimeo's passwords, publishAt."""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The launch, gone out. These tests only look at it."""
    with rigged(tmp_path_factory.mktemp("settings")) as rig:
        for name in ("en.srt", "de.srt"):
            (rig.folder / name).write_text(SRT)
        rig.record(WANTED)
        rig.play(RELEASE - timedelta(minutes=1))
        rig.seen[-1]["partner"] = [embedded(rig, site) for site in ("partner.example", "studio.example", "")]
        yield rig.play()


def embedded(rig: Rig, site: str) -> int:
    """What Vimeo's oEmbed answers a site of that domain, or anyone."""
    root, video = rig.world.environment()["VIMEO_WEB_ROOT"], rig.held("vimeo")[0]["id"]
    headers = {"Referer": f"https://{site}/film"} if site else {}
    address = f"{root}/api/oembed.json?url={quote(f'https://vimeo.com/{video}')}"
    return requests.get(address, headers=headers, timeout=5).status_code


def playlists(rig: Rig) -> list[str]:
    """Titles of the channel's playlists that hold the film."""
    video = rig.held("youtube")[0]["id"]
    shelf = rig.world.shelves["youtube"]()
    return [each["title"] for each in shelf if each["kind"] == "playlist" and video in each["videos"]]


def on_youtube(rig: Rig) -> dict[str, Any]:
    """What the channel holds of the film, by the manifest's keys."""
    held = rig.held("youtube")[0]
    snippet, status = held["snippet"], held["status"]
    return {
        "title": held["title"],
        "description": snippet["description"],
        "tags": snippet["tags"],
        "category": {"1": "Film & Animation"}[snippet["categoryId"]],
        "playlist": playlists(rig)[0],
        "made_for_kids": status["selfDeclaredMadeForKids"],
        "embeddable": status["embeddable"],
        "license": status["license"],
        "notify_subscribers": held["notifies"],
        "localizations": held["localizations"],
        "recorded": held["recording"]["recordingDate"].partition("T")[0],
        "first_comment": held["comments"][0],
    }


def on_vimeo(rig: Rig) -> dict[str, Any]:
    """What the account holds of the film, by the manifest's keys."""
    held = rig.held("vimeo")[0]
    named = dict(each.split("/") for each in held["places"])
    return {
        "title": held["title"],
        "description": held["description"],
        "tags": held["tags"],
        "privacy": {"disable": "domains"}[held["privacy"]],
        "embed_domains": held["domains"],
        "license": held["extra"]["license"],
        "categories": held["categories"],
        "folder": named["projects"],
        "showcase": named["albums"],
    }


def test_all_of_it_is_done(done: Rig) -> None:
    """Nothing is refused or held on the way."""
    assert set(done.states().values()) == {"done"}, done.states()


@pytest.mark.parametrize("key", YOUTUBE)
def test_youtube_holds(done: Rig, key: str) -> None:
    """After release, too, which writes the status part."""
    assert on_youtube(done)[key] == YOUTUBE[key]


@pytest.mark.parametrize("key", VIMEO)
def test_vimeo_holds(done: Rig, key: str) -> None:
    """After release."""
    assert on_vimeo(done)[key] == VIMEO[key]


@pytest.mark.parametrize(("keys", "read"), [(YouTubeKeys, YOUTUBE), (VimeoKeys, VIMEO)])
def test_no_setting_is_left_out(keys: type[HostKeys], read: dict[str, Any]) -> None:
    """A new key needs its reading here."""
    assert set(keys.model_fields) - ELSEWHERE == set(read)


@pytest.mark.parametrize("host", ["youtube", "vimeo"])
def test_poster_language_and_captions_hold(done: Rig, host: str) -> None:
    """One poster, the film's language, and captions under the names of the manifest."""
    held = done.held(host)[0]
    assert held["thumbnail" if host == "youtube" else "pictures"]
    assert (held.get("snippet") or held["extra"]).get("defaultLanguage" if host == "youtube" else "locale") == "en"
    assert dict(zip(held["captions"], held["caption_names"], strict=True)) == {"en": "English", "de": "Deutsch"}


def test_the_partners_embed_plays_before_release_and_the_page_does_not(done: Rig) -> None:
    """Before: the partner's site alone. After: every site of the list, and still not the page on Vimeo."""
    before = next(each for each in done.seen if "partner" in each)
    assert before["now"] < RELEASE
    assert before["partner"] == [200, 404, 404]
    assert before["vimeo"][0]["privacy"] == "disable"
    assert before["vimeo"][0]["domains"] == ["partner.example"]
    assert [embedded(done, site) for site in ("partner.example", "studio.example", "")] == [200, 200, 404]
    assert done.state("visible", "vimeo") == "done"


def test_the_release_of_a_partners_film_shows_the_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With the default privacy the page opens to anybody at release, and embeds stay on the list."""
    vimeo = {"embed_domains": ["partner.example"]}
    with rigged(tmp_path_factory.mktemp("partner")) as rig:
        rig.launch(manifest(launch=WANTED["launch"], hosts={"vimeo": vimeo}, posts=[], engagement=[]))
        held = rig.held("vimeo")[0]
        assert (held["privacy"], held["embed"], held["domains"]) == ("anybody", "whitelist", ["partner.example"])
        released = [json.loads(each.body) for each in rig.requests("vimeo", "PATCH", "/videos/") if each.body]
        assert released == [{"privacy": {"view": "anybody", "embed": "whitelist"}}]


def test_the_plan_shows_every_setting(done: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person agrees to, in words: the settings, the captions' names, and what is made of the poster."""
    from launcher.manifest.loading import load
    from launcher.report.texts import sent
    from launcher.run.launching import prepare

    plan = prepare(done.path, None, done.clock.now() - timedelta(days=2)).plan
    pages = {each.key: {part.name: part.text for part in each.parts} for each in sent(plan, load(done.path))}
    youtube, vimeo = pages["film/upload/youtube"], pages["film/upload/vimeo"]
    assert youtube["category"] == "Film & Animation"
    assert youtube["made for kids"] == "yes"
    assert youtube["embeddable"] == "no"
    assert youtube["recorded"] == "2014-02-20"
    assert (youtube["title (fr)"], youtube["description (fr)"]) == ("Premier baiser", "Vingt inconnus.")
    assert youtube["caption de"] == "de.srt (Deutsch)"
    assert vimeo["privacy"] == "domains"
    assert vimeo["embed domains"] == "partner.example, studio.example"
    assert vimeo["before release"] == "the film plays on partner.example alone"
    assert vimeo["folder"] == "2014"
