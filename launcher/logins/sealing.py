"""Encryption of logins: with a passphrase for a file that travels, with a key for a database.

AES-256-GCM; a passphrase becomes a key by scrypt (N = 2^17, r = 8, p = 1: 128 MiB and a fraction of a second,
OWASP's recommendation for passwords, checked 2026-11).
"""

import base64
import binascii
import json
import os
from typing import Any

from launcher.errors import SettingsError

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
COST = 2**17
_KIND = "launcher logins 1"
_WRONG = "the passphrase is another one, or the file was changed"


def key_of(text: str) -> bytes:
    """The key that LAUNCHER_TOKENS_KEY spells in base64. Raises SettingsError for anything but 32 bytes."""
    try:
        key = base64.b64decode(text.strip().translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(
            "LAUNCHER_TOKENS_KEY is not a key of 32 bytes in base64", fix="make one with: openssl rand -base64 32"
        )
    return key


def seal(key: bytes, data: bytes, about: bytes) -> bytes:
    """`data` encrypted; `about` is bound to it, and not in it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """What was sealed. Raises ValueError where key, data or `about` is another."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except InvalidTag:
        raise ValueError("sealed with another key") from None


def lock(passphrase: str, data: bytes) -> bytes:
    """`data` as a file that travels: JSON, which says how its key is made of the passphrase."""
    salt = os.urandom(SALT_BYTES)
    sealed = seal(_stretched(passphrase, salt), data, _KIND.encode())
    said = {"kind": _KIND, "salt": _text(salt), "sealed": _text(sealed)}
    return json.dumps(said, indent=1).encode() + b"\n"


def unlock(passphrase: str, locked: bytes, where: str) -> bytes:
    """What `lock` locked. Raises SettingsError for another passphrase, and for anything that is no such file."""
    try:
        said: dict[str, Any] = json.loads(locked)
        kind, salt, sealed = said["kind"], base64.b64decode(said["salt"]), base64.b64decode(said["sealed"])
    except (ValueError, KeyError, TypeError):
        kind, salt, sealed = "", b"", b""
    if kind != _KIND:
        raise SettingsError(f"{where} was not made by `launcher login export`", fix="name the file it made")
    try:
        return unseal(_stretched(passphrase, salt), sealed, _KIND.encode())
    except ValueError:
        raise SettingsError(f"{where} cannot be opened: {_WRONG}", fix="type the passphrase it was made with") from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=8, p=1).derive(passphrase.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
