"""SVG as text: every attribute and every word is escaped."""

from collections.abc import Iterable
from html import escape

from launcher.text.foreign import clean_line


def tag(name: str, /, *inside: str, **attributes: str | float | None) -> str:
    """An element. `inside` is SVG already; an attribute's `_` stands for `-`, and None leaves it out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def text(words: str, x: float, y: float, **attributes: str | float | None) -> str:
    """Words at a place, made harmless."""
    return tag("text", escape(clean_line(words, 80), quote=False), x=x, y=y, **attributes)


def number(value: str | float) -> str:
    """A coordinate with one decimal at the most."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def path(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of straight lines through these points; a single point is a dot."""
    placed = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{'L'.join(placed)}" if len(placed) > 1 else f"M{placed[0]}h.01" if placed else ""
