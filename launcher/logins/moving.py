"""All logins in one encrypted file, to take them to a server."""

import json
from collections.abc import Iterable
from pathlib import Path

from launcher.errors import SettingsError
from launcher.logins import files, kept, sealing
from launcher.logins.kept import Kept, Store

SHORTEST = 12
"""Characters of a passphrase: the file may be copied, and then tried at leisure."""


def export(store: Store, path: Path, passphrase: str) -> list[Kept]:
    """Write every login of `store` to a new file, private and encrypted; the logins.

    Raises SettingsError for a short passphrase, where there is nothing to write, and where the file is there.
    """
    if len(passphrase) < SHORTEST:
        raise SettingsError(f"a passphrase of {len(passphrase)} characters", fix=f"take {SHORTEST} or more")
    found = [store.read(each.platform, each.account) or each for each in store.every()]
    if not found:
        raise SettingsError(f"there is no login in {store.where}", fix="launcher login youtube (or another platform)")
    data = json.dumps([each.written().decode() for each in found]).encode()
    try:
        files.create(path, sealing.lock(passphrase, data))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}", fix="name a new file") from None
    return found


def bring(store: Store, path: Path, passphrase: str, *, replace: bool = False) -> list[Kept]:
    """Keep every login of the file in `store`; those logins.

    Raises SettingsError for another passphrase or file, and, unless `replace` allows it, where an account has
    another owner here: nothing is kept then.
    """
    try:
        locked = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}", fix="name the exported file") from None
    said = json.loads(sealing.unlock(passphrase, locked, str(path)))
    found = [kept.read(each.encode()) for each in said]
    if not replace:
        _require_same_owners(store, found)
    for each in found:
        with store.locked(each.platform, each.account):
            store.write(each)
    return found


def _require_same_owners(store: Store, found: Iterable[Kept]) -> None:
    for each in found:
        here = store.glance(each.platform, each.account)
        if here and here.id != each.id:
            raise SettingsError(
                f"{each.platform} ({each.account}) is {here.name} here, {each.name} in the file; nothing was changed",
                fix="add --replace, if it shall be the file's",
            )
