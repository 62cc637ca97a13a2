"""What X refuses, and the bodies with which it does.

From docs.x.com (response codes and errors) and X's OpenAPI 2.167, checked 2026-11. X's document asks a failed
reply for `code` and `message`; what X sends has `title`, `detail`, `type` and `status`. Ours have both.
"""

from typing import Any

PROBLEMS = "https://api.x.com/2/problems/"


class XError(Exception):
    """One refusal."""

    def __init__(self, status: int, detail: str, *, title: str = "", problem: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.title = title
        self.problem = problem
        self.more = more
        self.headers: dict[str, str] = {}

    @property
    def media_type(self) -> str:
        """The body's content type."""
        return "application/problem+json" if self.problem else "application/json"

    def problem_record(self) -> dict[str, Any]:
        """The problem, as it also stands in the `errors` of a reply."""
        kind = PROBLEMS + self.problem if self.problem else "about:blank"
        return {"title": self.title, "detail": self.detail, "type": kind, "status": self.status, **self.more}

    def body(self) -> dict[str, Any]:
        """The JSON that the client gets."""
        return {"code": self.status, "message": self.detail, **self.problem_record()}


def unauthorized() -> XError:
    """A signature that is missing, wrong, old or used before."""
    return XError(401, "Unauthorized", title="Unauthorized")


def readonly() -> XError:
    """An app whose tokens may only read."""
    detail = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."
    return XError(403, detail, title="Forbidden")


def forbidden(detail: str) -> XError:
    """A request that is understood, and not allowed."""
    return XError(403, detail, title="Forbidden")


def depleted(account: str) -> XError:
    """No credit left."""
    return XError(
        402,
        f"Your enrolled account [{account}] does not have any credits to fulfill this request.",
        title="CreditsDepleted",
        problem="credits",
        account_id=int(account),
    )


def too_many() -> XError:
    """The window's requests are used up."""
    return XError(429, "Too Many Requests", title="Too Many Requests")


def invalid(message: str, **parameters: Any) -> XError:
    """One or more parameters that are wrong; `errors` names them."""
    given = {name: [str(value)] for name, value in parameters.items()}
    return XError(
        400,
        "One or more parameters to your request was invalid.",
        title="Invalid Request",
        problem="invalid-request",
        errors=[{"parameters": given, "message": message}],
    )


def refused_text(detail: str) -> XError:
    """A text that cannot be posted."""
    return XError(400, detail, title="Invalid Request", problem="invalid-request")


def not_found(parameter: str, value: str, kind: str = "tweet") -> XError:
    """An object that is not there; the body goes into `errors` of a reply, or is one itself."""
    return XError(
        404,
        f"Could not find {kind} with {parameter}: [{value}].",
        title="Not Found Error",
        problem="resource-not-found",
        resource_type=kind,
        resource_id=value,
        parameter=parameter,
        value=value,
    )
