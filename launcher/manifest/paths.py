"""Paths of a manifest: inside its folder, without a way out."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from launcher.manifest.times import Unreadable

_STAY = "put the file into the manifest's folder and name it from there"


def inside(folder: Path, name: str) -> Path:
    """The absolute path of `name` in `folder` (which may lack the file). Raises Unreadable for one that leads out."""
    if "\0" in name or not name.strip():
        raise Unreadable(f"{name!r} is not a file's name", _STAY)
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith("~"):
        raise Unreadable(f"{name} is not inside the manifest's folder", _STAY)
    if ".." in PurePosixPath(name).parts:
        raise Unreadable(f"{name} leads out of the manifest's folder", _STAY)
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError):
        raise Unreadable(f"{name} is a link that leads in a circle", _STAY) from None
    if not path.is_relative_to(folder.resolve()):
        raise Unreadable(f"{name} is a link out of the manifest's folder", _STAY)
    return path
