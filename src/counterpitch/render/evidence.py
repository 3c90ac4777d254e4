"""Which quotes of a finding are shown: words that show a reader something.

A rule may rest on words that say nothing alone: that a contact wrote twice before, say, which
any "the" proves. Its quotes stay in the JSON form and in ``explain``; marked in a text they would
drown what matters.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from counterpitch.model.conversation import Conversation
from counterpitch.model.match import Quote
from counterpitch.model.verdict import Finding

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 4
"""Words of a quote that may say nothing; a longer one is a sentence."""
_STOP: Final = re.compile(r"[.!?…](?=\s|\Z)|[。！？\n]")
_REACH: Final = 400
"""Characters on either side within which the ends of a sentence are looked for."""


def shown_quotes(finding: Finding, conversation: Conversation) -> tuple[Quote, ...]:
    """Return the quotes of ``finding`` to be shown, in their order.

    Quotes of everyday words only are left out, with those beside them in the message that begin
    and end with such a word; where nothing else is left, they are widened to their sentences.
    """
    empty = {q.message for q in finding.quotes if _says_nothing(q)}
    if not empty:
        return finding.quotes
    telling = tuple(q for q in finding.quotes if q.message not in empty or not _is_hollow(q))
    if telling:
        return telling
    wide = dict.fromkeys(_whole(q, conversation) for q in finding.quotes)
    return tuple(wide)


def _says_nothing(quote: Quote) -> bool:
    words = _words(quote)
    return 0 < len(words) <= _MOST_WORDS and _everyday().issuperset(words)


def _is_hollow(quote: Quote) -> bool:
    words = _words(quote)
    return bool(words) and {words[0], words[-1]} <= _everyday()


def _words(quote: Quote) -> list[str]:
    """Return the words of a quote, none for a fact, which stands nowhere in the text."""
    return _WORD.findall(quote.text.casefold()) if quote.end > quote.start else []


def _whole(quote: Quote, conversation: Conversation) -> Quote:
    """Return the sentence around a quote."""
    text = conversation.messages[quote.message].text
    first, last = max(0, quote.start - _REACH), quote.end + _REACH
    starts = [stop.end() for stop in _STOP.finditer(text, first, quote.start)]
    start = starts[-1] if starts else first
    stop = _STOP.search(text, quote.end, last)
    end = stop.end() if stop else min(last, len(text))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    return replace(quote, start=start, end=end, text=text[start:end])


@cache
def _everyday() -> frozenset[str]:
    path = Path(__file__).parent / "everyday.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
