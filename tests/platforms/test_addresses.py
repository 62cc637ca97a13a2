"""Addresses as people copy them, and the ids that they mean."""

import pytest

from launcher.platforms.addresses import SITES, read_address
from launcher.platforms.registry import BUILT_IN

VIDEO = "dQw4w9WgXcQ"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
PAGE = "1029384756"

READ = [
    ("youtube", WATCH, VIDEO, WATCH),
    ("youtube", f"youtube.com/watch?app=desktop&v={VIDEO}&t=4s", VIDEO, WATCH),
    ("youtube", f"https://youtu.be/{VIDEO}?si=abc", VIDEO, WATCH),
    ("youtube", f"https://m.youtube.com/shorts/{VIDEO}", VIDEO, WATCH),
    ("youtube", f"https://www.youtube.com/live/{VIDEO}?feature=share", VIDEO, WATCH),
    ("youtube", f"https://studio.youtube.com/video/{VIDEO}/edit", VIDEO, WATCH),
    ("youtube", f"{WATCH}&lc=UgxKa_b-9", "UgxKa_b-9", f"{WATCH}&lc=UgxKa_b-9"),
    ("vimeo", "https://vimeo.com/76979871", "76979871", "https://vimeo.com/76979871"),
    ("vimeo", "https://vimeo.com/76979871/0a1b2c3d4e", "76979871", "https://vimeo.com/76979871/0a1b2c3d4e"),
    ("vimeo", "https://vimeo.com/manage/videos/76979871", "76979871", "https://vimeo.com/76979871"),
    ("vimeo", "https://vimeo.com/channels/staffpicks/76979871", "76979871", "https://vimeo.com/76979871"),
    ("vimeo", "https://player.vimeo.com/video/76979871?h=1", "76979871", "https://vimeo.com/76979871"),
    ("x", "https://x.com/kisses/status/123?s=20", "123", "https://x.com/kisses/status/123"),
    ("x", "https://mobile.twitter.com/kisses/status/123/photo/1", "123", "https://x.com/kisses/status/123"),
    ("x", "https://x.com/i/web/status/123", "123", "https://x.com/i/status/123"),
    (
        "reddit",
        "https://old.reddit.com/r/Filmmakers/comments/1abc9z/a_film/?utm_source=share",
        "t3_1abc9z",
        "https://www.reddit.com/r/Filmmakers/comments/1abc9z/a_film/",
    ),
    (
        "reddit",
        "https://www.reddit.com/r/Filmmakers/comments/1abc9z/a_film/kx81q2/",
        "t1_kx81q2",
        "https://www.reddit.com/r/Filmmakers/comments/1abc9z/a_film/kx81q2/",
    ),
    (
        "reddit",
        "https://www.reddit.com/r/Filmmakers/comments/1abc9z/comment/kx81q2/",
        "t1_kx81q2",
        "https://www.reddit.com/r/Filmmakers/comments/1abc9z/comment/kx81q2/",
    ),
    ("reddit", "https://redd.it/1abc9z", "t3_1abc9z", "https://www.reddit.com/comments/1abc9z/"),
    (
        "facebook",
        f"https://www.facebook.com/{PAGE}/posts/122100",
        f"{PAGE}_122100",
        f"https://www.facebook.com/{PAGE}/posts/122100",
    ),
    (
        "facebook",
        "https://m.facebook.com/first.kiss/posts/a-film/122100/?comment_id=55",
        "122100_55",
        f"https://www.facebook.com/{PAGE}/posts/122100?comment_id=55",
    ),
    (
        "facebook",
        "https://www.facebook.com/permalink.php?story_fbid=122100&id=99",
        "99_122100",
        "https://www.facebook.com/99/posts/122100",
    ),
    ("facebook", "https://facebook.com/99_122100", "99_122100", "https://www.facebook.com/99/posts/122100"),
    ("peertube", "https://tube.example/w/abc", "https://tube.example/w/abc", "https://tube.example/w/abc"),
]


@pytest.mark.parametrize(("platform", "url", "id_", "address"), READ, ids=[url for _, url, _, _ in READ])
def test_read(platform: str, url: str, id_: str, address: str) -> None:
    """The id as the adapter knows it, and the address in its usual form."""
    receipt = read_address(platform, url, owner=PAGE)
    assert (receipt.id, receipt.url, receipt.at) == (id_, address, None)
    assert read_address(platform, receipt.url, owner=PAGE) == receipt


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        ("x", WATCH),
        ("x", "https://x.com/kisses"),
        ("x", "https://x.com.evil.example/kisses/status/123"),
        ("x", "https://notx.com/kisses/status/123"),
        ("x", "123"),
        ("x", ""),
        ("x", "javascript://x.com/kisses/status/123"),
        ("youtube", "https://www.youtube.com/@kisses"),
        ("youtube", "https://www.youtube.com/watch?v=short"),
        ("vimeo", "https://vimeo.com/kisses"),
        ("reddit", "https://www.reddit.com/r/Filmmakers/s/AbC123"),
        ("reddit", "https://www.reddit.com/r/Filmmakers/"),
        ("facebook", "https://www.facebook.com/first.kiss/posts/pfbid02abc"),
        ("facebook", "https://www.facebook.com/first.kiss"),
    ],
)
def test_refused(platform: str, url: str) -> None:
    """Another site's address, and one that names no post."""
    with pytest.raises(ValueError, match=r"\w"):
        read_address(platform, url, owner=PAGE)


def test_every_platform_is_known() -> None:
    """None of the five takes just any address."""
    assert set(SITES) == {entry.name for entry in BUILT_IN}
