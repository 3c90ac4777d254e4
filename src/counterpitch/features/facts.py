"""Facts about links, addresses, files and claims: what the rules call features."""

from typing import Final

from counterpitch.features.fact import Fact, Finder
from counterpitch.features.links import (
    files,
    lookalike,
    punycode_mixed,
    raw_address,
    shortened,
    text_differs,
)
from counterpitch.features.senders import (
    authentication_failed,
    domain_is_company,
    domain_not_company,
    freemail_for_company,
    in_spam,
    name_changed,
    reply_to_elsewhere,
)

_ARCHIVE: Final = (".zip", ".rar", ".7z", ".iso", ".img", ".vhd", ".cab", ".ace", ".tar.gz", ".tgz")
_PROGRAM: Final = (
    ".exe", ".msi", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".lnk", ".hta",
    ".apk", ".dmg", ".pkg", ".chm", ".appimage",
)  # fmt: skip
_MACRO: Final = (".docm", ".xlsm", ".pptm", ".dotm", ".xlam", ".xll", ".one")

FINDERS: Final[dict[str, Finder]] = {
    "link.shortener": shortened,
    "link.text-differs": text_differs,
    "link.lookalike": lookalike,
    "link.raw-address": raw_address,
    "link.punycode-mixed": punycode_mixed,
    "mail.freemail-for-company": freemail_for_company,
    "mail.domain-not-company": domain_not_company,
    "mail.domain-is-company": domain_is_company,
    "mail.reply-to-elsewhere": reply_to_elsewhere,
    "mail.authentication-failed": authentication_failed,
    "file.archive": files(_ARCHIVE),
    "file.program": files(_PROGRAM),
    "file.macro-document": files(_MACRO),
    "claim.name-changed": name_changed,
    "folder.spam": in_spam,
}
"""Every feature a rule may name, with what finds it."""

LINKS, EMAIL, HEADERS, FILES, FOLDER, TIMES, ADDRESSES, PROFILES = (1 << n for n in range(8))
"""What a fact is read from: links beside the contact's texts, the contact's mail address, mail
headers, attachments, the folder, the times of messages, web addresses in the contact's texts, the
contact's own pages."""

_ANY_LINK: Final = LINKS | ADDRESSES | PROFILES

READS: Final[dict[str, int]] = {
    "link.shortener": _ANY_LINK,
    "link.text-differs": LINKS,
    "link.lookalike": _ANY_LINK | EMAIL,
    "link.raw-address": _ANY_LINK,
    "link.punycode-mixed": _ANY_LINK,
    "mail.freemail-for-company": EMAIL,
    "mail.domain-not-company": EMAIL,
    "mail.domain-is-company": EMAIL,
    "mail.reply-to-elsewhere": HEADERS,
    "mail.authentication-failed": HEADERS,
    "file.archive": FILES | LINKS | ADDRESSES,
    "file.program": FILES | LINKS | ADDRESSES,
    "file.macro-document": FILES | LINKS | ADDRESSES,
    "claim.name-changed": HEADERS,
    "folder.spam": FOLDER,
}
"""A feature is looked for only where one of the things that it is read from is there."""

__all__ = [
    "ADDRESSES", "EMAIL", "FILES", "FINDERS", "FOLDER", "HEADERS", "LINKS", "PROFILES", "READS",
    "TIMES", "Fact",
]  # fmt: skip
