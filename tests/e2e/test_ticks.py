"""`launcher tick` by several at once, as cron may start it."""

from tests.e2e.processes import Site, now

ROUNDS = 3


def record(site: Site, number: int) -> None:
    """Put one launch, due now, into the journal."""
    title = f"Film {number}"
    post = {"name": "on-x", "on": "x", "at": "release", "text": "{{ film.title }} {{ vimeo.url }}"}
    wanted = now(film={"file": "film.mp4", "title": title}, hosts={"vimeo": {}}, posts=[post])
    wanted["launch"] = {**wanted["launch"], "name": f"film-{number}"}
    site.record(wanted, name=f"launch-{number}.yaml")


def unsettled(site: Site, launch: str) -> set[str]:
    """The actions that are not done."""
    return {key for key, state in site.states(launch).items() if state != "done"}


def test_two_ticks_at_once_do_everything_once(site: Site) -> None:
    """Three times two ticks started at the same moment: three films, three posts, none of them twice, none missing."""
    for number in range(ROUNDS):
        record(site, number)
        ticks = [site.start("tick") for _ in range(2)]
        said = [each.communicate(timeout=60) for each in ticks]
        assert [each.returncode for each in ticks] == [0, 0], said
        assert said == [("", ""), ("", "")]
        assert unsettled(site, f"film-{number}") <= {"settings/vimeo"}  # read back a little after the release
    assert sorted(each["text"].rpartition(" ")[0] for each in site.stage.held("x")) == [
        f"Film {n}" for n in range(ROUNDS)
    ]
    assert len(site.stage.held("vimeo")) == ROUNDS
    assert len(site.stage.ledger("x", "POST", "/2/tweets")) == ROUNDS
    assert len(site.stage.ledger("vimeo", "PATCH", "/upload/")) == ROUNDS
