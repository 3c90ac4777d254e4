"""What trends count by, beside the columns of an approach."""

from collections.abc import Iterator

from counterpitch.cases.text import plain
from counterpitch.model.conversation import Conversation
from counterpitch.model.verdict import Verdict

Tag = tuple[str, str]
"""Family (``indicator``, ``lure``, ``area``) and value."""


def tags(conversation: Conversation, verdict: Verdict) -> tuple[Tag, ...]:
    """Return the tags of an approach, each once."""
    return tuple(dict.fromkeys(_tags(conversation, verdict)))


def _tags(conversation: Conversation, verdict: Verdict) -> Iterator[Tag]:
    for finding in verdict.findings:
        if finding.kind in ("approach", "scam") and finding.contribution > 0:
            yield "indicator", plain(finding.indicator, 80)
