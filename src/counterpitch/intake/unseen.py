"""Says what came along and was not read: attachments, and languages that no rule covers."""

from counterpitch.features.scripts import NOT_READ, is_unread
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation

EXAMPLES = 3
_NAME = 80


def tell_language(conversation: Conversation, path: str, notices: Notices) -> None:
    """Say that a conversation is in a language that is not read, if it is."""
    if is_unread(conversation):
        who = conversation.contact.name or conversation.id
        at = conversation.messages[0].locator
        place = (at.row, at.offset) if at else (None, None)
        told = f"The conversation with {who[:60]}: {NOT_READ}"
        notices.add("language", told, path, row=place[0], offset=place[1])


class Attached:
    """The attachments of one file: how many, and what the first ones are called."""

    def __init__(self) -> None:
        self._count = 0
        self._names: list[str] = []

    def add(self, conversation: Conversation) -> None:
        """Count the attachments of a conversation."""
        for message in conversation.messages:
            for each in message.attachments:
                self._count += 1
                if len(self._names) < EXAMPLES:
                    self._names.append((each.name or each.media_type or "nameless")[:_NAME])

    def tell(self, path: str, notices: Notices) -> None:
        """Say that they were not read, if there are any: what they ask for was not seen."""
        if not self._count:
            return
        were = "1 attachment was" if self._count == 1 else f"{self._count:,} attachments were"
        more = ", ..." if self._count > len(self._names) else ""
        notices.add("attachments", f"{were} not read ({', '.join(self._names)}{more}).", path)
