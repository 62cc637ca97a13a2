"""The film's poster, small enough to travel inside a page."""

import base64
import io
from collections.abc import Iterable
from pathlib import Path

from launcher.journal.records import Entry
from launcher.plan.action import Kind
from launcher.plan.specs import FileSpec

_SIZE, _QUALITY = (960, 960), 82


def poster_path(entries: Iterable[Entry]) -> Path | None:
    """Where the manifest's poster is, or None where there is none any more."""
    paths = (Path(each.spec.path) for each in entries if each.kind is Kind.POSTER and isinstance(each.spec, FileSpec))
    return next((path for path in paths if path.is_file()), None)


def embedded(path: Path | None) -> str:
    """The poster as a `data:` address; empty where there is none, or it is no image."""
    made = jpeg(path) if path else b""
    return f"data:image/jpeg;base64,{base64.b64encode(made).decode()}" if made else ""


def jpeg(path: Path) -> bytes:
    """The image as a JPEG of moderate size; empty where it cannot be read as one."""
    from PIL import Image

    file = io.BytesIO()
    try:
        with Image.open(path) as image:
            image.thumbnail(_SIZE)
            image.convert("RGB").save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return file.getvalue()
