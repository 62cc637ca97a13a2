"""A minimal stand-in for X, in a process of its own: takes a post after a fixed time, and notes when it was whole.

`python -m tests.bench.clerk CERTIFICATE KEY SECONDS` prints its port. `GET /taken` gives `{text: instants}`.
"""

import asyncio
import json
import ssl
import sys
import time
from itertools import count

taken: dict[str, list[float]] = {}
_numbers = count(1)


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Answer request after request on one connection."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next((int(line[15:]) for line in head.lower().split("\r\n") if line[:15] == "content-length:"), 0)
            body = await reader.readexactly(length)
            answer = await _answer(head.split(" ", 2), body, time.time(), seconds)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        writer.close()


async def _answer(request: list[str], body: bytes, at: float, seconds: float) -> bytes:
    method, path = request[:2]
    if path == "/taken":
        return json.dumps(taken).encode()
    if method == "GET":
        return b'{"data": {"id": "1", "username": "studio", "name": "Studio"}}'
    taken.setdefault(json.loads(body)["text"], []).append(at)
    await asyncio.sleep(seconds)
    return b'{"data": {"id": "%d", "text": ""}}' % next(_numbers)


async def main(certificate: str, key: str, seconds: str) -> None:
    """Serve until killed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(
        lambda reader, writer: serve(reader, writer, float(seconds)), "127.0.0.1", 0, ssl=context, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
