"""The poster, made to fit a host: smaller where it is too large, on black where it has another shape. Never cropped."""

from dataclasses import dataclass
from pathlib import Path

from launcher.manifest.posters import Poster
from launcher.platforms.limits import ALL

SHAPES = {"youtube": 16 / 9}
"""Width to height of the thumbnail: https://support.google.com/youtube/answer/72431, checked 2026-11."""

WIDEST, TALLEST = 3840, 2160
SLACK = 0.02
QUALITIES = (92, 85, 75, 60)


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """The image to make: pixels of its canvas, and the most bytes that its file may have."""

    width: int
    height: int
    most: int


def fitting(poster: Poster, host: str) -> Fitting | None:
    """What has to be made of the poster for that host, or None where it fits as it is."""
    limit = ALL[host].numbers.get("poster") if host in ALL else None
    most, shape = int(limit.value) if limit else 0, SHAPES.get(host)
    fits = shape is None or abs(poster.width / poster.height / shape - 1) <= SLACK
    if fits and not (most and poster.size > most):
        return None
    width, height = poster.width, poster.height
    if shape is not None and not fits:
        width, height = max(width, round(height * shape)), max(height, round(width / shape))
    scale = min(1.0, WIDEST / width, TALLEST / height)
    return Fitting(width=round(width * scale), height=round(height * scale), most=most)


def fitted(poster: Path, fit: Fitting, into: Path) -> Path:
    """The image at `poster` on its canvas, as a JPEG in the folder `into`: as good as its bytes allow."""
    from PIL import Image, ImageOps

    made = into / f"{poster.stem}.jpg"
    with Image.open(poster) as image:
        inside = ImageOps.contain(ImageOps.exif_transpose(image).convert("RGB"), (fit.width, fit.height))
    canvas = Image.new("RGB", (fit.width, fit.height))
    canvas.paste(inside, ((fit.width - inside.width) // 2, (fit.height - inside.height) // 2))
    while True:
        for quality in QUALITIES:
            canvas.save(made, "JPEG", quality=quality)
            if not fit.most or made.stat().st_size <= fit.most:
                return made
        canvas = canvas.resize((canvas.width // 2, canvas.height // 2))
