"""A starter's folder: its manifest and texts copied, its film and poster made, its schema written beside it."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from launcher.errors import ManifestError, Problem

MANIFEST = "launch.yaml"
SCHEMA = "launch.schema.json"
MONDAY = 0
_AT = re.compile(r"^(  at: )now( +|$)", re.MULTILINE)
_HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Starter:
    """A starter manifest: its name, and the folder that holds its texts."""

    name: str
    folder: Path

    @property
    def texts(self) -> list[Path]:
        """Everything that is copied; film, poster and schema are made."""
        return sorted(path for path in self.folder.iterdir() if path.is_file())


def templates_folder() -> Path:
    """Where the starters lie: inside an installed package, or at the top of a checkout."""
    shipped = _HERE / "_templates"
    return shipped if shipped.is_dir() else _HERE.parent / "templates"


def starters() -> dict[str, Starter]:
    """The starters by name, the worked example first."""
    found = sorted(path.parent for path in templates_folder().glob(f"*/{MANIFEST}"))
    return {folder.name: Starter(name=folder.name, folder=folder) for folder in found}


def next_monday(now: datetime) -> str:
    """Nine o'clock on the first Monday that is at least two days away, as a manifest writes it."""
    day = now.date() + timedelta(days=2)
    day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return f"{day.isoformat()} 09:00"


def write(starter: Starter, folder: Path, *, at: str, force: bool = False) -> Path:
    """Make `folder` from `starter`, with T at `at`, and return its manifest's path.

    Raises ManifestError where a file stands in the way and `force` is False; then nothing is written.
    """
    texts = {path.name: path.read_text("utf-8") for path in starter.texts}
    texts[MANIFEST] = _AT.sub(lambda match: _in_place(match, at), texts[MANIFEST], count=1)
    texts[MANIFEST] = texts[MANIFEST].replace("  name: my-film\n", f"  name: {launch_name(folder)}\n")
    made = _made(texts[MANIFEST])
    if not force:
        refuse_taken(folder, [*texts, *made, SCHEMA])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    for name in made:
        _make(folder / name)
    _write_schema(folder / SCHEMA)
    return folder / MANIFEST


def _in_place(match: re.Match[str], at: str) -> str:
    """T in the place of `now`; the comment behind it stays under the others."""
    said = match[1] + at
    return said.ljust(len(match[0]) - 1) + " " if match[2] else said


def launch_name(folder: Path) -> str:
    """A launch's name after the folder's: two films must not share one."""
    return re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "my-film"


def film_name(starter: Starter) -> str:
    """The name of the film that the starter's manifest names, and that `write` makes."""
    return _made((starter.folder / MANIFEST).read_text("utf-8"))[0]


def refuse_taken(folder: Path, names: list[str]) -> None:
    """Raise ManifestError where any of `names` is in `folder` already."""
    taken = [name for name in names if (folder / name).exists()]
    if taken or (folder.exists() and not folder.is_dir()):
        what = f"{', '.join(taken)} would be overwritten" if taken else "is not a folder"
        fix = "choose another folder, or add --force to overwrite" if taken else "choose another name"
        raise ManifestError([Problem(where=str(folder), what=what, fix=fix)])


def _made(manifest: str) -> list[str]:
    """The film and the poster that a starter's manifest names."""
    return re.findall(r"^  (?:file|poster): (\S+)", manifest, re.MULTILINE)


def _make(path: Path) -> None:
    from launcher.starters import film

    film.poster(path) if path.suffix == ".jpg" else film.encode(path)


def _write_schema(path: Path) -> None:
    from launcher.manifest.schema import schema

    path.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
