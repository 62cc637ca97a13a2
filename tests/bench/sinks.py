"""The server of the upload benchmark: `sink.c`, compiled at run time, with a certificate made for it."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HEADERS = Path("/usr/include/openssl/ssl.h")


@dataclass(frozen=True, kw_only=True)
class Sink:
    """A running sink: its plain and its TLS address, the certificate that clients trust, and how to get there."""

    plain: str
    tls: str
    certificate: Path
    within: tuple[str, ...] = ()

    def stats(self) -> dict[str, Any]:
        """Requests, connections, bytes and resets since the last look."""
        command = [*self.within, "curl", "-sS", f"{self.plain}/stats?clear"]
        found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return found


def missing() -> str:
    """Why the benchmark cannot run here, or nothing."""
    wanted = [name for name in ("gcc", "curl", "openssl", "taskset") if shutil.which(name) is None]
    if not HEADERS.is_file():
        wanted.append("OpenSSL's headers (libssl-dev)")
    return f"upload: skipped, for want of {', '.join(wanted)}" if wanted else ""


def built(name: str, folder: Path) -> Path:
    """The compiled `name.c`."""
    made = folder / name
    command = ["gcc", "-O2", "-msse4.2", "-w", "-o", str(made), str(HERE / f"{name}.c")]
    subprocess.run([*command, "-lssl", "-lcrypto", "-lpthread", "-lm"], check=True)
    return made


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """A certificate for that address, and its key."""
    made, key = folder / f"{address}.pem", folder / f"{address}.key"
    names = ["-subj", "/CN=sink", "-addext", f"subjectAltName=IP:{address}"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command = [
        "openssl",
        "req",
        "-x509",
        *curve,
        "-nodes",
        "-days",
        "2",
        *names,
        "-keyout",
        str(key),
        "-out",
        str(made),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@contextmanager
def running(folder: Path, *options: str, address: str = "127.0.0.1", within: tuple[str, ...] = ()) -> Iterator[Sink]:
    """A sink with these options of `sink.c`, on a core of its own; `within` begins commands in its network."""
    made, key = certificate(folder, address)
    plain, tls = free_port(), free_port()
    ports = ["-p", str(plain), "-s", str(tls), "--bind", address, "--cert", str(made), "--key", str(key)]
    process = subprocess.Popen(
        [*within, "taskset", "-c", "1", str(folder / "sink"), *ports, *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert process.stderr is not None
        process.stderr.readline()
        yield Sink(plain=f"http://{address}:{plain}", tls=f"https://{address}:{tls}", certificate=made, within=within)
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
