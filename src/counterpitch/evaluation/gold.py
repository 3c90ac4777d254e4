"""Gold evidence: which words of a conversation an annotator quoted for which indicator."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from counterpitch.evaluation.case import Case
from counterpitch.evaluation.corpus import EVIDENCE, stem
from counterpitch.intake.encoding import utf8
from counterpitch.intake.lines import byte_lines
from counterpitch.intake.notices import Notices
from counterpitch.intake.origin import Origin


class GoldQuote(msgspec.Struct, frozen=True):
    """A quote of an annotator: message (0-based), place (code points), indicator.

    Where the words occur more than once in the message, the first place counts.
    """

    id: str
    message: int
    start: int
    end: int
    indicator: str


class _Row(msgspec.Struct, frozen=True):
    id: str
    message: int
    quote: str
    indicator: str


def evidence_files(files: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files of evidence that lie beside ``files``: ``NAME-evidence.jsonl``."""
    beside = (path.with_name(f"{stem(path)}{EVIDENCE}.jsonl") for path in files)
    return tuple(path for path in dict.fromkeys(beside) if path.is_file())


def read_gold(
    files: Iterable[Path], cases: Iterable[Case], notices: Notices
) -> dict[str, tuple[GoldQuote, ...]]:
    """Return the gold quotes by conversation id.

    Rows that are damaged, of an unknown conversation, or whose words do not stand in the
    message are left out, each with a notice.
    """
    texts = {case.id: [m.text for m in case.conversation.messages] for case in cases}
    found: dict[str, dict[GoldQuote, None]] = {}
    for path in files:
        origin = Origin.of_file(path)
        with utf8(origin.open(), origin.head) as stream:
            for row, line in byte_lines(stream, origin, notices):
                quote = None if line.isspace() else _quote(line, texts, path, row, notices)
                if quote is not None:
                    found.setdefault(quote.id, {})[quote] = None
    return {key: tuple(quotes) for key, quotes in found.items()}


def _quote(
    line: bytes, texts: dict[str, list[str]], path: Path, row: int, notices: Notices
) -> GoldQuote | None:
    def left_out(kind: str, why: str) -> None:
        notices.add(kind, f"A row of evidence {why} and is left out.", str(path), row=row)

    try:
        gold = msgspec.json.decode(line, type=_Row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        left_out("damaged-evidence", "cannot be read")
        return None
    messages = texts.get(gold.id)
    if messages is None:
        left_out("evidence-of-nobody", "belongs to no conversation that was read")
        return None
    at = -1
    if 0 <= gold.message < len(messages) and gold.quote.strip():
        at = messages[gold.message].find(gold.quote)
    if at < 0:
        left_out("quote-not-found", "quotes words that its message does not hold")
        return None
    return GoldQuote(gold.id, gold.message, at, at + len(gold.quote), gold.indicator)
