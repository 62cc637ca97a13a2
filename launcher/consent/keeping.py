"""From an answer to a kept login: the platform is asked whose it is, and the account is pinned to that."""

from datetime import timedelta

from launcher.clock import Clock
from launcher.consent.base import Consent, Found
from launcher.errors import LoginExpired
from launcher.logins.kept import Kept
from launcher.logins.store import opened
from launcher.platforms import registry
from launcher.platforms.base import Identity


def known(way: Consent, account: str) -> dict[str, str]:
    """What is known of the app: from the environment, the secrets file, or the login before.

    Where nothing is known for the account, the default account's app will do: one app may have many accounts.
    """
    kept = _readable(way, account)
    said = registry.login_class(way.name).said(way.settings, account)
    held = kept.values if kept else {}
    found = {ask.name: said.get(ask.name, "") or held.get(ask.name, "") for ask in way.asks}
    return known(way, "default") if account != "default" and not any(found.values()) else found


def _readable(way: Consent, account: str) -> Kept | None:
    """The login before, or None where there is none, or its keyring stays shut."""
    try:
        return opened(way.settings).read(way.name, account)
    except LoginExpired as error:
        if error.code != "keyring":
            raise
        return None


def keep(way: Consent, account: str, found: Found, clock: Clock, *, in_keyring: bool = False) -> tuple[Kept, Identity]:
    """Ask the platform whose these credentials are, and keep them.

    Raises LoginExpired where they are not good, or of another owner than the account is pinned to: nothing is kept
    then.
    """
    store = opened(way.settings)
    before = store.glance(way.name, account)
    login = registry.login_class(way.name).of(found.values, way.settings, account, owner=before.id if before else "")
    platform = registry.make(way.name)
    platform.connect(login, clock)
    identity = platform.account()
    ends = clock.now() + timedelta(seconds=found.lasts) if found.lasts else None
    kept = Kept(
        platform=way.name,
        account=account,
        id=identity.id,
        name=identity.name,
        url=identity.url,
        since=clock.now().replace(microsecond=0),
        expires_at=ends or identity.expires_at,
        in_keyring=in_keyring,
        values=way.named(dict(found.values), identity),
    )
    with store.locked(way.name, account):  # a renewal under way would put the old login back
        store.write(kept)
    return kept, identity
