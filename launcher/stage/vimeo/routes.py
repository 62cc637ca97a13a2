"""Vimeo's imitation: which address is which method, and in which scope (API 3.4 documents, checked 2026-11)."""

from functools import partial

from starlette.routing import BaseRoute, Route

from launcher.stage.consent import Codes, consent
from launcher.stage.vimeo.attachments import Attachments
from launcher.stage.vimeo.consent import Exchange, asked
from launcher.stage.vimeo.places import Places
from launcher.stage.vimeo.tus import Tus
from launcher.stage.vimeo.video import OTHER_USER, USER
from launcher.stage.vimeo.videos import Videos
from launcher.stage.vimeo.wire import Gate
from launcher.stage.world import World

VIDEO = "/videos/{video}"
NAMES = (USER["name"], OTHER_USER["name"])


def routes(world: World) -> list[BaseRoute]:
    """Everything below `/vimeo`."""
    gate, tus = Gate(world), Tus(world)
    videos = Videos(world, tus)
    attachments = Attachments(world, videos)
    world.shelves["vimeo"] = videos.shelf
    call, codes = gate.method, Codes(world=world)
    return [
        Route("/upload/files/{word}", tus.endpoint, methods=["HEAD", "PATCH", "OPTIONS"]),
        Route("/upload/{kind}/{word}", attachments.take, methods=["PUT"]),
        Route("/api/oembed.json", videos.oembed),
        Route("/oauth/authorize", consent(codes, "Vimeo", NAMES, partial(asked, world)), methods=["GET", "POST"]),
        Route("/oauth/access_token", Exchange(world, codes).token, methods=["POST"]),
        Route("/oauth/verify", call(videos.verify), methods=["GET"]),
        Route("/me", call(videos.me), methods=["GET"]),
        Route("/me/videos", call(videos.mine, "private"), methods=["GET"]),
        Route("/me/videos", call(videos.make, "upload"), methods=["POST"]),
        Route("/videos", call(videos.several), methods=["GET"]),
        Route(VIDEO, call(videos.one), methods=["GET"]),
        Route(VIDEO, call(videos.edit, "edit"), methods=["PATCH"]),
        Route(f"{VIDEO}/tags", call(videos.tag, "edit"), methods=["PUT"]),
        Route(f"{VIDEO}/categories", call(videos.categorise, "edit"), methods=["PUT"]),
        Route(f"{VIDEO}/privacy/domains", call(videos.domains, "private"), methods=["GET"]),
        Route(f"{VIDEO}/privacy/domains/{{domain}}", call(videos.allow_domain, "edit"), methods=["PUT"]),
        Route(f"{VIDEO}/privacy/domains/{{domain}}", call(videos.remove_domain, "edit"), methods=["DELETE"]),
        *_attachments(gate, attachments),
        *_places(gate, Places(world, videos, "projects"), "projects"),
        *_places(gate, Places(world, videos, "albums"), "albums"),
    ]


def _attachments(gate: Gate, attachments: Attachments) -> list[BaseRoute]:
    pictures, tracks = f"{VIDEO}/pictures", f"{VIDEO}/texttracks"
    return [
        Route(pictures, gate.method(attachments.listed("pictures")), methods=["GET"]),
        Route(pictures, gate.method(attachments.add_picture, "edit", 201), methods=["POST"]),
        Route(f"{pictures}/{{item}}", gate.method(attachments.edit("pictures"), "edit"), methods=["PATCH"]),
        Route(tracks, gate.method(attachments.listed("texttracks")), methods=["GET"]),
        Route(tracks, gate.method(attachments.add_texttrack, "edit", 201), methods=["POST"]),
        Route(f"{tracks}/{{item}}", gate.method(attachments.edit("texttracks"), "edit"), methods=["PATCH"]),
        Route(f"{tracks}/{{item}}", gate.method(attachments.remove_texttrack, "delete"), methods=["DELETE"]),
    ]


def _places(gate: Gate, places: Places, kind: str) -> list[BaseRoute]:
    inside = f"/{kind}/{{place}}/videos"
    return [
        route
        for owner in ("/me", "/users/{user}")
        for route in (
            Route(f"{owner}/{kind}", gate.method(places.listed, "private"), methods=["GET"]),
            Route(f"{owner}/{kind}", gate.method(places.make, "create", 201), methods=["POST"]),
            Route(f"{owner}{inside}", gate.method(places.contents, "private"), methods=["GET"]),
            Route(f"{owner}{inside}/{{video}}", gate.method(places.put, "edit"), methods=["PUT"]),
        )
    ]
