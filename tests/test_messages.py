"""docs/messages.md says what the tests assert."""

from pathlib import Path

from tests.messages import page

PAGE = Path(__file__).parent.parent / "docs" / "messages.md"


def test_the_page_of_messages_is_up_to_date() -> None:
    """Made anew by `python -m tests.messages > docs/messages.md`."""
    assert PAGE.read_text("utf-8") == page()
