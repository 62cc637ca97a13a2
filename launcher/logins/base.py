"""Credentials of one account, read from settings: what every platform's login has in common."""

from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Self

from launcher.errors import LoginExpired
from launcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Login:
    """A platform's credentials for one account. Subclasses name their fields; none of them is ever shown.

    A field named `refresh_token` of platform `youtube` is the variable `YOUTUBE_REFRESH_TOKEN`;
    for the account `studio` it is `YOUTUBE_STUDIO_REFRESH_TOKEN`.
    """

    account: str = "default"
    timeout: float = 60.0

    @classmethod
    def prefix(cls, account: str) -> str:
        """What the account's variables begin with."""
        platform = cls.__name__.removesuffix("Login").upper()
        return platform + "_" if account == "default" else f"{platform}_{account.upper()}_"

    @classmethod
    def required(cls) -> list[str]:
        """The fields without which nothing can be sent."""
        return [each.name for each in fields(cls) if each.metadata.get("secret") == "required"]

    @classmethod
    def fingerprint(cls, settings: Settings, account: str = "default") -> str:
        """A hash that changes with any of the account's credentials, and tells none of them."""
        prefix = cls.prefix(account)
        names = [each.name for each in fields(cls) if each.metadata.get("secret")]
        said = [settings.values.get(prefix + name.upper(), "") for name in names]
        return sha256(repr(said).encode()).hexdigest()[:16]

    @classmethod
    def load(cls, settings: Settings, account: str = "default") -> Self:
        """The account's credentials. Raises LoginExpired naming every missing variable."""
        prefix = cls.prefix(account)
        names = [each.name for each in fields(cls) if each.metadata.get("secret")]
        found = {name: settings.values.get(prefix + name.upper(), "").strip() for name in names}
        missing = [prefix + name.upper() for name in cls.required() if not found[name]]
        if missing:
            platform = cls.__name__.removesuffix("Login").lower()
            raise LoginExpired(
                f"{platform} ({account}): {', '.join(missing)} not set",
                code="missing",
                fix="put them into secrets.env; secrets.example.env says where each comes from",
            )
        roots = {each.name: settings.root(each.metadata["root"]) for each in fields(cls) if each.metadata.get("root")}
        return cls(account=account, timeout=settings.timeout, **{k: v for k, v in found.items() if v}, **roots)
