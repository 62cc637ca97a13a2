"""Replies that drip, or never end: they count as no reply, soon."""

import gzip
import socket
import threading

import pytest
import requests

from launcher.clock import SystemClock
from launcher.errors import OutcomeUnknown
from launcher.platforms import transport
from tests.platforms.hostile import Answer, Hostile


def road(timeout: float) -> requests.Session:
    """A session over the transport."""
    return transport.session(transport.SendsOnce(platform="it", timeout=timeout, clock=SystemClock(), origins={}))


def test_a_reply_that_drips_is_no_reply() -> None:
    """A byte at a time, each within the timeout, ends after a few timeouts: nobody knows what became of the create."""
    done, server = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = server.accept()
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 201 Created\r\ncontent-length: 100000\r\n\r\n")
        while not done.wait(0.02):
            try:
                connection.sendall(b" ")
            except OSError:
                break
        connection.close()

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(OutcomeUnknown, match="timeout"):
        road(0.1).post(f"http://127.0.0.1:{server.getsockname()[1]}/")
    done.set()
    thread.join()
    server.close()


def test_a_reply_without_end_is_no_reply() -> None:
    """A small body that unpacks to more than any platform sends is not read to its end."""
    packed = gzip.compress(b" " * (transport.LONGEST_REPLY + 2**20))
    answer = Answer(body=packed, status=201, headers={"Content-Encoding": "gzip"})
    with Hostile(lambda _: answer) as server, pytest.raises(OutcomeUnknown):
        road(5).post(server.root)
