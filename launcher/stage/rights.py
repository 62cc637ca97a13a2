"""What a made-up credential may do: as it stands all, with `-readonly` behind it only read, with `-expired` nothing.

With `-other` behind it, it is the second account's, which may say who it is.

So a rehearsal can show what a platform answers to a login of too few rights, or to a dead one, without
another account: `X_ACCESS_TOKEN=...-readonly`.
"""

from enum import StrEnum


class Rights(StrEnum):
    """What the holder of a credential may do."""

    FULL = "full"
    READONLY = "readonly"
    EXPIRED = "expired"
    OTHER = "other"
    UNKNOWN = "unknown"


def rights(presented: str, credential: str) -> Rights:
    """The rights of `presented`, where `credential` is the one that this stage knows."""
    if presented == credential:
        return Rights.FULL
    return {
        f"{credential}-readonly": Rights.READONLY,
        f"{credential}-expired": Rights.EXPIRED,
        f"{credential}-other": Rights.OTHER,
    }.get(presented, Rights.UNKNOWN)
