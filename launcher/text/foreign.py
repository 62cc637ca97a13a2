"""Text that came from outside (titles, names, error messages), made safe to show in a terminal, a log or a page.

Escape sequences can repaint a screen, write the clipboard or hide a link's target; bidirectional overrides and
invisible characters make a text read otherwise than it is. Letters of every script, emoji and their joiners stay.
"""

import re

LIMIT = 2000
"""Characters that `clean` keeps unless told otherwise."""

_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor, screen
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"  # every other escape
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"  # a flag spelled in tags is an emoji, and stays
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"  # drawn as nothing
)
_SHOWN = r"[^\x00-\u02ff\s\u200c-\u200f\u2026]"
_IDLE_JOINERS = re.compile(rf"(?<!{_SHOWN})[\u200c\u200d]+|[\u200c\u200d]{{2,}}|[\u200c\u200d](?!{_SHOWN})")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAPED_MARKS = re.compile(f"({_MARK}{{4}}){_MARK}+")
_SPACES = re.compile(r"\s+")


def clean(text: str, limit: int = LIMIT) -> str:
    """`text` without control characters, escape sequences and invisible tricks; cut to `limit` with an ellipsis.

    Line breaks and tabs stay. Never raises; cleaning twice changes nothing more.
    """
    safe = _visible(_SURROGATES.sub("\ufffd", _BREAKS.sub("\n", _SEQUENCES.sub("", text))))
    return safe if len(safe) <= limit else _visible(safe[: max(0, limit - 1)]).rstrip() + "…"


def clean_line(text: str, limit: int = 200) -> str:
    """`clean`, on one line: every run of white space becomes one space."""
    return clean(_SPACES.sub(" ", clean(text, limit=8 * limit)).strip(), limit=limit)


def _visible(text: str) -> str:
    return _HEAPED_MARKS.sub(r"\1", _IDLE_JOINERS.sub("", _UNSEEN.sub(lambda found: found[1] or "", text)))
