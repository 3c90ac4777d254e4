"""The matcher: indicators of indicators, faults, evasion, time."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.errors import RulebookError
from counterpitch.indicators.matcher import Matcher, ordered
from counterpitch.model.conversation import Contact, Conversation
from counterpitch.model.indicator import Condition, Phrase, Phrases
from counterpitch.model.message import Message
from tests.features.test_fold import DISGUISES
from tests.indicators.test_conditions import book, rule

SAYS = Condition(phrase=Phrase(en=("which ~2 files ~3 open",)))
REFERS = Condition(indicator="says")
BOTH = Condition(
    all=(Condition(indicator="says"), Condition(indicator="again")), within="conversation"
)


def said(*texts: str, name: str = "") -> Conversation:
    """Return what the contact said."""
    return Conversation("x", "other", tuple(Message("contact", t) for t in texts), Contact(name))


def test_an_indicator_may_build_on_others_in_any_order() -> None:
    """A chain of references is followed to its end, wherever the rules stand."""
    rules = [rule("zz", BOTH), rule("again", REFERS), rule("says", SAYS)]
    conversation = said("Which files can you open?")
    for order in (rules, rules[::-1]):
        assert Matcher(book(*order)).names(conversation) == {"says", "again", "zz"}


def test_a_circle_and_an_unknown_name_are_refused() -> None:
    """The message names the circle, or the name."""
    with pytest.raises(RulebookError, match="circle"):
        ordered([rule("a", Condition(indicator="b")), rule("b", Condition(indicator="a"))])
    with pytest.raises(RulebookError, match="unknown indicator 'b'"):
        ordered([rule("a", Condition(indicator="b"))])


def test_a_deprecated_rule_never_matches() -> None:
    """Deprecated rules keep their name and find nothing."""
    matcher = Matcher(book(rule("says", SAYS, status="deprecated")))
    assert matcher.names(said("Which files can you open?")) == set()


def test_faulty_phrases_are_told_all_at_once() -> None:
    """Strict: refused with every fault; lenient: listed, the rest works."""
    faulty = rule("bad", Condition(phrase=Phrase(en=("(open", "a)", "which"))))
    with pytest.raises(RulebookError, match="2 faulty phrases"):
        Matcher(book(faulty, rule("says", SAYS)))
    matcher = Matcher(book(faulty, rule("says", SAYS)), strict=False)
    assert len(matcher.phrases.faults) == 2
    assert "says" in matcher.names(said("Which files can you open?"))


@pytest.mark.parametrize("way", DISGUISES)
def test_disguised_words_match_and_are_quoted_as_written(way: str) -> None:
    """Every disguise of the sentence matches, and the quote is a piece of the original."""
    text = f"Hello there. {DISGUISES[way]}? Thanks."
    found = Matcher(book(rule("says", SAYS))).match(said(text))
    assert [match.indicator for match in found] == ["says"]
    (quote,) = found[0].quotes
    assert text[quote.start : quote.end] == quote.text
    assert "Hello" not in quote.text
    assert "Thanks" not in quote.text
    assert len(quote.text) >= len(DISGUISES[way]) - 6


def test_an_excuse_in_another_language_does_not_count() -> None:
    """An excuse counts in the language of the phrase."""
    leaf = Phrase(en=("send files",), unless=Phrases(de=("unser portal",)))
    matcher = Matcher(book(rule("x", Condition(phrase=leaf))))
    assert matcher.names(said("send files, unser portal")) == {"x"}


QUOTED = st.lists(
    st.sampled_from(
        [
            "which", "files", "can", "you", "open", "Whiсh", "f i l e s", "ｏｐｅｎ", "€500", "Dana", ".",
            "\u200b", "上海", "don’t", "a.b", "www.acme.example", "!", "\n\n", "-", "“", "½", "ﬁles",
            "Москва", "filеs", "\u202e", "5k CHF.", "+44 7700 900123", "İ", "ß", "e\u0301",
        ]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(QUOTED, st.sampled_from([" ", "", "  "]))
def test_quotes_are_pieces_of_the_text(words: list[str], between: str) -> None:
    """Whatever stands around it, a quote is exactly what its place says."""
    text = between.join(words)
    matcher = Matcher(book(rule("x", Condition(phrase=Phrase(en=("files", "which", "open"))))))
    for match in matcher.match(said(text, name="Dana Reyes")):
        for quote in match.quotes:
            assert quote.text
            assert text[quote.start : quote.end] == quote.text


HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n,
    "stops": lambda n: ". " * (n // 2),
    "words": lambda n: "which " * (n // 6),
    "gaps": lambda n: "which x files " * (n // 14),
    "zero-width": lambda n: "w\u200bhich " * (n // 7),
    "brackets": lambda n: "([" * (n // 2),
    "digits": lambda n: "1 2" * (n // 3),
    "at signs": lambda n: "@" * n,
    "links": lambda n: "http://a.example " * (n // 17),
    "han": lambda n: "发文" * (n // 2),
    "matches": lambda n: "which files open. " * (n // 18),
    "amounts": lambda n: "€9 " * (n // 3),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_matching_takes_linear_time(kind: str) -> None:
    """Four times the text takes about four times as long (twelve at most), never sixteen."""
    rules = [
        rule("says", SAYS),
        rule("gap", Condition(phrase=Phrase(en=("which ~8 (files|maps) ~8 open ~8 now",), zh=("发~20文~20件",)))),
        rule("money", Condition(all=(Condition(phrase=Phrase(en=("which",))), SAYS), within="sentence")),
    ]  # fmt: skip
    matcher = Matcher(book(*rules))

    def best(size: int) -> float:
        # Several messages: one alone is cut at its limit.
        conversation = said(*[HOSTILE[kind](size)] * 2)
        times = []
        for _ in range(3):
            start = time.process_time()
            matcher.match(conversation)
            times.append(time.process_time() - start)
        return min(times)

    best(1_000)
    assert best(80_000) < 32 * max(best(10_000), 0.001)


def test_a_megabyte_is_read_up_to_the_limit() -> None:
    """A long text costs no more than its limit, and what stands before is found."""
    matcher = Matcher(book(rule("says", SAYS)))
    assert matcher.names(said("which files can you open. " + "a" * 1_000_000)) == {"says"}
