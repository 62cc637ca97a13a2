"""Credentials in the system's keyring, for who wants that.

Cron and systemd have none as a rule, so files are the default.
"""

import json
from dataclasses import replace
from typing import Any

from launcher.errors import LoginExpired
from launcher.logins.kept import Kept

SERVICE = "launcher"


def filled(login: Kept) -> Kept:
    """With its credentials. Raises LoginExpired where the keyring does not give them."""
    said = _asked(login, lambda keyring: keyring.get_password(SERVICE, _name(login)))
    if not said:
        raise _lost(login, "the keyring has nothing of it")
    return replace(login, values=json.loads(said))


def emptied(login: Kept) -> Kept:
    """Without its credentials, which the keyring has now. Raises LoginExpired where it does not take them."""
    text = json.dumps(dict(login.values))
    _asked(login, lambda keyring: keyring.set_password(SERVICE, _name(login), text))
    return replace(login, values={})


def forget(login: Kept) -> None:
    """Take it out of the keyring. Raises LoginExpired where that fails."""
    _asked(login, lambda keyring: keyring.delete_password(SERVICE, _name(login)))


def _name(login: Kept) -> str:
    return f"{login.platform}/{login.account}"


def _asked(login: Kept, ask: Any) -> Any:
    try:
        import keyring
    except ImportError:
        raise _lost(login, "this installation has no keyring", "pip install 'launcher[keyring]'") from None
    try:
        return ask(keyring)
    except keyring.errors.KeyringError as error:
        raise _lost(login, f"the keyring does not answer ({type(error).__name__})") from None


def _lost(login: Kept, why: str, first: str = "") -> LoginExpired:
    again = f"launcher login {login.platform} --account {login.account}, without --keyring"
    fix = f"{first}; or {again}" if first else f"unlock the keyring of this user; or {again}"
    return LoginExpired(f"{login.platform} ({login.account}): {why}", code="keyring", fix=fix)
