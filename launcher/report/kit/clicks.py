"""Who drove what: clicks on the kit's links, as a film's own site or a link shortener counted them."""

from collections import Counter
from pathlib import Path

from launcher.errors import LauncherError
from launcher.report.kit.people import table

_SOURCES = ("source", "utm_source")
_CLICKS = ("clicks", "sessions", "visits", "views")


def read(path: Path) -> list[tuple[str, int]]:
    """Each source and its clicks, most first; a source that comes more than once is added up.

    The file is a CSV with a column `source` (or `utm_source`) and one `clicks` (or `sessions`, `visits`, `views`).
    Raises LauncherError for any other.
    """
    rows = table(path, (*_SOURCES, *_CLICKS), _SOURCES)
    found: Counter[str] = Counter()
    for line, row in rows:
        source = next((row[name] for name in _SOURCES if row[name]), "") or "(none)"
        found[source] += _count(path, line, next((row[name] for name in _CLICKS if row[name]), "0"))
    return found.most_common()


def _count(path: Path, line: int, said: str) -> int:
    """A count as analytics pages write it: `1,234`, `1 234`, `12.0`."""
    try:
        return int(float(said.replace(",", "").replace(" ", "").replace("\u202f", "")))
    except (ValueError, OverflowError):
        raise LauncherError(f"{path}, line {line}: {said[:40]!r} is no count", fix="give whole numbers") from None
