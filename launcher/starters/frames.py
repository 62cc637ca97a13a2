"""The pictures of the sample film: two profiles before a lamp, title and end card, under the grain of fast film."""

import math
import random
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from launcher.starters.figures import HER, HIM, Outline, Point, placed
from launcher.starters.story import Moment, moment

WIDTH, HEIGHT = SIZE = (1280, 720)
_SET_WIDTH, _SET_HEIGHT = _SET = (960, 540)
"""Scenes are drawn smaller than they are shown: a soft lens, and half the work."""
_SMALLER = _SET_WIDTH / WIDTH
_FINE = 2
_CENTRE: Point = (_SET_WIDTH / 2, 0.55 * _SET_HEIGHT)
_FIGURE = 0.75 * _SMALLER
_DARK = 9
_RIM = 3
_GRAIN = 0.11


def picture(seconds: float) -> Image.Image:
    """The film's picture at that many seconds: 1280 by 720, greys from 0 to 255. The same on every machine."""
    now = moment(seconds)
    drawn = card(now.words) if now.words else scene(now).resize(SIZE, Image.Resampling.BILINEAR)
    dice = random.Random(round(seconds * 1000))  # noqa: S311 - grain, not a secret
    strength = now.fade * dice.uniform(0.975, 1)
    x, y = dice.randrange(256), dice.randrange(256)
    grain = _grain_sheet().crop((x, y, x + WIDTH, y + HEIGHT))
    return ImageChops.add(dimmed(drawn, strength), grain, offset=-128)


def scene(now: Moment) -> Image.Image:
    """Two profiles before the lamp, the edges that face one another lit."""
    him = silhouette(HIM, now, chin=now.his_chin, side=-1)
    her = silhouette(HER, now, chin=now.her_chin, side=1)
    edges = ImageChops.add(
        ImageChops.subtract(him, ImageChops.lighter(her, ImageChops.offset(him, -_RIM, 1))),
        ImageChops.subtract(her, ImageChops.lighter(him, ImageChops.offset(her, _RIM, 1))),
    )
    drawn = light(now.light, now.flare)
    drawn.paste(_DARK, mask=ImageChops.lighter(him, her))
    return ImageChops.add(drawn, dimmed(edges, 0.25 + 0.45 * now.light))


def silhouette(outline: Outline, now: Moment, *, chin: float, side: int) -> Image.Image:
    """The mask of one figure; `side` is -1 for the left one, 1 for the right one."""
    bob = 2 * math.sin(now.seconds * 1.3 + side)
    lips = (_CENTRE[0] + side * now.gap * _SMALLER * now.push / 2, _CENTRE[1] + bob)
    points = placed(outline, lips, scale=_FIGURE * now.push, turn=chin, mirrored=side > 0)
    mask = Image.new("L", (_SET_WIDTH * _FINE, _SET_HEIGHT * _FINE))
    ImageDraw.Draw(mask).polygon([(x * _FINE, y * _FINE) for x, y in points], fill=255)
    return mask.reduce(_FINE)


def light(strength: float, flare: float) -> Image.Image:
    """The lamp behind them, and the light that bursts out between them when they meet."""
    lamp = dimmed(_lamp(), 0.38 + 0.60 * strength)
    return ImageChops.add(lamp, dimmed(_flare(), 0.8 * flare)) if flare else lamp


@cache
def _lamp() -> Image.Image:
    """A soft lamp, street lights far out of focus, darker towards the corners."""
    lit = ImageChops.add(glow(1425, 975, softness=1.3), _street_lights())
    return ImageChops.multiply(lit, glow(1800, 1125, softness=0.6))


@cache
def _flare() -> Image.Image:
    """The burst of light at its strongest: a core and its halo."""
    return ImageChops.add(glow(750, 750, softness=2.2), glow(255, 465, softness=1.6))


def glow(width: int, height: int, *, softness: float) -> Image.Image:
    """A light of that size in the middle of a black picture; the greater `softness`, the smaller its core."""
    edge = 181.0  # Pillow's gradient is 181 where its circle touches the square
    falling = [round(255 * max(0.0, 1 - v / edge) ** softness) for v in range(256)]
    disc = Image.radial_gradient("L").point(falling).resize((width, height), Image.Resampling.BICUBIC)
    canvas = Image.new("L", _SET)
    canvas.paste(disc, (int(_CENTRE[0] - width / 2), int(_CENTRE[1] - height / 2)))
    return canvas


def _street_lights() -> Image.Image:
    """Discs of light, as a lens draws lamps that are far out of focus."""
    dice = random.Random(11)  # noqa: S311 - where lamps hang, not a secret
    sheet = Image.new("L", _SET)
    for _ in range(30):
        radius, x, y = dice.randint(10, 39), dice.randint(0, _SET_WIDTH), dice.randint(0, 430)
        disc = Image.new("L", _SET)
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(disc).ellipse(box, fill=dice.randint(10, 40), outline=dice.randint(40, 64), width=2)
        sheet = ImageChops.add(sheet, disc)
    return sheet.filter(ImageFilter.GaussianBlur(2))


@cache
def card(words: tuple[str, ...]) -> Image.Image:
    """Words in widely set capitals between two hairlines, the smaller ones below."""
    drawn = dimmed(glow(1425, 825, softness=1.2), 0.16).resize(SIZE)
    pen = ImageDraw.Draw(drawn)
    letters(pen, words[0], y=322, size=66, gap=22)
    for line in words[1:]:
        letters(pen, line, y=434, size=22, gap=5, fill=165)
    for y in (292, 410):
        pen.line((WIDTH / 2 - 60, y, WIDTH / 2 + 60, y), fill=120, width=1)
    return drawn


def letters(pen: ImageDraw.ImageDraw, line: str, *, y: int, size: int, gap: int, fill: int = 235) -> None:
    """Write `line` centred, its letters `gap` pixels further apart than usual."""
    font = ImageFont.load_default(size)
    widths = [font.getlength(letter) for letter in line]
    x = (WIDTH - sum(widths) - gap * (len(line) - 1)) / 2
    for letter, width in zip(line, widths, strict=True):
        pen.text((x, y), letter, font=font, fill=fill)
        x += width + gap


@cache
def _grain_sheet() -> Image.Image:
    """Grain around middle grey, on a sheet from which every frame takes another piece."""
    size = (WIDTH + 256, HEIGHT + 256)
    dice = random.Random(24)  # noqa: S311 - grain, not a secret
    noise = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).filter(ImageFilter.BoxBlur(1))
    return noise.point([round(128 + (v - 127.5) * _GRAIN) for v in range(256)])


@cache
def _darkness(size: tuple[int, int]) -> Image.Image:
    return Image.new("L", size)


def dimmed(picture: Image.Image, strength: float) -> Image.Image:
    """`picture` with every grey times `strength`, 0 to 1."""
    return Image.blend(_darkness(picture.size), picture, strength)
