"""Exchanges everything that says where the people of a conversation are from."""

import re
import unicodedata
from collections.abc import Callable

import msgspec

from counterpitch.evaluation.origins.origin import LANGUAGES, Origin
from counterpitch.evaluation.origins.people import exchanged, name_pairs, owner_pairs, written
from counterpitch.evaluation.origins.places import PlaceFinder, replaced
from counterpitch.features.domains import top_level
from counterpitch.model.conversation import Conversation

_SIGNED = re.compile(
    r"(?P<lead>\b(?:US|HK|NT|NZ|A|C|S|R)?\$|[€£¥₽₹₩₪₦])\s?(?P<after>\d[\d.,]*\d|\d)"
    r"|(?P<before>\d[\d.,]*(?:k|K|m|M|bn)?)(?P<gap>\s?)(?P<tail>[€£¥₽₹₩₪₦$])(?!\s?\d|\w)"
)
_DIALLING = re.compile(r"\+\d{1,3}(?=[ (\d-][\d ()-]{6})")
_HOST_END = re.compile(
    r"(?<=[\w-])\.(?P<end>example(?:\.(?:net|org|com))?|[a-z]{2,3}\.[a-z]{2}|[a-z]{2,12})"
    r"(?![\w-]|\.\w)"
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w.-]+\w|https?://[^\s<>]+|(?<![\w@./-])(?:[\w-]+\.)+[a-z]{2,8}\b"
)


def moved(
    conversation: Conversation, origin: Origin, finder: PlaceFinder, person: int
) -> Conversation:
    """Return ``conversation`` as if both people were from ``origin``.

    ``person`` chooses which of the origin's two names the contact takes; the owner
    takes the other.
    """
    contact_name, owner_name = origin.names[person % 2], origin.names[(person + 1) % 2]
    pairs = name_pairs(conversation.contact.name, contact_name)
    pairs += owner_pairs(conversation, owner_name)
    pairs += name_pairs(conversation.owner.name, owner_name)
    words = _words(conversation.language, origin)
    company = conversation.contact.company
    names = [(_plain(written(pattern)), _plain(new)) for pattern, new in pairs]
    names += [
        (_plain(company[found.start : found.end]), _plain(words[found.kind]))
        for found in finder.find(company)
    ]

    def address(text: str) -> str:
        local, at, host = text.rpartition("@")
        host = _HOST_END.sub(lambda match: _ending(match, origin), host, count=1)
        return _renamed(local, names) + at + _renamed(host, names)

    def words_of(text: str) -> str:
        kept: list[str] = []
        text = _ADDRESS.sub(lambda match: _keep(kept, address(match[0]), match[0]), text)
        text = exchanged(text, pairs)
        text = _SIGNED.sub(lambda match: _money(match, origin), text)
        text = replaced(text, finder.find(text), words)
        text = _DIALLING.sub(origin.dialling, text)
        return re.sub(r"\ue000(\d+)\ue001", lambda match: kept[int(match[1])], text)

    new = _rebuilt(conversation, words_of, address)
    if _named_by_initials(conversation):
        # The domain is made of initials, which no exchange of words can follow.
        contact = msgspec.structs.replace(new.contact, company=conversation.contact.company)
        return msgspec.structs.replace(new, contact=contact)
    return new


def _named_by_initials(conversation: Conversation) -> bool:
    contact = conversation.contact
    words = re.findall(r"\w+", contact.company.lower())
    spelled = ("".join(word[0] for word in words if len(word) > least) for least in (0, 2, 3))
    return any(
        len(initials) > 1 and f"@{initials}." in (contact.email or "") for initials in spelled
    )


def _rebuilt(
    conversation: Conversation, words: Callable[[str], str], address: Callable[[str], str]
) -> Conversation:
    contact = conversation.contact
    return msgspec.structs.replace(
        conversation,
        contact=msgspec.structs.replace(
            contact,
            name=words(contact.name), headline=words(contact.headline),
            company=words(contact.company), location=words(contact.location),
            email=address(contact.email) if contact.email else contact.email,
            links=tuple(address(link) for link in contact.links),
        ),
        messages=tuple(
            msgspec.structs.replace(m, text=words(m.text), author=words(m.author))
            for m in conversation.messages
        ),
    )  # fmt: skip


def _keep(kept: list[str], new: str, old: str) -> str:
    if "@" not in old and "://" not in old and old.rpartition(".")[2].lower() not in _endings():
        return old
    kept.append(new)
    return f"\ue000{len(kept) - 1}\ue001"


def _endings() -> frozenset[str]:
    return top_level() | {"example"}


def _ending(match: re.Match[str], origin: Origin) -> str:
    if match["end"].rpartition(".")[2] not in _endings() and not match["end"].startswith("example"):
        return match[0]
    label = ".example" if match["end"].startswith("example.") else ""
    return f"{label}.{origin.ending}"


def _words(language: str, origin: Origin) -> dict[str, str]:
    at = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {
        "country": origin.country[at], "nationality": origin.nationality[at],
        "city": origin.city[at], "region": origin.city[at], "language": origin.language[at],
        "currency": origin.currency[at],
    }  # fmt: skip


def _money(match: re.Match[str], origin: Origin) -> str:
    gap = " " if origin.sign.isascii() else ""
    if match["lead"]:
        return f"{origin.sign}{gap}{match['after']}"
    return f"{match['before']}{match['gap'] or gap}{origin.sign}"


def _renamed(address: str, names: list[tuple[str, str]]) -> str:
    """Exchange names in an address, one pass, so that no new name is exchanged again."""
    forms = {
        old: new.replace(" ", "")
        for plain, new in names
        if len(plain) > 2 and new
        for old in (plain.replace(" ", ""), plain.replace(" ", "-"), plain.replace(" ", "."))
    }
    spelled = {form: new for form, new in forms.items() if form.isascii()}
    for old in list(spelled):
        for umlaut, plain in (("ue", "u"), ("oe", "o"), ("ae", "a")):
            spelled.setdefault(old.replace(plain, umlaut), spelled[old])
    if not spelled:
        return address
    # Forms with umlauts spelled out come last: "postma" before "postmae".
    longest_first = sorted(spelled, key=lambda form: (form not in forms, -len(form)))
    options = (
        re.escape(form) if len(form) > 3 else rf"(?<![a-z]){re.escape(form)}(?![a-z])"
        for form in longest_first
    )
    return re.sub("|".join(options), lambda match: spelled[match[0]], address)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("\\", "").replace("ı", "i"))
    return "".join(c for c in decomposed if c.isascii() and (c.isalnum() or c == " "))
