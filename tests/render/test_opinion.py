"""A second reader's opinion, on screen and as plain values."""

from io import StringIO

import msgspec
from rich.console import Console

from counterpitch.model.match import Quote
from counterpitch.model.opinion import Opinion, OpinionReason
from counterpitch.render.opinion import agreement, opinion_document, opinion_screen
from tests.render.samples import EVIL, verdict

OPINION = Opinion(
    model="tiny", endpoint="http://localhost:8080", kind="approach", probability=0.7,
    reasons=(OpinionReason("Asks for papers", Quote(1, 4, 10, "papers")),),
    honest_explanation="A student.", given=3, dropped=2, read=4, messages=9,
)  # fmt: skip


def screen(opinion: Opinion) -> str:
    """Return the opinion as a terminal shows it, without colours."""
    out = StringIO()
    Console(file=out, width=200, force_terminal=False).print(opinion_screen(opinion, verdict()))
    return out.getvalue()


def test_everything_that_matters_is_shown() -> None:
    """Model, address, whose opinion, figure, reason with message, what was dropped and unread."""
    text = screen(OPINION)
    for words in (
        "Second reader: tiny", "(http://localhost:8080)", "another program's opinion", "70 %",
        "Asks for papers", "“papers”  message 2", "2 of 3 reasons quoted words",
        "It read 4 of 9 messages.", "Or: A student.",
    ):  # fmt: skip
        assert words in text, words


def test_agreement_is_one_line() -> None:
    """The same kind agrees, another one does not, and both are named."""
    assert agreement(OPINION, verdict()) == "It agrees with counterpitch: covert approach."
    other = msgspec.structs.replace(OPINION, kind="scam")
    assert "says covert approach, the second reader scam" in agreement(other, verdict())


def test_evil_words_are_shown_and_do_nothing() -> None:
    """Control characters, markup and links of a model are harmless on screen and in JSON."""
    reasons = (OpinionReason(EVIL, Quote(0, 0, 5, EVIL)),)
    evil = msgspec.structs.replace(
        OPINION, model=EVIL, reasons=reasons, honest_explanation=EVIL * 99
    )
    text = screen(evil)
    told = opinion_document(evil, verdict())
    for shown in (text, told["model"], told["reasons"][0]["title"], told["honest_explanation"]):
        assert not set("\x1b\x9b\x00\u202e\x07") & set(shown)
        assert "http://" not in shown.replace("http://localhost", "")
    assert "[bold red]x[/]" in text
    assert len(told["honest_explanation"]) <= 600
    assert len(told["model"]) <= 60


def test_an_opinion_without_support_says_so() -> None:
    """Clearly, on screen and in JSON; a model without a name has none."""
    bare = msgspec.structs.replace(OPINION, reasons=(), dropped=3, model="")
    assert "UNSUPPORTED" in screen(bare)
    assert "unnamed model" in screen(bare)
    assert opinion_document(bare, verdict())["supported"] is False
