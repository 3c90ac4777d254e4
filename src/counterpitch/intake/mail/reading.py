"""Reads a mail file: once for its headers, once for its messages, then by thread."""

from collections import Counter
from collections.abc import Iterator

from counterpitch.errors import UnreadableInput
from counterpitch.intake.mail.conversation import conversation
from counterpitch.intake.mail.detect import kind
from counterpitch.intake.mail.encoded import addresses
from counterpitch.intake.mail.envelope import Headers, parse_head
from counterpitch.intake.mail.letter import Desk, Letter, read_letter
from counterpitch.intake.mail.mbox import MAX_MESSAGE, Piece, split, whole
from counterpitch.intake.mail.thread import OwnerVotes, Threads, digest, labels_of
from counterpitch.intake.mail.vocabulary import DRAFT_LABELS
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin
from counterpitch.intake.spool import Spool
from counterpitch.model.conversation import Conversation

MAX_THREAD = 16 * 1024 * 1024
"""Characters of one thread that are held at once; a longer one is read in parts."""


def read(origin: Origin, notices: Notices) -> Iterator[Conversation]:
    """Yield the conversations of a mail file, one for each thread, oldest message first."""
    found, _ = kind(origin.head)
    mailbox = found == "mbox"
    threads, owners = _survey(origin, mailbox=mailbox)
    with Spool() as spool:
        mailing = _Mailing(origin, notices, threads, Desk(owners, mailbox), spool)
        for piece in pieces(origin):
            mailing.add(piece)
        if not len(spool):
            if not mailing.seen:
                raise UnreadableInput(
                    "No mail could be found in it.", where=origin.path, hint="Save it as .eml."
                )
            return
        for key, messages in spool.groups():
            recipient = mailing.recipients.get(key, "")
            owner = mailing.owners.get(key, "")
            yield conversation(messages, recipient, notices, origin.path, owner)


def pieces(origin: Origin) -> Iterator[Piece]:
    """Yield the mails of ``origin`` as bytes, with their offsets."""
    found, begin = kind(origin.head)
    with origin.open() as stream:
        if found == "mbox":
            yield from split(stream, begin)
        else:
            # Apple's file names the length of the mail; its own notes follow.
            length = int(origin.head[:begin].split()[-1]) if found == "emlx" else None
            yield whole(stream, begin, length)


def head_start(piece: Piece) -> int:
    """Return where in ``piece`` the headers begin: after a mailbox's ``From `` line."""
    if not piece.data.startswith(b"From "):
        return 0
    return piece.data.find(b"\n") + 1 or len(piece.data)


def _survey(origin: Origin, *, mailbox: bool) -> tuple[Threads, frozenset[str]]:
    threads, votes = Threads(), OwnerVotes()
    lone: frozenset[str] = frozenset()
    for piece in pieces(origin):
        headers, _ = parse_head(piece.data, head_start(piece), len(piece.data))
        threads.add(headers)
        votes.add(headers)
        lone = _lone_owners(headers)
    return threads, votes.owners() if mailbox else lone


def _lone_owners(headers: Headers) -> frozenset[str]:
    to = [
        each for name in (b"delivered-to", b"x-original-to", b"to") for each in headers.texts(name)
    ]
    found = {address for each in to for address in addresses(each)}
    return frozenset(found - {headers.sender()[1]})


class _Mailing:
    """Reads mails one after the other into a spool."""

    def __init__(
        self, origin: Origin, notices: Notices, threads: Threads, desk: Desk, spool: Spool
    ) -> None:
        self.recipients: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        self.seen: set[int] = set()
        self._origin = origin
        self._notices = notices
        self._threads = threads
        self._desk = desk
        self._spool = spool
        self._held: Counter[str] = Counter()

    def add(self, piece: Piece) -> None:
        """Read one mail."""
        start = head_start(piece)
        head = parse_head(piece.data, start, len(piece.data))
        headers = head[0]
        if not headers.fields:
            self._tell("damaged-mail", "A mail without headers was left out.", piece.offset)
            return
        if self._is_left_out(headers, piece.offset):
            return
        if piece.cut:
            limit = MAX_MESSAGE // 2**20
            self._tell(
                "oversized",
                f"A mail over {limit} MB was read up to there; {piece.cut} bytes were left out.",
                piece.offset,
            )
        locator = self._origin.at(offset=piece.offset)
        self._store(
            headers,
            read_letter(piece.data, head, self._desk, locator, cut=piece.cut > 0),
            piece.offset,
        )

    def _is_left_out(self, headers: Headers, offset: int) -> bool:
        if labels_of(headers) & DRAFT_LABELS:
            self.seen.add(offset)
            self._tell("draft", "A draft was left out: it was never sent.", offset)
            return True
        named = headers.message_id()
        # Sender and date too: a message id is free to choose, and must not hide another mail.
        marks = (named or f"at {offset}", *map(headers.text, (b"from", b"date", b"subject")))
        mark = digest("\n".join(marks))
        if mark in self.seen:
            self._tell("duplicate", "A mail stands in the file twice; it is counted once.", offset)
            return True
        self.seen.add(mark)
        return False

    def _store(self, headers: Headers, letter: Letter, offset: int) -> None:
        key = self._threads.key(headers, offset)
        for remark, sentence in letter.remarks:
            self._tell(remark, sentence, offset)
        part = self._held[key] // MAX_THREAD
        self._held[key] += sum(len(each.text) + 500 for each in letter.messages)
        if self._held[key] // MAX_THREAD > part:
            self._tell("long-thread", "A very long thread is read in parts.", offset)
        key = f"{key} {part}" if part else key
        if all(each.sender == "owner" for each in letter.messages):
            to = next((each for each in headers.recipients() if each not in self._desk.owners), "")
            self.recipients.setdefault(key, to)
        if letter.owner:
            self.owners.setdefault(key, letter.owner)
        for message in letter.messages:
            self._spool.add(key, message)

    def _tell(self, kind_: str, sentence: str, offset: int) -> None:
        self._notices.add(kind_, sentence, self._origin.path, offset=offset)
