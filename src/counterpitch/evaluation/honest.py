"""Honest texts that carry no labels of stages and kinds: for counting false alarms."""

from pathlib import Path

from counterpitch.evaluation.corpus import conversations
from counterpitch.intake.notices import Notices
from counterpitch.model.conversation import Conversation


def honest(path: Path, notices: Notices) -> list[Conversation]:
    """Return the conversations of a file that are not labelled otherwise, each id once."""
    found: dict[str, Conversation] = {}
    for each in conversations(path, notices):
        label = each.extra.get("label")
        if label not in (None, "legitimate"):
            notices.add(
                "not-honest", "A conversation labelled other than legitimate is left out.",
                str(path),
            )  # fmt: skip
        elif each.id in found:
            notices.add(
                "duplicate-id", "An id that was read before; its row is left out.", str(path)
            )
        else:
            found[each.id] = each
    return list(found.values())
