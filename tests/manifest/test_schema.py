"""The JSON Schema says what the loader does."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from launcher.manifest.loading import load
from launcher.manifest.schema import schema
from launcher.manifest.source import read
from tests.manifest.conftest import GOOD

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one():
    """It is a valid schema of its dialect."""
    Draft202012Validator.check_schema(SCHEMA)


def test_the_good_manifest_validates():
    """What the loader accepts, the schema accepts."""
    assert not list(VALIDATOR.iter_errors(read(GOOD.encode(), "launch.yaml").plain()))


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("vimeo: {}", "vimeo:"),
        GOOD.replace("6h", "6h 30m"),
        GOOD.replace("link: youtube}", "media: poster.jpg, alt: A kiss}"),
        GOOD.replace('{{ youtube.url }}"}', '{{ youtube.url }}", media: {clip: {from: 0s, for: 1s}}}'),
        GOOD.replace("when: {views: 1000000}", "when: {views: 1.5e6}"),
        GOOD.replace("language: en\n", "language: ~\n", 1),
        "launch: {name: a, at: now, timezone: UTC}\nfilm: {file: a.mp4, title: A}\nhosts: {youtube: }\n",
    ],
)
def test_what_the_loader_accepts_the_schema_accepts(tmp_path: Path, text: str):
    """An editor must not mark a line that launches."""
    path = tmp_path / "launch.yaml"
    path.write_text(text)
    load(path)
    assert not list(VALIDATOR.iter_errors(read(text.encode(), "launch.yaml").plain()))


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("launch",),
        ("film",),
        ("hosts",),
        ("hosts", "youtube"),
        ("posts", 0),
        ("follow_ups", 0),
        ("engagement", 0),
        ("alerts", 0),
    ],
)
def test_an_unknown_key_fails_everywhere(keys):
    """Every part is closed."""
    plain = copy.deepcopy(read(GOOD.encode(), "launch.yaml").plain())
    part = plain
    for key in keys:
        part = part[key]
    part["surprise"] = 1
    assert list(VALIDATOR.iter_errors(plain))


def parts() -> list[tuple[str, str, dict]]:
    """Every key of the schema: its part, its name, what the schema says of it."""
    every = {**SCHEMA["$defs"], "Manifest": SCHEMA}
    return [(part, key, each) for part, held in every.items() for key, each in held.get("properties", {}).items()]


def test_every_key_is_described():
    """An editor shows something at every key."""
    assert [f"{part}.{key}" for part, key, each in parts() if not each.get("description")] == []


HEADINGS = {
    "Manifest": "The manifest",
    "Launch": "launch",
    "FilmEntry": "film",
    "Caption": "film.captions",
    "Hosts": "hosts",
    "YouTubeKeys": "hosts.youtube",
    "Localization": "hosts.youtube.localizations",
    "VimeoKeys": "hosts.vimeo",
    "Post": "posts",
    "Clip": "media.clip",
    "FollowUp": "follow_ups",
    "Rung": "engagement",
    "Alert": "alerts",
}


def test_every_key_stands_in_the_documentation():
    """docs/manifest.md has a row for every key, with its type and default."""
    text = (Path(__file__).parents[2] / "docs" / "manifest.md").read_text()
    sections = {section.split("\n")[0].strip("# `"): section for section in text.split("\n## ")}
    assert set(HEADINGS.values()) <= set(sections)
    missing = [f"{part}.{key}" for part, key, _ in parts() if f"| `{key}` |" not in sections[HEADINGS[part]]]
    assert missing == []


def test_defaults_are_written_as_a_manifest_writes_them():
    """A duration's default is 6h, not PT6H."""
    assert SCHEMA["$defs"]["Post"]["properties"]["late"]["default"] == "6h"
    assert SCHEMA["$defs"]["Launch"]["properties"]["late"]["default"] == "1d"
