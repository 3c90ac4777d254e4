"""Bodies are counted while they arrive; what is over the limit is never read to its end."""

from starlette.types import Message, Receive, Scope

from counterpitch.web.faults import TooLarge


def counted(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Return ``receive`` that raises ``TooLarge`` beyond ``limit`` bytes.

    A length that is announced beyond the limit is refused before anything is read.
    """
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > limit:
        raise _over(limit)
    left = limit

    async def count() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _over(limit)
        return message

    return count


def _over(limit: int) -> TooLarge:
    size = f"{limit // (1024 * 1024)} MB" if limit >= 1024 * 1024 else f"{limit // 1024} kB"
    return TooLarge(
        f"What was sent is larger than the {size} that are taken here.",
        hint="Send fewer or smaller files; one conversation is enough.",
    )
