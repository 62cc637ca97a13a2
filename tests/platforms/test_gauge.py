"""What an account has left, as replies tell it or as requests are counted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from requests.structures import CaseInsensitiveDict

from launcher.clock import CompressedClock
from launcher.platforms import outcomes
from launcher.platforms.base import Metered
from launcher.platforms.gauge import Gauge, Level, Use
from launcher.platforms.instants import moment
from launcher.platforms.youtube import quota as youtube_quota
from tests.platforms.stage import on_stage

NOW = datetime(2026, 12, 7, 17, tzinfo=UTC)
PACIFIC_MIDNIGHT = datetime(2026, 12, 8, 8, tzinfo=UTC)
SOON = NOW + timedelta(seconds=300)


def told(method: str = "GET", **headers: str) -> dict[str, Level]:
    """The levels of a reply with these headers."""
    gauge = Gauge(CompressedClock(NOW))
    gauge.read(
        method, "/2/tweets", CaseInsensitiveDict({name.replace("_", "-"): text for name, text in headers.items()})
    )
    return {level.name: level for level in gauge.take()}


def test_x_counts_each_path_apart() -> None:
    """What the readings have used is nothing that a post needs."""
    reset = str(int(SOON.timestamp()))
    headers = {"x_rate_limit_limit": "900", "x_rate_limit_remaining": "12", "x_rate_limit_reset": reset}
    read = told("GET", **headers)["GET /2/tweets"]
    assert (read.used, read.most, read.resets_at, read.uses) == (888, 900, SOON, {Use.READ})
    assert Use.READ not in told("POST", **headers)["POST /2/tweets"].uses


def test_reddit_and_vimeo_count_all_requests_together() -> None:
    """Reddit tells seconds and no limit, Vimeo a limit and an instant."""
    reddit = told(X_Ratelimit_Used="96", X_Ratelimit_Remaining="4.0", X_Ratelimit_Reset="300")["requests"]
    vimeo = told(X_RateLimit_Limit="100", X_RateLimit_Remaining="4", X_RateLimit_Reset=SOON.isoformat())["requests"]
    assert reddit == vimeo == Level(name="requests", used=96, most=100, resets_at=SOON)


def test_facebook_tells_shares() -> None:
    """The largest share counts, and a wait where Graph tells one."""
    usage = '{"call_count": 28, "total_time": 95, "total_cputime": 25}'
    business = '{"1029": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 5}]}'
    found = told(x_app_usage=usage, x_business_use_case_usage=business)
    assert (found["x-app-usage"].used, found["x-app-usage"].most) == (95, 100)
    page = found["x-business-use-case-usage"]
    assert (page.used, page.resets_at) == (100, SOON)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x_rate_limit_remaining": "many", "x_rate_limit_limit": "900", "x_rate_limit_reset": "1"},
        {"x_rate_limit_remaining": "1", "x_rate_limit_limit": "900", "x_rate_limit_reset": "soon"},
        {"x_app_usage": "[]"},
        {"x_app_usage": "<html>"},
        {"x_ratelimit_remaining": "5", "x_ratelimit_reset": "10"},
    ],
)
def test_what_cannot_be_read_is_left_out(headers: dict[str, str]) -> None:
    """A header that is missing, foreign or half there tells nothing, and fails nothing."""
    assert told(**headers) == {}


def test_the_emptied_allowance_says_when() -> None:
    """After a 429 the reset of the allowance that is empty counts, not that of another."""
    headers = {
        "x-rate-limit-remaining": "40",
        "x-rate-limit-reset": str(int(NOW.timestamp()) + 60),
        "x-user-limit-24hour-remaining": "0",
        "x-user-limit-24hour-reset": str(int(SOON.timestamp())),
    }
    assert outcomes.retry_at(headers, NOW) == SOON


@pytest.mark.parametrize("text", ["300", str(SOON.timestamp()), SOON.isoformat(), "Mon, 07 Dec 2026 17:05:00 GMT"])
def test_instants_are_read_however_they_are_told(text: str) -> None:
    """Seconds from now or since the epoch, ISO 8601, or HTTP's own date."""
    assert moment(text, NOW) == SOON


@pytest.mark.parametrize("text", ["", "soon", "nan", "inf", "1e300"])
def test_no_instant_is_no_instant(text: str) -> None:
    """Nonsense is not believed."""
    assert moment(text, NOW) is None


@pytest.mark.parametrize(
    ("method", "path", "name", "used"),
    [
        ("GET", "/youtube/v3/videos?id=1", "units", 1),
        ("PUT", "/youtube/v3/videos?part=status", "units", 50),
        ("GET", "/youtube/v3/captions", "units", 50),
        ("POST", "/upload/youtube/v3/captions?uploadType=multipart", "units", 400),
        ("POST", "/upload/youtube/v3/thumbnails/set", "units", 50),
        ("POST", "/upload/youtube/v3/videos?uploadType=resumable", "uploads", 1),
    ],
)
def test_youtube_requests_cost_what_the_table_says(method: str, path: str, name: str, used: float) -> None:
    """Of the Pacific day's units, or of its uploads."""
    level = youtube_quota.spent(method, f"https://youtube.googleapis.com{path}", NOW)
    assert level is not None
    assert (level.name, level.used, level.resets_at, level.counted) == (name, used, PACIFIC_MIDNIGHT, True)


def test_bytes_and_tokens_cost_nothing() -> None:
    """A resumed upload is not a second insert."""
    session = "https://youtube.googleapis.com/upload/youtube/v3/videos?upload_id=7"
    assert youtube_quota.spent("PUT", session, NOW) is None
    assert youtube_quota.spent("POST", "https://oauth2.googleapis.com/token", NOW) is None


@pytest.mark.parametrize("change", [datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 3, 14, tzinfo=UTC)])
def test_the_quota_day_is_pacific_whatever_the_clocks_do(change: datetime) -> None:
    """On the days of the change midnight comes after 25 and after 23 hours."""
    before = youtube_quota.renewed_at(change + timedelta(hours=9))
    after = youtube_quota.renewed_at(before)
    assert (before - change, after - before) in [
        (timedelta(hours=32), timedelta(hours=24)),
        (timedelta(hours=31), timedelta(hours=24)),
    ]


@pytest.mark.parametrize("name", ["youtube", "vimeo", "facebook", "x", "reddit"])
def test_every_adapter_fills_its_gauge(name: str, tmp_path: Path) -> None:
    """One read of the account, and something is known of what is left; taken once, it is gone."""
    with on_stage(name, tmp_path) as stage:
        platform = stage.connect()
        assert isinstance(platform, Metered)
        platform.account()
        levels = platform.gauge.take()
        assert levels
        assert all(0 <= level.used <= level.most and level.resets_at > stage.now() for level in levels)
        assert platform.gauge.take() == []
