"""What a made-up credential may do: as it stands all, with `-readonly` behind it only read, with `-expired` nothing.

So a rehearsal can show what a platform answers to a login of too few rights, or to a dead one, without
another account: `X_ACCESS_TOKEN=...-readonly`.
"""

from enum import StrEnum


class Rights(StrEnum):
    """What the holder of a credential may do."""

    FULL = "full"
    READONLY = "readonly"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def rights(presented: str, credential: str) -> Rights:
    """The rights of `presented`, where `credential` is the one that this stage knows."""
    if presented == credential:
        return Rights.FULL
    return {
        f"{credential}-readonly": Rights.READONLY,
        f"{credential}-expired": Rights.EXPIRED,
    }.get(presented, Rights.UNKNOWN)
