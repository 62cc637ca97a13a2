"""A premiere partner who is in the manifest when the film goes up, and no longer when it comes out."""

from datetime import timedelta
from typing import Any

import pytest

from tests.run.rig import HOUR, Rig, T, launched, manifest

RELEASE = T + 3 * HOUR
SITES = ["partner.example", "studio.example"]


def wanted(partner: str, sites: list[str]) -> dict[str, Any]:
    """A film that the partner shows first, or nobody."""
    premiere = {"premiere": f"https://{partner}/film"} if partner else {}
    hosts = {"vimeo": {"embed_domains": sites} if sites else {}}
    return manifest(launch=launched(exclusive="3h", **premiere), hosts=hosts, posts=[], engagement=[])


def seen(rig: Rig) -> tuple[str, str, list[str]]:
    """Who may see the film on Vimeo, who may embed it, and the whitelist."""
    held = rig.held("vimeo")[0]
    return held["privacy"], held["embed"], held["domains"]


@pytest.mark.parametrize(
    ("partner", "sites", "before", "after"),
    [
        ("", SITES, ("nobody", "whitelist", SITES), ("anybody", "whitelist", SITES)),
        ("", SITES[1:], ("nobody", "whitelist", SITES[1:]), ("anybody", "whitelist", SITES[1:])),
        ("", [], ("nobody", "public", []), ("anybody", "public", [])),
        ("studio.example", SITES[1:], ("disable", "whitelist", SITES[1:]), ("anybody", "whitelist", SITES[1:])),
    ],
)
def test_a_partner_who_is_taken_out_sees_the_film_no_longer(
    rig: Rig, partner: str, sites: list[str], before: tuple[str, str, list[str]], after: tuple[str, str, list[str]]
) -> None:
    """The edit closes the film to that site at once; the release opens what the manifest says then."""
    rig.launch(wanted(SITES[0], SITES), until=T)
    assert seen(rig) == ("disable", "whitelist", SITES[:1])
    rig.launch(wanted(partner, sites), until=RELEASE - HOUR)
    assert seen(rig) == before
    assert rig.state("settings", f"vimeo/{partner}".rstrip("/")) == "done"
    rig.play()
    assert seen(rig) == after


def test_the_film_is_not_hidden_while_its_release_shows_it(rig: Rig) -> None:
    """An edit of the last minutes leaves the partner in, and what Vimeo holds otherwise is told."""
    rig.launch(wanted(SITES[0], SITES), until=RELEASE - timedelta(minutes=3))
    rig.launch(wanted("", SITES[1:]), until=RELEASE - timedelta(minutes=2))
    assert seen(rig)[0] == "disable"
    assert "privacy" in str(rig.entry("settings", "vimeo").error)
    rig.play()
    assert seen(rig)[0] == "anybody"
