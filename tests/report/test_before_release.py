"""What is made to be passed on tells no film's address before the film is public."""

import json

from launcher.journal.reading import launch
from launcher.plan.action import Kind
from launcher.report.page.report import page
from launcher.report.status import status
from launcher.report.story.as_json import as_json
from launcher.report.story.story import of_journal
from launcher.report.urls import urls
from launcher.run.standing import standing
from tests.run.conftest import rig
from tests.run.rig import HOUR, Rig, T, X, launched, manifest

__all__ = ["rig"]


def test_the_partner_s_hours_hide_the_addresses(rig: Rig) -> None:
    """In the exclusive hours report and urls are silent about the hosts; status, for its owner, is not."""
    tease = {**X, "name": "tease", "at": "T + 1m", "text": "Soon."}
    rig.record(manifest(launch=launched(exclusive="3h"), posts=[tease]))
    rig.play(T + HOUR)
    hidden = {each.receipt.url for each in rig.entries() if each.kind is Kind.UPLOAD and each.receipt}
    recorded = launch(rig.journal, "film")
    assert recorded is not None
    assert len(hidden) == 2
    story = of_journal(rig.journal, recorded)
    passed_on = page(story) + json.dumps(as_json(story), default=str)
    assert not [each for each in hidden if each in passed_on]
    assert set(urls(rig.entries())) == {"tease"}
    assert hidden <= set(status(recorded, standing(rig.entries()), [])["urls"].values())
    rig.play(T + 4 * HOUR)
    assert set(urls(rig.entries())) == {"tease", "youtube", "vimeo"}
