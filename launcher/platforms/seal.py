"""The seal: the last look at a request before it leaves, for all work but a release whose time has come.

An omitted privacyStatus means public at YouTube since 2026-11-02 (videos.insert, checked 2026-11), and a `publishAt`
that is past publishes at once. So under seal a request that makes a film, or changes who may see it, leaves only
where it says that nobody may. It is the second net: whatever the caller believes, and whatever the adapter does.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from launcher.errors import Refused


@dataclass(frozen=True, kw_only=True)
class _Film:
    """Requests about a film itself: at paths that end so, who may see it stands in `field` and must say `nobody`.

    `opens` is a field that opens the film by itself at an instant. `whole` are methods to which silence means public.
    `partner` are values of two fields which, told together, show it to the sites of a list alone.
    """

    path: re.Pattern[str]
    field: tuple[str, str]
    nobody: str
    opens: tuple[str, str] = ("", "")
    whole: tuple[str, ...] = ("POST",)
    partner: tuple[tuple[tuple[str, str], str], ...] = ()


_FILMS = {
    "youtube": _Film(
        path=re.compile(r"/youtube/v3/videos$"),
        field=("status", "privacyStatus"),
        nobody="private",
        opens=("status", "publishAt"),
        whole=("POST", "PUT"),
    ),
    "vimeo": _Film(
        path=re.compile(r"/me/videos$|/videos/\d+$"),
        field=("privacy", "view"),
        nobody="nobody",
        partner=((("privacy", "view"), "disable"), (("privacy", "embed"), "whitelist")),
    ),
}

_in_force: ContextVar[bool] = ContextVar("seal", default=False)
_opens: ContextVar[str] = ContextVar("opens", default="")


@contextmanager
def sealed(*, seal: bool = True, opens: str = "") -> Iterator[None]:
    """Let nothing leave from this thread that would show a film; `seal=False` lifts it for a release.

    `opens` is the one instant at which a request may have the host open the film by itself.
    """
    before, opened = _in_force.set(seal), _opens.set(opens)
    try:
        yield
    finally:
        _in_force.reset(before)
        _opens.reset(opened)


def inspect(platform: str, method: str, url: str, body: Any) -> None:
    """Called by whoever sends, before it does. Raises Refused where the request would show a film under seal."""
    film, parts = _FILMS.get(platform), urlsplit(url)
    if not _in_force.get() or film is None or not film.path.search(parts.path.rstrip("/")):
        return
    why = _shows(film, method.upper(), _read(body)) if _says(method.upper(), parts) else ""
    if why:
        raise Refused(
            f"this request would show the film: {why}; it was stopped before it left",
            code="embargo",
            fix="this is a mistake in launcher; please report it",
        )


def _says(method: str, parts: SplitResult) -> bool:
    """Whether the request says who may see a film. Of a film's bytes, and of an update's other parts, none does."""
    if method == "PUT":
        return "/upload/" not in parts.path and "status" in ",".join(parse_qs(parts.query).get("part", [])).split(",")
    return method in ("POST", "PATCH")


def _read(body: Any) -> Any:
    """The JSON of a body, or nothing where it is none."""
    try:
        return json.loads(body) if isinstance(body, str | bytes | bytearray) else None
    except ValueError:
        return None


def _shows(film: _Film, method: str, told: Any) -> str:
    """In which words the request shows the film, or nothing."""
    said, name = _at(told, film.field), ".".join(film.field)
    if said is None:
        return f"it leaves {name} out" if method in film.whole else ""
    if film.partner and all(_at(told, field) == value for field, value in film.partner):
        return ""
    if said != film.nobody:
        return f"{name} is {str(said)[:40]!r}"
    return f"{'.'.join(film.opens)} opens it" if _at(told, film.opens) not in (None, "", _opens.get() or None) else ""


def _at(told: Any, path: tuple[str, str]) -> Any:
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told
