"""Mails that a platform sends on a person's behalf: the name is theirs, the address is not."""

import re

from counterpitch.intake.mail.envelope import Headers

MAX_FOOTER = 3_000
"""Characters at the end of a notification that may be the platform's footer."""

_LINKEDIN = ("linkedin.com",)
_PERSON_BOXES = re.compile(
    r"^(?:inmail-hit-reply|hit-reply|messages?-noreply|messaging-(?:digest-)?noreply|invitations?"
    r"(?:-noreply)?|inmail-noreply|member|connections)@",
)
_VIA = re.compile(r"\s+(?:via|über|vía|через|通过|par|tramite)\s+LinkedIn\b.*$", re.IGNORECASE)
_FOOTER = re.compile(
    r"^(?:[-–—_]{3,}\s*\n\s*)?[ \t]*(?:This email was (?:intended|sent) (?:for|to)\b"
    r"|You are receiving (?:LinkedIn|InMail|this|Messages?|Invitation|notification|reminder)\b"
    r"|Unsubscribe(?:\s|:|$)|Learn why we included this|Diese E-Mail ist für\b"
    r"|Sie erhalten (?:LinkedIn|diese)\b|Cet e-mail (?:est|était) destiné\b|Vous recevez\b"
    r"|Este (?:correo|mensaje)[^\n]{0,40} (?:destinado|dirigido)\b"
    r"|Это (?:письмо|сообщение) предназначено\b"
    r"|此邮件(?:的目标|旨在)|© ?\d{4} LinkedIn\b|LinkedIn (?:Corporation|Ireland|Singapore)\b"
    r"|Recibes\b|Вы получаете\b)[^\n]*",
    re.MULTILINE,
)
_WORDS_ABOUT = re.compile(
    r"\s+(?:sent you|hat Ihnen|vous a envoyé|te ha enviado|wants to connect|has sent you)\b.*$",
    re.IGNORECASE,
)


def relay_of(headers: Headers) -> str:
    """Return ``linkedin`` where the mail is a LinkedIn notification, "" otherwise."""
    _, address = headers.sender()
    domain = address.rpartition("@")[2]
    ours = domain in _LINKEDIN or domain.endswith(tuple("." + each for each in _LINKEDIN))
    marked = bool(headers.raw(b"x-linkedin-class") or headers.raw(b"x-linkedin-template"))
    return "linkedin" if ours and (marked or _PERSON_BOXES.match(address)) else ""


def person(name: str) -> str:
    """Return the person's name from the relay's display name, "" if it names none."""
    found = _WORDS_ABOUT.sub("", _VIA.sub("", name[:200])).strip().strip("\"'")
    return (
        ""
        if found.lower() in ("linkedin", "linkedin messaging", "messages", "invitations")
        else found
    )


def without_footer(text: str) -> str:
    """Return ``text`` up to the platform's own footer, which is short and names it."""
    for found in _FOOTER.finditer(text, max(0, len(text) - MAX_FOOTER)):
        if "linkedin" in text[found.start() :].lower():
            return text[: found.start()].rstrip(" \t\n-–—_")
    return text
