"""The answer of a second reader, decoded strictly. Whatever it holds is untrusted."""

import re
from typing import Final

import msgspec

from counterpitch.model.verdict import VerdictKind
from counterpitch.secondreader.failure import SecondReaderFailed
from counterpitch.secondreader.prompt import (
    EXPLANATION_LENGTH,
    MAX_REASONS,
    QUOTE_LENGTH,
    TITLE_LENGTH,
)

_HINT: Final = "Try a larger model, or one that keeps to a JSON schema."


class GivenReason(msgspec.Struct, frozen=True):
    """A reason as the second reader gave it, its quote not checked yet."""

    title: str
    message: int
    quote: str


class Answer(msgspec.Struct, frozen=True):
    """An opinion as the second reader gave it."""

    kind: VerdictKind
    probability: float
    reasons: tuple[GivenReason, ...]
    honest_explanation: str


class _Said(msgspec.Struct, frozen=True):
    content: str | None = None


class _Choice(msgspec.Struct, frozen=True):
    message: _Said
    finish_reason: str | None = None


class _Completion(msgspec.Struct, frozen=True):
    choices: tuple[_Choice, ...]
    model: str | None = None


_COMPLETION: Final = msgspec.json.Decoder(_Completion)
_ANSWER: Final = msgspec.json.Decoder(Answer)
_FENCE: Final = re.compile(r"```(?:json)?[ \t]*\n")


def decoded(body: bytes, where: str) -> tuple[Answer, str]:
    """Return the answer in the body of a chat completion, and the model's own name.

    Raises ``SecondReaderFailed``.
    """
    try:
        completion = _COMPLETION.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise SecondReaderFailed("what came back is no chat completion.", where=where,
                                 hint="Is this a chat completions server?") from None  # fmt: skip
    choice = completion.choices[0] if completion.choices else None
    if choice is None or not choice.message.content:
        raise SecondReaderFailed("the second reader said nothing.", where=where, hint=_HINT)
    return _opinion(choice, where), completion.model or ""


def _opinion(choice: _Choice, where: str) -> Answer:
    text = _json_in(choice.message.content or "")
    try:
        return _bounded(_ANSWER.decode(text.encode("utf-8", "replace")))
    except msgspec.ValidationError:
        problem = "the second reader's answer does not have the form that was asked for."
    except (msgspec.DecodeError, RecursionError):
        cut = choice.finish_reason == "length"
        problem = f"the second reader's answer {'was cut off' if cut else 'is not JSON'}."
    raise SecondReaderFailed(problem, where=where, hint=_HINT)


def _json_in(text: str) -> str:
    """Return the JSON object in an answer: what a model thinks aloud around it is left out."""
    text = text.rpartition("</think>")[2]
    fence = _FENCE.search(text)
    if fence is not None:
        text = text[fence.end() :].partition("```")[0]
    first, last = text.find("{"), text.rfind("}")
    return text[first : last + 1] if 0 <= first < last else text


def _bounded(answer: Answer) -> Answer:
    """Return ``answer`` with everything cut to the lengths that were asked for."""
    if not 0 <= answer.probability <= 1:
        raise msgspec.ValidationError("probability is not between 0 and 1")
    reasons = tuple(
        GivenReason(r.title[:TITLE_LENGTH], r.message, r.quote[: QUOTE_LENGTH * 2])
        for r in answer.reasons[:MAX_REASONS]
    )
    return msgspec.structs.replace(
        answer, reasons=reasons, honest_explanation=answer.honest_explanation[:EXPLANATION_LENGTH]
    )
