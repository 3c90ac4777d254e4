"""Phrases as programs: what the compiled core matches is what RE2 matches, span for span."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch import _native
from counterpitch.features.phrase import PhraseError, compile_phrase
from counterpitch.indicators.matcher import Matcher
from counterpitch.indicators.programs import Assembler, Unreadable, row_of
from counterpitch.model.conversation import Conversation
from counterpitch.model.indicator import Condition, Phrase, Phrases
from counterpitch.model.message import Message
from tests.indicators.test_conditions import book, rule

compiled_core = pytest.mark.skipif(_native.Core is None, reason="the extension has not been built")

WORDS = ("files", "file", "filesystem", "open", "you", "can", "can not", "5 files")
ITEMS = st.recursive(
    st.sampled_from(["files", "file", "fil*", "open", "ope*", "you", "can", "~", "~2", "#"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda own: f"({'|'.join(own)})"),
        st.lists(inner, min_size=1, max_size=3).map(lambda own: f"[{'|'.join(own)}]"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    ),
    max_leaves=9,
)
HAN_ITEMS = st.recursive(
    st.sampled_from(["文", "件", "文件", "开", "~", "~2", "#", "ok", "开?"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda own: f"({'|'.join(own)})"),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=7,
)
TEXT = st.lists(
    st.sampled_from(
        [
            "files",
            "file",
            "filesystem",
            "open",
            "opened",
            "you",
            "can",
            "not",
            "5",
            "12,5",
            ".",
            "x",
        ]
    ),
    max_size=90,
).map(" ".join)
HAN_TEXT = st.text("文件开看5 1aok。不", max_size=90)


def _hits(phrase: Phrase, text: str) -> tuple[object, object]:
    conversation = Conversation("x", "other", (Message("contact", text),))
    rules = book(rule("says", Condition(phrase=phrase)))
    pure, native = Matcher(rules, native=False), Matcher(rules)
    folded = native.texts(conversation)[0].text
    assert native.core is not None
    found = sorted(native.core.find(folded, "contact"))
    assert native.match(conversation) == pure.match(conversation)
    return found, sorted(pure.phrases.find(folded, "contact"))


def _readable(phrase: str, language: str) -> bool:
    try:
        compile_phrase(phrase, language, {})
    except PhraseError:
        return False
    return True


@compiled_core
@settings(max_examples=300, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=4).map(" ".join), TEXT, st.booleans())
def test_any_phrase_of_words_has_the_same_hits(phrase: str, text: str, excused: bool) -> None:
    """Alternatives in their order, greedy gaps, numbers, beginnings: the spans of RE2."""
    if not _readable(phrase, "en"):
        return
    unless = Phrases(en=("open ~2 (x|you)",)) if excused else Phrases()
    native, pure = _hits(Phrase(en=(phrase,), unless=unless), text)
    assert native == pure


@compiled_core
@settings(max_examples=300, deadline=None)
@given(st.lists(HAN_ITEMS, min_size=1, max_size=4).map("".join), HAN_TEXT, st.booleans())
def test_any_phrase_of_characters_has_the_same_hits(phrase: str, text: str, excused: bool) -> None:
    """The same in Chinese, where the units are characters."""
    if not _readable(phrase, "zh"):
        return
    unless = Phrases(zh=("看~1开",)) if excused else Phrases()
    native, pure = _hits(Phrase(zh=(phrase,), unless=unless), text)
    assert native == pure


def test_alternatives_that_differ_in_one_word_become_one() -> None:
    """They are merged where that changes no preference, and only there."""
    (step,) = row_of(" (?:(?:do not |does not |must not ))", han=False)
    assert step == ("any", [[("set", frozenset({("w", "do"), ("w", "does"), ("w", "must")})),
                             ("set", frozenset({("w", "not")}))]])  # fmt: skip
    kind, rows = row_of(" (?:a |a b |a[^ .]* c |d )", han=False)[0]
    assert kind == "any"
    assert len(rows) == 4  # type: ignore[arg-type]


def test_a_pattern_that_is_no_phrase_is_refused() -> None:
    """Nothing is guessed: what the phrase language cannot say is an error."""
    for pattern in (r" (?:a\b )", " (?:a ", "(?:a|b))", " [ab] "):
        with pytest.raises(Unreadable):
            row_of(pattern, han=False)


def test_equal_patterns_share_a_program() -> None:
    """A pattern is laid out once; an empty one has no program."""
    assembler = Assembler()
    assert assembler.program("", han=False) == -1
    first = assembler.program(" (?:a b )", han=False)
    assert assembler.program(" (?:a b )", han=False) == first
    assert len(assembler.starts) == 2
