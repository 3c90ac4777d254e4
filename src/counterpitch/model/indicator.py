"""An indicator: one recognisable sign, its condition tree and its examples.

The structs mirror the YAML of ``rules/indicators``; see docs/reference/rule-format.md.
"""

from typing import Literal
from uuid import UUID

import msgspec

Status = Literal["experimental", "test", "stable", "deprecated"]
Level = Literal["informational", "low", "medium", "high", "critical"]
Kind = Literal["approach", "benign", "owner", "scam"]
Stage = Literal["spot", "assess", "develop", "recruit", "handle"]
Language = Literal["en", "zh", "de", "fr", "ru", "es"]
Within = Literal["sentence", "message", "conversation"]
Author = Literal["contact", "owner", "any"]

STAGES: tuple[Stage, ...] = ("spot", "assess", "develop", "recruit", "handle")
LANGUAGES: tuple[Language, ...] = ("en", "zh", "de", "fr", "ru", "es")
SERIOUS_LEVELS: frozenset[Level] = frozenset(("high", "critical"))
"""Levels of what is serious in itself, whatever else there is."""
FOLDERS = (*STAGES, "cover", "compromise", "benign", "owner", "scam")


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A struct that refuses keys it does not know."""


class Phrases(_Strict, frozen=True):
    """Phrases by language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()
    es: tuple[str, ...] = ()

    def by_language(self) -> dict[Language, tuple[str, ...]]:
        """Return the languages that hold a phrase, with their phrases."""
        found: dict[Language, tuple[str, ...]] = {}
        for language in LANGUAGES:
            phrases: tuple[str, ...] = getattr(self, language)
            if phrases:
                found[language] = phrases
        return found


class Phrase(Phrases, frozen=True):
    """Holds where one of the phrases occurs in a message by ``author``."""

    author: Author = msgspec.field(default="contact", name="from")
    negated: Literal["guard", "ignore"] = "guard"
    unless: Phrases = Phrases()


class AtLeast(_Strict, frozen=True):
    """Holds where ``count`` of the conditions hold."""

    count: int
    of: "tuple[Condition, ...]"


class Repeat(_Strict, frozen=True):
    """Holds where the condition holds in ``count`` different messages."""

    count: int
    of: "Condition"


class Unanswered(_Strict, frozen=True):
    """Holds where ``count`` questions find no answer in any later message of the contact."""

    question: "Condition"
    answer: "Condition"
    count: int = 1


class Position(_Strict, frozen=True):
    """Holds where the condition holds in one of the contact's first messages, or after some.

    ``first`` and ``after`` count messages of the contact; at least one of them is given.
    """

    of: "Condition"
    first: int | None = None
    after: int = 0

    def __post_init__(self) -> None:
        if self.first is None and self.after < 1:
            raise ValueError("position needs first, or after of at least 1")


class QuickReplies(_Strict, frozen=True):
    """Holds where the contact answered within ``minutes``, ``count`` times."""

    minutes: int
    count: int


class Money(_Strict, frozen=True):
    """Holds where the contact names an amount, in whatever currency."""

    at_least: float


class Condition(_Strict, frozen=True):
    """A node of the tree; exactly one key besides ``within`` is given."""

    phrase: Phrase | None = None
    all: "tuple[Condition, ...] | None" = None
    any: "tuple[Condition, ...] | None" = None
    negation: "Condition | None" = msgspec.field(default=None, name="not")
    at_least: AtLeast | None = None
    indicator: str | None = None
    sequence: "tuple[Condition, ...] | None" = None
    repeat: Repeat | None = None
    unanswered: Unanswered | None = None
    position: Position | None = None
    quick_replies: QuickReplies | None = None
    money: Money | None = None
    feature: str | None = None
    within: Within | None = None

    def key(self) -> str:
        """Return the one key that is given; raise ``ValueError`` if it is not one."""
        given = [
            name
            for name in self.__struct_fields__
            if name != "within" and getattr(self, name) is not None
        ]
        if len(given) != 1:
            names = ", ".join(given) or "none"
            raise ValueError(f"a condition has exactly one key besides within; given: {names}")
        return given[0]

    def children(self) -> "tuple[Condition, ...]":
        """Return the conditions right below this one."""
        if self.unanswered is not None:
            return (self.unanswered.question, self.unanswered.answer)
        if self.at_least is not None:
            return self.at_least.of
        for single in (self.repeat, self.position):
            if single is not None:
                return (single.of,)
        if self.negation is not None:
            return (self.negation,)
        return self.all or self.any or self.sequence or ()


class ExampleTurn(_Strict, frozen=True):
    """One message of an example: by the contact or by the owner."""

    contact: str | None = None
    owner: str | None = None
    at: str | None = None


class ExampleContact(_Strict, frozen=True):
    """What an example says of the contact."""

    name: str = ""
    headline: str = ""
    company: str = ""
    email: str | None = None
    reply_to: str = ""
    links: tuple[str, ...] = ()


class Example(_Strict, frozen=True):
    """A message or exchange that an indicator must, or must not, match."""

    text: str | None = None
    owner: str | None = None
    messages: tuple[ExampleTurn, ...] = ()
    language: Language = "en"
    contact: ExampleContact = ExampleContact()
    attachments: tuple[str, ...] = ()
    folder: str = ""
    authentication: tuple[str, ...] = ()
    links: tuple[dict[str, str], ...] = ()


class Indicator(_Strict, frozen=True):
    """A sign of an approach, of an honest contact, of the owner's conduct, or of a scam."""

    id: UUID
    title: str
    status: Status
    level: Level
    kind: Kind
    description: str
    why: str
    benign: str
    check: str
    references: tuple[str, ...]
    attack: tuple[str, ...]
    authors: tuple[str, ...]
    languages: tuple[Language, ...]
    when: Condition
    examples: tuple[Example, ...]
    near_misses: tuple[Example, ...]
    stage: Stage | None = None
    name: str = ""
    folder: str = ""
