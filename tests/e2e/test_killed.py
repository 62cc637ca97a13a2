"""kill -9 and Ctrl-C at the worst moments: the next run goes on, and nothing is there twice."""

import shlex
import signal
import subprocess
from hashlib import md5

from tests.e2e.gateway import Gate
from tests.e2e.processes import Site, eventually, now
from tests.tiny import film_bytes, padded

MIB = 2**20
GRANULE = 256 * 1024
"""What YouTube keeps of a broken request comes in pieces of this size; tus keeps every byte."""

BIG = padded(film_bytes(), 33 * MIB)
UPLOADS = {"youtube": ("PUT", "/youtube/upload/*"), "vimeo": ("PATCH", "/vimeo/upload/*")}


def test_a_killed_upload_goes_on_where_the_host_stands(site: Site) -> None:
    """Killed in the middle of both uploads and run again: each host gets the rest, has one film, and it is whole."""
    path = site.manifest(now(hosts={"youtube": {}, "vimeo": {}}, posts=[]), film=BIG)
    gates = [site.gateway.stop_at(method, under, 20 * MIB + 12345) for method, under in UPLOADS.values()]
    kill(site.start("launch", str(path), "--yes"), gates)
    done = site.run("launch", str(path), "--yes")
    assert done.returncode == 0, done.stderr
    for host, (method, _) in UPLOADS.items():
        films = site.stage.held(host)
        assert [(each["md5"], each["public"]) for each in films] == [(md5(BIG).hexdigest(), True)]
        received = [each["received"] for each in site.stage.ledger(host, method, "/upload/")]
        assert len([each for each in received if each]) >= 2, received
        assert 0 <= sum(received) - len(BIG) <= GRANULE, received
    assert len(site.stage.ledger("vimeo", "POST", "/me/videos")) == 1


def test_a_post_whose_sender_was_killed_exists_once(site: Site) -> None:
    """Killed between sending two posts and their replies: one had arrived and is found, the other is sent again."""
    site.extra["LAUNCHER_GRACE"] = "1s"
    page = {"name": "on-page", "on": "facebook", "at": "release", "text": "Today.", "link": "youtube"}
    path = site.manifest(now(posts=[*now()["posts"], page]))
    gates = [site.gateway.stop_at("POST", "/x/2/tweets"), site.gateway.stop_at("POST", "/facebook/*/feed", 10)]
    kill(site.start("launch", str(path), "--yes"), gates)
    again = site.run("launch", str(path), "--yes")
    assert again.returncode == 0, again.stderr
    assert (len(site.stage.held("x")), len(site.stage.held("facebook"))) == (1, 1)
    assert len(site.stage.ledger("x", "POST", "/2/tweets")) == 1
    assert len([each for each in site.stage.ledger("facebook", "POST", "/feed") if each["created"]]) == 1
    assert set(site.states().values()) == {"done"}


def kill(process: "subprocess.Popen[str]", gates: list[Gate]) -> None:
    """Kill it when it stands at every gate, and open them."""
    for gate in gates:
        assert gate.reached.wait(60)
    process.kill()
    process.communicate()
    for gate in gates:
        gate.opened.set()


def test_ctrl_c_prints_the_command_that_goes_on(site: Site) -> None:
    """Stopped in mid-upload: it ends at once with 130, and the very command that it prints finishes the launch."""
    film = padded(film_bytes(), MIB)
    path = site.manifest(now(), film=film)
    gate = site.gateway.stop_at("PUT", "/youtube/upload/*", 500_000)
    process = site.start("launch", str(path), "--yes")
    assert gate.reached.wait(60)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    gate.opened.set()
    printed = shlex.split(next(line for line in said.splitlines() if line.strip().startswith("launcher ")))
    again = site.run(*printed[1:])
    assert again.returncode == 0, again.stderr
    assert [each["md5"] for each in site.stage.held("youtube")] == [md5(film).hexdigest()]
    assert len(site.stage.held("x")) == 1


def test_a_second_launcher_beside_the_first_repeats_nothing(site: Site) -> None:
    """Two `launch` of one manifest at once: both end well, and each thing exists once."""
    path = site.manifest(now())
    first = site.start("launch", str(path), "--yes")
    eventually(lambda: (site.folder / "home" / "journal.db").exists() or first.poll() is not None)
    second = site.run("launch", str(path), "--yes")
    _, said = first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0), said + second.stderr
    assert (len(site.stage.held("youtube")), len(site.stage.held("x"))) == (1, 1)
    assert len(site.stage.ledger("x", "POST", "/2/tweets")) == 1
