"""Credentials of one account: what every platform's login has in common.

They come from the environment, else the secrets file, else the store that `launcher login` fills, variable by variable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any, Self

from launcher.errors import LoginExpired
from launcher.logins.kept import Kept, Store
from launcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Login:
    """A platform's credentials for one account. Subclasses name their fields; none of them is ever shown.

    A field named `refresh_token` of platform `youtube` is the variable `YOUTUBE_REFRESH_TOKEN`;
    for the account `studio` it is `YOUTUBE_STUDIO_REFRESH_TOKEN`.

    `owner` is the platform's id of whom the account is pinned to, or empty; with `is_proved` the platform said once
    that these very credentials are that owner's. `store` is where the refresh token came from, if it was a store.
    """

    account: str = "default"
    timeout: float = 60.0
    owner: str = ""
    is_proved: bool = True
    store: Store | None = field(default=None, repr=False, compare=False)

    @classmethod
    def platform(cls) -> str:
        """The platform's name."""
        return cls.__name__.removesuffix("Login").lower()

    @classmethod
    def prefix(cls, account: str) -> str:
        """What the account's variables begin with."""
        platform = cls.platform().upper()
        return platform + "_" if account == "default" else f"{platform}_{account.upper()}_"

    @classmethod
    def required(cls) -> list[str]:
        """The fields without which nothing can be sent."""
        return [each.name for each in fields(cls) if each.metadata.get("secret") == "required"]

    @classmethod
    def secrets(cls) -> list[str]:
        """All fields that are credentials."""
        return [each.name for each in fields(cls) if each.metadata.get("secret")]

    @classmethod
    def said(cls, settings: Settings, account: str) -> dict[str, str]:
        """What environment and secrets file say of each credential; empty where they say nothing."""
        prefix = cls.prefix(account)
        return {name: settings.values.get(prefix + name.upper(), "").strip() for name in cls.secrets()}

    @classmethod
    def fingerprint(cls, settings: Settings, account: str = "default") -> str:
        """A hash that changes with any of the account's credentials, and tells none of them.

        A refresh token that takes another's place does not change it. Raises LoginExpired as the store does.
        """
        from launcher.logins.store import opened

        kept = opened(settings).glance(cls.platform(), account)
        said = [*cls.said(settings, account).values(), kept.stamp if kept else ""]
        return sha256(repr(said).encode()).hexdigest()[:16]

    @classmethod
    def load(cls, settings: Settings, account: str = "default") -> Self:
        """The account's credentials. Raises LoginExpired naming every missing variable."""
        from launcher.logins.store import opened

        said, store = cls.said(settings, account), opened(settings)
        kept = store.glance(cls.platform(), account)
        if kept and kept.in_keyring and not all(said[name] for name in cls.required()):
            kept = store.read(cls.platform(), account)
        held = kept.values if kept else {}
        found = {name: text or held.get(name, "").strip() for name, text in said.items()}
        cls._require(found, account)
        renewed = "refresh_token" in held and not said.get("refresh_token")
        return cls.of(found, settings, account, **_owned(kept, said), store=store if renewed else None)

    @classmethod
    def of(cls, values: Mapping[str, str], settings: Settings, account: str = "default", **more: Any) -> Self:
        """A login of these credentials, with the roots that the settings name. Those that are secret are hidden now."""
        from launcher.text.redaction import is_secret_name, protect

        protect(text for name, text in values.items() if is_secret_name(name))
        roots: dict[str, Any] = {
            each.name: settings.root(each.metadata["root"]) for each in fields(cls) if each.metadata.get("root")
        }
        known: dict[str, Any] = {name: text for name, text in values.items() if text and name in cls.secrets()}
        return cls(account=account, timeout=settings.timeout, **known, **roots, **more)

    @classmethod
    def _require(cls, found: Mapping[str, str], account: str) -> None:
        missing = [cls.prefix(account) + name.upper() for name in cls.required() if not found[name]]
        if missing:
            raise LoginExpired(
                f"{cls.platform()} ({account}): {', '.join(missing)} not set",
                code="missing",
                fix=f"launcher login {words(cls.platform(), account)} (or put them into secrets.env)",
            )

    def again(self) -> str:
        """What to type where the credentials no longer work."""
        return f"launcher login {words(self.platform(), self.account)}"


def words(platform: str, account: str) -> str:
    """The account as arguments of `launcher login` and `launcher logout`."""
    return platform if account == "default" else f"{platform} --account {account}"


def advice(fix: str, platform: str, account: str) -> str:
    """`fix`, or else to log in again; an adapter's does not know the account's name, and is told it here."""
    again = f"launcher login {words(platform, account)}"
    return re.sub(rf"launcher login {platform}(?! --account)", again, fix) if fix else again


def _owned(kept: Kept | None, said: Mapping[str, str]) -> dict[str, Any]:
    """Whom the account is pinned to, and whether that is proved: nothing stands in the place of what was kept."""
    if kept is None:
        return {}
    is_proved = all(not text or text == kept.values.get(name) for name, text in said.items())
    return {"owner": kept.id, "is_proved": is_proved}
