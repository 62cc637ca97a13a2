"""The pages in a real browser: under their own policy, at a phone's width, with and without their script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from launcher.clock import CompressedClock
from launcher.journal.database import Journal
from launcher.report.kit import kit
from launcher.report.kit.people import Person
from launcher.report.page.report import page
from tests.browser import chromium
from tests.report.test_page import HOSTILE, replace_title, told
from tests.report.told import LOCAL

pytestmark = LOCAL


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def test_pages_in_a_browser(browser: Browser, journal: Journal, clock: CompressedClock, tmp_path: Path) -> None:
    """Nothing is refused by the policy or asked of the network; choices change the chart, pointing shows numbers.

    Nothing is wider than a phone, a hostile title runs nothing, and without the script the curve is there all the same.
    """
    story = replace_title(told(journal, clock), HOSTILE)
    person = Person(name=HOSTILE, handle="", language="", text="", source="someone")
    (tmp_path / "report.html").write_text(page(story, [(HOSTILE, 3)]), "utf-8")
    (tmp_path / "kit.html").write_text(kit.page(story, kit.shares(story, [person], "https://film.example")), "utf-8")
    said: list[str] = []
    for with_script in (True, False):
        context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=with_script)
        look = context.new_page()
        look.on("console", lambda message: said.append(message.text))
        look.on("pageerror", lambda error: said.append(str(error)))
        look.on("dialog", lambda dialog: said.append(dialog.message))
        look.on("request", lambda request: said.append(request.url) if "http" in request.url[:4] else None)
        for name in ("kit", "report"):
            look.goto((tmp_path / f"{name}.html").as_uri())
            wide = look.locator("html").bounding_box()
            assert wide is not None
            assert wide["width"] == 390
        assert look.locator(".chart:visible").count() == 1
        assert look.locator(".growth:visible").count() == 1
        look.locator("[value=linear]").check(force=True, timeout=5000)
        assert "s-linear" in str(look.locator(".chart:visible").get_attribute("class"))
    look = browser.new_page()
    look.goto((tmp_path / "report.html").as_uri())
    look.locator(".chart:visible").hover(position={"x": 500, "y": 200})
    assert "All views" in look.locator(".tip").inner_text()
    assert look.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []
