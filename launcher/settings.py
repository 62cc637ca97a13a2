"""Settings from the environment and the secrets file: the only place that reads either.

`LAUNCHER_HOME` holds journal, tokens and reports; the secrets file is `--secrets`, else `LAUNCHER_SECRETS`,
else `./secrets.env`, else `LAUNCHER_HOME/secrets.env`. The environment wins over the file. API roots come
from the environment alone: a file that travels with a manifest must not be able to send tokens elsewhere.
"""

import ipaddress
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from launcher.errors import SettingsError
from launcher.rates import Limit, parse

ROOTS = {
    "YOUTUBE_API_ROOT": "https://youtube.googleapis.com/",
    "YOUTUBE_TOKEN_URI": "https://oauth2.googleapis.com/token",
    "YOUTUBE_AUTH_URI": "https://accounts.google.com/o/oauth2/v2/auth",
    "YOUTUBE_WEB_ROOT": "https://www.youtube.com",
    "VIMEO_API_ROOT": "https://api.vimeo.com",
    "VIMEO_WEB_ROOT": "https://vimeo.com",
    "FACEBOOK_API_ROOT": "https://graph.facebook.com",
    "FACEBOOK_WEB_ROOT": "https://www.facebook.com",
    "X_API_ROOT": "https://api.twitter.com",
    "REDDIT_API_ROOT": "https://oauth.reddit.com",
    "REDDIT_WEB_ROOT": "https://www.reddit.com",
}
"""Where each platform answers, unless the environment says otherwise."""

_PARTS = re.compile(r"(\d+(?:\.\d+)?)(ms|d|h|m|s)")
_SECONDS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where settings came from: the environment, the file that was named by hand, and what the file looked like."""

    environment: Mapping[str, str] = field(repr=False)
    chosen: Path | None
    seen: tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that the environment says; `values` holds the secrets and is never shown."""

    home: Path
    journal_url: str
    values: Mapping[str, str] = field(repr=False)
    tokens_key: str = field(default="", repr=False)
    roots: Mapping[str, str]
    timeout: float = 60.0
    grace: timedelta | None = None
    limit_rate: tuple[Limit, ...] = ()
    source: Source | None = field(default=None, repr=False)

    def root(self, name: str) -> str:
        """The API root of that name without a trailing slash."""
        return self.roots[name].rstrip("/")

    @property
    def staged(self) -> bool:
        """Whether an API root leads to this machine: to a stage, and to no platform."""
        return any(is_loopback(urlsplit(root).hostname or "") for root in self.roots.values())

    def grace_of(self, platform: str, own: timedelta) -> timedelta:
        """How long an unconfirmed post may take to appear: the longer of what is set and the platform's own.

        A shorter one would post twice. Only a stage on this machine, which is known to be quicker, may have one.
        """
        root = self.roots.get(f"{platform.upper()}_API_ROOT", "")
        if self.grace is None or is_loopback(urlsplit(root).hostname or ""):
            return own if self.grace is None else self.grace
        return max(own, self.grace)

    @property
    def tokens(self) -> Path:
        """Where logins are kept."""
        return self.home / "tokens"

    @property
    def marks(self) -> Path:
        """Where a tick leaves its mark: beside the journal, or in the home where the journal is on a server."""
        path = self.journal_url.removeprefix("sqlite:///")
        return Path(path).parent if path != self.journal_url else self.home

    @property
    def reports(self) -> Path:
        """Where reports are written."""
        return self.home / "reports"


def load(environment: Mapping[str, str] | None = None, *, secrets: Path | None = None) -> Settings:
    """Read the settings. Raises SettingsError for an unsafe secrets file or API root, or an unreadable duration."""
    env = dict(os.environ if environment is None else environment)
    path = secrets_file(env, _home(env), secrets)
    source = Source(environment=env, chosen=secrets, seen=_look(path))
    return replace(fixed(env, read_secrets(path)), source=source)


def renewed(settings: Settings) -> Settings:
    """The same settings, read anew where the secrets file has changed since. Raises SettingsError as `load`."""
    source = settings.source
    if source is None:
        return settings
    path = secrets_file(source.environment, settings.home, source.chosen)
    return settings if _look(path) == source.seen else load(source.environment, secrets=source.chosen)


def _look(path: Path | None) -> tuple[object, ...]:
    """What tells that a file is another one, or was written to."""
    if path is None:
        return ()
    told = path.stat()
    return path, told.st_ino, told.st_size, told.st_mtime_ns


def fixed(env: Mapping[str, str], secrets: Mapping[str, str] | None = None) -> Settings:
    """The settings that `env` and `secrets` say, without a look at any file. Raises SettingsError as `load`."""
    home, grace = _home(env), env.get("LAUNCHER_GRACE")
    return Settings(
        home=home,
        journal_url=env.get("LAUNCHER_JOURNAL") or f"sqlite:///{home / 'journal.db'}",
        values={**(secrets or {}), **env},
        tokens_key=env.get("LAUNCHER_TOKENS_KEY", ""),
        roots={name: checked_root(name, env.get(name) or default) for name, default in ROOTS.items()},
        timeout=seconds("LAUNCHER_TIMEOUT", env.get("LAUNCHER_TIMEOUT", "60s")),
        grace=timedelta(seconds=seconds("LAUNCHER_GRACE", grace)) if grace else None,
        limit_rate=parse(env.get("LAUNCHER_LIMIT_RATE", "")),
    )


def _home(env: Mapping[str, str]) -> Path:
    return Path(env["LAUNCHER_HOME"]).expanduser() if env.get("LAUNCHER_HOME") else default_home()


def default_home() -> Path:
    """The platform's own place for an application's state, such as ~/.local/share/launcher."""
    import platformdirs

    return platformdirs.user_data_path("launcher", appauthor=False)


def secrets_file(env: Mapping[str, str], home: Path, chosen: Path | None) -> Path | None:
    """The secrets file to read, or None where there is none. A file named by hand must exist."""
    named = chosen or (Path(env["LAUNCHER_SECRETS"]) if env.get("LAUNCHER_SECRETS") else None)
    if named is not None:
        if not _is_file(named):
            raise SettingsError(
                f"no secrets file at {named}", fix="cp secrets.example.env secrets.env && chmod 600 secrets.env"
            )
        return named
    return next((path for path in (Path("secrets.env"), home / "secrets.env") if _is_file(path)), None)


def _is_file(path: Path) -> bool:
    """Whether there is a file. Raises SettingsError where that cannot be seen."""
    try:
        return path.is_file()
    except OSError as error:
        raise SettingsError(f"{path} cannot be looked at: {error.strerror}", fix=_OTHER_HOME) from error


_OTHER_HOME = "make its folder readable for this user, or set LAUNCHER_HOME to another"


def read_secrets(path: Path | None) -> dict[str, str]:
    """The file's variables. Raises SettingsError where others could read it."""
    if path is None:
        return {}
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise SettingsError(f"{path} can be read by others (mode {mode:04o})", fix=f"chmod 600 {path}")
    import dotenv

    try:
        values = dotenv.dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path} cannot be read: {type(error).__name__}", fix="save it as UTF-8 text") from None
    roots = sorted(ROOTS.keys() & {name for name, value in values.items() if value})
    if roots:
        raise SettingsError(f"{path} sets {', '.join(roots)}: tokens would be sent there", fix=_ROOTS_FIX)
    return {name: value for name, value in values.items() if value}


_ROOTS_FIX = "put API roots into the environment (set -a; . FILE; set +a), never into a secrets file"


def checked_root(name: str, url: str) -> str:
    """`url`, where it is https, or http to a loopback address. Raises SettingsError otherwise."""
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" and parts.hostname
        if safe or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            return url
    except ValueError:
        pass  # an address that is none
    raise SettingsError(
        f"{name} is {url!r}, and tokens are sent there",
        fix=f"give {name} an https:// address, or http:// on 127.0.0.1, or unset it",
    )


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by address or by the name localhost."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def seconds(name: str, text: str) -> float:
    """The seconds of a duration such as `1h 30m`. Raises SettingsError naming the variable."""
    parts = _PARTS.findall(text)
    if not parts or _PARTS.sub("", text).strip():
        raise SettingsError(f"{name} is {text!r}, not a duration", fix=f"write it like {name}=2m or {name}=1h 30m")
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
