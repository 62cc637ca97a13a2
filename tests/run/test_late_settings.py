"""The look at a film's settings, where a platform in trouble put it off until after the release."""

import pytest

from launcher.journal.records import State
from launcher.journal.tables import actions
from launcher.plan.action import Kind
from tests.run.rig import HOSTS, HOUR, Rig, T, manifest


@pytest.mark.parametrize(
    ("release", "then"),
    [
        (State.DONE, State.DONE),
        (State.UNKNOWN, State.PLANNED),
        (State.PLANNED, State.PLANNED),
        (State.HELD, State.DONE),
    ],
)
def test_settings_are_told_apart_from_the_release(rig: Rig, release: State, then: State) -> None:
    """A public film is as the manifest wants it from its hour on, whatever is known of the try that released it.

    While that try is under way, or waits for its next turn, the film is looked at later.
    """
    rig.launch(manifest(posts=[], engagement=[]), T + HOUR)
    with rig.journal.write() as connection:
        again = actions.update().where(actions.c.kind == Kind.SETTINGS)
        connection.execute(again.values(state=State.PLANNED, due_at=rig.clock.now()))
        if release is not State.DONE:
            lost = {"state": release, "due_at": rig.clock.now() + HOUR, "late_at": None}
            connection.execute(actions.update().where(actions.c.kind == Kind.RELEASE).values(**lost))
    with rig.executor() as executor:
        executor.tick()
    assert [rig.state(Kind.SETTINGS, name) for name in HOSTS] == [then] * len(HOSTS)
