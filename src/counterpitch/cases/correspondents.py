"""Who stands in the headers of an approach's mails, and who of them was approached."""

from collections.abc import Iterator

from counterpitch.intake.mail.encoded import mailbox
from counterpitch.model.conversation import Conversation
from counterpitch.model.message import Message

Person = tuple[str, str]
"""A name and an address; either may be empty."""


def correspondents(words: Conversation) -> Iterator[Person]:
    """Yield senders, whom answers go to, and recipients of all mails, some of them repeatedly.

    Where a platform sent a mail for somebody, neither sender nor Reply-To is a person.
    """
    for message in words.messages:
        headers = message.headers
        if headers is None:
            continue
        if not headers.relay:
            yield headers.from_name, headers.from_address
            yield "", headers.reply_to
        yield from map(mailbox, headers.recipients)


def approached(words: Conversation) -> tuple[Person, ...]:
    """Return whom an approach went to: recipients of the contact's mails, and who answered them.

    Without mails it is the owner, as far as the source named one. The contact's own addresses
    are left out, and so is whomever the owner wrote to (a colleague, a security officer).
    """
    found: dict[str, str] = {}
    their = contacts(words)
    for message in words.messages:
        for name, address in _approached(message):
            if address and address not in their:
                found[address] = found.get(address) or name
    owner = words.owner.name.strip()
    return tuple((name, each) for each, name in found.items()) or ((owner, ""),) * bool(owner)


def _approached(message: Message) -> Iterator[Person]:
    headers = message.headers
    if headers is None:
        return
    if message.sender == "contact":
        yield from map(mailbox, headers.recipients)
    else:
        yield headers.from_name, headers.from_address


def contacts(words: Conversation) -> set[str]:
    """Return the addresses of the contact: where the mails came from, and where answers go."""
    own = {(words.contact.email or "").lower()} - {""}
    return own | {
        headers.reply_to
        for message in words.messages
        if message.sender == "contact" and (headers := message.headers) is not None
        if headers.reply_to and headers.from_address in own
    }
