"""The conversation of `launcher login PLATFORM`: what to click, the app, the page, its answer, whose login it is."""

import os
import secrets
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from launcher.cli import output
from launcher.errors import LoginExpired, SettingsError, Unavailable

if TYPE_CHECKING:
    from launcher.consent.base import Consent, Found
    from launcher.logins.kept import Kept
    from launcher.platforms.base import Identity
    from launcher.settings import Settings


@dataclass(frozen=True, kw_only=True)
class App:
    """Where client id and secret come from; with `new` from nothing that is known already."""

    client_id: str = ""
    secret_stdin: bool = False
    new: bool = False


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the page is shown and its answer comes; `wait` is in seconds, None where nothing was said of it."""

    paste: bool = False
    browser: bool = True
    port: int | None = None
    wait: float | None = None


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the command's options say."""

    app: App
    way: Way
    account: str = "default"
    page: str = ""
    in_keyring: bool = False


def log_in(platform: str, settings: "Settings", wishes: Wishes) -> None:
    """Log in, keep it, and tell whose it is. Raises LoginExpired or Unavailable where nothing was kept."""
    from launcher.consent.ways import way
    from launcher.logins.base import advice

    try:
        _log_in(way(platform, settings), settings, wishes)
    except (LoginExpired, Unavailable) as error:
        error.fix = advice(error.fix, platform, wishes.account)
        raise


def _log_in(way: "Consent", settings: "Settings", wishes: Wishes) -> None:
    from launcher.clock import SystemClock
    from launcher.consent.keeping import keep

    app = _app(way, wishes)
    found = _chosen(_answered(way, app, wishes), wishes.page)
    with output.talk().status(f"Asking {way.name} whose login this is …"):
        kept, identity = keep(way, wishes.account, found, SystemClock(), in_keyring=wishes.in_keyring)
    _tell(kept, identity, settings)


def _app(way: "Consent", wishes: Wishes) -> dict[str, str]:
    """What makes up the app: options, environment, secrets file and the login before are asked before a person is."""
    from launcher.consent.keeping import known
    from launcher.text.redaction import protect

    found = dict.fromkeys((ask.name for ask in way.asks), "") if wishes.app.new else known(way, wishes.account)
    first, second = way.asks
    found[first.name] = wishes.app.client_id or found[first.name]
    if wishes.app.secret_stdin:
        found[second.name] = _line()
    if not all(found.values()):
        output.say(guide(way, wishes))
    for ask in way.asks:
        found[ask.name] = found[ask.name] or _asked(way, ask.name, ask.called, wishes.account)
    protect([found[second.name]])
    return found


def guide(way: "Consent", wishes: Wishes) -> str:
    """What to click where, with the redirect address that will be used."""
    port = wishes.way.port or way.port
    address = f"http://{way.host}:{port}/" if port else f"http://{way.host}"
    return way.steps.replace("{redirect}", address)


def _asked(way: "Consent", name: str, called: str, account: str) -> str:
    """Typed without echo. Raises SettingsError where nobody can be asked."""
    if not _terminal():
        from launcher.platforms.registry import login_class

        prefix = login_class(way.name).prefix(account)
        first, second = (prefix + ask.name.upper() for ask in way.asks)
        raise SettingsError(
            f"{way.name}: {called} is not known, and there is no terminal to ask on",
            fix=f"set {first} and {second}, or give --client-id ID and --secret-stdin",
        )
    typed = str(typer.prompt(f"{called} (not shown)", hide_input=True, err=True)).strip()
    if name.endswith("_id"):
        output.say(f"  taken: {len(typed)} characters, …{typed[-6:]}")
    return typed


def _answered(way: "Consent", app: dict[str, str], wishes: Wishes) -> "list[Found]":
    """Show the page, wait for its answer, and exchange that."""
    from launcher.consent import answers
    from launcher.consent.listener import Listener
    from launcher.text.human import duration

    state = secrets.token_urlsafe(32)
    if not way.host:
        _show(way.begin(app, "", state), wishes)
        return way.finish(_typed("PIN"))
    if wishes.way.paste:
        redirect = f"http://{way.host}:{wishes.way.port or way.port or 1}/"
        _show(way.begin(app, redirect, state), wishes)
        output.say(_PASTE.format(redirect=redirect))
        return way.finish(answers.code(way.name, answers.pasted(way.name, _typed("Address"), state)))
    _require_somebody(way, wishes)
    with Listener(state, way.host, way.port if wishes.way.port is None else wishes.way.port) as listener:
        _show(way.begin(app, listener.redirect, state), wishes)
        patience = PATIENCE if wishes.way.wait is None else wishes.way.wait
        output.say(_WAITING.format(time=duration(patience), redirect=listener.redirect) + _elsewhere())
        said = listener.wait(patience)
    return way.finish(answers.code(way.name, said))


def _require_somebody(way: "Consent", wishes: Wishes) -> None:
    """Raise LoginExpired where no one is there to allow it, unless a time to wait was asked for."""
    if wishes.way.wait is None and not _terminal():
        raise LoginExpired(
            f"{way.name}: somebody must allow this on a page in a browser, and there is no terminal to show it on",
            code="nobody",
            fix=f"launcher login {way.name} at a terminal; where somebody will open the page that it prints, --wait 5m",
        )


def _elsewhere() -> str:
    """What to do where the person sits at another machine than this."""
    return "\nOver ssh, with the browser on your own machine: end this, and add --paste." * ("SSH_TTY" in os.environ)


PATIENCE = 300.0
"""Seconds that a person has for the page."""
_WAITING = (
    "Waiting up to {time} until it is allowed there; the page's answer comes to {redirect} by itself (Ctrl-C ends it)."
)
_PASTE = (
    "Allow it in any browser. It is then led to {redirect}…, where nothing answers: copy all of that address\n"
    "from the address bar, and paste it here."
)


def _show(page: str, wishes: Wishes) -> None:
    """Show the page's address, and open it where there is a browser with a screen."""
    output.say(f"\nOpen this page:\n{page}\n")
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if wishes.way.browser and not wishes.way.paste and screen and _terminal():
        import webbrowser

        webbrowser.open(page)


def _chosen(found: "list[Found]", wanted: str) -> "Found":
    """The one that is meant, by option or by a person's choice. Raises SettingsError where nobody can be asked."""
    from launcher.text.foreign import clean_line

    if wanted:
        found = [each for each in found if wanted in (each.id, each.name)]
    if len(found) == 1:
        return found[0]
    names = [f"{clean_line(each.name, 60)} ({each.id})" for each in found]
    if not found or not _terminal():
        raise SettingsError(
            f"no Page is {wanted!r}" if wanted else f"there are several Pages: {', '.join(names)}",
            fix="say which: --page ID",
        )
    output.say("\n".join(f"  {number}  {name}" for number, name in enumerate(names, 1)))
    number = 0
    while not 1 <= number <= len(found):
        number = int(typer.prompt(f"Which Page (1 to {len(found)})", type=int, err=True))
    return found[number - 1]


def _tell(kept: "Kept", identity: "Identity", settings: "Settings") -> None:
    """Whose it is, on stdout; what is doubtful about it, on stderr."""
    from launcher.cli.login_table import overriding
    from launcher.logins.store import opened
    from launcher.text.foreign import clean_line

    who = " ".join(filter(None, (clean_line(identity.name, 60), f"({identity.id})", clean_line(identity.url))))
    output.data(f"{kept.platform} ({kept.account}): {who}")
    place = "the keyring" if kept.in_keyring else opened(settings).where
    output.say(f"Kept in {place}, and pinned: a token of another account is refused from now on.")
    output.say("Whether it may do what a launch needs: launcher doctor")
    if kept.expires_at:
        output.warning(
            f"this login ends on {kept.expires_at:%Y-%m-%d %H:%M} UTC: publish the app "
            "(Google Auth Platform > Audience), then log in again"
        )
    told = ", ".join(overriding(kept, settings))
    if told:
        output.warning(f"{told} of the environment or secrets file is another, and wins over this login: take it out")


def _typed(what: str) -> str:
    """A line from a person, or from stdin. Raises SettingsError for an empty one."""
    text = str(typer.prompt(what, err=True)) if _terminal() else _line()
    if not text.strip():
        raise SettingsError(f"no {what} was given", fix="type it, or give it as the next line of stdin")
    return text


def _line() -> str:
    return sys.stdin.readline().strip()


def _terminal() -> bool:
    return output.interactive(sys.stdin) and output.interactive(sys.stderr)
