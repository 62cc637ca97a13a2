"""How long a text is, in the unit that a platform counts.

| unit | what is counted |
|---|---|
| characters | code points of the text in NFC |
| bytes | bytes of the text in UTF-8 |
| UTF-16 units | code units of the text in UTF-16 |
| weighted characters | as X counts: twitter-text's configuration v3, an address 23, CJK and emoji 2 |
| tag characters | for a list of tags: a comma between tags, two quotes around a tag with a space |
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_SURROGATES = re.compile("[\ud800-\udfff]")
_LONG_RUN = re.compile(r"[^\s/?#]{16,}")
_MOST_LABELS = 10


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much of an allowance a text uses; as a string it reads `143/280`."""

    used: int
    allowed: int
    unit: str

    @property
    def fits(self) -> bool:
        """Whether the text is within what is allowed."""
        return self.used <= self.allowed

    def __str__(self) -> str:
        return f"{self.used}/{self.allowed}"


def measure(text: str, allowed: float, unit: str) -> Count:
    """`text` held against an allowance. Raises ValueError for a unit that is no unit of text."""
    return Count(used=count(text, unit), allowed=int(allowed), unit=unit)


def measure_tags(tags: Iterable[str], allowed: float) -> Count:
    """A list of tags held against YouTube's allowance for all of them together."""
    return Count(used=count_tags(tags), allowed=int(allowed), unit="tag characters")


def count(text: str, unit: str) -> int:
    """The length of `text` in `unit`. Raises ValueError for a unit that is no unit of text."""
    try:
        counter = _COUNTERS[unit]
    except KeyError:
        raise ValueError(f"{unit!r} is not a unit of text: {', '.join(_COUNTERS)}") from None
    return counter(text)


def count_tags(tags: Iterable[str]) -> int:
    """The length of all `tags` as YouTube adds it up.

    A comma separates tags and counts; a tag with a space counts as if quotes stood around it.
    Source: https://developers.google.com/youtube/v3/docs/videos#snippet.tags[], checked 2026-11.
    """
    lengths = [characters(tag) + (2 if " " in tag else 0) for tag in tags]
    return sum(lengths) + max(0, len(lengths) - 1)


def characters(text: str) -> int:
    """Code points in Unicode's composed form."""
    return len(unicodedata.normalize("NFC", text))


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8; half a surrogate pair counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_units(text: str) -> int:
    """Code units in UTF-16: an emoji outside the basic plane counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weighted(text: str) -> int:
    """The weighted length that X holds against 280; half a surrogate pair counts as a replacement character."""
    from twitter_text import parse_tweet

    return int(parse_tweet(_LONG_RUN.sub(_no_host, _SURROGATES.sub("\ufffd", text))).weightedLength)


def _no_host(run: re.Match[str]) -> str:
    """The run, with commas where it has too many dots for the name of any host.

    The parser tries every split of a.a.a.a… and would take minutes over some thousand; a comma weighs what a dot does.
    """
    return run[0].replace(".", ",") if run[0].count(".") > _MOST_LABELS else run[0]


_COUNTERS: Mapping[str, Callable[[str], int]] = {
    "characters": characters,
    "bytes": utf8_bytes,
    "UTF-16 units": utf16_units,
    "weighted characters": weighted,
}
