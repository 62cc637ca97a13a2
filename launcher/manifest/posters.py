"""The poster, opened with Pillow and not guessed from its name."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from launcher.manifest.media import regular_size
from launcher.manifest.times import Unreadable

FORMATS = ("JPEG", "PNG")
"""What every host takes: https://developers.google.com/youtube/v3/docs/thumbnails/set, checked 2026-11."""

_FIX = "save it as JPEG or PNG"


@dataclass(frozen=True, kw_only=True)
class Poster:
    """An image: pixels, bytes, and its kind by Pillow's name."""

    width: int
    height: int
    size: int
    kind: str


def read_poster(path: Path) -> Poster:
    """The image at `path`, decoded to its last pixel. Raises Unreadable for what is no whole JPEG or PNG."""
    from PIL import Image, UnidentifiedImageError

    size = regular_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                if image.format not in FORMATS:
                    raise Unreadable(f"{path.name} is a {image.format} image", _FIX)
                image.load()
                return Poster(width=image.width, height=image.height, size=size, kind=image.format)
    except UnidentifiedImageError:
        raise Unreadable(f"{path.name} is not an image", _FIX) from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unreadable(f"{path.name} has too many pixels", "scale it down, to 3840 × 2160 at most") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{path.name} is damaged or cut short: {error}", "export or copy it again") from None
