"""Every bad manifest is refused with a message that names line, column, key, value and fix."""

import pytest

from launcher.errors import ManifestError
from launcher.manifest.loading import load
from tests.manifest.bad_manifests import EDITS, WHOLE
from tests.manifest.conftest import GOOD, plain

FIRST_POST = next(f"{line}\n" for line in GOOD.splitlines() if "name: announce-x" in line)


def test_the_good_manifest_has_no_problem(told):
    """The design's manifest passes, without a warning."""
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"), EDITS, ids=[f"{new.strip()[:40]}-{i}" for i, (_, new, _) in enumerate(EDITS)]
)
def test_every_slip_is_told_with_its_place_and_fix(folder, told, old, new, expected):
    """One edit of the good manifest gives exactly these problems, in the order of the file."""
    assert old in GOOD
    assert [plain(each, folder) for each in told(GOOD.replace(old, new, 1))] == expected


@pytest.mark.parametrize(("data", "expected"), WHOLE)
def test_what_is_no_manifest_is_refused(folder, told, data, expected):
    """A file that is not YAML of the plain kind gives one problem."""
    assert [plain(each, folder) for each in told(data)] == [expected]


def test_all_problems_come_at_once_in_the_order_of_the_file(told):
    """Eight slips in eight lines are told together."""
    bad = GOOD
    for old, new in (
        ("tags:", "tagz:"),
        ("exclusive: 3h", "exclusive: 3"),
        ("false", "NO"),
        ("vimeo: {}", "vimeo: {privacy: passwd}"),
        ("release + 5m", "release + x"),
        ("name: thanks", "nam: thanks"),
        ("for: 6h", "for: 6"),
        ("say:", "says:"),
    ):
        bad = bad.replace(old, new, 1)
    problems = told(bad)
    lines = [each.line for each in problems]
    assert lines == sorted(lines)
    assert set(lines) == {5, 11, 16, 17, 20, 23, 25, 26}


def test_wrong_keys_do_not_hide_what_else_is_wrong(told):
    """An unknown key, a wrong type, a title too long, a leak and an unknown name are told together."""
    bad = GOOD
    for old, new in (
        ("tags:", "tagz:"),
        ("title: First Kiss", f"title: {'K' * 101}"),
        ("false", "NO"),
        ("at: release + 2m", "at: T + 2m"),
        ("flair: Film", "flare: Film"),
        ("{{ views |", "{{ viewz |"),
    ):
        bad = bad.replace(old, new, 1)
    assert [each.where for each in told(bad)] == [
        "film.title",
        "film.tagz",
        "hosts.youtube.made_for_kids",
        "posts[0].at",
        "posts[2].flare",
        "follow_ups[1].text",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ("at: 2026-12-07 09:00", "at: soon enough", ["launch.at"]),
        ("timezone: America/Los_Angeles", "timezone: 3", ["launch.timezone"]),
        ("name: announce-x", "name: Announce X", ["posts[0].name"]),
        ("youtube: {", "youtuve: {", ["hosts.youtuve"]),
        ("posts:\n", "posts: none\nposts_:\n", ["posts", "posts_"]),
        ("film:\n", "flim:\n", ["film", "flim"]),
        ("  vimeo: {}", "  vimeo: 3", ["hosts.vimeo"]),
        (
            GOOD[GOOD.index("  - {name: announce-x") : GOOD.index("  - {name: announce-page")],
            "  - hello\n",
            ["posts[0]"],
        ),
    ],
)
def test_one_wrong_key_is_not_told_again_by_what_leans_on_it(told, old, new, told_of):
    """A stand-in never has problems of its own."""
    assert [each.where for each in told(GOOD.replace(old, new, 1))] == told_of


def test_a_missing_manifest_names_the_command_that_writes_one(tmp_path):
    """No file, a folder: each has its own words."""
    with pytest.raises(ManifestError, match="no such file\n    fix: launcher init"):
        load(tmp_path / "launch.yaml")
    with pytest.raises(ManifestError, match="is a folder"):
        load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "a: 'x\n",
        "a: [b: {c: }\n",
        "? ?\n",
        "- - - -\n",
        "%YAML 1.1\n---\na: yes\n",
        "a: |\n  x\n b: y\n",
        "&a a: &a b\n",
        "a: !<tag> b\n",
        "{" * 30,
        "a:\n" + " " * 1000 + "b: c",
        "\ufeff",
        "\x85",
    ],
)
def test_no_text_escapes_as_anything_but_a_manifest_error(told, text):
    """Whatever the bytes, the answer is a list of problems."""
    assert told(text)


def test_aliases_that_multiply_are_refused_quickly(told):
    """Nine levels of ten aliases would be a billion values."""
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "more than 50,000 values" in told("\n".join(levels))[0].what
