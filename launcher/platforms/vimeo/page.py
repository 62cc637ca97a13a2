"""What stands around a film on Vimeo: tags and domains, picture, text tracks, folder and showcase.

`ask(verb, path, **options)` sends one request; `put(link, path)` sends a file to an upload link.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from launcher.platforms.base import Film
from launcher.platforms.keys import VimeoKeys
from launcher.platforms.likeness import same_text

Ask = Callable[..., Any]
Put = Callable[[str, Path], None]


def pages(ask: Ask, path: str, query: Mapping[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The pages of a collection, each as its items."""
    page = 0
    while True:
        page += 1
        reply = ask("get", path, params={**query, "page": page})
        yield reply["data"]
        if not (reply.get("paging") or {}).get("next"):
            return


def dress(ask: Ask, video: str, film: Film) -> None:
    """Tags, categories and embed domains: before release the premiere partner's alone. Each may be repeated."""
    keys = film.keys if isinstance(film.keys, VimeoKeys) else VimeoKeys()
    if film.tags:
        ask("put", f"/videos/{video}/tags", json=[{"name": tag} for tag in film.tags])
    if keys.categories:
        ask("put", f"/videos/{video}/categories", json=[{"category": each} for each in keys.categories])
    allow(ask, video, [film.premiere] if film.premiere else keys.embed_domains)


def allow(ask: Ask, video: str, sites: Sequence[str]) -> None:
    """Put these domains on the whitelist. May be repeated."""
    for site in sites:
        ask("put", f"/videos/{video}/privacy/domains/{quote(site, safe='')}")


def let_out(ask: Ask, video: str, sites: Sequence[str], partner: str) -> None:
    """Hide an unreleased film from all but `partner`; without one from all, with these `sites` on the whitelist.

    Only a partner's film is `disable` before its release. Domains come off before that ends, so that a second try
    finds what a first one left; others come on when nobody sees the film any more.
    """
    held, wanted = domains(ask, video), [partner] if partner else sites
    if ask("get", f"/videos/{video}", params={"fields": "privacy.view"})["privacy"]["view"] == "disable":
        for site in held:
            if site not in wanted:
                ask("delete", f"/videos/{video}/privacy/domains/{quote(site, safe='')}")
        if not partner:
            embed = "whitelist" if sites else "public"
            ask("patch", f"/videos/{video}", json={"privacy": {"view": "nobody", "embed": embed}})
    allow(ask, video, [site for site in wanted if site not in held])


def domains(ask: Ask, video: str) -> list[str]:
    """The domains on the whitelist."""
    path, query = f"/videos/{video}/privacy/domains", {"per_page": 100, "fields": "domain"}
    return [str(each["domain"]) for page in pages(ask, path, query) for each in page]


def set_poster(ask: Ask, put: Put, video: str, poster: Path) -> None:
    """Make `poster` the active picture."""
    made = ask("post", f"/videos/{video}/pictures", params={"fields": "uri,link"})
    put(made["link"], poster)
    ask("patch", made["uri"], json={"active": True})


def add_captions(ask: Ask, put: Put, video: str, language: str, captions: Path, name: str) -> None:
    """Add captions, unless that language has some; a track of an earlier try, never switched on, is replaced."""
    name = name or captions.name
    path, fields = f"/videos/{video}/texttracks", {"fields": "uri,link,language,active,name"}
    tracks = [each for each in ask("get", path, params=fields)["data"] if each["language"] == language]
    if any(each["active"] for each in tracks):
        return
    for track in tracks:
        if track.get("name") == name:
            ask("delete", track["uri"])
    wanted = {"type": "captions", "language": language, "name": name}
    made = ask("post", path, params=fields, json=wanted)
    put(made["link"], captions)
    ask("patch", made["uri"], json={"active": True})


def folder(ask: Ask, name: str | None) -> dict[str, str]:
    """What puts a new entry into the own folder of that name, made where there is none."""
    if not name:
        return {}
    return {"folder_uri": named(ask, "/me/projects", name) or ask("post", "/me/projects", json={"name": name})["uri"]}


def add_to_showcase(ask: Ask, video: str, name: str) -> None:
    """Put the film in the own showcase of that name, made where there is none. The last step may be repeated."""
    showcase = named(ask, "/me/albums", name) or ask("post", "/me/albums", json={"name": name})["uri"]
    ask("put", f"/me/albums/{showcase.rpartition('/')[2]}/videos/{video}")


def named(ask: Ask, path: str, name: str) -> str | None:
    """The URI of the own item of that name, or None."""
    for page in pages(ask, path, {"per_page": 100, "fields": "uri,name"}):
        for each in page:
            if same_text(each["name"], name):
                return str(each["uri"])
    return None
