"""The top-level boxes of an MP4 or MOV: whether the file is all there, told from a few bytes."""

from typing import IO

_KNOWN = {b"ftyp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"pnot", b"styp", b"sidx", b"uuid", b"meta"}
_MOST_BOXES = 100_000


def cut_short(stream: IO[bytes]) -> str:
    """What is missing of an MP4 or MOV, or "" where its boxes are complete or it is another kind of file.

    Foreign bytes after a complete index are let pass: players ignore them.
    """
    end = stream.seek(0, 2)
    at = 0
    seen: set[bytes] = set()
    for _ in range(_MOST_BOXES):
        if at >= end:
            break
        kind, size, head = _box(stream, at, end)
        if kind not in _KNOWN and (not seen or b"moov" in seen):
            return ""
        seen.add(kind)
        if size < head or at + size > end:
            return f"{_name(kind)} at byte {at:,} should end at {at + size:,}, and the file ends at {end:,}"
        at += size
    if seen & {b"mdat", b"ftyp"} and b"moov" not in seen:
        return "its index (the moov box) is missing"
    return ""


def _box(stream: IO[bytes], at: int, end: int) -> tuple[bytes, int, int]:
    """Kind, size and length of the head of the box at that offset. A size of 0 means: up to the end."""
    stream.seek(at)
    head = stream.read(16)
    size, kind = int.from_bytes(head[:4]), head[4:8]
    if size == 1:
        return kind, int.from_bytes(head[8:16]), 16
    return kind, size or end - at, 8


def _name(kind: bytes) -> str:
    text = kind.decode("latin-1")
    return f"its {text} box" if text.isalnum() else "a box"
