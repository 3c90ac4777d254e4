"""How far the members of a campaign got, by the rules' own verdict on each."""

from collections import Counter
from typing import Final

from counterpitch.campaigns.linked import Linked
from counterpitch.campaigns.page import Page
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import STAGES
from counterpitch.model.message import Message

MOST: Final = 200
"""Members that are assessed, the oldest first."""


def stages_of(linked: Linked, page: Page) -> dict[str, int]:
    """Return how many members reached which stage at the furthest; by rules alone."""
    from counterpitch.pipeline.assessed import assessor

    assess = assessor(quick=True).assess
    found: Counter[str] = Counter()
    for card in page.members[:MOST]:
        messages = tuple(
            Message("contact" if each.contact else "owner", each.text, each.sent_at)
            for each in linked.archive.messages(card.approach)
        )
        contact = Contact(card.name, card.headline, card.company, email=card.email or None)
        verdict = assess(Conversation(card.approach, "other", messages, contact))
        found[verdict.stage or "none"] += 1
    return {each: found[each] for each in (*STAGES, "none") if found[each]}
