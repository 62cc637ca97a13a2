"""What the stage hashes is the file, however it arrived."""

import hashlib
import zlib

from hypothesis import given
from hypothesis import strategies as st

from launcher.stage.receiving import Received


@given(
    data=st.binary(max_size=300), cuts=st.lists(st.integers(0, 300), max_size=12), granule=st.sampled_from([1, 7, 64])
)
def test_broken_requests_never_corrupt_the_hash(data: bytes, cuts: list[int], granule: int) -> None:
    """However often a transfer breaks and begins again at the server's offset, the hash is the file's."""
    received = Received(granule)
    for cut in cuts:
        turn = received.turn()
        assert received.feed(data[received.offset :][:cut], turn)
    turn = received.turn()
    assert received.feed(data[received.offset :], turn)
    received.commit()
    digest = received.digest()
    assert (digest.size, digest.md5, digest.crc) == (len(data), hashlib.md5(data).hexdigest(), zlib.crc32(data))


def test_an_older_request_is_refused_once_another_has_begun() -> None:
    """Bytes of a request that was taken over are not kept."""
    received = Received()
    old = received.turn()
    new = received.turn()
    assert not received.feed(b"late", old)
    assert received.feed(b"film", new)
    assert received.digest().size == 4
