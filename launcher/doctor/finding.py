"""What a check found."""

from collections.abc import Iterable
from dataclasses import dataclass

from launcher.platforms.preflights import Weight

MACHINE = "this machine"
LAUNCH = "the launch"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at: under which heading, how it is, and what mends it.

    `blocks` marks what must fail: `launch` refuses on it. `login` marks what a new login mends, and `unreachable` what
    could not be asked: a fault of the network, and not of the configuration.
    """

    group: str
    name: str
    weight: Weight
    said: str
    fix: str = ""
    blocks: bool = False
    login: bool = False
    unreachable: bool = False


def fine(group: str, name: str, said: str) -> Finding:
    """It is well."""
    return Finding(group=group, name=name, weight=Weight.PASS, said=said)


def doubtful(group: str, name: str, said: str, fix: str = "") -> Finding:
    """It may go wrong, or cannot be told."""
    return Finding(group=group, name=name, weight=Weight.WARN, said=said, fix=fix)


def bad(group: str, name: str, said: str, fix: str = "", *, blocks: bool = False) -> Finding:
    """It will go wrong."""
    return Finding(group=group, name=name, weight=Weight.FAIL, said=said, fix=fix, blocks=blocks)


def worst(findings: Iterable[Finding]) -> Weight:
    """The heaviest of all."""
    order = list(Weight)
    return max((each.weight for each in findings), key=order.index, default=Weight.PASS)
