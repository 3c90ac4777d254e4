"""The company that a contact claims to act for, held against a loaded register.

Evidence about the claim. It stands beside a verdict and changes no figure of it: nobody has
measured what it weighs.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec

from counterpitch.model.conversation import Conversation
from counterpitch.ownership.register import Register
from counterpitch.ownership.verify import Verified, verify

LONGEST: Final = 200
"""Characters of a claimed name that are looked for."""
NO_PROOF: Final = (
    "A firm that exists is no proof that this person acts for it: ask the firm itself."
)
BESIDE: Final = "Evidence about the claim. It changes nothing in the verdict's figures."

Claims = Callable[[Conversation], tuple[Verified, ...]]
"""Gives what a register says about the companies that a conversation's contact claims."""


def claims_in(register: Register, today: date) -> Claims:
    """Return what answers for conversations; each name is looked for once."""

    @cache
    def looked_up(company: str, domain: str) -> Verified:
        return verify(register, company, today, domain)

    def claimed(conversation: Conversation) -> tuple[Verified, ...]:
        company = _plain(conversation.contact.company)
        return (looked_up(company, _plain(domain_of(conversation))),) if company else ()

    return claimed


def _plain(text: str) -> str:
    """Return ``text`` on one line, cut, and with half characters as ``?``."""
    whole = " ".join(text[: 4 * LONGEST].split())[:LONGEST]
    return whole.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def domain_of(conversation: Conversation) -> str:
    """Return the domain that the contact writes from or links to; empty if there is none."""
    contact = conversation.contact
    if contact.email and "@" in contact.email:
        return contact.email.rpartition("@")[2].strip("> ")[:LONGEST]
    for link in contact.links:
        host = link.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
        if "." in host:
            return host[:LONGEST].removeprefix("www.")
    return ""


def documents(found: tuple[Verified, ...]) -> list[dict[str, Any]]:
    """Return claims as they stand in the JSON of a verdict; see docs/reference/verdict-json.md."""
    return [
        {
            "claim": each.claim,
            "companies": [{"id": node.id, "name": node.name} for node in each.nodes],
            "points": msgspec.to_builtins(each.points),
        }
        for each in found
    ]
