"""What requests and urllib3 raise before any byte of a request has left. Loads both: imported when something failed."""

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

UNSENT = (
    NewConnectionError,
    ConnectTimeoutError,
    ProxyError,
    requests.exceptions.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidHeader,
)


def unsent(error: BaseException | None) -> bool:
    """Whether `error`, raised by requests or urllib3, came before any byte of the request left."""
    while error is not None:
        if isinstance(error, UNSENT) or type(error).__name__ == "SSLCertVerificationError":
            return True
        inner = [getattr(error, "reason", None), *error.args, error.__cause__]
        error = next((each for each in inner if isinstance(each, BaseException)), None)
    return False
