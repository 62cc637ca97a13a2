"""Which store keeps the logins: files in LAUNCHER_HOME, or the journal's PostgreSQL where there is a key for it."""

from launcher.logins.files import FileStore
from launcher.logins.kept import Store
from launcher.settings import Settings


def opened(settings: Settings) -> Store:
    """The store that the settings name. Raises SettingsError for a bad key, Unavailable for an absent database."""
    key = settings.tokens_key
    if key and settings.journal_url.startswith(("postgresql", "postgres:")):
        from launcher.logins.sealing import key_of
        from launcher.logins.shared import SharedStore

        return SharedStore(settings.journal_url, key_of(key))
    return FileStore(settings.tokens)
