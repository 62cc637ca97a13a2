"""Engagement and milestones: the ladder of samples, metrics and their thresholds."""

import math
from datetime import timedelta

from launcher.clock import ZERO
from launcher.manifest.findings import Findings, Keys, joined
from launcher.manifest.model import Rung
from launcher.manifest.refusals import near
from launcher.manifest.times import spell
from launcher.manifest.vocabulary import METRICS

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def check_measures(findings: Findings) -> None:
    """Check the sampling ladder and every `when`."""
    _check_ladder(findings, findings.loaded.manifest.engagement)
    for keys, each in findings.announcements():
        _check_metrics(findings, (*keys, "when"), getattr(each, "when", None))
    for number, alert in enumerate(findings.loaded.manifest.alerts):
        _check_metrics(findings, ("alerts", number, "when"), alert.when)


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


def _check_metrics(findings: Findings, keys: Keys, metrics: dict[str, float] | None) -> None:
    for name, threshold in (metrics or {}).items():
        _check_name(findings, (*keys, name), name)
        if not math.isfinite(threshold) or threshold <= 0:
            findings.error((*keys, name), f"{threshold:g} is reached at once, or never", "write a number above 0")


def _check_name(findings: Findings, keys: Keys, name: str) -> None:
    platform, _, metric = name.rpartition(".")
    used = _platforms(findings)
    if metric not in METRICS:
        findings.error(keys, f"no metric is called {metric!r}", near(metric, METRICS) or f"there are {joined(METRICS)}")
    elif platform and platform not in used:
        fix = near(platform, used) or f"this manifest uses {joined(used)}"
        findings.error(keys, f"no platform {platform!r} in this manifest", fix)
    elif metric == "rank" and platform != "reddit":
        findings.error(keys, "only Reddit has a rank", "write reddit.rank")


def _platforms(findings: Findings) -> set[str]:
    return {*findings.loaded.manifest.hosts.named(), *(each.on for _, each in findings.announcements())}
