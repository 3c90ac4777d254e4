"""The phrase language: what each operator means, and what is refused."""

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpitch.features.fold import fold
from counterpitch.features.phrase import PhraseError, alternation, compile_phrase

CLASSES = {"send": ("send", "hand over", "forward*")}


def occurs(phrase: str, text: str, language: str = "en") -> bool:
    """Tell whether ``phrase`` occurs in ``text``."""
    bodies = [pattern.body for pattern in compile_phrase(phrase, language, CLASSES)]
    return re2.search(alternation(bodies, language), fold(text)) is not None


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("open files", "You open files.", True),
        ("open files", "You open the files.", False),
        ("open files", "reopen files", False),
        ("open files", "open filesystem", False),
        ("open file*", "open filesystem", True),
        ("(open|read|look at) files", "look at files", True),
        ("open [the|all the] files", "open all the files", True),
        ("open [the] files", "open files", True),
        ("open (the)? files", "open files", True),
        ("open ~ files", "open one two three files", True),
        ("open ~ files", "open one two three four files", False),
        ("open ~5 files", "open one two three four five files", True),
        ("open ~ files", "open it. The files", False),
        ("pay #", "we pay 5,000 now", True),
        ("pay #", "we pay some now", False),
        ("<send> files", "hand over files", True),
        ("<send> files", "forwarding files", True),
        ("non-public", "non public", True),
        ("don't tell", "dont tell", True),
        ("don't tell", "DON’T  tell", True),
        ("open a|read b", "read b", True),
        ("café", "CAFE", True),
    ],
)
def test_what_a_phrase_means(phrase: str, text: str, expected: bool) -> None:
    """Words, alternatives, options, gaps, numbers, stars and classes."""
    assert occurs(phrase, text) is expected


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("你能(看到|接触)~4(系统|文件)", "您好，你能看到哪些文件？", True),
        ("你能(看到|接触)~4(系统|文件)", "你能看到他们那里的一些文件", False),
        ("你能~(文件)", "你能。文件", False),
        ("付#元?", "付300", True),
        ("用github", "请用 GitHub", True),
        ("(aa|aa制)", "大家AA。", True),
        ("(aa|aa制)", "AA制吃饭", True),
        ("(aa|aa制)", "我们做SaaS平台", False),
        ("按~2win r", "请按win r打开", True),
    ],
)
def test_what_a_chinese_phrase_means(phrase: str, text: str, expected: bool) -> None:
    """Characters instead of words."""
    assert occurs(phrase, text, "zh") is expected


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("(open", "missing"), ("open)", "unexpected"), ("[a", "missing"), ("open ~99 files", "gap"),
        ("~0 files", "gap"), ("<nothing> files", "no word class"), ("ab* c", "three letters"),
        ("open. files", "sentence end"), ("", "no word"), ("~ #", "no word"), ("()", "empty"),
        ("[open]", "no word"), ("((((((((a))))))))", "deep"), ("a " * 1_500, "longer"), (">x", "unexpected"),
    ],
)  # fmt: skip
def test_what_is_refused(phrase: str, why: str) -> None:
    """A faulty phrase is refused with a reason; none needs nothing to match."""
    with pytest.raises(PhraseError, match=why):
        compile_phrase(phrase, "en", CLASSES)


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("abcde ()[]|~?*<>#.5é中文\n"), max_size=40),
    st.sampled_from(["en", "zh"]),
)
def test_a_phrase_compiles_or_is_refused(phrase: str, language: str) -> None:
    """Whatever is written, the result is a pattern that the automaton takes, or a reason."""
    try:
        patterns = compile_phrase(phrase, language, CLASSES)
    except PhraseError:
        return
    for pattern in patterns:
        assert re2.compile(pattern.body)
        assert pattern.needs
        assert pattern.words
