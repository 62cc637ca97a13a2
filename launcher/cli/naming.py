"""Which launch or which actions a person means: a name, a manifest's path, an action's key, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from launcher.journal.database import Journal
    from launcher.journal.records import Entry, Launch
    from launcher.settings import Settings


LaunchName = Annotated[
    str, typer.Argument(help="The launch's name or its manifest; may be left out where there is one.")
]
"""The argument of a command about one launch."""


@dataclass(frozen=True, kw_only=True)
class Meant:
    """The actions that were named; `whole` is True where launches were named and not their actions."""

    entries: "tuple[Entry, ...]"
    whole: bool


def existing(settings: "Settings") -> "Journal":
    """The journal. Raises JournalError where there is none: looking at it, and deciding, never makes one."""
    from launcher.journal.database import open_journal

    return open_journal(settings.journal_url, create=False)


def launch_meant(journal: "Journal", word: str) -> "Launch":
    """The launch of that name or manifest; with an empty `word` the journal's only one.

    Raises typer.BadParameter where that is none or not clear, with what was probably meant.
    """
    from launcher.journal.reading import launch, launch_names

    names = launch_names(journal)
    if not word and len(names) != 1:
        listed = f"the journal holds {', '.join(names)}: name one of them" if names else "nothing was launched yet"
        raise typer.BadParameter(listed, param_hint="LAUNCH")
    name = word if word in names else of_manifest(journal, word) if word else names[0]
    found = launch(journal, name) if name else None
    if found is None:
        raise typer.BadParameter(f"no launch {word!r} in the journal{_guess(word, names)}", param_hint="LAUNCH")
    return found


def of_manifest(journal: "Journal", word: str) -> str:
    """The name of the launch that was recorded from the manifest at that path, or of that name; else ""."""
    from launcher.journal.reading import launch, launch_names

    path = Path(word)
    if not path.is_file():
        return ""
    resolved = str(path.resolve())
    for name in launch_names(journal):
        recorded = launch(journal, name)
        if recorded and recorded.manifest == resolved:
            return name
    from launcher.manifest.loading import load

    return load(path).manifest.launch.name


def within(path: Path) -> Path:
    """The manifest of a folder, where it has one; any other path as it is."""
    from launcher.starters.folder import MANIFEST

    inside = path / MANIFEST
    return inside if inside.is_file() else path


def manifest_meant(word: str, settings: "Settings") -> Path:
    """The manifest or plan at that path, or in that folder; where there is none, that of the launch so named."""
    from launcher.cli.plan import existing

    path = Path(word)
    journal = None if path.exists() or "/" in word or "." in word else existing(settings)
    return Path(launch_meant(journal, word).manifest) if journal else within(path)


def actions_meant(journal: "Journal", words: Sequence[str]) -> Meant:
    """The actions that `words` name, each once, in the order of the plan; no word means the journal's only launch.

    The name of a post or follow-up means all that the launch does for it: its parts, its firings and its media.
    Raises typer.BadParameter where a word names nothing, or may be several things.
    """
    from launcher.journal.reading import entries, launch_names

    names = launch_names(journal)
    known = {each.key: each for name in names for each in entries(journal, name)}
    keys: set[str] = set()
    whole = False
    for word in words or [""]:
        name = _launch_name(journal, word, names)
        whole = whole or bool(name)
        keys |= {key for key, each in known.items() if each.launch == name} if name else _named(word, known)
    return Meant(entries=tuple(each for key, each in known.items() if key in keys), whole=whole)


def _launch_name(journal: "Journal", word: str, names: list[str]) -> str:
    """The launch that a word names, or "" where it names none."""
    if not word:
        return launch_meant(journal, word).name
    if word in names:
        return word
    name = of_manifest(journal, word)
    if name and name not in names:
        raise typer.BadParameter(f"{word} is the manifest of {name}, which was not launched from here yet")
    return name


def _named(word: str, known: "dict[str, Entry]") -> set[str]:
    from launcher.journal.reading import keys_of

    post = [each for each in known.values() if word in _names_of_post(each)]
    if word not in known and len({each.launch for each in post}) == 1:
        return {each.key for each in post}
    found = [word] if word in known else keys_of(known.values(), word) or [each.key for each in post]
    if len(found) == 1:
        return set(found)
    if found:
        raise typer.BadParameter(f"{word!r} may be any of {_few(found)}: give more of the key")
    raise typer.BadParameter(f"no action or launch {word!r} in the journal{_guess(word, list(known))}")


def _names_of_post(entry: "Entry") -> set[str]:
    """What the manifest calls the post that the action belongs to, alone and behind the launch's name."""
    kind, _, rest = entry.key.removeprefix(f"{entry.launch}/").partition("/")
    if kind not in ("post", "media") and not (kind == "comment" and entry.follow_up):
        return set()
    name = rest.partition("/")[0]
    return {name, f"{entry.launch}/{name}"}


_SHOWN = 8
"""So many of the keys that a word may mean are listed."""


def _few(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more


def _guess(word: str, known: list[str]) -> str:
    """What was probably meant, in words; or where to look."""
    parts = {key[start:]: key for key in known for start in _starts(key)}
    close = dict.fromkeys(parts[each] for each in get_close_matches(word, parts, n=3, cutoff=0.7))
    return f"; did you mean {' or '.join(close)}?" if close else "; `launcher status` shows what there is"


def _starts(key: str) -> list[int]:
    """Where the key and its last parts begin."""
    return [0, *(place + 1 for place, letter in enumerate(key) if letter == "/")]
