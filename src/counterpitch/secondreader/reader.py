"""Asks a second reader: masked text out, checked opinion back."""

import time
from typing import Final

from counterpitch.indicators.matcher import Matcher
from counterpitch.model.conversation import Conversation
from counterpitch.model.opinion import Opinion
from counterpitch.secondreader.answer import decoded
from counterpitch.secondreader.client import Deadline, post
from counterpitch.secondreader.endpoint import Endpoint
from counterpitch.secondreader.failure import Refused, SecondReaderFailed
from counterpitch.secondreader.masking import MaskedText, masked
from counterpitch.secondreader.prompt import FORMS, request
from counterpitch.secondreader.quotes import checked, distinct

_FORM_UNKNOWN: Final = frozenset({400, 415, 422, 500, 501})
"""Statuses with which servers refuse a ``response_format`` that they do not know."""
_BUSY: Final = frozenset({429, 502, 503, 504})
_PAUSE: Final = 1.0
"""Seconds before a busy server is asked again."""


def ask(conversation: Conversation, matcher: Matcher, to: Endpoint) -> Opinion:
    """Return the opinion of the second reader at ``to`` about ``conversation``.

    Raises ``MaskingFailed`` (nothing was sent) or ``SecondReaderFailed``.
    """
    texts = masked(conversation, matcher)
    if not texts:
        raise SecondReaderFailed("there is no text to ask a second reader about.")
    answer, name = decoded(_exchange(texts, to), to.shown())
    found = checked(answer.reasons, texts, conversation)
    return Opinion(
        model=to.model or _short(name), endpoint=to.shown(), kind=answer.kind,
        probability=answer.probability, reasons=distinct(found),
        honest_explanation=answer.honest_explanation, given=len(answer.reasons),
        dropped=len(answer.reasons) - len(found), read=len(texts),
        messages=len(conversation.messages),
    )  # fmt: skip


def _short(model: str) -> str:
    """Return a model's name: some servers give the path of its file."""
    return model.rpartition("/")[2] if model.endswith(".gguf") else model


def _exchange(texts: tuple[MaskedText, ...], to: Endpoint) -> bytes:
    """Return the body of the answer, asking for a simpler form where one is refused."""
    line = _Line(to)
    for form in FORMS[:-1]:
        try:
            return line.send(request(texts, to.model, form))
        except Refused as refusal:
            if refusal.status not in _FORM_UNKNOWN:
                raise
    return line.send(request(texts, to.model, FORMS[-1]))


class _Line:
    """The way to the server for one question: one deadline, and one more try in all."""

    def __init__(self, to: Endpoint) -> None:
        self._to = to
        self._deadline = Deadline(to.timeout)
        self._tried_again = False

    def send(self, body: bytes) -> bytes:
        """Return what the server answers; where it is busy, ask once more."""
        try:
            return post(self._to, body, self._deadline)
        except Refused as refusal:
            if refusal.status not in _BUSY or self._tried_again:
                raise
        self._tried_again = True
        time.sleep(min(_PAUSE, self._deadline.left()))
        return post(self._to, body, self._deadline)
