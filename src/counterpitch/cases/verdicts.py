"""Verdicts that came with what was received, as ``counterpitch scan --jsonl`` writes them."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Final

import msgspec

from counterpitch.intake.encoding import decode_head, utf8
from counterpitch.intake.interchange.lenient import CHANNELS
from counterpitch.intake.lines import byte_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import Kind, Level, Stage
from counterpitch.model.match import Quote
from counterpitch.model.message import Message
from counterpitch.model.move import Move
from counterpitch.model.verdict import (
    SCHEMA,
    Band,
    Disclosure,
    Finding,
    OpenQuestion,
    StageMove,
    Twin,
    Verdict,
    VerdictKind,
)
from counterpitch.pipeline.assessed import Assessed
from counterpitch.rulebook.book import rulebook

MOST_MESSAGES: Final = 2_000
"""Messages without words that are made of a verdict that came alone."""
WORDLESS: Final = {"words": "not received"}
"""What ``extra`` says of a conversation of which only the verdict came."""

_FIRST: Final = re.compile(rf'\s*\{{\s*"schema"\s*:\s*"{re.escape(SCHEMA)}"')

_Chance = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
_Index = Annotated[int, msgspec.Meta(ge=0)]


class _Reason(msgspec.Struct, frozen=True):
    indicator: str
    kind: Kind
    level: Level = "medium"
    title: str = ""
    stage: Stage | None = None
    why: str = ""
    benign: str = ""
    message: _Index = 0
    sent_at: datetime | None = None
    start: _Index = 0
    end: _Index = 0
    quote: str = ""
    contribution: float = 0.0


class _Disclosed(msgspec.Struct, frozen=True):
    what: str
    message: _Index
    start: _Index
    end: _Index
    text: str


class Document(msgspec.Struct, frozen=True):
    """The JSON form of a verdict (docs/reference/verdict-json.md), read strictly."""

    schema: str
    id: str
    band: Band
    kind: VerdictKind
    probability: _Chance
    scam_probability: _Chance
    channel: str = "other"
    contact: Contact = Contact()
    messages: _Index = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    stage: Stage | None = None
    stages: tuple[StageMove, ...] = ()
    reasons: tuple[_Reason, ...] = ()
    base: float = 0.0
    counter_evidence_unused: float = 0.0
    twin: Twin | None = None
    unanswered: tuple[OpenQuestion, ...] = ()
    disclosed: tuple[_Disclosed, ...] = ()
    rules: str = ""
    recognisers: str = ""
    moves: tuple[Move, ...] = ()


_DECODE: Final = msgspec.json.Decoder(Document)


def read_document(line: bytes) -> Document | None:
    """Return the verdict on a line; None where the line is none of this format."""
    try:
        found = _DECODE.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found if found.schema == SCHEMA and found.id else None


def beside(conversation: Conversation) -> Document | None:
    """Return the verdict that a line of the interchange format carries as ``verdict``."""
    held = conversation.extra.get("verdict")
    return read_document(msgspec.json.encode(held)) if isinstance(held, dict) else None


def without_verdict(conversation: Conversation) -> Conversation:
    """Return the words alone: the verdict that came with them is kept by itself."""
    if "verdict" not in conversation.extra:
        return conversation
    rest = {key: each for key, each in conversation.extra.items() if key != "verdict"}
    return msgspec.structs.replace(conversation, extra=rest)


def verdict_of(document: Document, messages: int) -> Verdict:
    """Return a document as a verdict on ``messages`` messages; what points beyond is dropped."""
    return Verdict(
        id=document.id, probability=document.probability,
        scam_probability=document.scam_probability, band=document.band, kind=document.kind,
        stage=document.stage,
        stages=tuple(each for each in document.stages if 0 <= each.message < messages),
        findings=_findings(document, messages), base=document.base,
        counter_evidence_unused=document.counter_evidence_unused, twin=document.twin,
        unanswered=tuple(
            each for each in document.unanswered if each.message is None or each.message < messages
        ),
        disclosed=tuple(
            Disclosure(each.what, Quote(each.message, each.start, each.end, each.text))
            for each in document.disclosed if each.message < messages
        ),
        rules=document.rules, first_at=document.first_at, last_at=document.last_at,
        recognisers=document.recognisers,
        moves=tuple(each for each in document.moves if 0 <= each.message < messages),
    )  # fmt: skip


def is_verdicts(origin: Origin) -> bool:
    """Tell whether a file holds verdicts alone, one a line."""
    return _FIRST.match(decode_head(origin.head).lstrip("\ufeff")) is not None


def read_verdicts(origin: Origin, notices: Notices) -> Iterator[Assessed]:
    """Yield what each line tells: the verdict, and a conversation without its words."""
    for document in documents(origin, notices):
        conversation = _wordless(document)
        yield Assessed(conversation, verdict_of(document, len(conversation.messages)))


def documents(origin: Origin, notices: Notices) -> Iterator[Document]:
    """Yield the verdict of each line; other lines become notices."""
    with utf8(origin.open(), origin.head) as stream:
        for row, line in byte_lines(stream, origin, notices):
            if line.isspace():
                continue
            document = read_document(line)
            if document is None:
                said = f"Line {row} is no verdict of the form {SCHEMA} and was left out."
                notices.add("damaged-row", said, origin.path, row=row)
            else:
                yield document


class InOrder:
    """Verdicts looked up by id from a file that is read along, not held in memory.

    ``scan`` writes verdicts in the order of its input; what comes out of order is held until
    it is asked for.
    """

    def __init__(self, found: Iterator[Document]) -> None:
        self._found = found
        self._passed: dict[str, Document] = {}

    def of(self, identifier: str) -> Document | None:
        """Return the verdict on a conversation; None if the file has none."""
        held = self._passed.pop(identifier, None)
        if held is not None:
            return held
        for document in self._found:
            if document.id == identifier:
                return document
            self._passed[document.id] = document
        return None


def _findings(document: Document, messages: int) -> tuple[Finding, ...]:
    grouped: dict[str, list[_Reason]] = {}
    for reason in document.reasons:
        grouped.setdefault(reason.indicator, []).append(reason)
    return tuple([_finding(reasons, messages) for reasons in grouped.values()])


def _finding(reasons: list[_Reason], messages: int) -> Finding:
    first = reasons[0]
    quotes = tuple(
        [
            Quote(each.message, each.start, each.end, each.quote)
            for each in reasons
            if each.message < messages
        ]
    )
    return Finding(
        first.indicator, first.title, first.kind, first.level, first.stage, first.why,
        first.benign, _checks().get(first.indicator, ""),
        sum([each.contribution for each in reasons]), quotes,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _checks() -> dict[str, str]:
    """Return what a person can check, by indicator: the one thing that the JSON form leaves out."""
    return {rule.name: rule.check for rule in rulebook(None).indicators}


def _wordless(document: Document) -> Conversation:
    dates = {each.message: each.sent_at for each in document.reasons if each.sent_at}
    count = min(document.messages, MOST_MESSAGES)
    channel: Any = document.channel if document.channel in CHANNELS else "other"
    messages = [Message("contact", "", dates.get(number)) for number in range(count)]
    if messages:
        messages[0] = msgspec.structs.replace(messages[0], sent_at=document.first_at)
        messages[-1] = msgspec.structs.replace(messages[-1], sent_at=document.last_at)
    extra: dict[str, object] = dict(WORDLESS)
    return Conversation(document.id, channel, tuple(messages), document.contact, extra=extra)
