"""People, through Apprise: the one module that imports it.

- Apprise says no more than whether all went well; why not stands in its log, which is caught and read. What never got a
  connection may be told again; whatever else went wrong may have been heard.
- Its log repeats parts of the address: it goes nowhere else, and no word of it into a message.
- Loading its plugins takes seconds: that is done before anything is said to be sent.
"""

import logging
import re
import warnings
from collections.abc import Sequence
from typing import Any

from launcher.clock import Clock
from launcher.errors import LoginExpired, OutcomeUnknown, Unavailable
from launcher.logins.notify import NotifyLogin, variable
from launcher.platforms import limits
from launcher.platforms.base import Identity, Receipt, Sample

NOBODY = "none://"
"""The address of a rehearsal: nobody is told."""

_UNSENT = re.compile("NewConnectionError|ConnectTimeout|NameResolutionError|Connection refused|getaddrinfo")
_ANSWERED = re.compile(r"error=(\d{3})")
"""What its log says where no connection was made, and where the service answered with a status."""


class Notify:
    """The people of one name."""

    name = "notify"
    limits = limits.NOTIFY

    def connect(self, login: NotifyLogin, _clock: Clock) -> None:
        """Take the address. Sends nothing. Raises LoginExpired where Apprise knows no such address."""
        self._account, self._apprise = login.account, None
        if login.url == NOBODY:
            return
        with warnings.catch_warnings(action="ignore"):  # its plugins' own, of libraries to come
            import apprise

            self._apprise = apprise.Apprise()
            known = self._apprise.add(login.url)
        logging.getLogger("apprise").propagate = False
        if not known:
            fix = f"mend {variable(login.account)} in secrets.env: https://appriseit.com has every kind of address"
            raise LoginExpired(f"{variable(login.account)} is no address that Apprise knows", code="address", fix=fix)

    def account(self) -> Identity:
        """The name. Sends nothing."""
        return Identity(id=self._account, name=self._account)

    def sample(self, _receipts: Sequence[Receipt]) -> list[Sample]:
        """Nothing: people are not counted."""
        return []

    def tell(self, title: str, body: str) -> None:
        """Tell them, once. Raises Unavailable where it was not heard, OutcomeUnknown where it may have been."""
        if self._apprise is None:
            return
        import apprise

        catch: Any = apprise.LogCapture
        with catch(level=logging.DEBUG) as caught:
            heard = self._apprise.notify(title=title, body=body)
            words = caught.getvalue()
        if not heard:
            raise self._failure(words)

    def _failure(self, words: str) -> Unavailable | OutcomeUnknown:
        said: Any = _ANSWERED.search(words)
        if _UNSENT.search(words):
            return Unavailable(f"{variable(self._account)}: no connection", code="connection")
        if said:
            return Unavailable(f"{variable(self._account)}: the service answered {said[1]}", code=said[1])
        return OutcomeUnknown(f"{variable(self._account)}: no answer that says whether it was heard", code="unheard")
