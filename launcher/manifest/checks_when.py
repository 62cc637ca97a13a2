"""Conditions: every `when` of a follow-up or an alert, however deep."""

import math
from collections.abc import Mapping
from typing import Any

from launcher.manifest.findings import Findings, Keys, joined
from launcher.manifest.refusals import mistyped, near
from launcher.manifest.times import Unreadable, duration
from launcher.manifest.vocabulary import METRICS, NOT_GROWING, PER_HOUR

WORDS = ("and", "or", "flat", "within")


def check_when(findings: Findings, keys: Keys, when: object) -> None:
    """Check one condition: its words, its metrics, their thresholds."""
    if not isinstance(when, Mapping):
        what, fix = mistyped(when, "a mapping")
        findings.error(keys, what, fix)
    elif not when:
        findings.error(keys, "is empty", "write a metric and its threshold, such as {views: 1000000}")
    else:
        for name, value in when.items():
            _check_entry(findings, (*keys, name), name, value)


def _check_entry(findings: Findings, keys: Keys, name: str, value: Any) -> None:
    if name in ("and", "or"):
        _check_several(findings, keys, value)
    elif name == "within":
        _check_duration(findings, keys, value)
    elif name == "flat":
        _check_flat(findings, keys, value)
    else:
        _check_name(findings, keys, name)
        _check_threshold(findings, keys, name, value)


def _check_several(findings: Findings, keys: Keys, value: Any) -> None:
    if not isinstance(value, list | tuple) or not value:
        findings.error(keys, "wants a list of conditions", f"write {keys[-1]}: [{{views: 1000}}, {{reddit.score: 50}}]")
        return
    for number, each in enumerate(value):
        check_when(findings, (*keys, number), each)


def _check_flat(findings: Findings, keys: Keys, value: Any) -> None:
    if not isinstance(value, Mapping) or set(value) != {"metric", "for"}:
        findings.error(keys, "wants a metric and a time", "write flat: {metric: reddit.score, for: 60m}")
        return
    _check_duration(findings, (*keys, "for"), value["for"])
    _check_name(findings, (*keys, "metric"), str(value["metric"]))


def _check_duration(findings: Findings, keys: Keys, value: Any) -> None:
    try:
        if duration(value).total_seconds() <= 0:
            findings.error(keys, "is no time at all", "write 60m, or another duration")
    except Unreadable as unreadable:
        findings.error(keys, unreadable.message, unreadable.fix)


def _check_threshold(findings: Findings, keys: Keys, name: str, value: Any) -> None:
    if name.rpartition(".")[2] == "removed":
        if value is not True:
            findings.error(keys, f"{value!r} is no threshold", f"write {name}: true")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        what, fix = mistyped(value, "a number")
        findings.error(keys, what, fix)
    elif not math.isfinite(value) or value <= 0:
        findings.error(keys, f"{value:g} is reached at once, or never", "write a number above 0")


def _check_name(findings: Findings, keys: Keys, name: str) -> None:
    platform, _, word = name.rpartition(".")
    metric, used = word.removesuffix(PER_HOUR), _platforms(findings)
    if word != metric and metric in NOT_GROWING:
        findings.error(keys, f"{metric} does not grow", f"write {name.removesuffix(PER_HOUR)}")
    elif metric not in METRICS:
        fix = near(word, (*METRICS, *WORDS)) or f"there are {joined(METRICS)}, and growth such as views{PER_HOUR}"
        findings.error(keys, f"no metric is called {word!r}", fix)
    elif platform and platform not in used:
        fix = near(platform, used) or f"this manifest uses {joined(used)}"
        findings.error(keys, f"no platform {platform!r} in this manifest", fix)
    elif (metric.endswith("rank") or metric == "removed") and platform != "reddit":
        findings.error(keys, f"only Reddit has a {metric}", f"write reddit.{metric}")
    elif metric == "video_views" and platform != "facebook":
        findings.error(
            keys, "only a Page's videos have video_views", "write facebook.video_views, or views for the film"
        )


def _platforms(findings: Findings) -> set[str]:
    return {*findings.loaded.manifest.hosts.named(), *(each.on for _, each in findings.announcements())}
