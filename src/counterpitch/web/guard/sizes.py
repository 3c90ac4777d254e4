"""How much a call of the API may bring, refused by what it announces, before it is read."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from counterpitch.web.faults import TooLarge
from counterpitch.web.guard.body import counted
from counterpitch.web.settings import Limits


class Sizes:
    """Counts the bodies of calls; pages count their own at the door."""

    def __init__(self, app: ASGIApp, *, prefix: str, limits: Limits) -> None:
        self._app = app
        self._prefix = prefix
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on with its body counted."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        reports = scope["path"] == f"{self._prefix}/reports"
        # Base64 takes four signs for three bytes.
        limit = self._limits.upload * 4 // 3 + 65536 if reports else self._limits.form
        try:
            counting = counted(scope, receive, limit)
        except TooLarge as error:
            body = {"title": error.title, "detail": str(error), "status": error.status}
            answer = JSONResponse(body, 413, media_type="application/problem+json")
            await answer(scope, receive, send)
            return
        await self._app(scope, counting, send)
