"""`launcher init` and `launcher check`."""

from pathlib import Path

import pytest

from launcher.starters import film
from tests.cli.conftest import Call


@pytest.mark.usefixtures("quick_film")
@pytest.mark.parametrize("starter", [[], ["--from", "first-kiss"], ["--from", "premiere"]])
def test_what_init_makes_passes_check(call: Call, tmp_path: Path, starter: list[str]) -> None:
    """`init` prints the manifest's path; `check` finds no problem in it."""
    made = call("init", tmp_path / "my film", *starter)
    assert made.code == 0
    manifest = Path(made.out.strip())
    assert manifest == tmp_path / "my film" / "launch.yaml"
    assert f"launcher check '{manifest}'" in made.err
    checked = call("check", manifest)
    assert (checked.code, checked.out) == (0, f"{manifest}: no problems\n")


@pytest.mark.usefixtures("no_film")
def test_init_never_overwrites(call: Call, tmp_path: Path) -> None:
    """The second time it names what is in the way and how to go on; --force does it."""
    assert call("init", tmp_path).code == 0
    (tmp_path / "launch.yaml").write_text("mine\n")
    refused = call("init", tmp_path)
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "launch.yaml").read_text() == "mine\n"
    assert call("init", tmp_path, "--force").code == 0
    assert (tmp_path / "launch.yaml").read_text() != "mine\n"


@pytest.mark.usefixtures("no_film")
def test_init_takes_the_time(call: Call, tmp_path: Path) -> None:
    """--at is T."""
    assert call("init", "--at", "2031-05-05 18:30").code == 0
    lines = (tmp_path / "launch.yaml").read_text().splitlines()
    assert len({line.index("# ") for line in lines if "  # " in line}) == 1, "comments stand under each other"
    assert any(line.startswith("  at: 2031-05-05 18:30 ") for line in lines)


@pytest.fixture
def no_film(monkeypatch: pytest.MonkeyPatch) -> None:
    """The film is an empty file, where it does not matter."""
    monkeypatch.setattr(film, "encode", lambda path: path.write_bytes(b""))


BAD = """\
launch: {name: First Kiss, at: 2099-12-07 09:00, timezone: UTC}
film: {file: nowhere.mp4, titel: First Kiss}
hosts: {youtube: {}}
"""

MIXED = """\
launch: {name: first-kiss, at: now, timezone: UTC}
film: {file: nowhere.mp4, title: First Kiss, lnguage: en}
hosts: {youtube: {made_for_kids: false}}
posts: [{name: announce, on: x, at: release, text: "Here: {{ youtube.link }}"}]
"""


def test_check_tells_all_problems_and_their_number(call: Call, tmp_path: Path) -> None:
    """Every problem with its place, then the count, then exit code 2."""
    (tmp_path / "launch.yaml").write_text(BAD)
    checked = call("check", "launch.yaml")
    assert checked.code == 2
    assert "launch.yaml:1:" in checked.out
    assert "launch.yaml:2:" in checked.out
    assert "titel" in checked.out
    assert checked.out.splitlines()[-1] == "launch.yaml: 4 errors; more may follow once these are mended"
    assert call("check", ".").out == checked.out


def test_check_goes_on_behind_a_wrong_key(call: Call, tmp_path: Path) -> None:
    """A wrong key, and what is wrong in a text: told together, errors and warnings by name."""
    (tmp_path / "launch.yaml").write_text(MIXED)
    checked = call("check", "launch.yaml")
    assert "no such key: lnguage" in checked.out
    assert "fix: did you mean youtube.url?" in checked.out
    assert checked.out.splitlines()[-1].endswith("errors; more may follow once these are mended")
    assert all(
        line.startswith(("error: ", "warning: ", "    fix: ", "launch.yaml: ")) for line in checked.out.splitlines()
    )


def test_what_cannot_be_launched_says_so_first(call: Call, tmp_path: Path) -> None:
    """How many problems, then each with its kind: a warning is not told as an error."""
    (tmp_path / "launch.yaml").write_text(MIXED)
    listed = call("check", "launch.yaml").out.splitlines()
    refused = call("launch", "launch.yaml").err.splitlines()
    assert refused[0] == f"Error: launch.yaml cannot be launched: {listed[-1].partition(': ')[2]}"
    assert refused[1:] == listed[:-1]


def test_check_as_json(call: Call, tmp_path: Path) -> None:
    """The same for programs, with the same exit code."""
    (tmp_path / "launch.yaml").write_text(BAD)
    checked = call("check", "launch.yaml", "--json")
    assert checked.code == 2
    assert (checked.json["errors"], checked.json["warnings"]) == (4, 0)
    assert {"file", "line", "column", "where", "what", "fix", "severity", "hides"} == set(checked.json["problems"][0])


@pytest.mark.usefixtures("no_film")
def test_warnings_leave_the_exit_code_0(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A doubt is told, and is no failure."""
    import launcher.manifest.checks as checks
    from launcher.errors import Problem

    doubt = Problem(where="engagement", what="costs money", file="launch.yaml", line=3, column=1, severity="warning")
    monkeypatch.setattr(checks, "check", lambda loaded, now: [doubt])
    call("init")
    checked = call("check", "launch.yaml")
    assert checked.code == 0
    assert checked.out.splitlines() == [f"warning: {doubt}", "launch.yaml: 1 warning"]


def test_check_of_nothing(call: Call) -> None:
    """A manifest that is not there is one problem with its fix."""
    checked = call("check", "nowhere.yaml")
    assert checked.code == 2
    assert "no such file" in checked.out
    assert "launcher init" in checked.out


def test_schema_is_json(call: Call) -> None:
    """One JSON document on stdout, nothing else."""
    shown = call("schema")
    assert shown.code == 0
    assert shown.json["$schema"].startswith("https://json-schema.org/")
    assert not shown.err


def test_a_launch_is_named_after_its_folder(call: Call, tmp_path: Path, quick_film: None) -> None:
    """Two films that were begun alike are two launches; and a folder stands for the manifest in it."""
    assert call("init", "A Second Film", "--from", "minimal").code == 0
    assert call("plan", "A Second Film", "--json").json["launch"] == "a-second-film"
