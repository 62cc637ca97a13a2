"""Engagement and milestones: the ladder of samples, and every condition."""

from datetime import timedelta

from launcher.clock import ZERO
from launcher.manifest.checks_when import check_when
from launcher.manifest.findings import Findings, Keys
from launcher.manifest.firings import readable
from launcher.manifest.model import Rung
from launcher.manifest.times import spell

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def check_measures(findings: Findings) -> None:
    """Check the sampling ladder and every `when`."""
    _check_ladder(findings, findings.loaded.manifest.engagement)
    for keys, each in findings.announcements():
        when = getattr(each, "when", None)
        if when is not None:
            check_when(findings, (*keys, "when"), when)
    if findings.loaded.manifest.digest is not None:
        readable(findings, ("digest",), findings.loaded.manifest.digest)
    for number, alert in enumerate(findings.loaded.manifest.alerts):
        check_when(findings, ("alerts", number, "when"), alert.when)


def _check_ladder(findings: Findings, ladder: tuple[Rung, ...]) -> None:
    reached = ZERO
    for number, rung in enumerate(ladder):
        keys: Keys = ("engagement", number)
        if rung.every < SECOND:
            findings.error((*keys, "every"), f"{spell(rung.every)} is below a second", "write every: 1s or more")
        elif rung.every < MINUTE:
            samples = int((rung.lasting - reached) / rung.every)
            cost = f"{samples:,} samples of every post: some platforms charge for reads or ration them"
            findings.warn((*keys, "every"), cost, "write every: 1m or more")
        if rung.lasting <= reached:
            what = f"ends {spell(rung.lasting)} after release, and the rung before it {spell(reached)}"
            findings.error((*keys, "for"), what, "put the rungs in order; for: counts from release")
        reached = max(reached, rung.lasting)
