"""All checks, in the order in which they are shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from launcher.doctor.accounts import check_accounts, judged
from launcher.doctor.clocks import check_clock, check_zones
from launcher.doctor.films import check_codecs, check_film, check_reader
from launcher.doctor.finding import MACHINE, Finding, doubtful
from launcher.doctor.people import check_people
from launcher.doctor.quotas import check_quotas
from launcher.doctor.scheduling import check_scheduler
from launcher.doctor.storage import check_journal
from launcher.doctor.subject import Place, Subject
from launcher.platforms.base import Platform
from launcher.run.readiness import Met
from launcher.text.logs import safe

Check = Callable[[Subject], Finding | Iterable[Finding]]

HERE: dict[str, Check] = {
    "clock": check_clock,
    "zone data": check_zones,
    "journal": check_journal,
    "scheduler": check_scheduler,
    "codecs": lambda _: check_codecs(),
    "film": check_film,
    "reader": check_reader,
}
THERE: dict[str, Check] = {"accounts": check_accounts, "quotas": check_quotas}


def examine(subject: Subject) -> list[Finding]:
    """Look at everything, and change nothing. Never raises: a check that fails is a finding."""
    return [*_all({**HERE, "people": check_people}, subject), *_grouped(_all(THERE, subject))]


def before_launch(subject: Subject, platforms: Mapping[Place, Platform], met: Iterable[Met]) -> list[Finding]:
    """The same for accounts that are connected, and were asked already whose they are. `launch` tells of people."""
    there = {**THERE, "accounts": lambda _: judged(subject, platforms, met)}
    return [*_all(HERE, subject), *_grouped(_all(there, subject))]


def _all(checks: Mapping[str, Check], subject: Subject) -> Iterator[Finding]:
    for name, check in checks.items():
        try:
            found = check(subject)
            yield from [found] if isinstance(found, Finding) else found
        except Exception as error:  # noqa: BLE001 - the other checks are heard
            yield doubtful(MACHINE, name, f"could not be looked at: {safe(f'{type(error).__name__}: {error}')[:200]}")


def _grouped(findings: Iterable[Finding]) -> list[Finding]:
    """Those of one heading together, headings in the order in which they came."""
    found = list(findings)
    order = list(dict.fromkeys(each.group for each in found))
    return sorted(found, key=lambda each: order.index(each.group))
