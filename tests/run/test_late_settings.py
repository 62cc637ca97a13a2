"""The look at a film's settings, where a platform in trouble put it off until after the release."""

import pytest

from launcher.journal.records import State
from launcher.journal.tables import actions
from launcher.plan.action import Kind
from tests.run.rig import HOSTS, HOUR, Rig, T, manifest


@pytest.mark.parametrize("after", [True, False])
def test_settings_are_told_apart_from_the_release(rig: Rig, after: bool) -> None:
    """After the release a public film is as the manifest wants it; while one is under way it is looked at later."""
    rig.launch(manifest(posts=[], engagement=[]), T + HOUR)
    with rig.journal.write() as connection:
        again = actions.update().where(actions.c.kind == Kind.SETTINGS)
        connection.execute(again.values(state=State.PLANNED, due_at=rig.clock.now()))
        if not after:
            under_way = {"state": State.UNKNOWN, "due_at": rig.clock.now() + HOUR, "late_at": None}
            connection.execute(actions.update().where(actions.c.kind == Kind.RELEASE).values(**under_way))
    with rig.executor() as executor:
        executor.tick()
    found = [rig.state(Kind.SETTINGS, name) for name in HOSTS]
    assert found == [State.DONE if after else State.PLANNED] * len(HOSTS)
