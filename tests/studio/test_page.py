"""What docs/studio.md tells people to copy is sound."""

import re
from configparser import RawConfigParser
from pathlib import Path

import yaml

from launcher.cli.app import loaded
from launcher.run.transports.procrastinate import SCHEMA

PAGE = (Path(__file__).parents[2] / "docs" / "studio.md").read_text("utf-8")
OPTIONS = {option for parameter in loaded("worker").params for option in parameter.opts}


def block(language: str) -> str:
    """The page's example in that language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_unit_starts_a_worker() -> None:
    """The systemd unit parses, and its command has options that there are."""
    unit = RawConfigParser(strict=False)
    unit.read_string(block("ini"))
    words = unit["Service"]["ExecStart"].split()
    assert words[1] == "worker"
    assert {word for word in words if word.startswith("--")} <= OPTIONS


def test_the_compose_file_starts_a_worker() -> None:
    """The compose file is YAML, its worker comes after its database, and its command has options that there are."""
    services = yaml.safe_load(block("yaml"))["services"]
    command = services["worker"]["command"]
    assert command[:2] == ["launcher", "worker"]
    assert {word for word in command if word.startswith("--")} <= OPTIONS
    assert services["worker"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_queues_schema_is_the_one_that_is_named() -> None:
    """The page names the schema that this version makes."""
    assert f"`{SCHEMA}`" in PAGE
