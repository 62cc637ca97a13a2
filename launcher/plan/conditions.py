"""Conditions: what must be seen of a launch before something is due. Plain data, so that the journal keeps them.

    {"views": 1000000.0}                                  at least that many; a place (`rank`): that one or better
    {"views_per_hour": 5000.0}                            growth
    {"flat": {"metric": "reddit.score", "for": 3600.0}}   no growth for that many seconds
    {"within": 7200.0}                                    no later than that many seconds after release
    {"and": [...]}, {"or": [...]}                         all of them, any of them

Several entries of one mapping must all hold.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from launcher.manifest.times import duration
from launcher.manifest.vocabulary import PER_HOUR
from launcher.text import human

Condition = Mapping[str, Any]


def normal(when: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest's `when`, checked, as the plan keeps it: numbers as floats, durations in seconds."""
    return {name: _normal(name, value) for name, value in when.items()}


def _normal(name: str, value: Any) -> Any:
    if name in ("and", "or"):
        return [normal(each) for each in value]
    if name == "flat":
        return {"metric": value["metric"], "for": duration(value["for"]).total_seconds()}
    return duration(value).total_seconds() if name == "within" else float(value)


def is_place(metric: str) -> bool:
    """Whether the metric is a place in an order, where less is better."""
    return metric.rpartition(".")[2].endswith("rank")


def thresholds(condition: Condition) -> Iterator[tuple[str, float]]:
    """Every metric with a threshold in it, however deep."""
    for name, value in condition.items():
        if name in ("and", "or"):
            for each in value:
                yield from thresholds(each)
        elif name not in ("flat", "within"):
            yield name, float(value)


def words(condition: Condition) -> str:
    """The condition as a person reads it: `views ≥ 1,000,000`, `reddit.score flat for 1 h`."""
    return " and ".join(_words(name, value) for name, value in condition.items())


def _words(name: str, value: Any) -> str:
    if name in ("and", "or"):
        parts = [words(each) if len(each) == 1 else f"({words(each)})" for each in value]
        return parts[0] if len(parts) == 1 else f"({f' {name} '.join(parts)})"
    if name == "flat":
        return f"{value['metric']} flat for {human.duration(value['for'])}"
    if name == "within":
        return f"within {human.duration(timedelta(seconds=value))}"
    if name.endswith("removed"):
        return name
    number = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    if name.endswith(PER_HOUR):
        return f"{name.removesuffix(PER_HOUR)} ≥ {number} an hour"
    return f"{name} {'≤' if is_place(name) else '≥'} {number}"
