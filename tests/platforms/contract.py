"""The contract suite: what `launcher.platforms.base` promises, asked of any platform.

A platform joins by a subclass whose fixture `place` returns its `Place`:

    class TestPeerTube(HostContract):
        @pytest.fixture
        def place(self, tmp_path): ...

A `HostPlace` is an account on a server that the test may look into; a `FeedPlace` the same for announcements.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from launcher.errors import LauncherError, LoginExpired, OutcomeUnknown, Refused
from launcher.platforms.base import Draft, Feed, Film, Host, Identity, Processing, Receipt, Session

SIZE = 3 * 2**20 + 12_345
"""Bytes of the film: more than one block, and no whole number of granules."""

HOUR = timedelta(hours=1)


@dataclass
class Kept:
    """A Sessions in memory; `dropped` counts."""

    session: Session | None = None
    dropped: int = 0

    def kept(self) -> Session | None:
        """The session."""
        return self.session

    def keep(self, session: Session) -> None:
        """Keep it."""
        self.session = session

    def drop(self) -> None:
        """Forget it."""
        self.session, self.dropped = None, self.dropped + 1

    def known(self) -> frozenset[str]:
        """Nobody else made anything."""
        return frozenset()


@dataclass(frozen=True)
class Held:
    """What the server holds of one film."""

    id: str
    md5: str
    public: bool


class HostPlace(Protocol):
    """An account on a host's server."""

    keys: object

    def connect(self) -> Host:
        """A new adapter object, logged in."""
        ...

    def stranger(self) -> Host:
        """An adapter whose credentials the server does not know."""
        ...

    def now(self) -> datetime:
        """The server's clock."""
        ...

    def later(self, by: timedelta) -> None:
        """Let time pass on the server's clock."""
        ...

    def cut(self, after_bytes: int) -> None:
        """Break the next request that carries the film after so many bytes of it."""
        ...

    def sent(self) -> int:
        """Bytes of the film that the server received, in all."""
        ...

    def held(self) -> list[Held]:
        """Every film that was ever made there, whole ones with their md5."""
        ...


@pytest.fixture
def film_file(tmp_path: Path) -> Path:
    """Bytes that stand for a film."""
    path = tmp_path / "First Kiss – final.mp4"
    path.write_bytes(hashlib.shake_128(b"film").digest(SIZE))
    return path


class HostContract:
    """What every host does."""

    @pytest.fixture
    def place(self) -> HostPlace:
        """The platform under test."""
        raise pytest.UsageError("a subclass gives the place")

    @pytest.fixture
    def film(self, place: HostPlace, film_file: Path) -> Film:
        """The film as this host shall hold it."""
        return Film(path=film_file, size=SIZE, title="First Kiss", description="Strangers kiss.", keys=place.keys)

    @pytest.fixture
    def uploaded(self, place: HostPlace, film: Film) -> Receipt:
        """The receipt of the whole film, not released."""
        return place.connect().upload(film, Kept(), ignore)

    def test_it_is_a_host(self, place: HostPlace) -> None:
        """It has every method of the contract, and its limits are its own."""
        host = place.connect()
        assert isinstance(host, Host)
        assert host.limits.platform == host.name

    def test_it_says_who_it_is(self, place: HostPlace) -> None:
        """The account has an id and a name."""
        me = place.connect().account()
        assert isinstance(me, Identity)
        assert me.id
        assert me.name

    def test_a_stranger_is_told_to_log_in(self, place: HostPlace) -> None:
        """Credentials that the platform does not know are a login that expired."""
        with pytest.raises(LoginExpired):
            place.stranger().account()

    def test_the_film_arrives_whole_and_private(self, place: HostPlace, film: Film, film_file: Path) -> None:
        """After the upload the platform holds exactly the file, shows it to nobody, and progress heard every byte."""
        heard: list[int] = []
        receipt = place.connect().upload(film, Kept(), heard.append)
        assert place.held() == [Held(receipt.id, md5(film_file), public=False)]
        assert (heard[0], heard[-1], heard) == (0, SIZE, sorted(heard))
        assert receipt.url.startswith("https://")
        assert not place.connect().visible(receipt)

    def test_the_session_is_kept_before_the_first_byte(self, place: HostPlace, film: Film) -> None:
        """When keeping fails, nothing of the film has left."""

        class Full(Kept):
            def keep(self, session: Session) -> None:
                raise LauncherError("disk full")

        with pytest.raises(LauncherError, match="disk full"):
            place.connect().upload(film, Full(), ignore)
        assert place.sent() == 0

    def test_a_cut_upload_goes_on_in_another_process(self, place: HostPlace, film: Film, film_file: Path) -> None:
        """A new adapter goes on where the platform stands; there is one film, and little is sent twice."""
        kept = Kept()
        place.cut(after_bytes=SIZE // 2)
        with pytest.raises(OutcomeUnknown) as told:
            place.connect().upload(film, kept, ignore)
        assert kept.session is not None
        assert kept.session.uri not in str(told.value)
        heard: list[int] = []
        receipt = place.connect().upload(film, kept, heard.append)
        assert heard[0] > 0
        assert place.held() == [Held(receipt.id, md5(film_file), public=False)]
        assert place.sent() <= SIZE + 2**20

    def test_an_upload_that_is_done_is_not_made_again(self, place: HostPlace, film: Film) -> None:
        """Its reply may have been lost: the kept session leads to the same receipt, and no byte is sent again."""
        kept = Kept()
        first = place.connect().upload(film, kept, ignore)
        again = place.connect().upload(film, kept, ignore)
        assert (again.id, again.url) == (first.id, first.url)
        assert len(place.held()) == 1
        assert place.sent() == SIZE

    def test_progress_may_stop_the_upload(self, place: HostPlace, film: Film) -> None:
        """What progress raises comes out as it is, even an OSError, and the upload can go on."""
        kept = Kept()

        def stop(at: int) -> None:
            if at > 2**20:
                raise BlockingIOError("enough for now")

        with pytest.raises(BlockingIOError, match="enough for now"):
            place.connect().upload(film, kept, stop)
        place.connect().upload(film, kept, ignore)
        assert len(place.held()) == 1

    def test_another_file_is_refused(self, place: HostPlace, film: Film) -> None:
        """A file of another size than the film that was planned never leaves."""
        for other in (replace(film, size=SIZE - 1), replace(film, path=film.path.with_name("gone.mp4"))):
            with pytest.raises(Refused) as told:
                place.connect().upload(other, Kept(), ignore)
            assert told.value.code == "film_changed"
        assert place.held() == []

    def test_from_upload_to_release(self, place: HostPlace, film: Film, uploaded: Receipt) -> None:
        """It is processed, then released, then seen by anyone; releasing twice changes nothing."""
        host = place.connect()
        assert host.readiness(uploaded).processing is Processing.RUNNING
        place.later(HOUR)
        assert host.readiness(uploaded).processing is Processing.READY
        assert not host.visible(uploaded)
        released = host.release(uploaded, film)
        assert released.id == uploaded.id
        assert host.visible(released)
        assert host.release(released, film).url == released.url
        assert [each.id for each in place.held()] == [uploaded.id]

    def test_a_film_that_is_gone_is_not_waited_for(self, place: HostPlace) -> None:
        """Readiness of an unknown id is a failure with its reason."""
        readiness = place.connect().readiness(Receipt(id="98765432100", url="https://example.test/98765432100"))
        assert readiness.processing is Processing.FAILED
        assert readiness.reason

    def test_find_sees_the_film_and_no_other(self, place: HostPlace, film: Film, uploaded: Receipt) -> None:
        """It finds the film made since then, and neither an older one nor another file."""
        host, began = place.connect(), place.now() - HOUR
        found = host.find(film, began)
        assert found is not None
        assert (found.id, found.url) == (uploaded.id, uploaded.url)
        assert host.resume(found) is None
        assert host.find(replace(film, size=SIZE - 1), began) is None
        place.later(3 * HOUR)
        assert host.find(film, place.now() - HOUR) is None

    def test_a_known_film_is_not_it(self, place: HostPlace, film: Film, uploaded: Receipt) -> None:
        """What other work made is never found; where there are two of the film, the one that nobody knows is."""
        host, began = place.connect(), place.now() - HOUR
        assert host.find(film, began, frozenset({uploaded.id})) is None
        second = host.upload(film, Kept(), ignore)
        for known, other in ((uploaded, second), (second, uploaded)):
            found = host.find(film, began, frozenset({known.id}))
            assert found is not None
            assert found.id == other.id

    def test_nothing_is_found_where_nothing_is(self, place: HostPlace, film: Film) -> None:
        """An account without films has none."""
        assert place.connect().find(film, place.now() - HOUR) is None

    def test_an_unfinished_upload_goes_on_after_its_session_is_lost(self, place: HostPlace, film: Film) -> None:
        """What `find` and `resume` give is enough to go on; at the end there is one film."""
        place.cut(after_bytes=SIZE // 2)
        with pytest.raises(OutcomeUnknown):
            place.connect().upload(film, Kept(), ignore)
        host, kept = place.connect(), Kept()
        found = host.find(film, place.now() - HOUR)
        if found:
            kept.session = host.resume(found)
            assert kept.session is not None
        host.upload(film, kept, ignore)
        assert len(place.held()) == 1

    def test_samples_are_numbers_of_the_receipts(self, place: HostPlace, film: Film, uploaded: Receipt) -> None:
        """After the release views are counted; what does not exist is left out."""
        host = place.connect()
        place.later(HOUR)
        host.release(uploaded, film)
        place.later(4 * HOUR)
        samples = host.sample([uploaded, Receipt(id="98765432100")])
        assert {each.receipt_id for each in samples} == {uploaded.id}
        assert {"views", "likes", "comments"} <= {each.metric for each in samples}
        assert next(each.value for each in samples if each.metric == "views") > 0
        assert host.sample([]) == []


class FeedPlace(Protocol):
    """An account on a feed's server."""

    draft: Draft

    def connect(self) -> Feed:
        """A new adapter object, logged in."""
        ...

    def stranger(self) -> Feed:
        """An adapter whose credentials the server does not know."""
        ...

    def now(self) -> datetime:
        """The server's clock."""
        ...

    def later(self, by: timedelta) -> None:
        """Let time pass on the server's clock."""
        ...

    def held(self) -> list[str]:
        """The ids of every post that was ever made there."""
        ...

    def lose_reply(self) -> None:
        """Carry out the next create, and close the connection without an answer."""
        ...


class FeedContract:
    """What every feed does."""

    @pytest.fixture
    def place(self) -> FeedPlace:
        """The platform under test."""
        raise pytest.UsageError("a subclass gives the place")

    def test_it_is_a_feed(self, place: FeedPlace) -> None:
        """It has every method of the contract, and its limits are its own."""
        feed = place.connect()
        assert isinstance(feed, Feed)
        assert feed.limits.platform == feed.name

    def test_it_says_who_it_is(self, place: FeedPlace) -> None:
        """The account has an id and a name."""
        me = place.connect().account()
        assert me.id
        assert me.name

    def test_a_stranger_is_told_to_log_in(self, place: FeedPlace) -> None:
        """Credentials that the platform does not know are a login that expired."""
        with pytest.raises(LoginExpired):
            place.stranger().account()

    def test_a_post_is_made_once_and_found_again(self, place: FeedPlace) -> None:
        """It has an address, and another process finds it by what it says."""
        began = place.now()
        assert place.connect().find(place.draft, began) is None
        receipt = place.connect().post(place.draft)
        assert receipt.url.startswith("https://")
        assert len(place.held()) == 1
        found = place.connect().find(place.draft, began)
        assert found is not None
        assert found.id == receipt.id
        place.later(3 * HOUR)
        assert place.connect().find(place.draft, place.now() - HOUR) is None

    def test_a_known_post_is_not_it(self, place: FeedPlace) -> None:
        """What other work posted is never found, however much it says the same."""
        began = place.now()
        receipt = place.connect().post(place.draft)
        assert place.connect().find(place.draft, began, frozenset({receipt.id})) is None
        assert place.connect().find(place.draft, began, frozenset({"another"})) is not None

    def test_a_post_whose_reply_is_lost_is_found(self, place: FeedPlace) -> None:
        """Nobody claims to know the outcome, nothing is sent again, and `find` settles it."""
        began, feed = place.now(), place.connect()
        feed.account()
        place.lose_reply()
        with pytest.raises(OutcomeUnknown):
            feed.post(place.draft)
        assert len(place.held()) == 1
        assert place.connect().find(place.draft, began) is not None

    def test_samples_are_numbers_of_the_receipts(self, place: FeedPlace) -> None:
        """Some metric of the post is told."""
        feed = place.connect()
        receipt = feed.post(place.draft)
        place.later(HOUR)
        samples = feed.sample([receipt])
        assert samples
        assert {each.receipt_id for each in samples} == {receipt.id}
        assert feed.sample([]) == []


def ignore(_: int) -> None:
    """Progress that nobody watches."""


def md5(path: Path) -> str:
    """What the file is, in hex."""
    return hashlib.md5(path.read_bytes()).hexdigest()
