"""Forms prove that a page of this very session sent them."""

import hmac
from typing import Final

from starlette.requests import Request

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
_PURPOSE: Final = b"counterpitch form"


def token(secret: str) -> str:
    """Return the form token that belongs to a cookie's secret; it does not tell the secret."""
    return hmac.digest(secret.encode(), _PURPOSE, "sha256").hex()


def proven(secret: str, given: str) -> bool:
    """Tell whether ``given`` is the token of ``secret``."""
    return bool(secret) and hmac.compare_digest(token(secret).encode(), given.encode())


def from_elsewhere(request: Request) -> bool:
    """Tell whether the browser itself says that another site sent this request."""
    site = request.headers.get("sec-fetch-site", "")
    return site not in ("", "same-origin", "none")
