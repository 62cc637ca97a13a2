"""The film's way to the socket, plain and encrypted: every byte, once, and no more of it than the server wants."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httplib2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from launcher.clock import SystemClock
from launcher.errors import Refused
from launcher.platforms import transport
from launcher.platforms.base import Film
from launcher.platforms.film_body import FilmBody, stoppable
from launcher.platforms.keys import VimeoKeys
from launcher.platforms.youtube import http as youtube_http
from tests.platforms.contract import ignore

SIZE = 14 * 2**20 + 4321
NO = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
YES = b"HTTP/1.1 204 No Content\r\nUpload-Offset: 1\r\n\r\n"


class Sink:
    """A server that reads bodies, or answers before it has; `digest` is of what came in the last one."""

    def __init__(self, *, early: bool, tls: ssl.SSLContext | None) -> None:
        self.early, self.received, self.connections = early, 0, 0
        self.digest = hashlib.md5(usedforsecurity=False)
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.root = f"{'https' if tls else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                wire, _ = self._listener.accept()
                self.connections += 1
                wire.settimeout(5)
                with suppress(OSError):
                    self._talk(self._tls.wrap_socket(wire, server_side=True) if self._tls else wire)

    def _talk(self, wire: socket.socket) -> None:
        with wire, wire.makefile("rb") as stream:
            while length := self._head(stream):
                if self.early:
                    wire.sendall(NO)
                self._body(stream, length)
                if not self.early:
                    wire.sendall(YES)

    def _head(self, stream: Any) -> int:
        length = 0
        while line := stream.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return length

    def _body(self, stream: Any, length: int) -> None:
        while length and (block := stream.read1(min(length, 2**18))):
            self.received += len(block)
            self.digest.update(block)
            length -= len(block)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of this address, in one file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sink")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "sink.pem"
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """A film of no whole number of blocks, and its like nowhere twice."""
    path = tmp_path / "film.mp4"
    path.write_bytes(b"".join(number.to_bytes(8) for number in range(SIZE // 8 + 1))[:SIZE])
    return Film(path=path, size=SIZE, title="Film", keys=VimeoKeys())


@contextmanager
def sink(certificate: Path, monkeypatch: pytest.MonkeyPatch, *, tls: bool, early: bool = False) -> Iterator[Sink]:
    """A server, whose certificate both clients trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setattr(httplib2, "CA_CERTS", str(certificate))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    made = Sink(early=early, tls=context if tls else None)
    yield made
    made.close()


class Hosts:
    """What both adapters send their films with; each keeps its connection."""

    def __init__(self) -> None:
        road = transport.SendsOnce(platform="vimeo", timeout=5, clock=SystemClock(), origins={}, raw=True)
        self._session, self._http = transport.session(road), youtube_http.SendsOnce(5)

    def send(self, host: str, url: str, body: FilmBody) -> int:
        """The status of the reply."""
        if host == "vimeo":
            return self._session.patch(url, data=body).status_code
        headers = {"Content-Length": str(len(body))}
        response, _ = self._http.request(url, method="PUT", body=body, headers=headers)
        return int(response.status)


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("host", ["youtube", "vimeo"])
def test_every_byte_arrives_once(
    host: str, tls: bool, film: Film, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From any offset on, over one kept connection; progress ends with the last byte."""
    heard: list[int] = []
    with sink(certificate, monkeypatch, tls=tls) as server:
        hosts = Hosts()
        for start in (0, 5):
            server.digest = hashlib.md5(usedforsecurity=False)
            assert hosts.send(host, server.root, FilmBody(film, start, heard.append)) == 204
            assert server.digest.digest() == hashlib.md5(film.path.read_bytes()[start:]).digest()
        assert heard[-1] == SIZE
        assert server.connections == 1


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("host", ["youtube", "vimeo"])
def test_what_the_server_does_not_want_is_not_sent(
    host: str, tls: bool, film: Film, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 401 comes before the film has: it is read at once, and the connection carries nothing more."""
    with sink(certificate, monkeypatch, tls=tls, early=True) as server:
        hosts = Hosts()
        for _ in range(2):
            body = FilmBody(film, 0, ignore)
            assert hosts.send(host, server.root, body) == 401
            assert body.stopped
        assert server.connections == 2
        assert server.received < SIZE


def test_a_film_that_became_shorter_is_refused(film: Film, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of it is no film."""
    with sink(certificate, monkeypatch, tls=False) as server:
        body = FilmBody(film, 0, lambda _: film.path.write_bytes(b"short"))
        with pytest.raises(Refused, match="not the film that was planned"), stoppable(film):
            Hosts().send("youtube", server.root, body)
