"""The people who are told: whether there is an address for each name."""

from collections.abc import Iterator

from launcher.doctor.finding import LAUNCH, Finding, doubtful, fine
from launcher.doctor.subject import Subject
from launcher.logins.notify import ADDRESS
from launcher.run.readiness import unheard


def check_people(subject: Subject) -> Iterator[Finding]:
    """Each name of `notify:` has its variable: else nobody hears of what goes wrong."""
    names = subject.plan.facts.get("notify", {}).get("names", ()) if subject.plan else ()
    missing = unheard(subject.plan, subject.settings) if subject.plan else []
    for variable in missing:
        said = f"nobody is told what goes wrong: {variable} is not set"
        yield doubtful(LAUNCH, "people", said, ADDRESS.format(variable=variable))
    if names and not missing:
        yield fine(LAUNCH, "people", f"told by {', '.join(names)}")
