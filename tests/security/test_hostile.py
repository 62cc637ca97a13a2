"""What strangers may hand us (manifests, files, templates, replies, settings) is refused, or harmless."""

import io
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from launcher.cli import accounts, doctor, output
from launcher.clock import SystemClock
from launcher.doctor.accounts import judged
from launcher.doctor.subject import Subject
from launcher.errors import ManifestError, Refused, SettingsError, TemplateProblem
from launcher.manifest.checks import examine
from launcher.manifest.loading import load
from launcher.platforms.base import Identity
from launcher.run import verdicts
from launcher.run.readiness import Met
from launcher.settings import checked_root, fixed, read_secrets
from launcher.text import logs, redaction
from launcher.text.logs import safe
from launcher.text.templates import render
from tests.cli.conftest import Call
from tests.cli.stagecraft import manifest, stage
from tests.tiny import film_bytes, poster_bytes, write_manifest

NOW = datetime(2026, 12, 1, tzinfo=UTC)
COMMANDS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")

YAML: dict[str, bytes] = {
    "a billion laughs": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)),
    "quadratic aliases": b"a: &a [" + b"x," * 900 + b"x]\nb: [" + b"*a," * 90 + b"*a]\n",
    "an anchor in itself": b"a: &a [*a]\n",
    "a deep nest": b"[" * 5000 + b"]" * 5000,
    "a deep nest of maps": b"".join(b" " * n + b"a:\n" for n in range(3000)),
    "two megabytes": b"# " + b"x" * 2_000_000,
    "a Python object": b"launch: !!python/object/apply:os.system ['touch owned']\n",
    "a Python name": b"launch: !!python/name:os.system\n",
    "a local tag": b"launch: !ENV ${HOME}\n",
    "binary": b"launch: !!binary aGVsbG8=\n",
    "a merge key": b"a: &a {name: x}\nlaunch: {<<: *a}\n",
    "two keys of a name": b"launch: {name: good}\nlaunch: {name: evil}\n",
    "two documents": b"launch: {name: a}\n---\nlaunch: {name: b}\n",
    "a terminal's escape": b'launch: {name: "\\e]52;c;ZXZpbA==\\a"}\n',
    "an override of writing": "launch: {name: \u202eevil}\n".encode(),
    "UTF-16": "launch: {name: a}\n".encode("utf-16"),
    "a number of a million digits": b"launch: {exclusive: " + b"9" * 900_000 + b"}\n",
    "not even text": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", YAML)
def test_a_hostile_manifest_is_refused(tmp_path: Path, name: str) -> None:
    """Every problem is told in harmless words, nothing runs, and nothing grows."""
    path = tmp_path / "launch.yaml"
    path.write_bytes(YAML[name])
    with pytest.raises(ManifestError) as refused:
        load(path)
    assert not COMMANDS_A_TERMINAL.search(output.safe(str(refused.value)))
    assert len(str(refused.value)) < 20_000
    assert not (tmp_path / "owned").exists()


def _fifo(folder: Path) -> str:
    os.mkfifo(folder / "pipe.md")
    return "pipe.md"


def _link(name: str, target: str) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        (folder / name).symlink_to(target)
        return name

    return make


def _linked_folder(folder: Path) -> str:
    (folder / "texts").symlink_to("/etc")
    return "texts/passwd.md"


def _bytes(name: str, content: bytes) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        (folder / name).write_bytes(content)
        return name

    return make


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile '/etc/passwd'\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
BOMB = bytes.fromhex("89504e470d0a1a0a0000000d49484452000f4240000f42400802000000") + b"\0" * 64

PATHS: dict[str, tuple[str, str | Callable[[Path], str]]] = {
    "a description above": ("description", "../secret.md"),
    "a description far away": ("description", "a/../../../etc/passwd.md"),
    "an absolute description": ("description", "/etc/passwd.md"),
    "a description at home": ("description", "~/.ssh/id.md"),
    "a description on a drive": ("description", "C:\\secret.md"),
    "a NUL in a name": ("description", "a\0b.md"),
    "a link out": ("description", _link("out.md", "/etc/passwd")),
    "a link to a device": ("description", _link("zero.md", "/dev/zero")),
    "a link in a circle": ("description", _link("round.md", "round.md")),
    "a folder that leads out": ("description", _linked_folder),
    "a pipe": ("description", _fifo),
    "a text of a megabyte": ("description", _bytes("long.md", b"x" * 2**20)),
    "a film above": ("file", "../film.mp4"),
    "a film on a device": ("file", _link("zero.mp4", "/dev/zero")),
    "a playlist that reads files": ("file", _bytes("film.m3u8", PLAYLIST)),
    "a playlist with a film's name": ("file", _bytes("list.mp4", PLAYLIST)),
    "a list of files": ("file", _bytes("concat.mp4", CONCAT)),
    "a poster that reads files": ("poster", _bytes("poster.svg", SVG)),
    "a poster of a million by a million": ("poster", _bytes("bomb.png", BOMB)),
    "a poster above": ("poster", "../poster.jpg"),
    "captions that are a key": ("captions", _bytes("id.srt", b"-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n")),
    "captions elsewhere": ("captions", "/etc/hostname.srt"),
}


@pytest.mark.parametrize("name", PATHS)
def test_a_manifest_reads_nothing_outside_its_folder(tmp_path: Path, name: str) -> None:
    """Nor what is no text, film, poster or captions: `check` refuses it, and shows nothing of its content."""
    folder = tmp_path / "film"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("the secret\n")
    (tmp_path / "film.mp4").write_bytes(film_bytes())
    (folder / "film.mp4").write_bytes(film_bytes())
    (folder / "poster.jpg").write_bytes(poster_bytes())
    key, make = PATHS[name]
    value: Any = make if isinstance(make, str) else make(folder)
    film = {"file": "film.mp4", "title": "T", key: [{"language": "en", "file": value}] if key == "captions" else value}
    launch = {"name": "film", "at": "2026-12-07 09:00", "timezone": "UTC"}
    path = write_manifest(folder / "launch.yaml", {"launch": launch, "film": film, "hosts": {"youtube": {}}})
    errors = [each for each in examine(path, NOW) if each.severity == "error"]
    assert errors
    assert not any("root:" in str(each) or "the secret" in str(each) for each in errors)


CONTEXT: dict[str, Any] = {
    "film": {"title": "First Kiss", "tags": ["a", "b"]},
    "views": 30_000,
    "long": ["x" * 100] * 2000,
}
TEMPLATES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ film.__init__.__globals__ }}",
    "{{ film['__class__'] }}",
    "{{ film | attr('__class__') }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].environ }}",
    "{{ config.items() }}",
    "{{ request.environ }}",
    "{{ joiner.__init__ }}",
    "{{ '{0.__class__}'.format(film) }}",
    "{{ '%s' % film }}",
    "{{ film.title.encode('utf-8') }}",
    "{{ film.update({'title': 'x'}) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends '/etc/passwd' %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}",
    "{% call film() %}{% endcall %}",
    "{% set film = 1 %}",
    "{% do film.clear() %}",
    "{% for a in range(1000000000) %}x{% endfor %}",
    "{% for a in long %}{% for b in long %}{% for c in long %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ long | join(long | join) }}",
    "{{ film.title | replace('', long | join) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{{ x" + ".a" * 20_000 + " }}",
    "{% if 1 %}" * 400 + "{% endif %}" * 400,
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda text: text[:40])
def test_a_hostile_template_is_stopped(template: str) -> None:
    """It leaves the sandbox by no door, runs on by no loop, and grows by no filter."""
    with pytest.raises(TemplateProblem) as refused:
        render(template, CONTEXT)
    assert len(str(refused.value)) < 2000
    assert CONTEXT["film"]["title"] == "First Kiss"


REPLIES = {
    "colours": "\x1b[31mred\x1b[0m",
    "a cleared screen": "\x1b[2J\x1b[Hall is well",
    "the clipboard": "\x1b]52;c;cm0gLXJmIC8K\x07name",
    "a link to elsewhere": "\x1b]8;;https://evil.example\x1b\\YouTube\x1b]8;;\x1b\\",
    "the window's title": "\x1b]0;sudo password:\x07name",
    "C1 controls": "\x9b31m\x9d52;c;eA==\x9cname",
    "a device's answer": "\x1bP$q q\x1b\\\x1b[6n",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "an overwritten line": "public: no\rpublic: yes",
    "a second line": "name\n✓ account  all is well",
    "an override of writing": "\u202egpj.exe",
    "isolates": "\u2066a\u2067b\u2069",
    "nothing to be seen": "Stage\u200b\u200b\ufeff Films\u00ad",
    "heaped marks": "Z" + "\u0301\u0316" * 500,
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "rich's markup": "[bold red]refused[/] [link=https://evil.example]here[/link]",
    "a whole page": "x" * 200_000,
    "half a character": "\ud800name",
}


@pytest.mark.parametrize("name", REPLIES)
def test_a_platform_s_words_command_nothing(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """As an account's name, an address, or a refusal: on the screen, in the journal, and in the log."""
    text = REPLIES[name]
    met = [
        Met(platform="x", account="default", identity=Identity(id="1", name=text, url=f"https://x.com/{text}")),
        Met(platform="reddit", account="default", error=Refused(text, code="403", fix=text)),
    ]
    subject = Subject(settings=fixed({"LAUNCHER_HOME": str(tmp_path)}), clock=SystemClock())
    accounts.show_all(met)
    doctor.lines(output.screen(), list(judged(subject, {("x", "default"): object()}, met)))  # type: ignore[dict-item]
    output.data(text)
    output.as_json({"name": text})
    shown = capsys.readouterr()
    logged, kept = safe(text), verdicts.said(Refused(text))
    for where in (shown.out, shown.err, logged, kept):
        assert not COMMANDS_A_TERMINAL.search(where)
    assert len(kept) < 600
    if "second line" in name:
        assert "\n✓ account  all" not in shown.out.split('{"name"')[0].replace(f"{output.safe(text)}\n", "")
    if "markup" in name:
        assert "[bold red]refused[/]" in shown.out


def test_hostile_replies_reach_no_page_unescaped(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film and a refusal full of markup and escapes: inert in the report's page, in status and in its JSON."""
    monkeypatch.setattr(logs, "install", lambda _level: None)
    monkeypatch.setattr(redaction, "_registry", redaction.Redactor())
    evil = "<script>alert(1)</script>\x1b]52;c;eA==\x07"
    with stage() as world:
        for name, value in world.environment().items():
            monkeypatch.setenv(name, value)
        body = json.dumps({"title": "Forbidden", "detail": evil, "status": 403})
        world.faults.add("status", platform="x", method="POST", path="/2/tweets", status=403, body=body, times=0)
        path = manifest(tmp_path, film={"file": "film.mp4", "title": "Kiss & Tell"})
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        assert call("launch", path, "--yes").code == 1
        page = Path(call("report").out.strip()).read_text("utf-8")
        shown = [call("status"), call("status", "--json"), call("report", "--text"), call("report", "--json")]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert not any("\x1b" in each.out + each.err for each in shown)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620, 0o602, 0o666, 0o777, 0o610])
def test_a_secrets_file_of_a_wrong_mode_is_refused(tmp_path: Path, mode: int) -> None:
    """With what to type, and nothing of its content."""
    path = tmp_path / "secrets.env"
    path.write_text("X_API_KEY=canary-0123456789\n")
    path.chmod(mode)
    with pytest.raises(SettingsError) as refused:
        read_secrets(path)
    assert f"chmod 600 {path}" in str(refused.value)
    assert "canary" not in str(refused.value)


ROOTS = (
    "http://evil.example",
    "http://evil.example:443/",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//127.0.0.1",
    "https://",
    "http://",
    "127.0.0.1:8080",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1@evil.example",
    "http://2130706433",
    "http://0.0.0.0",
    "http://169.254.169.254/latest",
    "http://[::ffff:10.0.0.1]",
    "http://[not-an-address",
    "",
)


@pytest.mark.parametrize("url", ROOTS)
def test_tokens_go_to_no_address_that_is_not_safe(url: str) -> None:
    """A base URL is https, or http to this machine; whatever only looks so is refused, with the variable's name."""
    with pytest.raises(SettingsError, match="X_API_ROOT"):
        checked_root("X_API_ROOT", url)


def test_the_corpus_is_large_enough() -> None:
    """At least sixty inputs, as the issue asks; the tables above are they."""
    assert len(YAML) + len(PATHS) + len(TEMPLATES) + len(REPLIES) + len(ROOTS) + 9 >= 60
