"""What the Graph API refuses, and the bodies with which it does.

Codes from developers.facebook.com/docs/graph-api/guides/error-handling, checked 2026-11.
"""

from typing import Any


class GraphError(Exception):
    """One refusal, as the body `{"error": {...}}` tells it."""

    def __init__(
        self,
        message: str,
        *,
        code: int,
        kind: str = "OAuthException",
        subcode: int = 0,
        status: int = 400,
        title: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.kind = kind
        self.subcode = subcode
        self.status = status
        self.title = title
        self.data = data

    def body(self, trace: str) -> dict[str, Any]:
        """The JSON that the client gets; `trace` is the request's fbtrace_id."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.data:
            error["error_data"] = self.data
        if self.title:
            error |= {"is_transient": False, "error_user_title": self.title, "error_user_msg": self.message}
        return {"error": {**error, "fbtrace_id": trace}}

    def headers(self) -> dict[str, str]:
        """Graph repeats a token's error in WWW-Authenticate."""
        if self.code not in (102, 104, 190, 2500):
            return {}
        return {"WWW-Authenticate": f'OAuth "Facebook Platform" "invalid_token" "{self.message}"'}


def invalid(message: str) -> GraphError:
    """A parameter that is missing, of another type, or out of range."""
    return GraphError(f"(#100) {message}", code=100)


def missing_object(node: str, method: str) -> GraphError:
    """An object that does not exist, or that this token may not see."""
    return GraphError(
        f"Unsupported {method.lower()} request. Object with ID '{node}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation",
        code=100,
        kind="GraphMethodException",
        subcode=33,
    )


def no_token() -> GraphError:
    """No token in the query, the form or the header."""
    return GraphError("An access token is required to request this resource.", code=104, status=401)


def bad_token() -> GraphError:
    """A token that nobody ever issued."""
    return GraphError("Invalid OAuth access token - Cannot parse access token", code=190, status=401)


def dead_token() -> GraphError:
    """A token whose session is over."""
    return GraphError(
        "Error validating access token: Session has expired. The user must log in again.",
        code=190,
        subcode=463,
        status=401,
    )


def no_permission(permission: str) -> GraphError:
    """A token that lacks what the edge asks for."""
    return GraphError(
        f"(#200) The permission(s) {permission} are not available. They could be missing or not granted by the user "
        "with sufficient administrative permission on the Page",
        code=200,
        status=403,
    )


def unknown_field(name: str, node_type: str) -> GraphError:
    """A field that this kind of object does not have."""
    return invalid(f"Tried accessing nonexisting field ({name}) on node type ({node_type})")


def retired_field() -> GraphError:
    """A field of posts that went into `attachments` with version 3.3."""
    return GraphError(
        "(#12) deprecate_post_aggregated_fields_for_attachement is deprecated for versions v3.3 and higher", code=12
    )


def duplicate() -> GraphError:
    """The same text as the last post."""
    return GraphError("Duplicate status message", code=506, subcode=1455006, title="Duplicate Status Update")


def throttled() -> GraphError:
    """Too many calls on this Page within the window."""
    return GraphError("(#32) Page request limit reached", code=32, status=403)
