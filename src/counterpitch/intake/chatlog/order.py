"""The order of messages: oldest first."""

from counterpitch.model.message import Message


def in_order(messages: tuple[Message, ...]) -> bool:
    """Tell whether the dated messages stand oldest first."""
    latest = None
    for message in messages:
        at = message.sent_at
        if at is not None:
            if latest is not None and at < latest:
                return False
            latest = at
    return True


def oldest_first(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Sort by date; an undated message stays behind the one that it followed."""
    if in_order(messages):
        return messages
    keyed: list[tuple[float, int]] = []
    latest = float("-inf")
    for number, message in enumerate(messages):
        latest = message.sent_at.timestamp() if message.sent_at else latest
        keyed.append((latest, number))
    return tuple(messages[number] for _, number in sorted(keyed))
