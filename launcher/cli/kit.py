"""`launcher kit`: what cast, crew and friends need to share the film in a minute."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli import output, writing
from launcher.cli.context import shared
from launcher.cli.naming import LaunchName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from launcher.report.kit.kit import Share
    from launcher.report.story.story import Story


def command(
    context: typer.Context,
    people: Annotated[Path, typer.Argument(metavar="PEOPLE", help="A CSV with a name each; handle, language, text.")],
    launch: LaunchName = "",
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write there, in place of the home's reports.")
    ] = None,
    link: Annotated[str, typer.Option(metavar="URL", help="What people share, in place of the film's address.")] = "",
    text: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A template of what to say, for all who have no text.")
    ] = None,
    clip: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A clip to take along; else the one of a post.")
    ] = None,
    embargoed: Annotated[bool, typer.Option("--embargoed", help="Write it before release; it says the hour.")] = False,
    force: Annotated[bool, typer.Option("--force", help="With -o: overwrite files that are there.")] = False,
) -> None:
    """Write a page and a CSV: for everyone in PEOPLE words to paste, a tracked link, share buttons and a QR code.

    Prints the page's path. Before release it refuses, unless --embargoed; in the folder of -o it overwrites nothing
    without --force.
    """
    from launcher.cli.naming import existing, launch_meant
    from launcher.report.kit import kit
    from launcher.report.kit.people import ignored, read
    from launcher.report.story.story import of_journal

    settings = shared(context).settings()
    journal = existing(settings)
    story = of_journal(journal, launch_meant(journal, launch), private=True)
    kit.require_out(story, embargoed=embargoed)
    template = _template(text)
    found = kit.shares(story, read(people), link or kit.address(story), template)
    for each in ignored(people):
        output.warning(f"{people} has a column {each}, of which nothing is used")
    folder = out or settings.reports / f"{story.launch.name}-kit"
    files = _files(story, clip or kit.clip_of(story, settings.home / "media"))
    own = (folder / _MADE[0]).exists() and (folder / _MADE[0]).samefile(people)
    _mind_what_is_there(folder, [*files, *_MADE], refuse=own or (bool(out) and not force))
    output.data(str(_write(story, found, folder, files)))


_MADE = ("people.csv", "kit.html")


def _mind_what_is_there(folder: Path, names: "Iterable[str]", *, refuse: bool) -> None:
    """Say what is written anew. Raises LauncherError where it is to be kept: it may be somebody's own."""
    from launcher.errors import LauncherError

    there = [name for name in names if (folder / name).exists()]
    if there and refuse:
        fix = "choose another folder; --force overwrites, but never PEOPLE"
        raise LauncherError(f"{folder}: {', '.join(there)} would be overwritten", fix=fix)
    if there:
        output.say(f"Written anew: {', '.join(there)}")


def _template(text: Path | None) -> str:
    """What the file says. Raises LauncherError where it cannot be read."""
    from launcher.errors import LauncherError

    try:
        return text.read_text("utf-8-sig").strip() if text else ""
    except (OSError, UnicodeDecodeError) as error:
        raise LauncherError(f"{text} cannot be read: {error}", fix="name a text file in UTF-8") from error


def _files(story: "Story", clip: Path | None) -> dict[str, Path]:
    """The files to take along, by the names that they get."""
    from launcher.report.page.poster import poster_path

    files = {"clip": clip, "poster": poster_path(story.entries)}
    return {f"{name}{path.suffix.lower()}": path for name, path in files.items() if path}


def _write(story: "Story", found: "Sequence[Share]", folder: Path, files: "Mapping[str, Path]") -> Path:
    """The page, the table, and the files to take along; the page's path."""
    from launcher.report import sheets
    from launcher.report.kit import kit

    for name, path in files.items():
        _copy(path, folder / name)
    with writing.whole(folder / "people.csv") as file:
        sheets.write(file, sheets.Form.CSV, kit.COLUMNS, kit.rows(found, kit.not_before(story)))
    with writing.whole(folder / "kit.html") as file:
        file.write(kit.page(story, found, next((name for name in files if name.startswith("clip.")), "")).encode())
    return folder / "kit.html"


def _copy(path: Path, to: Path) -> None:
    """A copy of the file. Raises LauncherError where it cannot be read."""
    import shutil

    from launcher.errors import LauncherError

    try:
        with path.open("rb") as source, writing.whole(to) as file:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise LauncherError(f"{path} cannot be read: {error.strerror}", fix="name a file that is there") from error
