"""`launcher report`: a page, a picture, text or JSON; and the report of a rehearsal."""

from pathlib import Path

import pytest

from launcher.clock import CompressedClock
from launcher.journal.database import open_journal
from launcher.journal.recording import record
from tests.cli.conftest import Call
from tests.cli.stagecraft import manifest
from tests.cli.test_export import launched
from tests.journal.conftest import T, plan
from tests.report.told import HOUR, actions

__all__ = ["launched"]


@pytest.mark.usefixtures("launched")
def test_a_report(call: Call, tmp_path: Path) -> None:
    """Goes into the home's reports, and the path is printed."""
    told = call("report")
    assert (told.code, told.out) == (0, f"{tmp_path / 'home' / 'reports' / 'film.html'}\n")
    assert "<svg" in Path(told.out.strip()).read_text("utf-8")
    assert call("report", "film", "--png", "-o", "a.png").out == "a.png\n"
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")
    assert call("report", "--json").json["totals"]["views"] == 2000
    text = call("report", "--text").out
    for said in ("Views since release", "2,000 views", "1,000 views", "Release on YouTube", "on time", "vimeo.com"):
        assert said in text


def test_a_report_is_of_a_launch(call: Call) -> None:
    """Where nothing was launched, nothing is written; two forms at once are a mistake."""
    assert call("report").code == 1
    assert call("report", "--png", "--json").code == 2


def test_the_report_of_a_rehearsal(call: Call, tmp_path: Path) -> None:
    """Says that it is one."""
    shown = call("rehearse", manifest(tmp_path), "--for", "1h", "--report", "r.html")
    assert shown.code == 0
    assert "r.html" in shown.err
    assert "A rehearsal of the launch" in Path("r.html").read_text("utf-8")


@pytest.mark.usefixtures("launched")
def test_a_kit(call: Call, tmp_path: Path) -> None:
    """A page and a table in a folder of their own; and the report takes the clicks that came of it."""
    Path("people.csv").write_text("name,language\nAna,de\n")
    assert call("kit", "people.csv").out == f"{tmp_path / 'home' / 'reports' / 'film-kit' / 'kit.html'}\n"
    assert "ist da" in (tmp_path / "home" / "reports" / "film-kit" / "people.csv").read_text("utf-8")
    again = call("kit", "people.csv")
    assert (again.code, again.err) == (0, "Written anew: people.csv, kit.html\n")
    Path("people.csv").write_text("name,langauge,age\nAna,de,7\n")
    refused = call("kit", "people.csv", "-o", ".")
    assert refused.code == 1
    assert "people.csv would be overwritten" in refused.err
    assert "--force" in refused.err
    assert "a column 'langauge' (did you mean language?), of which nothing is used" in refused.err
    assert Path("people.csv").read_text() == "name,langauge,age\nAna,de,7\n"
    assert call("kit", "people.csv", "-o", ".", "--force").code == 1, "it would be its own input"
    assert call("kit", "people.csv", "-o", "kit").code == call("kit", "people.csv", "-o", "kit", "--force").code == 0
    assert call("kit", "people.csv", "-o", "kit").code == 1
    Path("clicks.csv").write_text("source,clicks\nana,12\n")
    page = Path(call("report", "--clicks", "clicks.csv").out.strip()).read_text("utf-8")
    assert "Who drove what" in page
    assert call("kit", "nobody.csv").code == 1


@pytest.mark.usefixtures("launched")
def test_compare(call: Call) -> None:
    """Tables here, or a page or picture; one launch alone is nothing to compare."""
    told = call("compare", "film", "film")
    assert told.out.count("Film (film)") == 4
    assert "2,000" in told.out
    assert call("compare", "film", "film", "-o", "c.html").out == "c.html\n"
    assert "Launches compared" in Path("c.html").read_text("utf-8")
    assert call("compare", "film").code == 2
    assert len(call("compare", "film", "film", "--json").json["launches"]) == 2


def test_a_report_before_there_is_anything_to_tell(call: Call, tmp_path: Path) -> None:
    """Says what is planned, leaves out what is not there, and a kit says what is missing."""
    journal = open_journal(f"sqlite:///{tmp_path / 'home' / 'journal.db'}", CompressedClock(T - HOUR))
    record(journal, plan(*actions()))
    journal.close()
    told = call("report", "--text")
    assert "Release is planned for Monday 7 December 2026, 17:00 UTC." in told.out
    assert "By platform" not in told.out
    assert call("report").code == call("report", "--png").code == call("export").code == 0
    Path("people.csv").write_text("name\nAna\n")
    assert "not out before Monday 7 December" in call("kit", "people.csv").err
    assert "no address yet" in call("kit", "people.csv", "--embargoed").err
    page = call("kit", "people.csv", "--embargoed", "--link", "https://film.example").out.strip()
    assert "Not before Monday 7 December 2026, 17:00 UTC" in Path(page).read_text("utf-8")
