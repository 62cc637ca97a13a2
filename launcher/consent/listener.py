"""Waits on a loopback address for the one answer of a consent page.

Only an answer with this login's state counts, and only the first one. A page of some other site can reach the address
too: it does not know the state, and is refused without ending the wait.
"""

import hmac
import html
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from launcher.errors import LoginExpired, SettingsError

ADDRESS = "127.0.0.1"
PATH = "/"
SILENCE = 10.0
"""Seconds that a connection may say nothing: browsers open some in advance."""

WRONG_STATE = "This answer is not of this login: its state is another one. Nothing was taken from it."
TAKEN = "This login has had its answer already. Nothing was taken from this one."
THANKS = "launcher has the answer. Close this window, and go back to the terminal."


class Listener:
    """Use it as a context: leaving it closes the address."""

    def __init__(self, state: str, host: str = ADDRESS, port: int = 0) -> None:
        self._state = state
        self._refused = 0
        self._taken = False
        self._lock = Lock()
        self._answers: Queue[dict[str, str]] = Queue()
        try:
            self._server = _Server((ADDRESS, port), _handler(self))
        except OSError as error:
            raise SettingsError(
                f"port {port} of {ADDRESS} cannot be used: {error.strerror}",
                fix="end what uses it; or add --port N, and give the platform that redirect address; or add --paste",
            ) from error
        self.redirect = f"http://{host}:{self._server.server_port}{PATH}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, args=(0.05,), name="redirect", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, seconds: float) -> dict[str, str]:
        """The answer's parameters. Raises LoginExpired where none comes within `seconds`."""
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            other = f" ({self._refused} with another state were refused)" if self._refused else ""
            raise LoginExpired(
                f"no answer came to {self.redirect} within {seconds:.0f} seconds{other}",
                code="timeout",
                fix="try again; where the browser is on another machine, add --paste",
            ) from None

    def heard(self, target: str, host: str) -> tuple[int, str]:
        """What to answer to a request: its status and words."""
        parts = urlsplit(target)
        if parts.path != PATH or host.partition(":")[0] not in (ADDRESS, "localhost"):
            return 404, "There is nothing here."
        said = {name: texts[0] for name, texts in parse_qs(parts.query).items()}
        with self._lock:
            if not same_state(said, self._state):
                self._refused += 1
                return 400, WRONG_STATE
            if self._taken:
                return 410, TAKEN
            self._taken = True
        return 200, THANKS

    def take(self, target: str) -> None:
        """Keep an answer that was heard with 200."""
        self._answers.put({name: texts[0] for name, texts in parse_qs(urlsplit(target).query).items()})


def same_state(said: dict[str, str], state: str) -> bool:
    """Whether an answer is that of the login with this state."""
    return hmac.compare_digest(said.get("state", "").encode(), state.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in mid-sentence is no news."""


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = SILENCE

        def do_GET(self) -> None:
            status, words = listener.heard(self.path, self.headers.get("host", ""))
            page = f"<!doctype html><meta charset=utf-8><title>launcher</title><p>{html.escape(words)}</p>".encode()
            self.send_response(status)
            for name, text in _HEADERS.items():
                self.send_header(name, text)
            self.send_header("content-length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)
            if status == 200:
                listener.take(self.path)

        def log_message(self, *_: object) -> None:
            """The request's line holds the code: it goes nowhere."""

    return Handler


_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
