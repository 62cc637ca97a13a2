"""Several executors on one journal: whoever comes first does it, and nobody does it again."""

from itertools import pairwise
from threading import Barrier, Thread

from launcher.journal import claims
from tests.run.rig import HOUR, Rig, T, X, manifest, posts_only

BURST = [{**X, "name": f"post-{number}", "at": "release + 2m", "text": f"Words {number}"} for number in range(6)]


def together(rig: Rig, count: int = 3) -> None:
    """Let as many executors tick at once."""
    start = Barrier(count)

    def tick() -> None:
        with rig.executor() as executor:
            start.wait()
            executor.tick()

    threads = [Thread(target=tick) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def play_together(rig: Rig) -> None:
    """The whole launch, with several executors at every instant."""
    while True:
        together(rig)
        due_at = claims.next_due(rig.journal)
        if due_at is None or due_at > T + HOUR:
            return
        rig.clock.jump(due_at)


def test_three_executors_send_everything_once(rig: Rig) -> None:
    """With three executors at every instant of a launch, each film and each post exists once, asked for once."""
    rig.record(manifest(hosts={"youtube": {}, "vimeo": {}}, engagement=[]))
    play_together(rig)
    assert set(rig.states().values()) == {"done"}
    for name in ("youtube", "vimeo", "facebook", "x", "reddit"):
        assert (len(rig.created(name)), len(rig.held(name))) == (1, 1), name


def test_a_burst_on_one_account_goes_out_one_by_one(rig: Rig) -> None:
    """Six posts due on one account at one instant, three executors: six posts, none twice, one at a time."""
    rig.record(posts_only(*BURST))
    play_together(rig)
    asked = rig.requests("x", "POST", "/2/tweets")
    assert len(asked) == len(rig.held("x")) == len(BURST)
    spans = sorted((each.wall, each.wall + each.took) for each in asked)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_lost_reply_with_three_executors_makes_one_post(rig: Rig) -> None:
    """A doubt is looked into by one executor, and the post that it finds stays the only one."""
    rig.fault("drop_after", "x", method="POST", nth=1)
    rig.record(posts_only(X))
    play_together(rig)
    assert rig.state("post", "on-x").value == "done"
    assert len(rig.requests("x", "POST", "/2/tweets")) == 1
